"""Numbers x the document's trade-offs -> its twelve rows with this repository's cell. Pure."""

from collections.abc import Iterator, Mapping

from estimator.advice.places import Place, of_names
from estimator.advice.wording import fill
from estimator.model.advice import TradeoffRow
from estimator.model.advicerules import Tradeoff, TradeoffFigure
from estimator.model.rules import Rulebook

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
        standings: ledger rule -> where its density stands among services, ``P63``.
    """
    return tuple(
        _row(row, numbers, places, standings) for _, row in sorted(rulebook.tradeoffs.items())
    )


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
    figures = [figure for figure in row.here if _is_priced(figure, numbers)]
    sums = [_sum(figure, numbers) for figure in figures]
    counted = [figure for figure, total in zip(figures, sums, strict=True) if total]
    parts = [
        _text(figure, total, numbers, standings)
        for figure, total in zip(figures, sums, strict=True)
    ]
    said = [part for part in parts if part]
    if not counted:
        said.append(f"to fill it: {row.fill_with}")
    return TradeoffRow(
        id=row.id,
        dimension=row.dimension,
        rust=row.rust,
        go=row.go,
        here="; ".join(said),
        is_filled=bool(counted),
        evidence=of_names([name for figure in counted for name in figure.names], places),
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
    total: float | None,
    numbers: Mapping[str, float],
    standings: Mapping[str, str],
) -> str:
    if total is None:
        return ""
    if not total:
        return fill(figure.zero, numbers)
    own = {_COUNT: total}
    if numbers.get(_SIZE):
        own[_DENSITY] = total / numbers[_SIZE]
    standing = standings.get(figure.rule, "")
    clause = f", {standing} of services" if standing else ""
    return fill(figure.text.replace(_STANDING, clause), {**numbers, **own})
