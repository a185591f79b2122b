"""Turns a report into one flat CSV table: one row per line of a scenario, exact numbers.

Only lines carry effort, so `effort_em` may be summed within a scenario; the scenario's own
quantiles are repeated beside each line. A scenario that does not apply has one row with the reason.
Evidence and risk come last, group `driver`, with no scenario and no effort: count and unit of the
first figure, and what it means under `why`.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import Line, ScenarioEstimate
from estimator.model.report import DriverRow, Report
from estimator.reporting.characters import plain

COLUMNS = (
    "repository",
    "commit",
    "scenario",
    "applies",
    "basis",
    "line",
    "rule",
    "group",
    "title",
    "effort_em",
    "hours",
    "count",
    "counted",
    "evidence_path",
    "evidence_line",
    "evidence_total",
    "low_hours",
    "high_hours",
    "scenario_p10",
    "scenario_p50",
    "scenario_p80",
    "scenario_p90",
    "document_low",
    "document_high",
    "learning_p50",
    "with_learning_p10",
    "with_learning_p50",
    "with_learning_p80",
    "with_learning_p90",
    "calendar_months_p50",
    "calendar_months_p80",
    "why",
    "package",
    "package_kind",
    "days_low",
    "days_likely",
    "days_high",
    "package_files",
    "counterparts",
)
_FORMULA_STARTS = ("=", "+", "-", "@")

Cell = str | int | float | None


def render(report: Report) -> str:
    """Write the table with a header row and plain newlines."""
    lines = (row for one in report.scenarios for row in _rows(report, one))
    return write_rows(COLUMNS, chain(lines, (_driver(report, one) for one in report.drivers)))


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> str:
    """Write any rows under a header, with plain newlines; a missing cell is empty."""
    target = io.StringIO()
    writer = csv.DictWriter(target, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return target.getvalue()


def _rows(report: Report, one: ScenarioEstimate) -> list[dict[str, Cell]]:
    scenario = _scenario(report, one)
    if not one.applies or not one.lines:
        return [scenario]
    packages = {found.name: found for found in report.dependencies}
    return [
        {**scenario, "line": number, **_line(line), **_package(packages.get(line.package))}
        for number, line in enumerate(one.lines, start=1)
    ]


def _driver(report: Report, one: DriverRow) -> dict[str, Cell]:
    site = one.evidence[0] if one.evidence else None
    figure = one.figures[0] if one.figures else None
    return {
        "repository": report.repository.name,
        "commit": report.repository.commit,
        "rule": one.id,
        "group": "driver",
        "title": f"{one.effect}: {one.title}",
        "count": figure.value if figure else None,
        "counted": figure.unit if figure else None,
        "evidence_path": site.path if site else None,
        "evidence_line": site.line if site else None,
        "evidence_total": one.evidence_total,
        "why": one.means,
    }


def _scenario(report: Report, one: ScenarioEstimate) -> dict[str, Cell]:
    cells: dict[str, Cell] = {
        "repository": report.repository.name,
        "commit": report.repository.commit,
        "scenario": one.id,
        "applies": "true" if one.applies else "false",
        "basis": one.basis.value,
        "why": one.why,
    }
    if one.effort:
        cells |= {
            "scenario_p10": one.effort.p10,
            "scenario_p50": one.effort.p50,
            "scenario_p80": one.effort.p80,
            "scenario_p90": one.effort.p90,
        }
    if one.document_band:
        cells |= {"document_low": one.document_band.low, "document_high": one.document_band.high}
    return cells | _people(one)


def _people(one: ScenarioEstimate) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    if one.learning and one.effort_with_learning:
        cells |= {
            "learning_p50": one.learning.p50,
            "with_learning_p10": one.effort_with_learning.p10,
            "with_learning_p50": one.effort_with_learning.p50,
            "with_learning_p80": one.effort_with_learning.p80,
            "with_learning_p90": one.effort_with_learning.p90,
        }
    if one.calendar:
        cells |= {
            "calendar_months_p50": one.calendar.p50,
            "calendar_months_p80": one.calendar.p80,
        }
    return cells


def _line(line: Line) -> dict[str, Cell]:
    first = line.evidence[0] if line.evidence else None
    return {
        "rule": line.rule,
        "group": line.group,
        "title": line.title,
        "effort_em": line.effort,
        "hours": line.hours,
        "count": line.count,
        "counted": line.counted,
        "evidence_path": first.path if first else None,
        "evidence_line": first.line if first else None,
        "evidence_total": line.evidence_total,
        "low_hours": line.low_hours,
        "high_hours": line.high_hours,
    }


def _package(one: CrossedDependency | None) -> dict[str, Cell]:
    """Give what is known of the package that a line is for, days in columns of their own."""
    if one is None:
        return {}
    return {
        "package": one.name,
        "package_kind": one.replacement,
        "days_low": one.days.low if one.days else None,
        "days_likely": one.days.likely if one.days else None,
        "days_high": one.days.high if one.days else None,
        "package_files": one.files,
        "counterparts": "; ".join(one.counterparts),
    }


def _cell(value: Cell) -> str:
    """Write one cell; text that a spreadsheet would run as a formula starts with an apostrophe."""
    match value:
        case None:
            return ""
        case str():
            text = plain(value)
            return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
        case _:
            return repr(value)
