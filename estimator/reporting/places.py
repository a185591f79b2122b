"""A name as the user gave it and the facts -> the unit, folder or file that it means."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from estimator.errors import InputError
from estimator.model.facts import FileRow, RepositoryFacts, UnitFacts
from estimator.model.source import Value
from estimator.reporting.characters import plain
from estimator.reporting.rule_pages import choices

_MOST_CHOICES = 5


class Place(Value, frozen=True, kw_only=True):
    """A part of a repository that carries a share of the effort."""

    name: str
    kind: str
    """file, folder, or the kind of the unit: crate or package."""
    language: str
    """"" for a folder, which may hold several."""
    rows: tuple[FileRow, ...]
    unit: UnitFacts | None = None


def find_place(
    name: str, facts: RepositoryFacts, language: str, *, others: Iterable[str] = ()
) -> Place:
    """Find a file by its path, a unit by its name or folder, or any folder.

    The end of a path or name is enough where only one has it. A unit of the priced `language` goes
    before one of another language. `others` are ids that a mistyped name may have meant too.

    Raises:
        InputError: Nothing or more than one thing is called so; the hint names what is close.
    """
    asked = name.removeprefix("./").rstrip("/")
    folder = "" if asked == "." else asked
    exact = _exact(asked, folder, facts, language)
    found = exact or _ending(asked, facts, language)
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(
            f"{plain(name)!r} may be any of {len(found)} files or units here",
            hint=f"give more of its path: {_choices(found)}",
        )
    below = _below(folder, facts)
    if below:
        return Place(name=asked or ".", kind="folder", language="", rows=below)
    known = {*others, *(row.path for row in facts.files), *(unit.name for unit in facts.units)}
    raise InputError(
        f"no rule, constant, scenario, unit or file is called {plain(name)!r}",
        hint=choices(_close(asked, known)),
    )


def _exact(asked: str, folder: str, facts: RepositoryFacts, language: str) -> list[Place]:
    files = [_file(row) for row in facts.files if row.path == asked]
    if files:
        return files
    named = [unit for unit in facts.units if unit.name == asked]
    return _units(named or [unit for unit in facts.units if unit.path == folder], facts, language)


def _ending(asked: str, facts: RepositoryFacts, language: str) -> list[Place]:
    end = f"/{asked}"
    files = [_file(row) for row in facts.files if row.path.endswith(end)]
    ending = [unit for unit in facts.units if unit.name.endswith(end) or unit.path.endswith(end)]
    return [*files, *_units(ending, facts, language)]


def _units(units: Sequence[UnitFacts], facts: RepositoryFacts, language: str) -> list[Place]:
    own = [unit for unit in units if unit.language == language]
    return [
        Place(
            name=unit.name,
            kind=unit.kind,
            language=unit.language,
            unit=unit,
            rows=tuple(
                row
                for row in facts.files
                if row.unit == unit.name and row.language == unit.language
            ),
        )
        for unit in own or units
    ]


def _file(row: FileRow) -> Place:
    return Place(name=row.path, kind="file", language=row.language, rows=(row,))


def _below(folder: str, facts: RepositoryFacts) -> tuple[FileRow, ...]:
    prefix = f"{folder}/" if folder else ""
    return tuple(row for row in facts.files if row.path.startswith(prefix))


def _choices(found: Sequence[Place]) -> str:
    names = sorted({plain(place.name) for place in found})
    rest = len(names) - _MOST_CHOICES
    more = f" and {rest} more" if rest > 0 else ""
    return ", ".join(names[:_MOST_CHOICES]) + more


def _close(asked: str, known: Iterable[str]) -> list[str]:
    """Give names that are spelled alike, whole or in their last part."""
    folded = {name.casefold(): name for name in sorted(known)}
    close = [folded[name] for name in get_close_matches(asked.casefold(), sorted(folded))]
    last: dict[str, str] = {}
    for name in sorted(known):
        last.setdefault(name.rpartition("/")[2].casefold(), name)
    alike = get_close_matches(asked.rpartition("/")[2].casefold(), sorted(last))
    close += [last[name] for name in alike]
    return [plain(name) for name in dict.fromkeys(close)]
