"""Turns the links of product files into a call graph: who calls whom, where, in how many loops.

Whom a call reaches is told by package and by the receiver's type where declarations say it, else by
the method's name; a call site that may reach more than 12 functions is dropped. Calls out of the
repository are kept by the import that they go through. The graph depends on the files only, not on
their order, and takes memory in proportion to its call sites.
"""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from estimator.languages.connections import REACH
from estimator.languages.program import Member, Program, ProgramFile, Reached
from estimator.model.facts import Layout
from estimator.model.links import CallSite, FileLinks, FunctionLinks
from estimator.model.source import FileFacts, FunctionFacts, ParsedFile, Role, Skipped


class Node(NamedTuple):
    """A product function with a body. Its number is its place in `CallGraph.functions`."""

    unit: str
    path: str
    facts: FunctionFacts
    links: FunctionLinks | None
    """None where the second walk could not read the file."""

    @property
    def symbol(self) -> str:
        """Qualified within its file."""
        return self.facts.symbol

    @property
    def line(self) -> int:
        """1-based first line."""
        return self.facts.line

    @property
    def end_line(self) -> int:
        """1-based last line."""
        return self.facts.end_line

    @property
    def code_lines(self) -> int:
        """Non-blank, non-comment lines."""
        return self.facts.code_lines


class Call(NamedTuple):
    """All calls from one function to another, seen from one of the two."""

    other: int
    sites: int
    loop_sites: int
    """Those inside a loop of the caller."""
    lines: tuple[int, ...]
    """Of the call sites, in the caller's file, ascending."""
    targets: int
    """Functions that the surest of these sites may reach; 1: no doubt."""
    is_guess: bool = False
    """None of these sites shows more than the method's name."""
    is_open: bool = False
    """All of these sites are on type parameters: the callers' types settle whom they reach."""


class LinkedFile(NamedTuple):
    """A product file as both walks saw it."""

    path: str
    unit: str
    facts: FileFacts
    links: FileLinks | None


class CallGraph:
    """Who calls whom among the functions of one language; calls to itself are left out."""

    def __init__(
        self,
        functions: tuple[Node, ...],
        sites: "_Sites",
        external: tuple[tuple[str, ...], ...],
        dropped: int,
    ) -> None:
        """Take sites by caller; see `call_graph`."""
        self.functions = functions
        """By path, line and symbol."""
        self.dropped_sites = dropped
        """Call sites whose target is not known."""
        self._sites = sites
        self._external = external
        self._called: dict[int, tuple[Call, ...]] = {}  # a cut asks for the same ones many times
        self._calling: dict[int, tuple[Call, ...]] = {}
        self._from = _starts(sites.caller, len(functions))
        self._back = array("q", sorted(range(len(sites.callee)), key=sites.callee.__getitem__))
        self._to = _starts([sites.callee[index] for index in self._back], len(functions))

    def callees(self, number: int) -> tuple[Call, ...]:
        """Whom a function calls, by number."""
        if number not in self._called:
            sites = range(self._from[number], self._from[number + 1])
            self._called[number] = self._calls(sites, self._sites.callee)
        return self._called[number]

    def callers(self, number: int) -> tuple[Call, ...]:
        """Who calls a function, by number."""
        if number not in self._calling:
            sites = self._back[self._to[number] : self._to[number + 1]]
            self._calling[number] = self._calls(sites, self._sites.caller)
        return self._calling[number]

    def external(self, number: int) -> tuple[str, ...]:
        """Imports through which a function calls out of the repository, sorted."""
        return self._external[number]

    def sites(self) -> Iterator[tuple[int, int, int, int]]:
        """Yield caller, callee, loop depth and number of possible targets of each call site."""
        found = self._sites
        return zip(found.caller, found.callee, found.loops, found.targets, strict=True)

    def _calls(self, sites: Sequence[int], ends: "array[int]") -> tuple[Call, ...]:
        found: dict[int, list[int]] = {}
        for index in sites:
            found.setdefault(ends[index], []).append(index)
        return tuple(self._call(other, found[other]) for other in sorted(found))

    def _call(self, other: int, sites: Sequence[int]) -> Call:
        arrays = self._sites
        return Call(
            other=other,
            sites=len(sites),
            loop_sites=sum(1 for index in sites if arrays.loops[index]),
            lines=tuple(sorted(arrays.line[index] for index in sites)),
            targets=min(arrays.targets[index] for index in sites),
            is_guess=all(arrays.guessed[index] for index in sites),
            is_open=all(arrays.opened[index] for index in sites),
        )


class _Sites(NamedTuple):
    """Call sites with one entry for each possible target, by caller."""

    caller: "array[int]"
    callee: "array[int]"
    line: "array[int]"
    loops: "array[int]"
    targets: "array[int]"
    guessed: "array[int]"
    opened: "array[int]"


def linked_files(
    language: str,
    parsed: Sequence[ParsedFile],
    roles: Mapping[str, Role],
    links: Mapping[str, FileLinks],
    layout: Layout,
) -> tuple[LinkedFile, ...]:
    """Give the product files of a language with what both walks found, by `facts.roles`."""
    return tuple(
        LinkedFile(
            file.source.path,
            layout.unit_of_file.get(file.source.path, ""),
            file.facts,
            links.get(file.source.path),
        )
        for file in parsed
        if not isinstance(file.facts, Skipped)
        and file.source.language == language
        and roles[file.source.path] is Role.PRODUCT
    )


def call_graph(language: str, files: Sequence[LinkedFile], layout: Layout) -> CallGraph:
    """Build the graph of one language.

    Args:
        language: its id.
        files: its product files, in any order.
        layout: its units, modules and dependencies.
    """
    ordered = sorted(files, key=lambda file: file.path)
    functions = tuple(_nodes(ordered))
    reach = REACH[language](_program(ordered, functions, layout))
    sites = _Sites(*(array("q") for _ in _Sites._fields))
    external: list[tuple[str, ...]] = []
    dropped = 0
    for number, function in enumerate(functions):
        outside: set[str] = set()
        for call in () if function.links is None else function.links.calls:
            found = reach.reached(number, call)
            if found.external:
                outside.add(found.external)
            elif not found.targets:
                dropped += 1
            _append(sites, number, call, found)
        external.append(tuple(sorted(outside)))
    return CallGraph(functions, sites, tuple(external), dropped)


def _append(sites: _Sites, caller: int, call: CallSite, found: Reached) -> None:
    for target in found.targets:
        if target == caller:
            continue
        sites.caller.append(caller)
        sites.callee.append(target)
        sites.line.append(call.line)
        sites.loops.append(call.loop_depth)
        sites.targets.append(len(found.targets))
        sites.guessed.append(found.is_guess)
        sites.opened.append(found.is_open)


def _nodes(files: Sequence[LinkedFile]) -> Iterator[Node]:
    for file in files:
        known = {} if file.links is None else {_place(one): one for one in file.links.functions}
        for facts in sorted(file.facts.functions, key=_place):
            if not facts.is_test:
                yield Node(file.unit, file.path, facts, known.get(_place(facts)))


def _place(function: FunctionFacts | FunctionLinks) -> tuple[int, str]:
    return function.line, function.symbol


def _program(files: Sequence[LinkedFile], functions: Sequence[Node], layout: Layout) -> Program:
    known = {
        file.path: ProgramFile(file.path, file.unit, file.links or FileLinks()) for file in files
    }
    modules = (module.name for module in layout.modules)
    return Program(
        files=tuple(known.values()),
        members=tuple(
            Member(known[one.path], one.links or FunctionLinks(symbol=one.symbol, line=one.line))
            for one in functions
        ),
        unit_folders=layout.unit_paths,
        own=frozenset((*modules, *(file.unit for file in files))) - {""},
        dependencies=frozenset(found.name for found in layout.dependencies),
        seen_units=_seen_units(layout),
    )


def _seen_units(layout: Layout) -> dict[str, frozenset[str]]:
    """Give what each unit can see: itself and what it uses, all the way down.

    A layout without edges says nothing.
    """
    if not layout.edges:
        return {}
    used: dict[str, set[str]] = {}
    for edge in layout.edges:
        used.setdefault(edge.source, set()).add(edge.target)
    seen: dict[str, frozenset[str]] = {}
    for unit in layout.unit_paths:
        found, queue = {unit}, [unit]
        while queue:
            new = used.get(queue.pop(), set()) - found
            found |= new
            queue += sorted(new)
        seen[unit] = frozenset(found)
    return seen


def _starts(ends: "Sequence[int]", count: int) -> "array[int]":
    """For each number, where its entries begin in an array that is sorted by number."""
    starts = array("q", bytes(8 * (count + 1)))
    for number in ends:
        starts[number + 1] += 1
    for number in range(count):
        starts[number + 1] += starts[number]
    return starts
