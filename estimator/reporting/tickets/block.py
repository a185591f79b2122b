"""Turns a report, and the one before it where there is one, into a ticket's block."""

from collections.abc import Iterator

from estimator.model.estimate import Basis, Line, ScenarioEstimate
from estimator.model.report import Report
from estimator.reporting.blocks import Code
from estimator.reporting.numbers import grouped, people
from estimator.reporting.tickets.changes import change_words, changed_section
from estimator.reporting.tickets.linking import Forge, commit_link, place
from estimator.reporting.tickets.shape import (
    Grid,
    Inline,
    Lines,
    Sentence,
    TicketBlock,
    TicketSection,
    Words,
)
from estimator.reporting.wording import (
    BASIS_NAMES,
    EM_SENTENCE,
    group_name,
    headline_band,
    language_name,
    plural,
)

_LINES_SHOWN = 10
_PLACES_SHOWN = 2
_SKIPS_SHOWN = 5


def ticket_block(
    report: Report,
    *,
    before: Report | None = None,
    forge: Forge | None = None,
    valid_until: str = "",
) -> TicketBlock:
    """Lay the block out.

    Args:
        report: What is attached.
        before: An older report, whose difference is shown; None: no comparison.
        forge: Where places link to; None: they stay ``path:line``.
        valid_until: A day after which nobody should plan with it; "" for an unknown commit.
    """
    known = forge or Forge()
    priced = [one for one in report.scenarios if one.applies and one.effort is not None]
    sections = (
        _scenarios(report, priced),
        *changed_section(report, before),
        *_costs(report, priced, known),
        _assumptions(priced),
        _coverage(report),
        _reproduce(report, known),
    )
    return TicketBlock(
        headline=_headline(report, priced, before),
        sections=tuple(one for one in sections if one is not None),
        footer=_footer(report, valid_until, known),
    )


def _headline(report: Report, priced: list[ScenarioEstimate], before: Report | None) -> Words:
    name = report.repository.name
    lead = _leading(report, priced)
    if lead is None or lead.effort is None:
        return (Code(name), ": ", report.headline)
    effort = lead.effort
    ways = f"{language_name(lead.source_language)} -> {language_name(lead.target_language)}"
    numbers = (
        f"{people(effort.p50)} engineer-months at P50"
        f" (P10 {people(effort.p10)}, P90 {people(effort.p90)})"
    )
    changed = change_words(lead, before) if before is not None else ""
    return (Code(name), f": {ways}, {lead.title[:1].lower()}{lead.title[1:]}: {numbers}{changed}")


def _leading(report: Report, priced: list[ScenarioEstimate]) -> ScenarioEstimate | None:
    """Pick what the block is mostly about: measured or declared paths, else the whole port."""
    own = [one for one in priced if one.source_language == report.repository.priced_language]
    return min(own or priced, key=_not_first, default=None)


def _not_first(one: ScenarioEstimate) -> tuple[bool, bool]:
    is_split = any(line.group == "core" for line in one.lines)
    return (one.basis is Basis.ASSUMED, not is_split)


def _scenarios(report: Report, priced: list[ScenarioEstimate]) -> TicketSection:
    rest = [one for one in report.scenarios if one not in priced]
    parts: list[Grid | Sentence] = []
    if priced:
        parts.append(
            Grid(
                titles=("scenario", "P10", "P50", "P80", "P90", "document", "basis"),
                is_number=(False, True, True, True, True, True, False),
                rows=tuple(map(_scenario_row, priced)),
            )
        )
        parts.append(Sentence(words=(EM_SENTENCE,)))
    parts += [Sentence(words=(f"{one.title}: not priced. {one.why}",)) for one in rest]
    return TicketSection(
        title="Scenarios, in engineer-months", parts=tuple(parts), is_collapsed=False, rank=0
    )


def _scenario_row(one: ScenarioEstimate) -> tuple[Words, ...]:
    effort = one.effort
    numbers = (
        ("", "", "", "")
        if effort is None
        else tuple(map(people, (effort.p10, effort.p50, effort.p80, effort.p90)))
    )
    band = headline_band(one.document_band, effort) if one.document_band and effort else ""
    return (
        (one.title,),
        *((number,) for number in numbers),
        (band or "no rule",),
        (BASIS_NAMES[one.basis],),
    )


def _costs(report: Report, priced: list[ScenarioEstimate], forge: Forge) -> Iterator[TicketSection]:
    lead = _leading(report, priced)
    if lead is None or not lead.lines:
        return
    dearest = sorted(lead.lines, key=lambda line: (-line.effort, line.group, line.rule))
    shown, rest = dearest[:_LINES_SHOWN], dearest[_LINES_SHOWN:]
    rows = [_cost_row(report, line, forge) for line in shown]
    if rest:
        total = people(sum(line.effort for line in rest))
        rows.append(((f"{len(rest)} more",), (total,), ("",), ("",)))
    grid = Grid(
        titles=("part of the price", "EM", "counted", "places"),
        is_number=(False, True, True, False),
        rows=tuple(rows),
    )
    yield TicketSection(title=f"What it is made of: {lead.title}", parts=(grid,), rank=3)


def _cost_row(report: Report, line: Line, forge: Forge) -> tuple[Words, ...]:
    title: Words = (line.title or group_name(line.group),)
    if line.package:
        title = (Code(line.package), f": {group_name(line.group)}")
    if line.rule:
        title = (*title, " (", Code(line.rule), ")")
    counted = "" if line.count is None else f"{grouped(line.count)} {line.counted}"
    return (title, (people(line.effort),), (counted,), _places(report, line, forge))


def _places(report: Report, line: Line, forge: Forge) -> Words:
    shown = line.evidence[:_PLACES_SHOWN]
    found: list[Inline] = []
    for site in shown:
        found += [", " if found else "", place(site, report.repository, forge)]
    more = line.evidence_total - len(shown)
    if found and more > 0:
        found.append(f" and {more:,} more")
    return tuple(one for one in found if one)


def _assumptions(priced: list[ScenarioEstimate]) -> TicketSection | None:
    assumed = _once(text for one in priced for text in (*one.warnings, *one.assumptions))
    left_out = _once(text for one in priced for text in one.not_included)
    parts: list[Sentence | Lines] = []
    if assumed:
        parts += [Sentence(words=("Assumed:",)), Lines(items=assumed)]
    if left_out:
        parts += [Sentence(words=("Not included:",)), Lines(items=left_out)]
    if not parts:
        return None
    return TicketSection(title="Assumptions, and what is not included", parts=tuple(parts), rank=4)


def _once(texts: Iterator[str]) -> tuple[Words, ...]:
    return tuple((text,) for text in dict.fromkeys(texts))


def _coverage(report: Report) -> TicketSection:
    size, seen = report.size, report.coverage
    language = language_name(report.repository.priced_language)
    counted = (
        f"{size.product_lines:,} product lines of {language} in"
        f" {plural(size.files, 'file')}; not priced: {size.test_lines:,} lines of tests,"
        f" {size.tooling_lines:,} of tooling,"
        f" {size.generated_lines:,} generated, {size.vendored_lines:,} vendored,"
        f" {size.example_lines:,} of examples."
    )
    read = f"{seen.files_parsed:,} of {seen.files_seen:,} files read."
    items: list[Words] = [(counted,), (read,)]
    shown = seen.skipped[:_SKIPS_SHOWN]
    items += [(Code(one.path), f": {one.reason}") for one in shown]
    if len(seen.skipped) > len(shown):
        items.append((f"{len(seen.skipped) - len(shown):,} more skips in the JSON report.",))
    items += [(note,) for note in report.notes]
    return TicketSection(title="What was counted", parts=(Lines(items=tuple(items)),), rank=2)


def _reproduce(report: Report, forge: Forge) -> TicketSection:
    at = report.repository
    folder = at.subfolder or "."
    items: list[Words] = [
        (Code(f"estimator estimate {folder} --language {at.priced_language}"),),
        (
            "program ",
            Code(f"{report.tool.name} {report.tool.version}"),
            ", rulebook ",
            Code(report.tool.rulebook_digest),
        ),
    ]
    if at.commit:
        changed = ", with changes that no commit holds" if at.is_dirty else ""
        items.append(("commit ", commit_link(at, forge), changed))
    own = len(report.tool.rules_added) + len(report.tool.rules_overridden)
    if own:
        items.append((f"{plural(own, 'rule')} of the team's own",))
    settings = report.what_if.settings if report.what_if is not None else ()
    items += [("with ", Code(f"--set {one.key}={one.after}")) for one in settings]
    return TicketSection(title="How to reproduce", parts=(Lines(items=tuple(items)),), rank=1)


def _footer(report: Report, valid_until: str, forge: Forge) -> Words:
    at = report.repository
    found: list[Inline] = [f"{report.tool.name} {report.tool.version}"]
    if at.commit:
        found += [", commit ", commit_link(at, forge)]
        if at.committed_at:
            found.append(f" of {at.committed_at[: len('2026-01-01')]}")
    if valid_until:
        found.append(f", valid until {valid_until}")
    return (*found, ".")
