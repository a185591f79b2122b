"""A call graph and the links of its files -> what a cut asks of each function: types and state."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from estimator.languages.crossings import CROSSINGS
from estimator.model.links import FileLinks, FunctionLinks, TypedName
from estimator.structure.cuts import weights
from estimator.structure.cuts.graph import Call, CallGraph, Function
from estimator.structure.cuts.traits import looked_through, trait_methods
from estimator.structure.cuts.types import Place, TypeIndex, last_name

NO_TYPE = -1
_SELF = re.compile(r"\bSelf\b")
_FIRST = re.compile(r"\W")


class Variable(NamedTuple):
    """A package-level variable with its place."""

    unit: str
    path: str
    declared: TypedName


class Uses(NamedTuple):
    """What one function touches besides the functions that it calls; numbers, ascending."""

    receiver: int
    """Its declared type, else `NO_TYPE`."""
    signature: tuple[int, ...]
    """Declared types of parameters and results."""
    results: tuple[int, ...]
    """Declared types of results."""
    pointers: tuple[int, ...]
    """Those it can change: held by pointer in the receiver or a parameter."""
    changed: tuple[int, ...]
    """Those it does change, as far as assignments show."""
    named: tuple[int, ...]
    """Declared types that it names anywhere, its signature included."""
    reads: tuple[int, ...]
    """Package-level variables that it names."""
    writes: tuple[int, ...]
    """Package-level variables that it assigns to."""


class Code(NamedTuple):
    """The functions of one language, what they call and what they touch."""

    language: str
    graph: CallGraph
    links: Mapping[str, FileLinks]
    function_links: Sequence[FunctionLinks | None]
    types: TypeIndex
    variables: Sequence[Variable]
    uses: Sequence[Uses]
    by_type: Mapping[int, tuple[int, ...]]
    """Type -> functions whose receiver or signature names it, ascending."""
    by_named: Mapping[int, tuple[int, ...]]
    """Type -> functions that name it anywhere, ascending."""
    by_variable: Mapping[int, tuple[int, ...]]
    """Variable -> functions that read or write it, ascending."""

    objects: frozenset[int]
    """Types that are more than data: they hold a lock or stream, or their methods change them.

    Such a value stays on one side of a cut; the other side knows it by a handle.
    """
    offered: frozenset[int]
    """Functions that libraries call, so that no call shows them: ``Read`` of an `io.Reader`."""
    named_by: Mapping[int, tuple[int, ...]]
    """Function -> functions that name it without a call, as a handler or callback; ascending."""
    twins: Mapping[int, int]
    """Go: function -> the first one of its name in its package: variants for platforms or tags."""
    trait_methods: Mapping[int, int] = {}
    """Rust: implementation of a trait's method -> the first one of its unit: one item of a cut."""
    staying: frozenset[int] = frozenset()
    """Functions that a person said stay where they are."""

    @property
    def functions(self) -> Sequence[Function]:
        """All functions by number."""
        return self.graph.functions

    def place(self, number: int) -> Place:
        """Give the place from which a function looks at names."""
        one = self.functions[number]
        return Place(one.unit, one.path)

    def leads(self, call: Call, callee: int, met: Collection[int] | None) -> bool:
        """Tell whether a call shows something about a cut.

        It does where it reaches one function for sure; where it may reach a few, as through an
        interface or on a type parameter, those that samples met. A guess by name shows nothing
        where libraries have methods of that name. `met` is None where nothing was measured.
        """
        if call.is_guess and callee in self.offered:
            return False
        if call.targets == 1 and not call.is_open:
            return True
        is_met = not call.is_open if met is None else callee in met
        return call.targets <= weights.SURE_TARGETS and is_met

    def is_state(self, variable: int) -> bool:
        """Tell whether a variable changes: it is assigned to, or its type changes in place."""
        if any(variable in self.uses[one].writes for one in self.by_variable.get(variable, ())):
            return True
        stateful = CROSSINGS[self.language].stateful
        return bool(stateful.search(self.variables[variable].declared.type))

    def label(self, number: int) -> str:
        """Name a function so that it is found again: its unit's last part and its symbol."""
        one = self.functions[number]
        return ".".join(filter(None, (last_part(one.unit), one.symbol)))


def last_part(unit: str) -> str:
    """Give what people call a unit: the last part of an import path, "" for a nameless root."""
    return unit.rstrip("/").rpartition("/")[2].strip(".")


def read_code(
    graph: CallGraph, links: Mapping[str, FileLinks], units: Mapping[str, str], *, language: str
) -> Code:
    """Look up, for each function, the declared types and variables that it touches.

    `units` gives the unit of each product file; other files are passed over. Linear in functions,
    names and types.
    """
    unit_of = {path: units[path] for path in links if path in units}
    unit_of.update((one.path, one.unit) for one in graph.functions)
    own = {path: links[path] for path in sorted(links) if path in unit_of}
    function_links = looked_through(graph.functions, [one.links for one in graph.functions], own)
    types = TypeIndex(language, own, unit_of)
    variables = [
        Variable(unit_of[path], path, one) for path, file in own.items() for one in file.variables
    ]
    finder = _Finder(language, own, types, variables)
    uses = [
        finder.uses(one, function)
        for one, function in zip(graph.functions, function_links, strict=True)
    ]
    return Code(
        language=language,
        graph=graph,
        links=own,
        function_links=function_links,
        types=types,
        variables=variables,
        uses=uses,
        by_type=_turned([{one.receiver, *one.signature} - {NO_TYPE} for one in uses]),
        by_named=_turned([set(one.named) for one in uses]),
        offered=frozenset(_offered(language, function_links)),
        named_by=_named_by(graph.functions, own, function_links),
        twins=_twins(graph.functions) if language == "go" else {},
        objects=frozenset(_objects(types, uses)),
        trait_methods=trait_methods(language, graph.functions, function_links, own)
        if language == "rust"
        else {},
        by_variable=_turned([{*one.reads, *one.writes} for one in uses]),
    )


def _twins(functions: Sequence[Function]) -> dict[int, int]:
    """Find functions of one name; `init` may be there several times as itself."""
    first: dict[tuple[str, str], int] = {}
    for number, one in enumerate(functions):
        first.setdefault((one.unit, one.symbol), number)
    pairs = ((number, first[one.unit, one.symbol]) for number, one in enumerate(functions))
    return {number: one for number, one in pairs if number != one}


def _objects(types: TypeIndex, uses: Sequence[Uses]) -> Iterator[int]:
    yield from (one for one in range(len(types.declared)) if types.has_identity(one))
    yield from (one.receiver for one in uses if one.receiver in one.changed)


def _offered(language: str, functions: Sequence[FunctionLinks | None]) -> Iterator[int]:
    pattern = CROSSINGS[language].offered
    for number, links in enumerate(functions):
        if links is not None and links.receiver:
            shown = last_name(links.symbol) if language == "go" else links.trait
            if pattern.match(shown):
                yield number


def _named_by(
    functions: Sequence[Function],
    files: Mapping[str, FileLinks],
    links: Sequence[FunctionLinks | None],
) -> dict[int, tuple[int, ...]]:
    """Find free functions that are named as values, in the same unit or through an import."""
    free = {
        (one.unit, one.symbol): number
        for number, (one, found) in enumerate(zip(functions, links, strict=True))
        if found is not None and not found.receiver
    }
    names = {symbol for _, symbol in free}
    named: list[set[int]] = []
    for one, found in zip(functions, links, strict=True):
        imports = files[one.path].imports if one.path in files else {}
        hits: set[int] = set()
        for text in () if found is None else found.names:
            first, _, second = text.replace("::", ".").partition(".")
            unit, name = (imports.get(first, ""), second) if second else (one.unit, first)
            if name in names and (unit, name) in free:
                hits.add(free[unit, name])
        named.append(hits)
    return _turned(named)


def _turned(touched: Sequence[set[int]]) -> dict[int, tuple[int, ...]]:
    """Turn what each function touches into who touches each thing."""
    turned: dict[int, list[int]] = {}
    for number, things in enumerate(touched):
        for thing in things:
            turned.setdefault(thing, []).append(number)
    return {thing: tuple(turned[thing]) for thing in sorted(turned)}


class _Finder:
    """Resolves the names that one function uses to numbers of types and variables."""

    def __init__(
        self,
        language: str,
        links: Mapping[str, FileLinks],
        types: TypeIndex,
        variables: Sequence[Variable],
    ) -> None:
        self._table = CROSSINGS[language]
        self._links = links
        self._types = types
        self._variables = {
            (one.unit, one.declared.name): number for number, one in enumerate(variables)
        }
        self._names = {one.declared.name for one in variables}

    def uses(self, function: Function, links: FunctionLinks | None) -> Uses:
        if links is None:
            return Uses(NO_TYPE, (), (), (), (), (), (), ())
        place = Place(function.unit, function.path)
        receiver = self._types.find(links.receiver, "", place) if links.receiver else None
        typed = [(one, self._types.named_in(one.type, place)) for one in links.parameters]
        pointers = {
            number
            for one, numbers in typed
            if self._table.pointer.search(one.type)
            for number in numbers
        }
        changed = {
            number for one, numbers in typed if one.name in links.writes for number in numbers
        }
        if receiver is not None and links.takes_pointer:
            pointers.add(receiver)
            if links.receiver_name in links.writes:
                changed.add(receiver)
        results = {
            number for one in links.results for number in self._types.named_in(one.type, place)
        }
        if receiver is not None and any(_SELF.search(one.type) for one in links.results):
            results.add(receiver)
        signature = {*results, *(number for _, numbers in typed for number in numbers)}
        named = {*signature, *(() if receiver is None else (receiver,))}
        for text in (*links.locals.values(), *links.names):
            named.update(self._types.named_in(text, place))
        writes = self._touched(links.writes, place)
        reads = self._touched((*links.names, *_qualifiers(links)), place)
        return Uses(
            receiver=NO_TYPE if receiver is None else receiver,
            signature=tuple(sorted(signature)),
            results=tuple(sorted(results)),
            pointers=tuple(sorted(pointers)),
            changed=tuple(sorted(changed & pointers)),
            named=tuple(sorted(named)),
            reads=tuple(sorted(reads - writes)),
            writes=tuple(sorted(writes)),
        )

    def _touched(self, names: Sequence[str], place: Place) -> set[int]:
        """Find the package-level variables among names and paths."""
        imports = self._links[place.path].imports
        found: set[int] = set()
        for text in names:
            first, _, rest = text.replace("::", ".").partition(".")
            second = rest.partition(".")[0]
            if first in self._names:
                found.add(self._variables.get((place.unit, first), NO_TYPE))
            elif second in self._names and first in imports:
                found.add(self._variables.get((imports[first], second), NO_TYPE))
        return found - {NO_TYPE}


def _qualifiers(links: FunctionLinks) -> tuple[str, ...]:
    """Give what stands before calls, but for variables of the function itself."""
    hidden = {*links.locals, *links.bindings, *(one.name for one in links.parameters)}
    hidden.add(links.receiver_name)
    texts = {call.qualifier for call in links.calls if call.qualifier}
    return tuple(sorted(text for text in texts if _FIRST.split(text, 1)[0] not in hidden))
