"""Small programs written by hand: functions with their calls, types and variables, as `Code`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from estimator.model.links import FileLinks, FunctionLinks, TypedName, TypeLinks
from estimator.structure.cuts.clusters import Measured
from estimator.structure.cuts.code import Code, read_code
from estimator.structure.cuts.graph import Call

UNIT = "example.org/svc/engine"
SHELL = "example.org/svc/api"


class Fn(NamedTuple):
    """A function; `calls` names symbols, ``name*`` stands inside a loop, ``name?9`` is unsure,
    ``name?0`` a guess by name."""

    symbol: str
    calls: str = ""
    unit: str = UNIT
    lines: int = 12
    receiver: str = ""
    pointer: bool = False
    takes: Mapping[str, str] = {}
    gives: Sequence[str] = ()
    names: str = ""
    writes: str = ""
    bounds: Mapping[str, str] = {}
    trait: str = ""


class Node(NamedTuple):
    unit: str
    path: str
    symbol: str
    line: int
    end_line: int
    code_lines: int
    links: FunctionLinks | None


@dataclass
class Graph:
    """A call graph of lists."""

    functions: list[Node] = field(default_factory=list)
    down: dict[int, list[Call]] = field(default_factory=dict)
    up: dict[int, list[Call]] = field(default_factory=dict)

    def callees(self, number: int, /) -> Sequence[Call]:
        return self.down.get(number, ())

    def callers(self, number: int, /) -> Sequence[Call]:
        return self.up.get(number, ())

    def connect(self, caller: int, callee: int, *, loops: int = 0, targets: int = 1) -> None:
        line = (self.functions[caller].line + 1,)
        for ends, here, there in ((self.down, caller, callee), (self.up, callee, caller)):
            call = Call(there, 1, loops, line, max(1, targets), is_guess=not targets)
            ends.setdefault(here, []).append(call)


def path_of(unit: str) -> str:
    return unit.removeprefix("example.org/svc/") + "/code.go"


def typed(pairs: Mapping[str, str], line: int = 1) -> tuple[TypedName, ...]:
    return tuple(TypedName(name=name, type=text, line=line) for name, text in pairs.items())


def struct(name: str, *, kind: str = "struct", line: int = 1, **fields: str) -> TypeLinks:
    return TypeLinks(symbol=name, kind=kind, line=line, end_line=line + 3, fields=typed(fields))


def program(
    *functions: Fn,
    types: Mapping[str, Sequence[TypeLinks]] | None = None,
    variables: Mapping[str, Mapping[str, str]] | None = None,
    imports: Mapping[str, str] | None = None,
    language: str = "go",
) -> Code:
    """Build code of functions; types and variables are given by unit."""
    graph = Graph()
    numbers: dict[str, int] = {}
    by_unit: dict[str, list[FunctionLinks]] = {}
    for one in functions:
        start = 100 * (len(numbers) + 1)
        numbers[one.symbol] = len(numbers)
        links = FunctionLinks(
            symbol=one.symbol,
            line=start,
            receiver=one.receiver,
            receiver_name="me" if one.receiver else "",
            trait=one.trait,
            takes_pointer=one.pointer,
            parameters=typed(one.takes, start),
            results=tuple(TypedName(name="", type=text, line=start) for text in one.gives),
            names=tuple(one.names.split()),
            writes=tuple(one.writes.split()),
            bounds=one.bounds,
        )
        by_unit.setdefault(one.unit, []).append(links)
        end = start + one.lines
        graph.functions.append(
            Node(one.unit, path_of(one.unit), one.symbol, start, end, one.lines, links)
        )
    for caller, one in enumerate(functions):
        for call in one.calls.split():
            name, _, unsure = call.partition("?")
            targets = int(unsure or 1)
            loops = int(name.endswith("*"))
            graph.connect(caller, numbers[name.rstrip("*")], loops=loops, targets=targets)
    units = sorted({*by_unit, *(types or {}), *(variables or {})})
    files = {
        path_of(unit): FileLinks(
            package=unit.rpartition("/")[2],
            imports={"engine": UNIT, "api": SHELL, **(imports or {})},
            functions=tuple(by_unit.get(unit, ())),
            types=tuple((types or {}).get(unit, ())),
            variables=typed((variables or {}).get(unit, {})),
        )
        for unit in units
    }
    return read_code(graph, files, {path_of(unit): unit for unit in units}, language=language)


def number(code: Code, symbol: str) -> int:
    return next(index for index, one in enumerate(code.functions) if one.symbol == symbol)


def numbers(code: Code, symbols: str) -> tuple[int, ...]:
    return tuple(sorted(number(code, symbol) for symbol in symbols.split()))


def symbols(code: Code, found: Sequence[int] | frozenset[int]) -> list[str]:
    return sorted(code.functions[one].symbol for one in found)


def measured(code: Code, **nearest: float) -> Measured:
    """Own time by symbol, ``Type__Method`` for ``Type.Method``; callers' cumulative time too."""
    shares = {number(code, name.replace("__", ".")): share for name, share in nearest.items()}
    return Measured(flat=shares, nearest=shares, cumulative=shares)
