"""What the source has cost so far -> what a port of it costs, by itself and with the size law."""

import math

from estimator.costing.constants import Constants
from estimator.costing.portviews import law_at
from estimator.costing.size import to_kloc
from estimator.costing.subject import Subject, language_facts
from estimator.model.estimate import View
from estimator.model.facts import RepositoryFacts, RepositoryHistory
from estimator.model.percent import percent
from estimator.model.rules import Rulebook


def history_views(subject: Subject, scenario: str, rulebook: Rulebook) -> tuple[View, ...]:
    """Give `own-history` and `history-average` for a whole port, EM; low and high by quartiles.

    18 public ports, 15 with a whole history of their source: port effort over what the source
    had cost, by the same measure on both sides, is 0.35 in the median. Empty where `why_none`.
    """
    constants = Constants(values=rulebook.constants)
    history = subject.facts.history
    if history is None or _why_not(history, subject, constants):
        return ()
    shares = tuple(constants.get(f"own-history.{name}") for name in ("low", "share", "high"))
    low, p50, high = (_ported(history, share) for share in shares)
    law = law_at(subject.size_kloc, scenario, constants)
    return (
        View(
            id="own-history",
            title="Own history",
            low=low,
            p50=p50,
            high=high,
            note=(
                f"{shares[1]:g} x what this code has cost so far: {history.em_days:.3g} EM by"
                f" active days, {history.em_sessions:.3g} EM by commit sessions; low and high are"
                f" the quartiles {shares[0]:g} and {shares[-1]:g} of finished ports."
            ),
        ),
        View(
            id="history-average",
            title="Own history with the size law",
            low=math.sqrt(low * law),
            p50=math.sqrt(p50 * law),
            high=math.sqrt(high * law),
            note=(
                f"Geometric mean of own history and the size law by lines alone ({law:.3g} EM);"
                " on finished ports it erred less than either."
            ),
        ),
    )


def why_none(subject: Subject, rulebook: Rulebook) -> tuple[str, ...]:
    """Say in one sentence why own history is no view here; empty where it is."""
    facts = subject.facts
    if facts.history is not None:
        why = _why_not(facts.history, subject, Constants(values=rulebook.constants))
    elif facts.repository.subfolder:
        why = "this is a folder of a repository, and files move in and out of it"
    else:
        why = "these facts hold no git history"
    return (f"Own history is no view here: {why}.",) if why else ()


def _ported(history: RepositoryHistory, share: float) -> float:
    """Take the share of each measure, and their geometric mean, EM."""
    return share * math.sqrt(history.em_days) * math.sqrt(history.em_sessions)


def _why_not(history: RepositoryHistory, subject: Subject, constants: Constants) -> str:
    if history.em_days <= 0 or history.em_sessions <= 0:
        return "its git history shows no work"
    if history.is_shallow:
        return "the clone is shallow, so what came before is not counted"
    if history.squash_share >= constants.get("history.squashed-from"):
        return (
            f"{percent(history.squash_share)} of the commits stand for a squashed pull request,"
            " so the work in them is not seen"
        )
    every = sum(one.product_lines for one in subject.facts.languages)
    per_kloc = history.commits / to_kloc(every, constants)
    if per_kloc < constants.get("own-history.imported-below"):
        return (
            f"{history.commits:,} commits for {to_kloc(every, constants):.3g} kLoC are too few:"
            " the code was imported, or written in few large steps"
        )
    share = _share_of(subject.facts, subject.language, every)
    if share < constants.get("own-history.language-share"):
        return f"the history covers all languages, and this one is {percent(share)} of the code"
    return ""


def _share_of(facts: RepositoryFacts, language: str, every: int) -> float:
    size = language_facts(facts, language)
    return size.product_lines / every if size else 0.0
