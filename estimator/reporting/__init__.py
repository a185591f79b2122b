"""Turns estimates and facts into a report, and the report into what people and programs read.

`REPORTERS` maps a format's name to the function that writes it. A new format is one module with
`render(report) -> str` and one line here; modules are imported when first used.
"""

from collections.abc import Callable
from importlib import import_module

from estimator.errors import InputError
from estimator.model.report import Report

Reporter = Callable[[Report], str]


def _in_module(module: str) -> Reporter:
    def reporter(report: Report) -> str:
        render: Reporter = import_module(f"{__name__}.{module}").render
        return render(report)

    return reporter


REPORTERS: dict[str, Reporter] = {
    "table": _in_module("table"),
    "json": _in_module("json_format"),
    "markdown": _in_module("markdown"),
    "csv": _in_module("csv_format"),
}


def render(report: Report, format: str = "table") -> str:  # noqa: A002  # the word users know
    """Write a report as ``table``, ``json``, ``markdown`` or ``csv``.

    Raises:
        InputError: there is no such format.
    """
    reporter = REPORTERS.get(format)
    if reporter is None:
        raise InputError(f"unknown format {format!r}", hint=f"choose {', '.join(REPORTERS)}")
    return reporter(report)
