"""Turns a baseline, and what differs from it, into a table, Markdown, JSON or a few lines."""

from collections.abc import Callable, Iterator, Mapping

from estimator.model.baseline import BaselineSummary, Drift, DriftItem
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.characters import plain
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write
from estimator.reporting.numbers import people, signed
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

_SHOWN = 40
_SHOWN_WHEN_WRITTEN = 20
_HOURS = "Hours are full ledger hours, judgement; they add up, and are no engineer-months."
_WHOLE = "whole repository"


def render_summary(found: BaselineSummary, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another."""
    return _rendered(found, _summary_sections(found), output_format, width)


def render_drift(found: Drift, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another."""
    return _rendered(found, _drift_sections(found), output_format, width)


def render_written(name: str, entries: int, taken_in: Drift | None, *, fault: str = "") -> str:
    """Say what was written, and what it takes in that the old file did not have."""
    lines = [f"{plain(name)}: {plural(entries, 'entry')}"]
    if fault:
        lines[0] += f"; the old file could not be read and says nothing ({plain(fault)})"
    elif taken_in is None:
        lines[0] += ", new"
    elif not taken_in.items:
        lines[0] += ", as before"
    else:
        lines[0] += f"; {_states(taken_in)}, {signed(taken_in.hours)} ledger hours"
        lines += [_line(item) for item in taken_in.items[:_SHOWN_WHEN_WRITTEN]]
        rest = len(taken_in.items) - _SHOWN_WHEN_WRITTEN
        lines += [f"and {rest} more; see them before: estimator baseline diff"] if rest > 0 else []
    return "\n".join(lines) + "\n"


def _rendered(
    found: BaselineSummary | Drift, sections: tuple[Section, ...], output_format: str, width: int
) -> str:
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(sections, width=width),
        "markdown": lambda: write(sections),
        "json": lambda: encode(found),
    }
    return renderers[output_format]()


def _summary_sections(found: BaselineSummary) -> tuple[Section, ...]:
    columns = (
        Column(title="construct", fit=Fit.WRAP),
        Column(title="symbols", is_number=True),
        Column(title="count", is_number=True),
        Column(title="ledger hours", is_number=True),
        Column(title="rule"),
    )
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (one.title, f"{one.entries:,}", f"{one.count:,}", people(one.hours), Code(one.rule))
        for one in found.rules
    )
    lead = f"The baseline holds {plural(found.entries, 'entry')}: {people(found.hours)} h."
    blocks: list[Block] = [Paragraph(text=lead, is_strong=True)]
    if rows:
        blocks.append(Table(columns=columns, rows=rows))
    return (Section(title="", blocks=(*blocks, Paragraph(text=_HOURS))),)


def _drift_sections(found: Drift) -> tuple[Section, ...]:
    return (Section(title="", blocks=tuple(_drift_blocks(found))),)


def _drift_blocks(found: Drift) -> Iterator[Block]:
    hours = f"{people(found.hours_before)} h before, {people(found.hours_after)} h now"
    if not found.items:
        yield Paragraph(text=f"Nothing differs from the baseline: {hours}.", is_strong=True)
        return
    lead = f"Since the baseline: {_states(found)}; {signed(found.hours)} h ({hours})."
    yield Paragraph(text=lead, is_strong=True)
    columns = (
        Column(title="state"),
        Column(title="construct", fit=Fit.WRAP, weight=2),
        Column(title="where", fit=Fit.MIDDLE, weight=2),
        Column(title="was", is_number=True),
        Column(title="now", is_number=True),
        Column(title="hours", is_number=True),
        Column(title="rule"),
    )
    yield Table(columns=columns, rows=tuple(_row(item) for item in found.items[:_SHOWN]))
    rest = found.items[_SHOWN:]
    if rest:
        hours = signed(sum(item.hours for item in rest))
        yield Bullets(items=(f"{len(rest)} more, {hours} h; JSON has all.",))
    yield Paragraph(text=_HOURS)


def _row(item: DriftItem) -> tuple[Text, ...]:
    return (
        item.state,
        item.title,
        _where(item),
        str(item.before),
        str(item.after),
        signed(item.hours),
        Code(item.rule),
    )


def _where(item: DriftItem) -> Text:
    if item.path:
        return Code(f"{item.path}:{item.line} {item.symbol}".rstrip())
    return Code(f"{item.unit} {item.symbol}".strip() or _WHOLE)


def _states(found: Drift) -> str:
    counts = {
        state: sum(item.state == state for item in found.items)
        for state in ("new", "grown", "shrunk", "gone")
    }
    return ", ".join(f"{count} {state}" for state, count in counts.items() if count)


def _line(item: DriftItem) -> str:
    place = f"{item.path}:{item.line}" if item.path else item.unit or _WHOLE
    counts = f"was {item.before}, now {item.after}"
    return f"  {plain(place)}: {item.rule} {signed(item.hours)} h {item.title} ({counts})"
