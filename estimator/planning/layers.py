"""Turns units and the edges between them into layers: what uses nothing else comes first."""

from collections.abc import Iterable, Sequence

Group = tuple[str, ...]
"""Units that go together: one, or all of a cycle; sorted."""


def layers_of(
    names: Iterable[str],
    edges: Iterable[tuple[str, str]],
    cycles: Iterable[Sequence[str]],
) -> tuple[tuple[Group, ...], ...]:
    """Give the layers bottom up; each unit is in one group of one layer.

    A group is in the lowest layer above everything that its units use. Where edges go round
    outside the named cycles, as only an edited facts file has it, what is left is one group.

    Args:
        names: of the units.
        edges: (unit, what it uses); those from or to anything else do not count.
        cycles: units that all reach each other.
    """
    groups = _groups(sorted(set(names)), cycles)
    needs: dict[Group, set[Group]] = {group: set() for group in groups.values()}
    for source, target in edges:
        if source in groups and target in groups and groups[source] != groups[target]:
            needs[groups[source]].add(groups[target])
    users: dict[Group, list[Group]] = {group: [] for group in needs}
    for group, used in needs.items():
        for one in used:
            users[one].append(group)
    waiting = {group: len(used) for group, used in needs.items()}
    layers: list[tuple[Group, ...]] = []
    ready = sorted(group for group, count in waiting.items() if not count)
    while ready:
        layers.append(tuple(ready))
        freed = []
        for group in ready:
            del waiting[group]
            for user in users[group]:
                waiting[user] -= 1
                if not waiting[user]:
                    freed.append(user)
        ready = sorted(freed)
    if waiting:
        layers.append((tuple(sorted(name for group in waiting for name in group)),))
    return tuple(layers)


def _groups(names: Sequence[str], cycles: Iterable[Sequence[str]]) -> dict[str, Group]:
    known = set(names)
    groups: dict[str, Group] = {name: (name,) for name in names}
    for cycle in cycles:
        members = tuple(sorted(name for name in set(cycle) & known if len(groups[name]) == 1))
        groups.update(dict.fromkeys(members, members))
    return groups
