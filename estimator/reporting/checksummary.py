"""Turns a check's answer into a page of Markdown of a bounded size, for a job's step summary.

GitHub drops a whole summary that is over its limit, so sections that do not fit are left out, the
least important first, each with a word about it; a table is never cut.
"""

import math
from collections.abc import Iterable, Iterator

from estimator.model.check import CheckFinding, CheckResult, EffortMove, FindingState
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.markdown import write
from estimator.reporting.numbers import people, signed
from estimator.reporting.wording import plural

SUMMARY_BYTES = 1_048_576
"""What GitHub takes of a step."""
_SHOWN = 200
_WORSE = (FindingState.NEW, FindingState.GROWN, FindingState.PRESENT)
_BETTER = (FindingState.SHRUNK, FindingState.GONE)
_HOURS = "Hours are ledger hours, judgement: they add up, and are no engineer-months."


def render_summary(result: CheckResult, *, room_bytes: int = SUMMARY_BYTES) -> str:
    """Write the page in at most so many bytes of UTF-8; "" where not even a title fits."""
    written: list[str] = []
    left_out: list[str] = []
    room = room_bytes
    for section in _sections(result):
        text = write((section,)) + "\n"
        reserve = len(_left_out([*left_out, section.title]).encode())
        if len(text.encode()) + reserve <= room:
            written.append(text)
            room -= len(text.encode())
        else:
            left_out.append(section.title)
    note = _left_out(left_out) if left_out else ""
    if len(note.encode()) > room:
        note = ""
    return "".join((*written, note))


def _left_out(titles: list[str]) -> str:
    names = ", ".join(title.lower() for title in titles)
    return f"Left out, since a step's summary is bounded: {names}. The JSON has all.\n"


def _sections(result: CheckResult) -> Iterator[Section]:
    """The most important first."""
    yield Section(title="What leaving costs", blocks=tuple(_lead(result)))
    open_ones = [one for one in result.findings if not one.is_suppressed]
    failing = [one for one in open_ones if one.fails_by]
    others = [one for one in open_ones if one.state in _WORSE and not one.fails_by]
    breached = [one for one in result.decisions if one.is_breached]
    if breached:
        items: tuple[Text, ...] = tuple((Code(one.key), f": {one.message}") for one in breached)
        yield Section(title="What the policy does not allow", blocks=(Bullets(items=items),))
    for title, findings in (
        ("Failing", failing),
        ("New or grown", others),
        ("Shrunk or gone", [one for one in open_ones if one.state in _BETTER]),
        ("Allowed in the source", [one for one in result.findings if one.is_suppressed]),
    ):
        if findings:
            yield Section(title=title, blocks=tuple(_table(findings)))
    if result.unused_suppressions:
        unused: tuple[Text, ...] = tuple(
            (
                Code(f"{one.path}:{one.line}"),
                f" allow {one.rule}: {one.fault or 'nothing to allow'}",
            )
            for one in result.unused_suppressions[:_SHOWN]
        )
        yield Section(title="Suppressions without effect", blocks=(Bullets(items=unused),))


def _lead(result: CheckResult) -> Iterator[Block]:
    verdict = "Not within the policy" if result.exit_code else "Within the policy"
    files = plural(result.files, "file")
    yield Paragraph(text=f"{verdict}: {files} against {result.against}.", is_strong=True)
    rows = tuple(
        (
            total.direction,
            signed(total.hours),
            people(total.hours_after),
            _moves(total.moves_effort),
        )
        for total in result.totals
    )
    if rows:
        columns = (
            Column(title="ledger"),
            Column(title="change, h", is_number=True),
            Column(title="now, h", is_number=True),
            Column(title="price"),
        )
        yield Table(columns=columns, rows=rows)
    if result.efforts:
        titles = ("P50 change, EM", "P50, EM", "P10-P90, EM", "P80, EM")
        yield Table(
            columns=(
                Column(title="scenario"),
                *(Column(title=title, is_number=True) for title in titles),
            ),
            rows=tuple(map(_effort, result.efforts)),
        )
    yield Paragraph(text=_HOURS)
    if result.notes:
        yield Bullets(title="Mind", items=result.notes)


def _moves(moves_effort: bool) -> str:  # noqa: FBT001  # a field of a value
    return "" if moves_effort else "constructs do not move it"


def _effort(move: EffortMove) -> tuple[Text, ...]:
    p50, p10, p90 = move.p50_after, move.p10_after, move.p90_after
    if p50 is None or p10 is None or p90 is None:
        return (move.title, "", "not priced any more", "", "")
    change = "" if move.p50_before is None else signed(p50 - move.p50_before)
    p80 = "" if move.p80_after is None else people(move.p80_after)
    return (move.title, change, people(p50), f"{people(p10)}-{people(p90)}", p80)


def _table(findings: list[CheckFinding]) -> Iterator[Block]:
    shown, rest = findings[:_SHOWN], findings[_SHOWN:]
    columns = (
        Column(title="hours", is_number=True),
        Column(title="construct"),
        Column(title="where"),
        Column(title="was", is_number=True),
        Column(title="now", is_number=True),
        Column(title="state"),
        Column(title="rule"),
    )
    yield Table(columns=columns, rows=tuple(map(_row, shown)))
    if rest:
        yield Paragraph(text=f"And {len(rest):,} more, {_sum(rest)} h; the JSON has all.")


def _sum(findings: Iterable[CheckFinding]) -> str:
    return signed(math.fsum(one.hours for one in findings))


def _row(one: CheckFinding) -> tuple[Text, ...]:
    where = f"{one.path}:{one.line}" if one.line else one.path
    place = Code(f"{where or one.unit} {one.symbol}".strip() or "whole repository")
    state: Text = f"{one.state.value}, {one.fails_by}" if one.fails_by else one.state.value
    if one.is_suppressed:
        state = f"{one.state.value}: {one.suppression}"
    return (
        signed(one.hours),
        one.title,
        place,
        f"{one.before:,}",
        f"{one.after:,}",
        state,
        Code(one.rule),
    )
