"""Turns what decides (criteria, trade-offs, the list, readiness) into pages and list rows."""

from collections.abc import Iterable

from estimator.model.advicerules import (
    AdviceExample,
    Criterion,
    ReadinessRule,
    Recommendation,
    Tradeoff,
)
from estimator.model.rules import Rulebook
from estimator.model.rulevalue import Condition
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Pairs,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import exact_number
from estimator.reporting.rule_pages import source_bullets

Deciding = Criterion | Tradeoff | Recommendation | ReadinessRule


def decision_page(entry: Deciding, rulebook: Rulebook, origin: str) -> Section:
    """Explain one entry: when it holds, what it says, on which sentences, with worked cases."""
    blocks: list[Block] = [Pairs(rows=(*_rows(entry), ("file", Code(origin))))]
    if not isinstance(entry, ReadinessRule):
        quoted = [rulebook.sentences[one] for one in entry.sentences if one in rulebook.sentences]
        items = tuple(f"{one.id}: {one.text}" for one in quoted)
        blocks.append(Bullets(title="Rests on", items=items))
    blocks.append(source_bullets(entry.source))
    if not isinstance(entry, Tradeoff):
        blocks.append(Bullets(title="Worked cases", items=tuple(map(_case, entry.example))))
    return Section(title=f"{entry.id}: {_title(entry)}", blocks=tuple(blocks))


def criterion_list(rulebook: Rulebook) -> Section:
    """List the criteria by id."""
    rows = [(key, one.side, one.title) for key, one in sorted(rulebook.criteria.items())]
    return _list("Criteria", ("criterion", "side", "reason"), rows)


def tradeoff_list(rulebook: Rulebook) -> Section:
    """List the rows of the document's table."""
    rows = [
        (key, one.dimension, one.rust, one.go) for key, one in sorted(rulebook.tradeoffs.items())
    ]
    return _list("Trade-offs", ("row", "trade-off", "Rust", "Go"), rows)


def recommendation_list(rulebook: Rulebook) -> Section:
    """List the recommendations in the order in which they are read."""
    ordered = sorted(rulebook.recommendations.values(), key=lambda one: (one.rank, one.id))
    rows = [(one.id, one.verdict, one.says, when_words(one.when)) for one in ordered]
    return _list("Recommendations, read from the top", ("entry", "verdict", "says", "when"), rows)


def readiness_list(rulebook: Rulebook) -> Section:
    """List the checks of readiness by id."""
    rows = [(key, one.name, one.title) for key, one in sorted(rulebook.readiness.items())]
    return _list("Readiness", ("check", "name", "what"), rows)


def when_words(condition: Condition) -> str:
    """Write a condition: ``here.go >= 1 and (a >= 1 or b <= 0)``."""
    if condition.metric is not None:
        bounds = [
            f"{sign} {exact_number(bound)}"
            for sign, bound in ((">=", condition.at_least), ("<=", condition.at_most))
            if bound is not None
        ]
        return f"{condition.metric} {' and '.join(bounds)}"
    parts, joint = (condition.all, " and ") if condition.all else (condition.any, " or ")
    return joint.join(
        f"({when_words(one)})" if one.metric is None else when_words(one) for one in parts
    )


def _title(entry: Deciding) -> str:
    match entry:
        case Tradeoff():
            return entry.dimension
        case Recommendation():
            return entry.verdict
        case Criterion() | ReadinessRule():
            return entry.title


def _rows(entry: Deciding) -> tuple[tuple[str, Text], ...]:
    match entry:
        case Criterion():
            return tuple(_criterion_rows(entry))
        case Tradeoff():
            here = "; ".join(one.text for one in entry.here)
            return (
                ("Rust", entry.rust),
                ("Go", entry.go),
                ("here", Code(here)),
                ("filled with", entry.fill_with),
            )
        case Recommendation():
            return (
                ("rank", str(entry.rank)),
                ("when", Code(when_words(entry.when))),
                ("says", Code(entry.says)),
                ("because", Code(entry.because)),
                ("changes by", Code(entry.would_change)),
            )
        case ReadinessRule():
            return (("in place", Code(when_words(entry.in_place))), ("else", entry.missing))


def _criterion_rows(entry: Criterion) -> Iterable[tuple[str, Text]]:
    yield "side", entry.side
    for label, condition in (("applies", entry.applies), ("does not", entry.does_not)):
        if condition is not None:
            yield label, Code(when_words(condition))
    if entry.question is not None:
        yield "question", entry.question.text
        yield "key", Code(entry.question.key)
        yield "if yes", entry.question.if_yes
        yield "if no", entry.question.if_no


def _case(example: AdviceExample) -> Text:
    given = ", ".join(f"{key} = {exact_number(value)}" for key, value in example.given.items())
    return (Code(given or "nothing known"), f": {example.answer}")


def _list(title: str, heads: tuple[str, ...], rows: Iterable[tuple[Text, ...]]) -> Section:
    columns = tuple(
        Column(title=head, fit=Fit.WRAP if index else Fit.FIXED, weight=index or 1)
        for index, head in enumerate(heads)
    )
    return Section(title=title, blocks=(Table(columns=columns, rows=tuple(rows)),))
