"""Turns a directed graph into its cycles: groups of nodes that all reach each other."""

from collections.abc import Iterator, Sequence


def cycles_of(
    nodes: Sequence[str],
    edges: Sequence[tuple[str, str]],
) -> tuple[tuple[str, ...], ...]:
    """Find the strongly connected components of two nodes or more, sorted inside and out.

    Tarjan's algorithm (1972), with its own stack: a chain of any length is no deep recursion.
    """
    targets: dict[str, list[str]] = {node: [] for node in nodes}
    for source, target in edges:
        targets[source].append(target)
    search = _Search(targets)
    for node in nodes:
        if node not in search.order:
            search.visit(node)
    return tuple(sorted(search.components))


class _Search:
    """State of one run of Tarjan's algorithm."""

    def __init__(self, targets: dict[str, list[str]]) -> None:
        self.targets = targets
        self.order: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.open: list[str] = []
        self.is_open: set[str] = set()
        self.components: list[tuple[str, ...]] = []

    def visit(self, start: str) -> None:
        path: list[tuple[str, Iterator[str]]] = [self._enter(start)]
        while path:
            node, rest = path[-1]
            target = next(rest, None)
            if target is None:
                path.pop()
                self._leave(node, path[-1][0] if path else None)
            elif target not in self.order:
                path.append(self._enter(target))
            elif target in self.is_open:
                self.low[node] = min(self.low[node], self.order[target])

    def _enter(self, node: str) -> tuple[str, Iterator[str]]:
        self.order[node] = self.low[node] = len(self.order)
        self.open.append(node)
        self.is_open.add(node)
        return node, iter(self.targets[node])

    def _leave(self, node: str, parent: str | None) -> None:
        if parent is not None:
            self.low[parent] = min(self.low[parent], self.low[node])
        if self.low[node] != self.order[node]:
            return
        members: list[str] = []
        while not members or members[-1] != node:
            members.append(self.open.pop())
        self.is_open.difference_update(members)
        if len(members) > 1:
            self.components.append(tuple(sorted(members)))
