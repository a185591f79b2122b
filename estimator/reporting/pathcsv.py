"""Turns the answer of `estimator hotpaths` into one flat CSV table, exact numbers.

`row` says what a row is: a path with the price of one form, a function of it, a function that it
drags along, an item on its cut, a field of that item, or state that both sides use.
"""

from collections.abc import Iterator

from estimator.model.hotpaths import Crossing, HotFunction
from estimator.model.hotreport import HotPathReport
from estimator.model.pathprice import PathPrice
from estimator.model.report import HotPath, PathFunction
from estimator.reporting.csv_format import Cell, write_rows

COLUMNS = (
    *("repository", "commit", "basis", "path_id", "path_name", "row", "unit", "symbol"),
    *("file", "line", "end_line", "lines", "flat", "nearest", "cumulative", "reasons"),
    *("direction", "kind", "type", "call_sites", "sites_in_loops"),
    *("form", "p10", "p50", "p80", "p90", "uncapped_p50", "core", "boundary", "items"),
    *("call_microseconds", "quality", "call_microseconds_most", "rest_moves_to"),
    *("shared_with", "shared_lines", "counted_before"),
)


def path_rows(report: HotPathReport) -> str:
    """Write the table with a header row and plain newlines."""
    return write_rows(COLUMNS, _rows(report))


def _rows(report: HotPathReport) -> Iterator[dict[str, Cell]]:
    lead: dict[str, Cell] = {
        "repository": report.repository.name,
        "commit": report.repository.commit,
        "basis": report.basis,
    }
    for one in report.functions:
        yield {**lead, "row": "listed function", **_function(one)}
    for path in report.hot_paths:
        own: dict[str, Cell] = {
            **lead,
            "basis": path.basis,
            "path_id": path.id,
            "path_name": path.name,
        }
        for row in _path(path):
            yield {**own, **row}


def _path(path: HotPath) -> Iterator[dict[str, Cell]]:
    whole: dict[str, Cell] = {
        "row": "path",
        "unit": "; ".join(path.units),
        "lines": path.lines + path.dragged_lines,
        "nearest": path.share,
        "quality": path.seam.quality if path.seam else None,
        "rest_moves_to": path.rest_moves_to,
        "shared_with": "; ".join(path.shared_with),
        "shared_lines": path.shared_lines,
        "counted_before": path.counted_before,
    }
    if path.variants:
        yield from ({**whole, **_price(one)} for one in path.variants)
    else:
        yield whole
    yield from ({"row": "function", **_function(one)} for one in path.functions)
    yield from ({"row": "dragged function", **_function(one)} for one in path.dragged)
    if path.seam is None:
        return
    for crossing in path.seam.crossings:
        yield from _crossing(crossing)
    for state in path.seam.shared:
        yield {
            "row": "shared state",
            "symbol": state.symbol,
            "kind": state.kind,
            "file": state.path,
            "line": state.line,
        }


def _price(one: PathPrice) -> dict[str, Cell]:
    return {
        "form": one.form,
        "p10": one.effort.p10,
        "p50": one.effort.p50,
        "p80": one.effort.p80,
        "p90": one.effort.p90,
        "uncapped_p50": one.uncapped.p50,
        "core": one.core,
        "boundary": one.boundary,
        "items": one.items,
        "call_microseconds": one.call.microseconds,
        "call_microseconds_most": one.call.microseconds_most,
    }


def _function(one: PathFunction | HotFunction) -> dict[str, Cell]:
    return {
        "unit": one.unit,
        "symbol": one.symbol,
        "file": one.path,
        "line": one.line,
        "end_line": one.end_line,
        "lines": one.code_lines,
        "flat": one.flat,
        "nearest": one.nearest,
        "cumulative": one.cumulative,
        "reasons": "; ".join(one.reasons),
    }


def _crossing(one: Crossing) -> Iterator[dict[str, Cell]]:
    place: dict[str, Cell] = {"unit": one.unit, "file": one.path, "line": one.line}
    yield {
        **place,
        "row": "crossing",
        "symbol": one.symbol,
        "kind": one.kind,
        "direction": one.direction,
        "call_sites": one.call_sites,
        "sites_in_loops": one.sites_in_loops,
    }
    for field in one.fields:
        yield {
            "row": "crossing field",
            "symbol": f"{one.symbol}.{field.name}" if field.name else one.symbol,
            "kind": field.kind,
            "type": field.type,
            "file": field.path,
            "line": field.line,
        }
