"""Turns a migration plan into a table, Markdown with a graph, or JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from estimator.model.plan import Plan, PlanUnit, Wave, WaveRisk
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Graph,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write
from estimator.reporting.numbers import (
    apportioned,
    grouped,
    headline_number,
    people,
    two_digits,
    written,
)
from estimator.reporting.table import draw
from estimator.reporting.whatif import what_if_section
from estimator.reporting.wording import BASIS_NAMES, headline_range, plural

_UNITS_SHOWN = 8
_CYCLE_UNITS_SHOWN = 12
_OF_UNITS = "units"
_PHASES = (
    ("Prepare", frozenset({"contracts", "oracle"})),
    ("Port", frozenset({"paths", "units"})),
    ("Switch over", frozenset({"cut-over", "dual-run", "removal"})),
)
_EFFORTS = (
    "EM is an engineer-month: 19 days of 8 hours. P50 is the middle, not a budget. `after`: these"
    " waves are done before it begins. `at once`: as many pieces of it use none of each other."
)


def render_plan(plan: Plan, output_format: str, *, width: int = 100, color: bool = False) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another format."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(sections_of(plan), width=width, color=color),
        "markdown": lambda: write(sections_of(plan)),
        "json": lambda: encode(plan),
    }
    return renderers[output_format]()


def sections_of(plan: Plan) -> tuple[Section, ...]:
    """Lay the plan out: lead, order of work, each wave, cycles, how it was made."""
    changed = what_if_section(plan.what_if)
    shown = _shown(plan)
    return (
        Section(title="", blocks=tuple(_lead(plan))),
        *((changed,) if changed else ()),
        Section(title="Order of work", blocks=tuple(_order(plan, shown))),
        *(
            Section(title=f"{wave.id} {wave.title}", blocks=tuple(_wave(plan, wave, effort)))
            for wave, effort in zip(plan.waves, shown, strict=True)
        ),
        *_cycles(plan),
        Section(
            title="How to read this",
            blocks=(Bullets(items=tuple(map(_coded, (*plan.notes, _EFFORTS)))),),
        ),
    )


def _notes(plan: Plan) -> Bullets:
    return Bullets(items=tuple(map(_coded, (*plan.notes, _EFFORTS))))


def _shown(plan: Plan) -> tuple[str, ...]:
    """P50 of each wave, rounded so that the column sums to the printed total."""
    parts = apportioned([wave.effort.p50 for wave in plan.waves], two_digits(plan.effort.p50))
    return tuple(written(Decimal(part)) for part in parts)


def _lead(plan: Plan) -> Iterator[Block]:
    waves = plural(len(plan.waves), "wave")
    middle = headline_number(plan.effort.p50, plan.effort.p50)
    words = f" in {waves}: about {middle} EM ({headline_range(plan.effort)} by real ports)"
    months = ""
    if plan.calendar is not None:
        people_there = plural(plan.calendar.engineers, "engineer")
        months = f", about {people(plan.calendar.p50)} months with {people_there}"
    text: Text = (Code(plan.repository.name), ": ", plan.title, words, months, ".")
    yield Paragraph(text=text, is_strong=True)
    rows: list[tuple[str, Text]] = [
        ("scenario", (Code(plan.scenario), f", {BASIS_NAMES[plan.basis]}")),
        ("size", f"{people(plan.size_kloc)} kLoC"),
    ]
    if plan.repository.commit:
        rows.append(("commit", Code(plan.repository.commit[:12])))
    if plan.learning_first:
        rows.append(("learning", f"{people(plan.learning_first)} months before W1, in no wave"))
    yield Pairs(rows=tuple(rows))


def _order(plan: Plan, shown: Sequence[str]) -> Iterator[Block]:
    columns = (
        Column(title="wave"),
        Column(title="what", fit=Fit.WRAP, weight=3),
        Column(title="EM P50", is_number=True),
        Column(title="P10-P90", is_number=True),
        Column(title="P80", is_number=True),
        Column(title="after"),
        Column(title="beside"),
        Column(title="at once", is_number=True),
        Column(title="months", is_number=True),
    )
    rows = [
        (
            wave.id,
            wave.title,
            effort,
            f"{people(wave.effort.p10)}-{people(wave.effort.p90)}",
            people(wave.effort.p80),
            ", ".join(wave.after),
            ", ".join(wave.beside),
            grouped(wave.width) if wave.units else "",
            _span(wave),
        )
        for wave, effort in zip(plan.waves, shown, strict=True)
    ]
    total = plan.effort
    low, high = people(total.p10), people(total.p90)
    end = _month(plan.calendar.p50) if plan.calendar else ""
    rows.append(("all", "", people(total.p50), f"{low}-{high}", people(total.p80), "", "", "", end))
    yield Table(columns=columns, rows=tuple(rows))
    yield _graph(plan, shown)


def _graph(plan: Plan, shown: Sequence[str]) -> Graph:
    """Draw the waves by phase, with an arrow from each to what comes after it."""
    effort = dict(zip((wave.id for wave in plan.waves), shown, strict=True))
    phases = [
        (title, [wave for wave in plan.waves if parts & set(wave.parts)])
        for title, parts in _PHASES
    ]
    numbers = {
        wave.id: number for number, wave in enumerate(wave for _, waves in phases for wave in waves)
    }
    return Graph(
        groups=tuple(
            (title, tuple(f"{one.id} {one.title}, {effort[one.id]} EM" for one in waves))
            for title, waves in phases
            if waves
        ),
        arrows=tuple(
            (numbers[before], numbers[wave.id], "") for wave in plan.waves for before in wave.after
        ),
    )


def _wave(plan: Plan, wave: Wave, effort: str) -> Iterator[Block]:
    low, high = people(wave.effort.p10), people(wave.effort.p90)
    rows: list[tuple[str, Text]] = [
        ("effort", f"{effort} EM ({low}-{high}), P80 {people(wave.effort.p80)}")
    ]
    if _span(wave):
        rows.append(("months", _span(wave)))
    if wave.after:
        rows.append(("after", ", ".join(wave.after)))
    rows.extend(_parallel(plan, wave))
    if wave.units:
        rows.append((_kinds(plan, len(wave.units)), _units(wave.units)))
    yield Pairs(rows=tuple(rows))
    same = _same_criteria(plan, wave)
    if same:
        yield Paragraph(text=f"Begins and is done by the criteria of {same}.")
    else:
        yield Bullets(title="Begins when", items=tuple(map(_coded, wave.entry)))
        yield Bullets(title="Done when", items=tuple(map(_coded, wave.exit)))
    risks = _new_risks(plan, wave)
    if risks:
        yield Bullets(title="Risks", items=tuple(_risk(risk) for risk in risks))


def _same_criteria(plan: Plan, wave: Wave) -> str:
    """Give the first wave with the same criteria, where that is not this one."""
    first = next(one for one in plan.waves if (one.entry, one.exit) == (wave.entry, wave.exit))
    return "" if first.id == wave.id else first.id


def _new_risks(plan: Plan, wave: Wave) -> list[WaveRisk]:
    """Leave out what an earlier wave has said in the same words and without places of its own."""
    earlier = plan.waves[: plan.waves.index(wave)]
    said = {risk for one in earlier for risk in one.risks if not risk.evidence}
    return [risk for risk in wave.risks if risk not in said]


def _parallel(plan: Plan, wave: Wave) -> Iterator[tuple[str, Text]]:
    """Say what can run at the same time, and where people would wait for each other."""
    words = []
    if wave.beside:
        words.append(f"beside {', '.join(wave.beside)}")
    if wave.width > 1:
        words.append(f"up to {wave.width} pieces of it at once, since none uses another")
    elif len(wave.units) > 1 and _OF_UNITS in wave.parts:
        words.append("one piece of it after the other, since each uses the one before")
    useful = plan.calendar.useful_engineers if plan.calendar else 0
    if _OF_UNITS in wave.parts and wave.width < int(useful):
        words.append("fewer than the engineers who are useful at this size")
    if words:
        yield "in parallel", "; ".join(words)


def _kinds(plan: Plan, count: int) -> str:
    return plan.unit_kind if count == 1 else f"{plan.unit_kind}s"


def _units(units: Sequence[PlanUnit]) -> Text:
    parts: list[str | Code] = []
    for index, unit in enumerate(units[:_UNITS_SHOWN]):
        parts.append(", " if index else "")
        cycle = f", {unit.cycle}" if unit.cycle else ""
        words = (
            f"{people(unit.effort)} EM{cycle}"
            if len(units) > 1
            else f"{grouped(unit.product_lines)} lines"
        )
        parts += [Code(unit.name), f" ({words})"]
    if len(units) > _UNITS_SHOWN:
        rest = units[_UNITS_SHOWN:]
        parts.append(f" and {grouped(len(rest))} more ({people(sum(u.effort for u in rest))} EM)")
    return tuple(part for part in parts if part)


def _risk(risk: WaveRisk) -> Text:
    parts: list[str | Code] = []
    if risk.count is not None and risk.rule:
        parts += [Code(risk.rule), " "] if risk.notice else []
    parts.append(risk.text if risk.text.endswith(".") else f"{risk.text}:")
    if risk.count is not None and not risk.text.endswith("."):
        times = plural(risk.count, "place")
        effort = "" if risk.effort is None else f", {people(risk.effort)} EM"
        parts.append(f" {times}{effort}.")
    if risk.evidence:
        parts.append(" See ")
        for index, site in enumerate(risk.evidence):
            parts += [", " if index else "", Code(f"{site.path}:{site.line}")]
        parts.append(".")
    if risk.notice:
        parts.append(f" Noticed by: {risk.notice}.")
    return tuple(part for part in parts if part)


def _cycles(plan: Plan) -> Iterator[Section]:
    if not plan.cycles:
        return
    items: list[Text] = []
    for cycle in plan.cycles:
        named = [Code(name) for name in cycle.units[:_CYCLE_UNITS_SHOWN]]
        parts: list[str | Code] = [f"{cycle.id}, all in {cycle.wave}: "]
        for index, name in enumerate(named):
            parts += [", " if index else "", name]
        rest = len(cycle.units) - len(named)
        parts.append(f"{f' and {rest} more' if rest else ''}; {grouped(cycle.product_lines)} lines")
        items.append(tuple(part for part in parts if part))
    yield Section(title="Cycles", blocks=(Bullets(items=tuple(items)),))


def _coded(text: str) -> Text:
    """Show what stands between backticks as code."""
    parts = text.split("`")
    return tuple(Code(part) if place % 2 else part for place, part in enumerate(parts) if part)


def _span(wave: Wave) -> str:
    if wave.starts is None or wave.ends is None:
        return ""
    return f"{_month(wave.starts)}-{_month(wave.ends)}"


def _month(value: float) -> str:
    return f"{value:.1f}"
