"""Turns a finished port, or the reason of a disagreement, into the sections of its page."""

from collections.abc import Mapping

from estimator.model.report import Report
from estimator.model.rules import Disagreement, Port, PortFacts
from estimator.reporting.blocks import Block, Bullets, Code, Pairs, Paragraph, Section, Text
from estimator.reporting.numbers import exact_number, grouped, percent
from estimator.reporting.rule_pages import source_bullets

_GRADES: Mapping[str, str] = {
    "A": "A, same scope and whole history",
    "B": "B, usable with care",
    "C": "C, anecdote",
    "published": "published, an account of its authors",
}
_ROLE = (
    "A port prices nothing by itself. Those in the statistics stand behind the multiplier of Go to"
    " Rust, the spread, and the view of the ports nearest in size; `estimator accuracy` shows how"
    " far the model is from each."
)


def port_page(port: Port, origin: str) -> Section:
    """Explain one finished port: what was ported, what it took, and how that is known."""
    rows: list[tuple[str, Text]] = [
        ("name", Code(port.name)),
        ("direction", port.direction),
        ("grade", _GRADES.get(port.grade, port.grade)),
        ("in statistics", "yes" if port.in_statistics else "no, see the notes"),
        ("from", Code(port.from_repository)),
        ("to", Code(port.to_repository)),
        ("scope", port.scope),
        ("staff", port.staff),
        ("source", _size_words(port)),
        ("effort", _effort_words(port)),
        ("own history", _own_words(port)),
        ("our counts", _counts_words(port.facts)),
        ("notes", port.notes),
        ("link", Code(port.link)),
        ("file", Code(origin)),
    ]
    blocks: tuple[Block, ...] = (
        Pairs(rows=tuple((label, text) for label, text in rows if text not in {"", Code("")})),
        source_bullets(port.source),
        Paragraph(text=_ROLE),
    )
    return Section(title=f"{port.id}: {port.name}", blocks=blocks)


def _size_words(port: Port) -> str:
    counted = (
        ("product lines", port.product_lines),
        ("test lines", port.test_lines),
        ("units", port.units),
        ("dependencies", port.dependencies),
    )
    return ", ".join(f"{grouped(value)} {noun}" for noun, value in counted if value is not None)


def _effort_words(port: Port) -> str:
    if port.effort is None:
        return "not measured"
    means = [
        f"{exact_number(value)} by {name}"
        for name, value in (
            ("active days", port.effort_by_days),
            ("commit sessions", port.effort_by_sessions),
        )
        if value is not None
    ]
    squashed = (
        f"; {percent(port.squash_share)} of its commits are squashed pull requests"
        if port.squash_share
        else ""
    )
    measured = f" (geometric mean of {' and '.join(means)}{squashed})" if means else ""
    return f"{exact_number(port.effort)} EM{measured}"


def _own_words(port: Port) -> str:
    if port.own_by_days is None or port.own_by_sessions is None:
        return ""
    days, sessions = exact_number(port.own_by_days), exact_number(port.own_by_sessions)
    return f"the source had cost {days} EM by active days, {sessions} by commit sessions"


def _counts_words(facts: PortFacts | None) -> str:
    if facts is None:
        return "none: its source was not scanned"
    return (
        f"{grouped(facts.product_lines)} product lines and {len(facts.counts)} kinds of construct,"
        " at that commit"
    )


def disagreement_page(reason: Disagreement, origin: str) -> Section:
    """Explain one reason: for which view, when it is given, and its worked cases."""
    rows: list[tuple[str, Text]] = [
        ("views", ", ".join(reason.views)),
        ("given when", condition_words(reason)),
        ("rank", f"{reason.rank}; of several that hold, the lowest speaks"),
        ("reason", reason.reason),
    ]
    if origin:
        rows.append(("file", Code(origin)))
    items = tuple(
        f"{one.view} at {exact_number(one.ratio)} x, {exact_number(one.size_kloc)} kLoC,"
        f" {one.language}: {'speaks' if one.speaks else 'quiet'}"
        for one in reason.example
    )
    blocks: list[Block] = [Pairs(rows=tuple(rows)), source_bullets(reason.source)]
    if items:
        blocks.append(Bullets(title="Worked cases", items=items))
    return Section(title=f"{reason.id}: why a view may lie {reason.side}", blocks=tuple(blocks))


def condition_words(reason: Disagreement) -> str:
    """Write when a reason may be given; the ratio itself is a constant, disagreement.ratio."""
    words = [f"the view lies far {reason.side} the headline"]
    if reason.language:
        words.append(f"{reason.language} is priced")
    if reason.at_least_kloc is not None:
        words.append(f"at least {exact_number(reason.at_least_kloc)} kLoC")
    if reason.at_most_kloc is not None:
        words.append(f"at most {exact_number(reason.at_most_kloc)} kLoC")
    return ", ".join(words)


def disagreement_here(reason: Disagreement, report: Report) -> Section:
    """Say where in the report the reason is given."""
    given = tuple(
        (Code(scenario.id), f": {warning}")
        for scenario in report.scenarios
        for warning in scenario.warnings
        if reason.reason in warning
    )
    quiet = Paragraph(text="Not given here: no view that it speaks about lies so, or another does.")
    blocks: tuple[Block, ...] = (Bullets(items=given),) if given else (quiet,)
    return Section(title="In this repository", blocks=blocks)
