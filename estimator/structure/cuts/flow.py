"""A network of nodes with capacities -> the cheapest set of edges that parts source and sink.

Dinic's algorithm in its iterative form. Own lines and no graph library: the networks hold a few
hundred nodes around one cluster, where networkx would add 4 MB and half a second of start-up time
for this one function, and rustworkx a compiled wheel per platform.
"""

from collections import deque

UNBOUNDED = 1 << 60
"""Capacity of an edge that is never cut."""


class Network:
    """Edges with whole capacities between numbered nodes; used once."""

    def __init__(self, nodes: int) -> None:
        """Make a network without edges."""
        self._edges: list[list[int]] = [[] for _ in range(nodes)]
        self._head: list[int] = []
        self._room: list[int] = []

    def add(self, source: int, target: int, capacity: int) -> None:
        """Let that much flow from one node to another."""
        self._edges[source].append(len(self._head))
        self._head.append(target)
        self._room.append(capacity)
        self._edges[target].append(len(self._head))
        self._head.append(source)
        self._room.append(0)

    def cut(self, source: int, sink: int) -> tuple[int, frozenset[int]]:
        """Give the cheapest cut's cost and the fewest nodes that stay with the source."""
        flow = 0
        while True:
            level = self._levels(source)
            if level[sink] < 0:
                return flow, frozenset(node for node, depth in enumerate(level) if depth >= 0)
            tried = [0] * len(self._edges)
            while pushed := self._push(source, sink, level, tried):
                flow += pushed

    def _levels(self, source: int) -> list[int]:
        level = [-1] * len(self._edges)
        level[source] = 0
        queue = deque([source])
        while queue:
            node = queue.popleft()
            for edge in self._edges[node]:
                if self._room[edge] > 0 and level[self._head[edge]] < 0:
                    level[self._head[edge]] = level[node] + 1
                    queue.append(self._head[edge])
        return level

    def _push(self, source: int, sink: int, level: list[int], tried: list[int]) -> int:
        """Send what one more path of the level graph takes; 0 when there is none."""
        path: list[int] = []
        node = source
        while node != sink:
            edge = self._next_edge(node, level, tried)
            if edge is not None:
                path.append(edge)
                node = self._head[edge]
            elif path:
                node = self._head[path.pop() ^ 1]
                tried[node] += 1
            else:
                return 0
        amount = min(self._room[edge] for edge in path)
        for edge in path:
            self._room[edge] -= amount
            self._room[edge ^ 1] += amount
        return amount

    def _next_edge(self, node: int, level: list[int], tried: list[int]) -> int | None:
        edges = self._edges[node]
        while tried[node] < len(edges):
            edge = edges[tried[node]]
            if self._room[edge] > 0 and level[self._head[edge]] == level[node] + 1:
                return edge
            tried[node] += 1
        return None
