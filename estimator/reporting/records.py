"""Turns a team's finished ports into a list: table, Markdown, JSON or CSV."""

from collections.abc import Sequence

import msgspec

from estimator.model.records import Record, RecordList
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
    without_empty_columns,
)
from estimator.reporting.csv_format import write_rows
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write as draw_markdown
from estimator.reporting.numbers import exact_number, four_digits
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

_FIELDS = tuple(field.name for field in msgspec.structs.fields(Record))


def render_records(records: Sequence[Record], digest: str, form: str, *, width: int = 100) -> str:
    """List records as ``table``, ``markdown``, ``json`` or ``csv``; `digest`: the rules of now."""
    stale = tuple(record.id for record in records if record.rulebook != digest)
    if form == "json":
        listed = RecordList(rulebook_digest=digest, records=tuple(records), estimate_again=stale)
        return encode(listed)
    if form == "csv":
        return write_rows(_FIELDS, map(_cells, records))
    section = _section(records, stale)
    return draw_markdown((section,)) if form == "markdown" else draw((section,), width=width)


def _cells(record: Record) -> dict[str, str | float | None]:
    return dict(msgspec.to_builtins(record))


def _section(records: Sequence[Record], stale: tuple[str, ...]) -> Section:
    blocks: list[Block] = [Paragraph(text=f"{plural(len(records), 'finished port')}.")]
    if records:
        blocks += [_table(records), *_told(records)]
    if stale:
        named = ", ".join(stale)
        text = f"Priced by other rules than those of now, so estimate them again: {named}."
        blocks.append(Paragraph(text=text))
    return Section(title="Own finished ports, effort in EM", blocks=tuple(blocks))


def _told(records: Sequence[Record]) -> tuple[Bullets, ...]:
    """Say who vouches for a port, and what was noted about it."""
    items: list[Text] = []
    for one in records:
        words: list[str | Code] = [Code(one.id), ": "]
        words += [Code(one.owner)] if one.owner else []
        words += [", "] if one.owner and one.note else []
        words += [Code(one.note)] if one.note else []
        if one.owner or one.note:
            items.append(tuple(words))
    return (Bullets(title="Owners and notes", items=tuple(items)),) if items else ()


def _table(records: Sequence[Record]) -> Table:
    columns = (
        Column(title="port", fit=Fit.WRAP, weight=3),
        Column(title="scenario", fit=Fit.WRAP),
        Column(title="kLoC", is_number=True),
        Column(title="P50", is_number=True),
        Column(title="actual", is_number=True),
        Column(title="actual/P50", is_number=True),
        Column(title="measured by"),
        Column(title="finished"),
    )
    rows = tuple(
        (
            Code(one.id),
            one.scenario.value,
            four_digits(one.size_kloc) if one.size_kloc is not None else "",
            four_digits(one.p50_em),
            exact_number(one.actual_em),
            f"x {one.actual_em / one.p50_em:.2f}",
            one.measured_by.value.replace("-", " "),
            one.finished,
        )
        for one in records
    )
    return without_empty_columns(Table(columns=columns, rows=rows))
