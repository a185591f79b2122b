"""Turns two reports into what changed between them, as far as reports tell it."""

from collections.abc import Iterator

from estimator.model.estimate import Line, ScenarioEstimate
from estimator.model.report import Report
from estimator.reporting.blocks import Code
from estimator.reporting.numbers import people
from estimator.reporting.tickets.shape import Grid, Lines, Sentence, TicketSection, Words
from estimator.reporting.wording import group_name, language_name

_LINES_SHOWN = 8


def relative_change(report: Report, before: Report) -> float | None:
    """Return the largest change of a P50, as a share of what it was.

    None where a scenario is priced on one side only or the languages differ: nobody can say.
    """
    if report.repository.priced_language != before.repository.priced_language:
        return None
    then, now = _priced(before), _priced(report)
    if then.keys() != now.keys():
        return None
    return max((abs(now[one] / then[one] - 1) for one in now if then[one]), default=0.0)


def _priced(report: Report) -> dict[str, float]:
    return {
        one.id: one.effort.p50 for one in report.scenarios if one.applies and one.effort is not None
    }


def change_words(scenario: ScenarioEstimate, before: Report) -> str:
    """Say in the headline what changed: ``, +0.2 since then``."""
    then = _priced(before).get(scenario.id)
    since = _since(before)
    if then is None or scenario.effort is None:
        return f", not priced {since}"
    return f", {_signed(scenario.effort.p50 - then)} EM since {since}"


def changed_section(report: Report, before: Report | None) -> Iterator[TicketSection]:
    """Show every scenario before and after, and the lines that moved the dearest one."""
    if before is None:
        return
    parts: list[Grid | Lines | Sentence] = []
    mind = tuple(_mind(report, before))
    if mind:
        parts.append(Lines(items=mind))
    parts.append(_overview(report, before))
    moved = _moved(report, before)
    if moved is not None:
        parts.append(moved)
    yield TicketSection(
        title=f"What changed since {_since(before)}",
        parts=tuple(parts),
        is_collapsed=False,
        rank=1,
    )


def _since(before: Report) -> str:
    at = before.repository
    if at.commit:
        return f"commit {at.commit[:12]}" + (" with changes" if at.is_dirty else "")
    return "the report before"


def _mind(report: Report, before: Report) -> Iterator[Words]:
    old, new = before.repository, report.repository
    if old.priced_language != new.priced_language:
        was, now = language_name(old.priced_language), language_name(new.priced_language)
        yield (f"{was} was priced then and {now} now: these are other scenarios.",)
    if old.name != new.name or old.subfolder != new.subfolder:
        yield (
            "The report before is of ",
            Code("/".join(filter(None, (old.name, old.subfolder)))),
            ", not of the same tree.",
        )
    if before.tool.rulebook_digest != report.tool.rulebook_digest:
        yield (
            "The rules differ (",
            Code(before.tool.rulebook_digest),
            " then, ",
            Code(report.tool.rulebook_digest),
            " now), so part of the change is theirs.",
        )


def _overview(report: Report, before: Report) -> Grid:
    then, now = _priced(before), _priced(report)
    titles = {one.id: one.title for one in (*before.scenarios, *report.scenarios)}
    rows = [
        (
            (titles[one],),
            (_number(then.get(one)),),
            (_number(now.get(one)),),
            (_signed(now[one] - then[one]) if one in now and one in then else "",),
        )
        for one in sorted({*then, *now}, key=list(titles).index)
    ]
    lines_then, lines_now = before.size.product_lines, report.size.product_lines
    rows.append(
        (
            ("product lines",),
            (f"{lines_then:,}",),
            (f"{lines_now:,}",),
            (f"{lines_now - lines_then:+,}" if lines_now != lines_then else "0",),
        )
    )
    return Grid(
        titles=("EM at P50", "before", "after", "change"),
        is_number=(False, True, True, True),
        rows=tuple(rows),
    )


def _number(value: float | None) -> str:
    return "not priced" if value is None else people(value)


def _signed(value: float) -> str:
    if not value:
        return "0"
    return ("+" if value > 0 else "-") + people(abs(value))


def _moved(report: Report, before: Report) -> Grid | None:
    then = {one.id: one for one in before.scenarios if one.applies}
    both = [one for one in report.scenarios if one.applies and one.id in then]
    own = [one for one in both if one.source_language == report.repository.priced_language]
    if not own:
        return None
    old, new = _lines(then[own[0].id]), _lines(own[0])
    changes = {key: _effort(new.get(key)) - _effort(old.get(key)) for key in sorted({*old, *new})}
    moved = sorted(
        (key for key in changes if changes[key]), key=lambda key: (-abs(changes[key]), key)
    )
    if not moved:
        return None
    rows = [
        (
            _named(new.get(key) or old[key]),
            (_counts(old.get(key), new.get(key)),),
            (_signed(changes[key]),),
        )
        for key in moved[:_LINES_SHOWN]
    ]
    rest = moved[_LINES_SHOWN:]
    if rest:
        rows.append(((f"{len(rest)} more",), ("",), (_signed(sum(changes[key] for key in rest)),)))
    return Grid(
        titles=(f"what moved: {own[0].title}", "counted", "EM"),
        is_number=(False, True, True),
        rows=tuple(rows),
    )


def _lines(scenario: ScenarioEstimate) -> dict[tuple[str, str, str], Line]:
    return {(line.group, line.rule, line.package): line for line in scenario.lines}


def _effort(line: Line | None) -> float:
    return 0.0 if line is None else line.effort


def _named(line: Line) -> Words:
    if line.package:
        return (Code(line.package), f": {group_name(line.group)}")
    title = line.title or group_name(line.group)
    return (title, " (", Code(line.rule), ")") if line.rule else (title,)


def _counts(old: Line | None, new: Line | None) -> str:
    was = None if old is None else old.count
    now = None if new is None else new.count
    if was is None and now is None:
        return ""
    return f"{was or 0:,.6g} to {now or 0:,.6g}" if was != now else f"{now:,.6g}"
