"""The block into the summary of a CI job, for runs that may not write to the ticket."""

from collections.abc import Mapping
from pathlib import Path

from estimator.model.ticket import Markup
from estimator.reporting.tickets.fit import rendered
from estimator.reporting.tickets.shape import TicketBlock

SUMMARY_FILE = "GITHUB_STEP_SUMMARY"
LARGEST_SUMMARY = 1_024 * 1_024
"""Bytes; GitHub drops all of a larger one (its documentation, 2026)."""
_FALSE = frozenset({"", "0", "false", "no"})


def is_ci(environment: Mapping[str, str]) -> bool:
    """Tell whether this is a CI job: all of them set ``CI``."""
    return environment.get("CI", "").lower() not in _FALSE


def write_summary(block: TicketBlock, environment: Mapping[str, str]) -> str:
    """Add the block to the job's summary.

    Returns:
        Where it went, for the receipt; "" where the job has no summary that takes it.
    """
    name = environment.get(SUMMARY_FILE, "")
    if not name:
        return ""
    text = f"\n\n{rendered(block, Markup.GFM).text}\n"
    path = Path(name)
    try:
        size = path.stat().st_size if path.exists() else 0
        if size + len(text.encode()) > LARGEST_SUMMARY:
            return ""
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError:
        return ""
    return "the job summary"
