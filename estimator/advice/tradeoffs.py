"""Numbers x the document's trade-offs -> its twelve rows with this repository's cell. Pure."""

from collections.abc import Iterator, Mapping

from estimator.advice.places import Place, of_names
from estimator.advice.wording import fill
from estimator.model.advice import TradeoffRow
from estimator.model.advicerules import Tradeoff, TradeoffFigure
from estimator.model.rules import Rulebook, RuleId

_COUNT = "n"
_DENSITY = "density"
_STANDING = "<standing>"
_SIZE = "size.kloc"


def tradeoff_rows(
    rulebook: Rulebook,
    numbers: Mapping[str, float],
    places: Mapping[str, tuple[Place, ...]],
    standings: Mapping[str, str],
) -> tuple[TradeoffRow, ...]:
    """Give every row, by id, with the cell *here*.

    A cell is filled where something is counted in it, at least once. What was counted and is not
    there is said as well; a cell without any count says what fills it.

    Args:
        rulebook: the rows.
        numbers: the namespace.
        places: where numbers can be looked up.
        standings: ledger rule -> where its density stands among services, ``P63``; printed where a
            figure counts what the rule counts.
    """
    return tuple(
        _row(row, numbers, places, _own_standings(row, rulebook, standings))
        for _, row in sorted(rulebook.tradeoffs.items())
    )


def _own_standings(
    row: Tradeoff, rulebook: Rulebook, standings: Mapping[str, str]
) -> Mapping[str, str]:
    """Leave out rules of a folder that count something else than the figure does."""
    kept = {}
    for figure in row.here:
        rule = rulebook.rules.get(RuleId(figure.rule))
        if rule is not None and rule.ledger is not None and rule.ledger.metrics == figure.names:
            kept[figure.rule] = standings.get(figure.rule, "")
    return kept


def wrong_rows(rulebook: Rulebook) -> Iterator[tuple[str, int]]:
    """Yield (id, 1-based place) of every worked case of a row that reads otherwise."""
    for key, row in sorted(rulebook.tradeoffs.items()):
        for place, example in enumerate(row.example, start=1):
            found = _row(row, example.given, {}, {})
            if (found.here, found.is_filled) != (example.here, example.is_filled):
                yield key, place


def _row(
    row: Tradeoff,
    numbers: Mapping[str, float],
    places: Mapping[str, tuple[Place, ...]],
    standings: Mapping[str, str],
) -> TradeoffRow:
    said: list[str] = []
    counted: list[str] = []
    for figure in row.here:
        total = _sum(figure, numbers) if _is_priced(figure, numbers) else None
        if total is None:
            continue
        text = _text(figure, total, numbers, standings)
        said += [text] if text else []
        counted += figure.names if text and total else ()
    if not counted:
        said.append(f"to fill it: {row.fill_with}")
    return TradeoffRow(
        id=row.id,
        dimension=row.dimension,
        rust=row.rust,
        go=row.go,
        here="; ".join(said),
        is_filled=bool(counted),
        evidence=of_names(counted, places),
    )


def _is_priced(figure: TradeoffFigure, numbers: Mapping[str, float]) -> bool:
    return not figure.language or bool(numbers.get(f"priced.{figure.language}"))


def _sum(figure: TradeoffFigure, numbers: Mapping[str, float]) -> float | None:
    """Give the figure, None where a part of it is unknown."""
    if not all(name in numbers for name in figure.names):
        return None
    return sum(numbers[name] for name in figure.names)


def _text(
    figure: TradeoffFigure,
    total: float,
    numbers: Mapping[str, float],
    standings: Mapping[str, str],
) -> str:
    if not total:
        return fill(figure.zero, numbers)
    own = {_COUNT: total}
    if numbers.get(_SIZE):
        own[_DENSITY] = total / numbers[_SIZE]
    standing = standings.get(figure.rule, "")
    clause = f", {standing} of services" if standing else ""
    return fill(figure.text.replace(_STANDING, clause), {**numbers, **own})
