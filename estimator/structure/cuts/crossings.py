"""A border -> its crossings as values: each function and type with direction, sites and fields."""

import re
from collections.abc import Iterator, Sequence

from estimator.model.hotpaths import Crossing, CrossingField
from estimator.model.links import FunctionLinks
from estimator.structure.cuts.border import Border
from estimator.structure.cuts.code import NO_TYPE, Code
from estimator.structure.cuts.graph import Call
from estimator.structure.cuts.traits import is_generic
from estimator.structure.cuts.types import Place

_EVIDENCE = 5
_STREAMING = ("channel", "stream")
_ALONE = re.compile(r"[&\s]*(?:'\w+\s+)?(?:mut\s+)?(?:\w+\s*<\s*)?(?P<name>\w+)\s*>?")
_RESULT = "(result)"
_RECEIVER = "(receiver)"


def crossings(code: Code, found: Border) -> tuple[Crossing, ...]:
    """Describe what crosses: functions by unit, symbol and place, then types the same way."""
    functions = [
        _function(code, one, calls, direction, found.merged.get(one, (one,)))
        for direction, side in (("in", found.entries), ("out", found.calls_back))
        for one, calls in side.items()
    ]
    types = [_type(code, one, senders, found) for one, senders in found.types.items()]
    return tuple(
        one
        for kind in (functions, types)
        for one in sorted(kind, key=lambda one: (one.unit, one.symbol, one.path, one.line))
    )


def generic_functions(code: Code, found: Border) -> tuple[str, ...]:
    """Give the crossing functions that take types with behavior from their callers, by symbol."""
    crossing = (*found.entries, *found.calls_back)
    parts = {part for one in crossing for part in found.merged.get(one, (one,))}
    names = {code.functions[one].symbol for one in parts if is_generic(code.function_links[one])}
    return tuple(sorted(names))


def _function(
    code: Code, number: int, calls: Sequence[Call], direction: str, parts: Sequence[int]
) -> Crossing:
    one = code.functions[number]
    fields = tuple(_signature(code, number))
    sites = {(code.functions[call.other].path, line) for call in calls for line in call.lines}
    return Crossing(
        kind="function",
        symbol=one.symbol,
        unit=one.unit,
        path=one.path,
        line=one.line,
        direction=direction,
        call_sites=sum(call.sites for call in calls),
        sites_in_loops=sum(call.loop_sites for call in calls),
        evidence=tuple(sorted(sites)[:_EVIDENCE]),
        fields=fields,
        is_streaming=any(field.kind in _STREAMING for field in fields),
        implementations=len(parts),
    )


def _signature(code: Code, number: int) -> Iterator[CrossingField]:
    """Yield receiver, parameters and results of a crossing function."""
    links = code.function_links[number]
    if links is None:
        return
    one, place = code.functions[number], code.place(number)
    uses = code.uses[number]
    if links.receiver_name and uses.receiver != NO_TYPE:
        yield CrossingField(
            name=_RECEIVER,
            type=links.receiver,
            kind="state" if uses.receiver in code.objects else "plain",
            path=one.path,
            line=one.line,
        )
    for named, default in (
        *((parameter, "") for parameter in links.parameters),
        *((result, _RESULT) for result in links.results),
    ):
        yield CrossingField(
            name=named.name or default,
            type=named.type,
            kind=code.types.kind_of(_bounded(named.type, links), place),
            path=one.path,
            line=named.line,
        )


def _bounded(text: str, links: FunctionLinks) -> str:
    """Write a type parameter as what it is bound to, which says what kind of value it takes."""
    alone = _ALONE.fullmatch(text)
    bound = links.bounds.get(alone["name"], "") if alone else ""
    return f"impl {bound}" if bound else text


def _type(code: Code, number: int, senders: Sequence[int], found: Border) -> Crossing:
    declared = code.types.declared[number]
    place = Place(declared.unit, declared.path)
    directions = {"in" if one in found.entries else "out" for one in senders}
    fields = [
        CrossingField(
            name=field.name,
            type=field.type,
            kind=code.types.kind_of(field.type, place),
            path=declared.path,
            line=field.line,
        )
        for field in declared.links.fields
    ]
    fields += [
        CrossingField(
            name=last.symbol,
            type=", ".join(parameter.type for parameter in last.parameters),
            kind="callback",
            path=declared.path,
            line=last.line,
        )
        for last in declared.links.methods
    ]
    places = sorted((code.functions[one].path, code.functions[one].line) for one in senders)
    return Crossing(
        kind="type",
        symbol=declared.links.symbol,
        unit=declared.unit,
        path=declared.path,
        line=declared.links.line,
        direction="both" if len(directions) > 1 else directions.pop(),
        evidence=tuple(places[:_EVIDENCE]),
        fields=tuple(fields),
        is_streaming=any(field.kind in _STREAMING for field in fields),
    )
