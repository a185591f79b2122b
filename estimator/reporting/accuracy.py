"""Turns an accuracy into a table, Markdown, JSON or CSV: every method, every port, every miss."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping

from estimator.model.accuracy import Accuracy, Method, Prediction, Score
from estimator.reporting.blocks import Block, Column, Fit, Paragraph, Section, Table
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write
from estimator.reporting.numbers import people
from estimator.reporting.table import draw

FIRST = "full"
_SHORT: Mapping[str, str] = {
    "lines": "size law",
    "history-average": "history and law",
    "flat": "flat rate",
    "document": "document",
    "cocomo": "COCOMO",
}
"""Methods whose errors are shown port by port, with short names for their columns."""
_CSV_COLUMNS = (
    *("method", "port", "direction", "size_kloc", "actual_em"),
    *("p10", "p50", "p80", "p90", "error_factor", "inside_p10_p90"),
)


def render_accuracy(accuracy: Accuracy, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown``, ``json`` or ``csv``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(sections_of(accuracy), width=width),
        "markdown": lambda: write(sections_of(accuracy)),
        "json": lambda: encode(accuracy),
        "csv": lambda: _csv(accuracy),
    }
    return renderers[output_format]()


def sections_of(accuracy: Accuracy) -> tuple[Section, ...]:
    """Lay the accuracy out: lead, methods, directions, promises, ports, exponents."""
    first = next(method for method in accuracy.methods if method.id == FIRST)
    return (
        Section(title="", blocks=(Paragraph(text=_lead(accuracy, first)),)),
        Section(title="Methods side by side", blocks=_methods(accuracy.methods)),
        Section(title="By direction", blocks=_directions(accuracy.methods)),
        Section(title="What it had to reach", blocks=(_targets(accuracy),)),
        Section(title="Every port", blocks=_ports(accuracy.methods)),
        Section(title="The ledger exponent", blocks=_exponents(accuracy)),
        Section(title="How to read this", blocks=_notes(accuracy)),
    )


def _lead(accuracy: Accuracy, first: Method) -> str:
    score = first.pooled
    return (
        f"On {accuracy.ports} finished ports, each predicted from the others, the middle estimate"
        f" was off by a factor of {score.median_factor:.2g} at the median. {score.within_quarter}"
        f" of {score.ports} came within 25 %, {score.within_double} within a factor of 2;"
        f" {score.covered} lay inside P10-P90."
    )


def _methods(methods: tuple[Method, ...]) -> tuple[Block, ...]:
    rows = tuple((method.title, *_cells(method.pooled)) for method in methods)
    titles = ("method", *_SCORE_TITLES)
    notes = tuple((method.title, method.note) for method in methods)
    return (
        _table(titles, rows, wrapped=1),
        Paragraph(text=_LEGEND),
        _table(("method", "rests on"), notes, wrapped=2),
        _table(
            ("pinball loss, ln(effort)", "P10", "P50", "P80", "P90"),
            tuple((method.title, *_pinball(method.pooled)) for method in methods),
            wrapped=1,
        ),
        Paragraph(text=_PINBALL),
    )


_SCORE_TITLES = ("ports", "median", "mean", "bias", "quarter", "twice", "inside", "width")
_LEGEND = (
    "Error factor: predicted over actual, or the other way round where that is above 1. median: of"
    " the P50. mean: of its logarithm; 0.69 is a factor of 2. bias: above x 1 reads too high."
    " quarter, twice: ports within 25 % and within a factor of 2. inside: ports inside P10-P90."
    " width: mean P90/P10."
)
_PINBALL = (
    "Pinball loss: how far a quantile lies from the actual, where an actual on its rare side weighs"
    " more; lower is better. A method without a range has the middle only."
)


def _cells(score: Score) -> tuple[str, ...]:
    return (
        str(score.ports),
        f"x {score.median_factor:.2f}",
        f"{score.mean_abs_log:.2f}",
        f"x {score.bias:.2f}",
        str(score.within_quarter),
        str(score.within_double),
        "" if score.covered is None else str(score.covered),
        "" if score.width is None else f"{score.width:.1f}",
    )


def _pinball(score: Score) -> tuple[str, ...]:
    if score.pinball is None:
        return ("", f"{score.pinball_p50:.3f}", "", "")
    return tuple(f"{loss:.3f}" for loss in score.pinball)


def _directions(methods: tuple[Method, ...]) -> tuple[Block, ...]:
    scores = [
        (direction, method.title, score)
        for method in methods
        for direction, score in method.by_direction
    ]
    return tuple(
        _table(
            (direction, *_SCORE_TITLES),
            tuple((title, *_cells(score)) for own, title, score in scores if own == direction),
            wrapped=1,
        )
        for direction in sorted({direction for direction, _, _ in scores})
    )


def _targets(accuracy: Accuracy) -> Table:
    rows = tuple(
        (one.what, one.required, one.actual, "reached" if one.reached else "NOT REACHED")
        for one in accuracy.targets
    )
    return _table(("promise", "required", "is", ""), rows, wrapped=1)


def _ports(methods: tuple[Method, ...]) -> tuple[Block, ...]:
    """Every port by the full model, and the error of each other method beside it."""
    first = next(method for method in methods if method.id == FIRST)
    titles = ("port", "kLoC", "actual", "P10", "P50", "P90", "error", "inside")
    rows = tuple(
        (
            one.port,
            f"{one.size_kloc:.1f}",
            people(one.actual),
            *(people(value) for value in (one.p10 or 0, one.p50, one.p90 or 0)),
            _error(one),
            "yes" if one.is_covered else "MISS",
        )
        for one in _by_direction(first.predictions)
    )
    by_id = {method.id: method for method in methods}
    shown = [by_id[key] for key in _SHORT]
    errors = tuple(
        (one.port, *(_error_of(method, one.port) for method in shown))
        for one in _by_direction(first.predictions)
    )
    return (
        Paragraph(
            text="Full model, efforts in EM, Go to Rust first. x 2 high means that twice the actual"
            " was predicted."
        ),
        _table(titles, rows, wrapped=1),
        Paragraph(
            text="The P50 of other methods over the actual: x 2.00 is twice too high, x 0.50 half."
        ),
        _table(("port", *_SHORT.values()), errors, wrapped=1),
    )


def _exponents(accuracy: Accuracy) -> tuple[Block, ...]:
    rows = tuple((method.title, *_cells(method.pooled)) for method in accuracy.exponents)
    return (
        Paragraph(
            text="How strongly the constructs of the ledger move the price is judgement; the"
            " ports neither show nor exclude an effect."
        ),
        _table(("full model with", *_SCORE_TITLES), rows, wrapped=1),
    )


def _notes(accuracy: Accuracy) -> tuple[Block, ...]:
    return (
        Paragraph(
            text="Each port is predicted without itself: the multiplier of Go to Rust and the"
            " spread are fitted to the other ports. 5.196 EM at 30 kLoC and the exponent 0.75 are"
            " published constants. Fitted to all ports, the multiplier is"
            f" {accuracy.multiplier:.2f} and the spread {accuracy.sigma:.2f}."
        ),
        Paragraph(
            text="The actual is estimated from git history: the geometric mean of active days"
            " (high) and commit sessions (low). At the median the two are a factor of"
            f" {accuracy.measures_apart:.1f} apart, so the actual is itself uncertain."
        ),
        Paragraph(
            text=f"{accuracy.priced_from_facts} of {accuracy.ports} sources were scanned at their"
            f" commit and priced from those counts. {accuracy.anecdotes} more ports and accounts"
            " are in the rules as anecdote, with the reason in their notes, and are not averaged."
            f" Rulebook {accuracy.rulebook_digest}."
        ),
    )


def _table(titles: tuple[str, ...], rows: tuple[tuple[str, ...], ...], *, wrapped: int) -> Table:
    columns = tuple(
        Column(
            title=title,
            fit=Fit.FIXED if index >= wrapped else Fit.WRAP,
            is_number=index >= wrapped,
            weight=1 if index else len(titles) // 2,
        )
        for index, title in enumerate(titles)
    )
    return Table(columns=columns, rows=rows)


def _by_direction(predictions: tuple[Prediction, ...]) -> list[Prediction]:
    return sorted(predictions, key=lambda one: (one.direction, one.size_kloc, one.port))


def _error_of(method: Method, port: str) -> str:
    ratios = (one.p50 / one.actual for one in method.predictions if one.port == port)
    return next((f"x {ratio:.2f}" for ratio in ratios), "")


def _error(one: Prediction) -> str:
    side = "high" if one.p50 >= one.actual else "low"
    return f"x {one.error_factor:.2f} {side}"


def _csv(accuracy: Accuracy) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    writer.writerows(_csv_rows((*accuracy.methods, *accuracy.exponents)))
    return target.getvalue()


def _csv_rows(methods: tuple[Method, ...]) -> Iterator[tuple[str | float | None, ...]]:
    for method in methods:
        for one in _by_direction(method.predictions):
            inside = None if one.p10 is None else str(one.is_covered).lower()
            yield (
                *(method.id, one.port, one.direction, one.size_kloc, one.actual),
                *(one.p10, one.p50, one.p80, one.p90, one.error_factor, inside),
            )
