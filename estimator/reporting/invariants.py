"""Turns a ledger of invariants into a table, Markdown, JSON or CSV."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping

from estimator.model.ledger import GroupTotal, Ledger, LedgerEntry, Oracle
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
from estimator.reporting.numbers import grouped, people, percent
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

_SITES_SHOWN = 3
_GUARDS_SHOWN = 2
_FORMULA_STARTS = ("=", "+", "-", "@")
_CSV_COLUMNS = (
    *("rule", "name", "group", "count", "per_kloc", "standing"),
    *("low_hours", "likely_hours", "high_hours", "effort_em", "share_of_p50", "confidence"),
    *("evidence_total", "first_path", "first_line", "evidence_kept", "guarded_sites", "recover"),
)
_HOURS_NOTE = (
    "Hours are judgement by one author; real ports neither confirm nor refute them. They are a"
    " view of their own and are never added to the EM: they split the invariants' line of the whole"
    " port."
)
_GUARD_NOTE = (
    "A test beside a construct is shown and never subtracted: that it lies there does not prove"
    " that it would notice the loss."
)


def render_ledger(ledger: Ledger, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown``, ``json`` or ``csv``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(sections_of(ledger), width=width),
        "markdown": lambda: write(sections_of(ledger)),
        "json": lambda: encode(ledger),
        "csv": lambda: _csv(ledger),
    }
    return renderers[output_format]()


def sections_of(ledger: Ledger) -> tuple[Section, ...]:
    """Lay the ledger out: lead, sums, entries by group, what is absent."""
    sections = [
        Section(title="", blocks=tuple(_lead(ledger))),
        Section(title="Both readings of the document", blocks=tuple(_readings(ledger))),
        Section(title="Entries, dearest first", blocks=tuple(_overview(ledger))),
        *(_group(ledger, total) for total in ledger.groups if total.entries),
    ]
    if ledger.absent:
        words = f"Nothing was found for {plural(len(ledger.absent), 'entry')}: "
        text = words + ", ".join(ledger.absent) + "."
        sections.append(Section(title="Not here", blocks=(Paragraph(text=text),)))
    return tuple(sections)


def _lead(ledger: Ledger) -> Iterator[Block]:
    name = ledger.repository.name
    kinds = f"{plural(len(ledger.entries), 'kind')} of invariants"
    size, hours = people(ledger.size_kloc), people(ledger.whole.hours)
    words = f" holds {kinds} in {size} kLoC; recovering them is {hours} h by the ledger."
    text: Text = (f"{ledger.title}: ", Code(name), words)
    yield Paragraph(text=text, is_strong=True)
    if ledger.notes:
        yield Bullets(title="Mind", items=ledger.notes)
    yield Paragraph(text=_HOURS_NOTE)


def _readings(ledger: Ledger) -> Iterator[Block]:
    columns = (
        Column(title="what", fit=Fit.WRAP),
        Column(title="entries", is_number=True),
        Column(title="ledger hours", is_number=True),
        Column(title="EM of the P50", is_number=True),
        Column(title="share of the P50", is_number=True),
    )
    totals = (*ledger.groups, ledger.strict, ledger.whole)
    rows = tuple(
        (
            one.title,
            str(one.entries),
            people(one.hours),
            "" if one.effort is None else people(one.effort),
            "" if one.share is None else percent(one.share),
        )
        for one in totals
    )
    yield Table(columns=columns, rows=rows)
    yield Paragraph(text=_reading_words(ledger))


def _reading_words(ledger: Ledger) -> str:
    if ledger.p50 is None or ledger.strict.share is None or ledger.whole.share is None:
        return f"The whole port is not priced here. {ledger.why}"
    return (
        "The document says that most of the cost is recovering invariants. Read strictly,"
        f" ownership and runtime alone, it is {percent(ledger.strict.share)} of the P50 of"
        f" {people(ledger.p50)} EM; with types and wire formats {percent(ledger.whole.share)}."
    )


def _overview(ledger: Ledger) -> Iterator[Block]:
    columns = (
        Column(title="invariant", fit=Fit.WRAP, weight=3),
        Column(title="count", is_number=True),
        Column(title="per kLoC", is_number=True),
        Column(title="among services", is_number=True),
        Column(title="hours", is_number=True),
        Column(title="EM", is_number=True),
        Column(title="tests beside", is_number=True),
        Column(title="rule"),
    )
    rows = tuple(
        (
            one.title,
            grouped(one.count),
            people(one.per_kloc),
            one.standing,
            people(one.hours.likely),
            "" if one.effort is None else people(one.effort),
            f"{one.guarded_sites}/{len(one.evidence)}" if one.evidence else "",
            Code(one.rule),
        )
        for one in ledger.entries
    )
    yield Table(columns=columns, rows=rows)
    seen = [f"{ledger.test_lines:,} lines of tests"] if ledger.test_lines else []
    oracles = ", ".join(seen + [_oracle(one) for one in ledger.oracles]) or "none"
    yield Paragraph(
        text="Tests beside: of the places that the facts keep (the first 20 of a construct in each"
        " unit), how many have a test in the same file, its own test file, or else one in the"
        f" folder or unit. {_GUARD_NOTE} Oracles that files and"
        f" manifests show: {oracles}. CI and build files are searched by line, never run."
    )


def _group(ledger: Ledger, total: GroupTotal) -> Section:
    blocks: list[Block] = []
    for one in ledger.entries:
        if one.group == total.group:
            blocks += _entry(one)
    return Section(title=total.title, blocks=tuple(blocks))


def _entry(one: LedgerEntry) -> Iterator[Block]:
    hours = f"{people(one.hours.low)}-{people(one.hours.high)} h, likely {people(one.hours.likely)}"
    standing = f", {one.standing} among services" if one.standing else ""
    times = f"{grouped(one.count)} x{standing}; {hours}; confidence {one.confidence}"
    items: list[Text] = [f"Recover: {one.recover}"]
    if one.evidence:
        items.append(("Evidence: ", *_listed(_sites(one)), _more(one.evidence_total, _SITES_SHOWN)))
    if one.oracle:
        here = f" Here: {', '.join(one.oracles_here)}." if one.oracles_here else ""
        items.append(f"What would notice its loss: {one.oracle}.{here}")
    if one.guards:
        guards = [Code(guard.path) for guard in one.guards[:_GUARDS_SHOWN]]
        items.append(
            (
                f"Tests beside {one.guarded_sites} of {len(one.evidence)} places kept: ",
                *_listed(guards),
                _more(len(one.guards), _GUARDS_SHOWN),
            )
        )
    yield Paragraph(text=(Code(one.rule), f" {one.title}: {times}."))
    yield Bullets(items=tuple(items))


def _sites(one: LedgerEntry) -> list[Code]:
    return [Code(f"{site.path}:{site.line}") for site in one.evidence[:_SITES_SHOWN]]


def _oracle(one: Oracle) -> str:
    if one.count is None:
        return f"{one.kind} ({', '.join(one.packages)})"
    return f"{grouped(one.count)} {one.kind}"


def _listed(codes: list[Code]) -> Iterator[str | Code]:
    for index, code in enumerate(codes):
        if index:
            yield ", "
        yield code


def _more(total: int, shown: int) -> str:
    return f" and {grouped(total - shown)} more." if total > shown else "."


def _csv(ledger: Ledger) -> str:
    target = io.StringIO()
    writer = csv.DictWriter(target, _CSV_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for one in ledger.entries:
        first = one.evidence[0] if one.evidence else None
        writer.writerow(
            {
                "rule": one.rule,
                "name": one.name,
                "group": one.group,
                "count": repr(one.count),
                "per_kloc": repr(one.per_kloc),
                "standing": one.standing,
                "low_hours": repr(one.hours.low),
                "likely_hours": repr(one.hours.likely),
                "high_hours": repr(one.hours.high),
                "effort_em": "" if one.effort is None else repr(one.effort),
                "share_of_p50": "" if one.share is None else repr(one.share),
                "confidence": one.confidence,
                "evidence_total": one.evidence_total,
                "first_path": _cell(first.path) if first else "",
                "first_line": first.line if first else "",
                "evidence_kept": len(one.evidence),
                "guarded_sites": one.guarded_sites,
                "recover": _cell(one.recover),
            }
        )
    return target.getvalue()


def _cell(value: str) -> str:
    """Keep a spreadsheet from running text as a formula."""
    text = plain(value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text
