"""Names of dependencies x the crosswalk -> what takes the place of each. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from estimator.model.crosswalk import ECOSYSTEMS, CrossedDependency, Days
from estimator.model.facts import Dependency
from estimator.model.rules import CrosswalkEntry, Rulebook
from estimator.model.source import Value

_SHIPPED = frozenset({"normal", "build"})
_MAJOR = re.compile(r"/v[0-9]+\Z", re.ASCII)
_CRATES = "crates"
_FAMILY = "*"


class Shelf(Value, frozen=True, kw_only=True):
    """The entries of one ecosystem: by exact name, by name without major version, families."""

    exact: Mapping[str, CrosswalkEntry]
    stems: Mapping[str, CrosswalkEntry]
    families: tuple[tuple[str, CrosswalkEntry], ...]
    """Longest beginning first."""
    is_paths: bool
    """Names are paths, so that an entry also stands for what lies below it."""


def cross(
    rulebook: Rulebook, language: str, dependencies: Iterable[Dependency]
) -> tuple[CrossedDependency, ...]:
    """Give the shipped dependencies (normal and build) with their entries, in the order given."""
    shelf = shelf_of(rulebook, ECOSYSTEMS.get(language, ""))
    return tuple(
        _crossed(one, match_name(shelf, one.name)) for one in dependencies if one.kind in _SHIPPED
    )


def shelf_of(rulebook: Rulebook, ecosystem: str) -> Shelf:
    """Sort the entries of an ecosystem for look-ups."""
    own = [one for _, one in sorted(rulebook.crosswalk.items()) if one.ecosystem == ecosystem]
    single = [one for one in own if not one.name.endswith(_FAMILY)]
    is_crates = ecosystem == _CRATES
    families = [
        (_key(one.name.removesuffix(_FAMILY), is_crates=is_crates), one)
        for one in own
        if one.name.endswith(_FAMILY)
    ]
    return Shelf(
        exact={_key(one.name, is_crates=is_crates): one for one in single},
        stems={} if is_crates else {_stem(one.name): one for one in single},
        families=tuple(sorted(families, key=lambda pair: (-len(pair[0]), pair[0]))),
        is_paths=not is_crates,
    )


def match_name(shelf: Shelf, name: str) -> CrosswalkEntry | None:
    """Give the entry of a package: its own name first, else the longest beginning that fits."""
    key = _key(name, is_crates=not shelf.is_paths)
    if key in shelf.exact:
        return shelf.exact[key]
    found = list(_candidates(shelf, key))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def named_entry(rulebook: Rulebook, identifier: str) -> CrosswalkEntry | None:
    """Give the entry that a person asks for by id or package name; ids of rules come first."""
    shelves = (
        *(rulebook.rules, rulebook.constants, rulebook.scenarios),
        *(rulebook.ports, rulebook.disagreements),
    )
    names = {str(rule.name) for rule in rulebook.rules.values() if rule.ledger}
    if any(identifier in shelf for shelf in shelves) or identifier in names:
        return None
    if identifier in rulebook.crosswalk:
        return rulebook.crosswalk[identifier]
    found = (
        match_name(shelf_of(rulebook, ecosystem), identifier)
        for ecosystem in sorted(ECOSYSTEMS.values())
    )
    return next((entry for entry in found if entry is not None), None)


def _candidates(shelf: Shelf, key: str) -> Iterator[tuple[int, CrosswalkEntry]]:
    """Yield (length of the match, entry)."""
    if shelf.is_paths:
        path = _stem(key)
        while path:
            if path in shelf.stems:
                yield len(path), shelf.stems[path]
                break
            path = path.rpartition("/")[0]
    for beginning, entry in shelf.families:
        if key.startswith(beginning):
            yield len(beginning), entry
            break


def _crossed(one: Dependency, entry: CrosswalkEntry | None) -> CrossedDependency:
    row = CrossedDependency(
        name=one.name,
        version=one.version,
        kind=one.kind,
        is_optional=one.is_optional,
        manifests=one.manifests,
        import_sites=one.import_sites,
        files=one.files,
    )
    if entry is None:
        return row
    return msgspec.structs.replace(
        row,
        replacement=entry.kind,
        counterparts=entry.counterparts,
        days=Days(low=entry.days.low, likely=entry.days.likely, high=entry.days.high),
        purpose=entry.purpose,
        note=entry.note,
        entry=entry.id,
    )


def _key(name: str, *, is_crates: bool) -> str:
    return name.replace("_", "-") if is_crates else name


def _stem(name: str) -> str:
    return _MAJOR.sub("", name)
