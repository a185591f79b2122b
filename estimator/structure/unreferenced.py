"""Turns a call graph into candidates for dead code: never called and never named, as far as seen.

A list of candidates, not of dead code: reflection, assembler, linker names, macros and build tags
use functions without naming them where this looks. Tests and generated code are not looked at, so
what only these use is listed. Exported functions are left out, and what may be called through an
interface or trait.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from estimator.model.links import CallSite, FileLinks
from estimator.structure.callgraph import CallGraph, LinkedFile, Node

_STARTED = frozenset({"main", "init", "_"})
"""Names that the language calls by itself."""


def unreferenced(graph: CallGraph, files: Sequence[LinkedFile]) -> tuple[Node, ...]:
    """List functions that are not exported and whose name occurs nowhere else in product code.

    Args:
        graph: of one language.
        files: those that it was made from; where one of them has no links, the rest of its unit
            says nothing, and none of its functions are listed.
    """
    uses = Counter(_names(files))
    unread = {file.unit for file in files if file.links is None}
    asked = _asked_names(files)
    return tuple(
        function
        for number, function in enumerate(graph.functions)
        if function.unit not in unread
        and _may_be_dead(function, asked)
        and not graph.callers(number)
        and uses[_name(function)] == _own_uses(function)
    )


def _may_be_dead(function: Node, asked: frozenset[str]) -> bool:
    name = _name(function)
    links = function.links
    if function.facts.is_public or name in _STARTED or name in asked or links is None:
        return False
    is_exported_method = bool(links.receiver) and name[:1].isupper()
    return not links.trait and not is_exported_method


def _name(function: Node) -> str:
    return _last(function.symbol)


def _last(path: str) -> str:
    return path.rpartition("::")[2].rpartition(".")[2]


def _own_uses(function: Node) -> int:
    """How often a function names itself: recursion keeps nothing alive."""
    if function.links is None:
        return 0
    name = _name(function)
    return sum(1 for used in _used_in(function.links.calls, function.links.names) if used == name)


def _names(files: Sequence[LinkedFile]) -> Iterator[str]:
    """Last parts of all names that are used, calls included."""
    for file in files:
        if file.links is not None:
            yield from _used(file.links)


def _used(links: FileLinks) -> Iterator[str]:
    yield from (_last(name) for name in links.names)
    yield from (_last(path) for path in links.imports.values())
    yield from links.selected
    for function in links.functions:
        yield from _used_in(function.calls, function.names)


def _used_in(calls: Sequence[CallSite], names: Sequence[str]) -> Iterator[str]:
    yield from (call.name for call in calls)
    yield from (_last(name) for name in names)


def _asked_names(files: Sequence[LinkedFile]) -> frozenset[str]:
    """Names of all methods that an interface or trait asks for."""
    return frozenset(
        _last(method.symbol)
        for file in files
        if file.links is not None
        for found in file.links.types
        for method in found.methods
    )
