"""Commits -> effort by active days and by commit sessions, with what speaks against each.

The measures of the 18 public ports that the size law stands on, so that a team's own history
compares with them.
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from estimator.costing.constants import Constants
from estimator.errors import InputError
from estimator.model.history import AuthorEffort, Commit, History, Log
from estimator.model.rules import Constant

_BOT = re.compile(r"\[bot\]|\bdependabot\b|\brenovate\b|\bgithub-actions\b|-bot$", re.IGNORECASE)
_PULL_REQUEST = re.compile(r"\(#\d+\)$")


def measure(log: Log, values: Mapping[str, Constant]) -> History:
    """Give both measures, EM: days / 19 and session hours / 152, and their geometric mean.

    Raises:
        InputError: no commit of a person is left.
        RuleFileError: a constant of the measures is missing.
    """
    constants = Constants(values=values)
    bots = {one for one in {(one.name, one.author) for one in log.commits} if is_bot(*one)}
    people = [one for one in log.commits if (one.name, one.author) not in bots]
    if not people:
        raise InputError("no commits of people there", hint="check --path, --since and --until")
    authors = _authors(people, constants)
    days = sum(one.active_days for one in authors)
    em_days = days / constants.get("history.days-per-month")
    em_sessions = sum(one.hours for one in authors) / constants.get("unit.hours-per-month")
    squashed = sum(_PULL_REQUEST.search(one.subject) is not None for one in people) / len(people)
    return History(
        commits=len(people),
        authors=authors,
        bots=tuple(sorted({name for name, _ in bots})),
        bot_commits=len(log.commits) - len(people),
        active_days=days,
        sessions=sum(one.sessions for one in authors),
        first_day=min(one.day for one in people),
        last_day=max(one.day for one in people),
        bus_factor=_bus_factor([one.commits for one in authors]),
        squash_share=squashed,
        is_shallow=log.is_shallow,
        em_days=em_days,
        em_sessions=em_sessions,
        em_history=math.sqrt(em_days * em_sessions),
        caveats=_caveats(log, squashed, authors, constants),
    )


def is_bot(name: str, author: str) -> bool:
    """Tell whether a program made commits, by its name or address."""
    return any(_BOT.search(text) for text in (name, author.partition("@")[0]))


def _authors(commits: Sequence[Commit], constants: Constants) -> tuple[AuthorEffort, ...]:
    by_author: dict[str, list[Commit]] = {}
    for commit in commits:
        by_author.setdefault(commit.author, []).append(commit)
    efforts = [_effort(own, constants) for _, own in sorted(by_author.items())]
    return tuple(sorted(efforts, key=lambda one: (-one.active_days, -one.commits, one.name)))


def _effort(commits: Sequence[Commit], constants: Constants) -> AuthorEffort:
    times = sorted(one.seconds for one in commits)
    seconds_per_hour = constants.get("unit.seconds-per-hour")
    gap = constants.get("history.session-gap-hours") * seconds_per_hour
    worked = [after - before for before, after in pairwise(times) if after - before < gap]
    sessions = len(times) - len(worked)
    names = Counter(one.name for one in commits)
    days = {one.day for one in commits}
    return AuthorEffort(
        name=min(names, key=lambda name: (-names[name], name)),
        commits=len(commits),
        active_days=len(days),
        sessions=sessions,
        hours=sum(worked) / seconds_per_hour
        + sessions * constants.get("history.session-start-hours"),
        first_day=min(days),
        last_day=max(days),
    )


def _bus_factor(commits: Sequence[int]) -> int:
    total, so_far = sum(commits), 0
    for count, own in enumerate(sorted(commits, reverse=True), start=1):
        so_far += own
        if so_far + so_far >= total:
            return count
    return 0


def _caveats(
    log: Log, squashed: float, authors: Sequence[AuthorEffort], constants: Constants
) -> tuple[str, ...]:
    found = [
        "Days are high for spare-time authors: a day with one commit counts whole.",
        "Sessions are low: thinking without commits is not seen.",
    ]
    twins = sum(count for count in Counter(one.name for one in authors).values() if count > 1)
    if twins:
        found.append(
            f"Authors are told apart by address, and {twins} share a name with another: where that"
            " is one person, a day at both addresses counts twice."
        )
    if squashed >= constants.get("history.squashed-from"):
        found.append("Most commits stand for a squashed pull request: both measures are low.")
    if log.is_shallow:
        found.append("The clone is shallow: what came before is not counted.")
    return tuple(found)
