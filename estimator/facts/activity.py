"""Turns the changes of a window into the activity of each language: numbers, no names of people."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from estimator.model.facts import Activity, FileRow, UnitActivity
from estimator.model.history import Changes
from estimator.model.source import Role

_MOST_TOUCHED = 5
_DIGITS = 6


def activity_of(changes: Changes | None, rows: Iterable[FileRow]) -> tuple[Activity, ...]:
    """Count who changed which product file how often, by language and unit.

    Files that are no longer there have no role and do not count. Empty where nothing was read, or
    where a shallow clone shows no commit.
    """
    if changes is None or (changes.is_cut and not changes.commits):
        return ()
    by_language: dict[str, dict[str, str]] = {}
    for row in rows:
        if row.role is Role.PRODUCT:
            by_language.setdefault(row.language, {})[row.path] = row.unit
    return tuple(
        _activity(language, changes, by_language[language]) for language in sorted(by_language)
    )


def bus_factor(touches: Iterable[int]) -> int:
    """Give the fewest authors with half of the touches; 0 without any."""
    ordered = sorted(touches, reverse=True)
    total, so_far = sum(ordered), 0
    for count, own in enumerate(ordered, start=1):
        so_far += own
        if so_far + so_far >= total > 0:
            return count
    return 0


def _activity(language: str, changes: Changes, units: Mapping[str, str]) -> Activity:
    by_author: Counter[int] = Counter()
    by_file: Counter[str] = Counter()
    by_unit: dict[str, Counter[int]] = {}
    sizes, additions = [0], [0]
    for change in changes.commits:
        own = [one for one in change.files if one.path in units]
        sizes.append(len(own))
        additions.append(sum(one.is_added for one in own))
        for one in own:
            by_author[change.author] += 1
            by_file[one.path] += 1
            by_unit.setdefault(units[one.path], Counter())[change.author] += 1
    touches = sum(sizes)
    return Activity(
        language=language,
        days=changes.days,
        authors=len(by_author),
        commits=sum(map(bool, sizes)),
        touches=touches,
        files=len(by_file),
        bus_factor=bus_factor(by_author.values()),
        largest_commit_share=_share(max(sizes), touches),
        import_share=_share(max(additions), len(units)),
        is_cut=changes.is_cut,
        most_touched=tuple(_most(by_file)),
        units=tuple(_unit(name, by_unit[name]) for name in sorted(by_unit)),
    )


def _share(part: int, whole: int) -> float:
    return round(part / whole, _DIGITS) if whole else 0.0


def _most(by_file: Mapping[str, int]) -> Sequence[tuple[str, int]]:
    ordered = sorted(by_file.items(), key=lambda item: (-item[1], item[0]))
    return ordered[:_MOST_TOUCHED]


def _unit(name: str, authors: Mapping[int, int]) -> UnitActivity:
    return UnitActivity(
        unit=name,
        touches=sum(authors.values()),
        authors=len(authors),
        bus_factor=bus_factor(authors.values()),
    )
