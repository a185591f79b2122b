"""A decided list -> the recommendation, its reasons, and what would change it. Pure."""

from collections.abc import Iterable, Mapping

from estimator.advice.wording import fill
from estimator.model.advice import Advised, Answer, Decision, OpenQuestion, WorkloadFound
from estimator.model.rules import Rulebook

TUNE = "tune"
_DECLARED = "declared."
_PICKS = ("DOC-recommendation-", "DOC-overview-1", "DOC-overview-2")
"""Sentences that list kinds of work with their pick."""
_NO_WORKLOAD = "no workload of the document was recognized"
_OTHER_NAMES = {
    "paths.measured": "a measured hot path",
    "pick.both": "the workload",
    "pick.either": "the workload",
    "pick.go": "the workload",
    "pick.rust": "the workload",
    "profile.moves_tail": "a CPU profile",
}


def recommend(
    rulebook: Rulebook,
    decisions: Iterable[Decision],
    numbers: Mapping[str, float],
    workloads: tuple[WorkloadFound, ...],
    questions: Iterable[OpenQuestion],
) -> Advised | None:
    """Take the first entry that holds; None where the list has none that does.

    Args:
        rulebook: its recommendations.
        decisions: of these, in the order of the list.
        numbers: that decided, for the texts.
        workloads: surest first.
        questions: with the recommendation that each answer leads to.
    """
    questions = tuple(questions)
    asked = frozenset(f"{_DECLARED}{one.key}" for one in questions)
    passed: list[str] = []
    first: list[str] = []
    chosen: Decision | None = None
    for decision in decisions:
        entry = rulebook.recommendations[decision.rule]
        holds = decision.answer is Answer.YES
        if entry.verdict == TUNE:
            first += [f"{entry.says} {said(entry.because, numbers, workloads)}"] if holds else []
        elif holds:
            chosen = chosen or decision
        elif decision.answer is Answer.OPEN and chosen is None:
            passed += _passed(decision, entry.verdict, asked)
    if chosen is None:
        return None
    entry = rulebook.recommendations[chosen.rule]
    return Advised(
        id=entry.id,
        verdict=entry.verdict,
        says=said(entry.says, numbers, workloads),
        because=(said(entry.because, numbers, workloads),),
        would_change=(
            said(entry.would_change, numbers, workloads),
            *_changing(entry.id, questions, rulebook),
        ),
        sentences=_quoted(entry.sentences, rulebook, workloads),
        first=tuple(first),
        passed=tuple(passed),
    )


def _quoted(
    sentences: tuple[str, ...], rulebook: Rulebook, workloads: tuple[WorkloadFound, ...]
) -> tuple[str, ...]:
    """Quote the sentences; of the picks of workloads, only those of the surest one."""
    ids = {one.id for one in workloads[:1]}
    own = {
        name
        for one in ids & rulebook.workloads.keys()
        for name in rulebook.workloads[one].sentences
    }
    kept = [one for one in sentences if one in own or not one.startswith(_PICKS)]
    return tuple(
        f"{rulebook.sentences[one].section}: {rulebook.sentences[one].text}" for one in kept
    )


def said(text: str, numbers: Mapping[str, float], workloads: tuple[WorkloadFound, ...]) -> str:
    """Fill a text of the list: numbers, ``{workload}`` and the document's ``{reason}``."""
    title = workloads[0].title if workloads else _NO_WORKLOAD
    reason = workloads[0].says if workloads else ""
    filled = fill(text.replace("{workload}", title).replace("{reason}", reason), numbers)
    filled = " ".join(filled.split())
    return filled[:1].upper() + filled[1:]


def _passed(decision: Decision, verdict: str, asked: frozenset[str]) -> list[str]:
    """Say what an open entry waits for; an answer that evidence gave already is not waited for."""
    waits = [name for name in decision.unknown if name in asked or not name.startswith(_DECLARED)]
    needs = ", ".join(dict.fromkeys(map(_called, waits)))
    return [f"{decision.rule} ({verdict}) waits for {needs}"] if waits else []


def _called(name: str) -> str:
    return _OTHER_NAMES.get(name, name.removeprefix(_DECLARED))


def _changing(chosen: str, questions: Iterable[OpenQuestion], rulebook: Rulebook) -> list[str]:
    """Write each answer that leads to another recommendation."""
    lines = []
    for question in questions:
        for branch in question.branches:
            if branch.changes and branch.rule != chosen:
                says = rulebook.recommendations[branch.rule].says
                lines.append(f"{question.key} = {branch.answer}: {says} ({branch.rule})")
    return lines
