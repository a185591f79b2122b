"""Clusters -> hot paths as values: what moves, what it brings along, its cut, a name and an id."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import chain, count
from typing import NamedTuple

from estimator.languages.crossings import CROSSINGS
from estimator.model.hotpaths import HotFunction, HotPath, Seam
from estimator.structure.cuts.better import better_cut
from estimator.structure.cuts.border import Border, Warmth, border
from estimator.structure.cuts.clusters import Cluster, Measured
from estimator.structure.cuts.code import NO_TYPE, Code, last_part
from estimator.structure.cuts.crossings import crossings, generic_functions
from estimator.structure.cuts.implementations import perhaps_called
from estimator.structure.cuts.overlap import with_overlap
from estimator.structure.cuts.quality import judge
from estimator.structure.cuts.sharing import shared_state
from estimator.structure.cuts.types import last_name

_ID_DIGITS = 6
LEFT_BEHIND_SHOWN = 50
"""Names of what stays that are kept; the count is whole."""


class Surroundings(NamedTuple):
    """What is known of the repository besides its code."""

    contracts: Mapping[str, Collection[str]] = {}
    """Path of a contract (proto, OpenAPI) -> names of its services, calls and messages."""
    modules: Collection[str] = ()
    """Names of the repository's own modules: what they prefix is no dependency."""
    packages: Collection[str] | None = None
    """External packages of the manifests, where those are known: Rust code names no others."""


def describe(
    code: Code,
    clusters: Sequence[Cluster],
    *,
    basis: str,
    time: Measured | None = None,
    surroundings: Surroundings | None = None,
) -> tuple[HotPath, ...]:
    """Describe clusters in their order. Ids are distinct and depend on units and symbols only."""
    known = _Known(code, basis, time, surroundings or Surroundings())
    paths: list[HotPath] = []
    for cluster in clusters:
        identity = _identity(code, cluster, time, frozenset(one.id for one in paths))
        paths.append(_path(known, cluster, identity))
    return with_overlap(paths, [_held(code, cluster) for cluster in clusters])


def _held(code: Code, cluster: Cluster) -> dict[tuple[str, int], int]:
    """Give everything that moves with a cluster, with its lines."""
    held = {("function", one): code.functions[one].code_lines for one in cluster.inside}
    for types in _moved_types(code, cluster):
        held |= {("type", one): _type_lines(code, (one,)) for one in types}
    return held


class _Known(NamedTuple):
    """What all hot paths of one description have in common."""

    code: Code
    basis: str
    time: Measured | None
    around: Surroundings


class _Identity(NamedTuple):
    """How a hot path is called."""

    id: str
    name: str


def _identity(
    code: Code, cluster: Cluster, time: Measured | None, taken: frozenset[str]
) -> _Identity:
    """Name a cluster after what carries most of it; its next parts decide between namesakes."""
    anchors = _anchors(code, cluster, time)
    members = ((code.functions[one].unit, code.functions[one].symbol) for one in cluster.members)
    parts = [code.language]
    for unit, symbol in chain(anchors, members, (("", str(one)) for one in count())):
        parts += [unit, symbol]
        found = "hp-" + sha256("\0".join(parts).encode()).hexdigest()[:_ID_DIGITS]
        if found not in taken:
            break
    unit, symbol = anchors[0]
    return _Identity(found, ".".join(filter(None, (last_part(unit), last_name(symbol)))))


def _anchors(code: Code, cluster: Cluster, time: Measured | None) -> list[tuple[str, str]]:
    """Give the types, and functions without one, of the members: most time first, then lines."""
    weight: dict[tuple[str, str], tuple[float, int]] = {}
    for number in cluster.members:
        one, receiver = code.functions[number], code.uses[number].receiver
        symbol = one.symbol if receiver == NO_TYPE else code.types.declared[receiver].links.symbol
        share, lines = weight.get((one.unit, symbol), (0.0, 0))
        more = 0.0 if time is None else time.nearest.get(number, 0.0)
        weight[one.unit, symbol] = (share + more, lines + one.code_lines)
    return sorted(weight, key=lambda key: (-weight[key][0], -weight[key][1], key))


def _path(known: _Known, cluster: Cluster, identity: _Identity) -> HotPath:
    code, time = known.code, known.time
    warmth = _warmth(code, cluster, time)
    found = border(code, cluster.inside, dragged=cluster.dragged, warmth=warmth)
    own, brought = _moved_types(code, cluster)
    staying = _left_behind(code, cluster)
    return HotPath(
        id=identity.id,
        name=identity.name,
        basis=known.basis,
        units=tuple(sorted({code.functions[one].unit for one in cluster.members})),
        functions=_functions(code, cluster.members, time),
        code_lines=_lines(code, cluster.members) + _type_lines(code, own),
        entry_points=tuple(map(code.label, found.entries)),
        dragged=_functions(code, cluster.dragged, time),
        dragged_types=tuple(code.types.declared[one].links.symbol for one in brought),
        dragged_lines=_lines(code, cluster.dragged) + _type_lines(code, brought),
        dependencies=named_dependencies(
            code, cluster.inside, known.around.modules, known.around.packages
        ),
        left_behind=tuple(staying[:LEFT_BEHIND_SHOWN]),
        left_behind_total=len(staying),
        share=None if time is None else cluster.share,
        seam=_seam(known, cluster, found),
    )


def _functions(
    code: Code, numbers: Collection[int], time: Measured | None
) -> tuple[HotFunction, ...]:
    """Describe functions: most time first, else by unit and symbol."""
    described = []
    for number in numbers:
        one = code.functions[number]
        described.append(
            HotFunction(
                unit=one.unit,
                symbol=one.symbol,
                path=one.path,
                line=one.line,
                end_line=one.end_line,
                code_lines=one.code_lines,
                flat=None if time is None else time.flat.get(number, 0.0),
                nearest=None if time is None else time.nearest.get(number, 0.0),
                cumulative=None if time is None else time.cumulative.get(number, 0.0),
            )
        )
    described.sort(
        key=lambda one: (-(one.nearest or 0.0), one.unit, one.symbol, one.path, one.line)
    )
    return tuple(described)


def _lines(code: Code, numbers: Collection[int]) -> int:
    return sum(code.functions[one].code_lines for one in numbers)


def _type_lines(code: Code, types: Collection[int]) -> int:
    links = (code.types.declared[one].links for one in types)
    return sum(one.end_line - one.line + 1 for one in links)


def _moved_types(code: Code, cluster: Cluster) -> tuple[list[int], list[int]]:
    """Give the types that only members name, and the further ones that moved code needs."""
    needed = {one for number in cluster.inside for one in code.uses[number].named}
    queue = sorted(needed)
    while queue:
        for part in code.types.parts_of(queue.pop()):
            if part not in needed:
                needed.add(part)
                queue.append(part)
    members = frozenset(cluster.members)
    own = [one for one in sorted(needed) if members.issuperset(code.by_named.get(one, (NO_TYPE,)))]
    return own, sorted(needed - set(own))


def named_dependencies(
    code: Code,
    inside: Collection[int],
    modules: Collection[str],
    packages: Collection[str] | None = None,
) -> tuple[str, ...]:
    """Give the external packages that functions name, sorted; `modules` are our own.

    In Rust a path may begin with a module of one's own, so where the `packages` of the manifests
    are known, only those are meant.
    """
    found = set(_dependencies(code, inside, modules))
    if code.language == "rust" and packages is not None:
        found &= {one.replace("-", "_") for one in packages}
    return tuple(sorted(found))


def _dependencies(code: Code, inside: Collection[int], modules: Collection[str]) -> Iterator[str]:
    built_in = CROSSINGS[code.language].built_in
    crates = {one.unit.replace("-", "_") for one in code.functions}
    for number in inside:
        links = code.function_links[number]
        if links is None:
            continue
        imports = code.links[code.functions[number].path].imports
        for name in _first_names(links.names, (one.qualifier or one.name for one in links.calls)):
            path = imports.get(name, "")
            if not path or built_in.match(path):
                continue
            is_own = any(path == one or path.startswith(f"{one}/") for one in modules)
            first = path.partition("::")[0]
            if not is_own and first not in crates:
                yield path if code.language == "go" else first


def _first_names(names: Sequence[str], calls: Iterator[str]) -> Iterator[str]:
    for text in (*names, *calls):
        yield text.replace("::", ".").partition(".")[0]


def _left_behind(code: Code, cluster: Cluster) -> list[str]:
    """Give the functions of the members' units that stay, by label."""
    units = {code.functions[one].unit for one in cluster.members}
    return sorted(
        code.label(number)
        for number, one in enumerate(code.functions)
        if one.unit in units and number not in cluster.inside
    )


def _warmth(code: Code, cluster: Cluster, time: Measured | None) -> Warmth:
    def weight(one: int) -> float:
        return code.functions[one].code_lines if time is None else time.cumulative.get(one, 0.0)

    hottest = min(cluster.members, key=lambda one: (-weight(one), one))
    return Warmth(None if time is None else time.met, hottest)


def _seam(known: _Known, cluster: Cluster, found: Border) -> Seam:
    code, time, contracts = known.code, known.time, known.around.contracts
    crossing = crossings(code, found)
    shared = shared_state(code, cluster.inside)
    perhaps = perhaps_called(code, cluster.inside, None if time is None else time.met)
    labels = sorted(map(code.label, perhaps))
    judged = judge(
        code.language, crossing, shared, perhaps=labels, generic=generic_functions(code, found)
    )
    names = {last_name(one.symbol).lower() for one in crossing}
    hot = (
        cluster.members
        if time is None
        else [one for one in cluster.members if time.nearest.get(one)]
    )
    return Seam(
        crossings=crossing,
        shared=shared,
        contracts=tuple(
            path
            for path in sorted(contracts)
            if not names.isdisjoint(name.lower() for name in contracts[path])
        ),
        quality=judged.quality,
        reasons=judged.reasons,
        is_chatty=judged.is_chatty,
        better=better_cut(code, cluster, frozenset(hot), warmth=_warmth(code, cluster, time)),
    )
