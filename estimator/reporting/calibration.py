"""Turns a calibration report into pages for people and programs: table, Markdown, JSON, CSV."""

from collections.abc import Iterator

from estimator.model.records import CalibrationReport, DirectionFit, Errors, RecordError
from estimator.reporting.blocks import Block, Bullets, Code, Column, Fit, Paragraph, Section, Table
from estimator.reporting.csv_format import Cell, write_rows
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write as draw_markdown
from estimator.reporting.numbers import exact_number, four_digits
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

_COLUMNS = (
    "direction",
    "calibration",
    "ports",
    "mean_ln",
    "id",
    "scenario",
    "size_kloc",
    "p50_em",
    "actual_em",
    "measured_by",
    "before",
    "after",
    "left_out",
    "has_other_rules",
)

_LEGEND = (
    "bias: actual over P50, geometric mean; above x 1 the prices were too low. spread: root mean"
    " square of its logarithm. median error: the factor that half of the ports stay within. from"
    " others: with C from the other ports."
)


def render_calibration(report: CalibrationReport, form: str, *, width: int = 100) -> str:
    """Write the report as ``table``, ``markdown``, ``json`` or ``csv``."""
    if form == "json":
        return encode(report)
    if form == "csv":
        return write_rows(_COLUMNS, _csv_rows(report))
    items = (*((_LEGEND,) if any(fit.rows for fit in report.directions) else ()), *report.notes)
    notes = Section(title="How to read this", blocks=(Bullets(items=items),))
    drawn = (*map(_section, report.directions), notes)
    return draw_markdown(drawn) if form == "markdown" else draw(drawn, width=width)


def _section(fit: DirectionFit) -> Section:
    level = fit.calibration
    before, after = four_digits(fit.reference_before), four_digits(fit.reference_after)
    price = f"A port of {exact_number(fit.reference_kloc)} kLoC"
    if not level.ports:
        words = f"No finished port, so C is 1. {price} costs {before} EM at P50."
        return Section(title=_title(fit), blocks=(Paragraph(text=words),))
    blocks: list[Block] = [
        Paragraph(
            text=f"{plural(level.ports, 'finished port')}, mean ln(actual/P50)"
            f" {level.mean_ln:+.3f}. C = {level.formula}. {price} costs"
            f" {before} EM at P50 before and {after}"
            " EM after."
        ),
        _errors_table(fit),
        _rows_table(fit.rows),
    ]
    return Section(title=_title(fit), blocks=tuple(blocks))


def _title(fit: DirectionFit) -> str:
    return f"{fit.direction}: C = {four_digits(fit.calibration.value)}"


def _errors_table(fit: DirectionFit) -> Table:
    columns = (
        Column(title="prices"),
        Column(title="bias", is_number=True),
        Column(title="spread of ln", is_number=True),
        Column(title="median error", is_number=True),
    )
    named = (
        ("before, C = 1", fit.before),
        ("after", fit.after),
        ("each from the others", fit.left_out),
    )
    return Table(
        columns=columns,
        rows=tuple((name, *_error_cells(errors)) for name, errors in named if errors is not None),
    )


def _error_cells(errors: Errors) -> tuple[str, str, str]:
    return f"x {errors.bias:.2f}", f"{errors.spread:.2f}", f"x {errors.median_factor:.2f}"


def _rows_table(rows: tuple[RecordError, ...]) -> Table:
    columns = (
        Column(title="port", fit=Fit.WRAP),
        Column(title="kLoC", is_number=True),
        Column(title="P50", is_number=True),
        Column(title="actual", is_number=True),
        Column(title="actual/P50", is_number=True),
        Column(title="after", is_number=True),
        Column(title="from others", is_number=True),
        Column(title="measured by"),
    )
    return Table(columns=columns, rows=tuple(map(_row, rows)))


def _row(one: RecordError) -> tuple[str | Code, ...]:
    return (
        Code(one.id),
        four_digits(one.size_kloc) if one.size_kloc is not None else "",
        four_digits(one.p50_em),
        exact_number(one.actual_em),
        f"x {one.before:.2f}",
        f"x {one.after:.2f}",
        f"x {one.left_out:.2f}" if one.left_out is not None else "",
        one.measured_by.replace("-", " "),
    )


def _csv_rows(report: CalibrationReport) -> Iterator[dict[str, Cell]]:
    for fit in report.directions:
        level: dict[str, Cell] = {
            "direction": fit.direction,
            "calibration": fit.calibration.value,
            "ports": fit.calibration.ports,
            "mean_ln": fit.calibration.mean_ln,
        }
        if not fit.rows:
            yield level
        for one in fit.rows:
            yield level | {
                "id": one.id,
                "scenario": one.scenario,
                "size_kloc": one.size_kloc,
                "p50_em": one.p50_em,
                "actual_em": one.actual_em,
                "measured_by": one.measured_by,
                "before": one.before,
                "after": one.after,
                "left_out": one.left_out,
                "has_other_rules": "true" if one.has_other_rules else "false",
            }
