"""Turns a difference of two estimates into a table, Markdown or JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from estimator.model.change import (
    ConstructChange,
    Difference,
    FactorChange,
    LineChange,
    PlaceChange,
    ScenarioChange,
    Side,
)
from estimator.model.estimate import Effort
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
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write
from estimator.reporting.numbers import grouped, people, signed
from estimator.reporting.table import draw
from estimator.reporting.wording import FACTOR_NAMES, GROUP_NAMES, LANGUAGE_NAMES, plural

_ROWS_SHOWN = 8
_DIGITS_OF_A_COMMIT = 10
_RANGE_SENTENCE = (
    "EM at P50. A range is P10 after minus P10 before, up to the same of P90: both sides share what"
    " is uncertain, so a change is known better than a price."
)
_HOURS_SENTENCE = "Ledger hours are judgement and add up; they are never added to the EM."

_SPLIT_SENTENCE = " Constructs do not move this price as a whole; they split a part of it."


def render_difference(found: Difference, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(_sections(found), width=width),
        "markdown": lambda: write(_sections(found)),
        "json": lambda: encode(found),
    }
    return renderers[output_format]()


def _sections(found: Difference) -> tuple[Section, ...]:
    shown = [one for one in found.scenarios if one.before or one.after]
    return (
        Section(title="", blocks=tuple(_lead(found, shown))),
        *(
            Section(title=one.title, blocks=blocks)
            for one in shown
            if (blocks := tuple(_moved(one)))
        ),
    )


def _lead(found: Difference, shown: Sequence[ScenarioChange]) -> Iterator[Block]:
    lines = found.after.product_lines - found.before.product_lines
    language = LANGUAGE_NAMES.get(found.after.priced_language, found.after.priced_language)
    words = f": {lines:+,} product lines of {language}." if lines else ": no more or fewer lines."
    yield Paragraph(
        text=(
            Code(found.after.name),
            ", from ",
            *_side(found.before),
            " to ",
            *_side(found.after),
            words,
        ),
        is_strong=True,
    )
    if not shown:
        yield Paragraph(text="No scenario is priced on either side.")
        yield Bullets(items=tuple(f"{one.title}: {one.why_after}" for one in found.scenarios))
    else:
        yield _overview(shown)
        yield Paragraph(text=_RANGE_SENTENCE)
    if found.notes:
        yield Bullets(title="Mind", items=found.notes)


def _side(side: Side) -> tuple[str | Code, ...]:
    commit = (side.commit or "")[:_DIGITS_OF_A_COMMIT]
    day = (side.committed_at or "")[: len("2026-01-01")]
    known = " ".join(filter(None, ("" if commit == side.label else commit, day)))
    changed = " with changes" if side.is_dirty else ""
    return (Code(side.label), f" ({known}{changed})" if known else "")


def _overview(shown: Sequence[ScenarioChange]) -> Table:
    columns = (
        Column(title="scenario", fit=Fit.WRAP),
        Column(title="before", is_number=True),
        Column(title="after", is_number=True),
        Column(title="change", is_number=True),
        Column(title="range", is_number=True),
    )
    return Table(columns=columns, rows=tuple(_scenario_row(one) for one in shown))


def _scenario_row(one: ScenarioChange) -> tuple[Text, ...]:
    if one.change is None:
        return (one.title, _p50(one.before), _p50(one.after), "", "")
    limits = sorted((one.change.p10, one.change.p90))
    spread = f"{signed(limits[0])} .. {signed(limits[1])}" if any(limits) else ""
    return (one.title, _p50(one.before), _p50(one.after), signed(one.change.p50), spread)


def _p50(effort: Effort | None) -> str:
    return "not priced" if effort is None else people(effort.p50)


def _moved(one: ScenarioChange) -> Iterator[Block]:
    if one.change is None:
        side, why = ("before", one.why_before) if one.before is None else ("after", one.why_after)
        yield Paragraph(text=f"Not priced {side}: {why}")
        return
    inputs = tuple(text for factor in one.factors if (text := _factor(factor)))
    if inputs:
        yield Bullets(title="Inputs", items=inputs)
    if one.lines:
        yield _line_table(one.lines)
    if one.constructs:
        yield _construct_table(one.constructs)
        words = _SPLIT_SENTENCE if _only_splits(one.factors) else ""
        yield Paragraph(text=_HOURS_SENTENCE + words)
    if one.units:
        yield _place_table("unit", one.units)
    if one.files:
        yield _place_table("file", one.files)
        yield Paragraph(
            text=f"Files that did not change: {signed(one.elsewhere)} EM, since each has its part"
            " of another whole."
        )


def _only_splits(factors: Sequence[FactorChange]) -> bool:
    """Whether the constructs changed and the driver that they move did not, as from Go."""
    return any(
        one.id == "invariants"
        and one.input_before != one.input_after
        and one.value_before == one.value_after
        for one in factors
    )


def _factor(one: FactorChange) -> str:
    """Say what an input did; nothing where its multiplier reads the same."""
    was, now = _number(one.value_before), _number(one.value_after)
    if was == now:
        return ""
    name = FACTOR_NAMES.get(one.id, one.id)
    old, new = _number(one.input_before), _number(one.input_after)
    inputs = f"{old} as before, beside another size" if old == new else f"{old} to {new}"
    return f"{name}: {inputs}, so x {was} to x {now}"


def _number(value: float | None) -> str:
    return "nothing" if value is None else f"{value:.4g}"


def _line_table(lines: Sequence[LineChange]) -> Table:
    columns = (
        Column(title="part of the price", fit=Fit.WRAP),
        Column(title="counted", is_number=True),
        Column(title="EM before", is_number=True),
        Column(title="EM after", is_number=True),
        Column(title="change", is_number=True),
        Column(title="rule"),
    )
    rows: list[tuple[Text, ...]] = [
        (
            (Code(one.package), f": {_group(one)}") if one.package else one.title or _group(one),
            _counts(one.count_before, one.count_after),
            people(one.before),
            people(one.after),
            signed(one.change),
            Code(one.rule) if one.rule else "",
        )
        for one in lines[:_ROWS_SHOWN]
    ]
    rest = lines[_ROWS_SHOWN:]
    if rest:
        words = f"{len(rest)} more"
        rows.append((words, "", "", "", signed(sum(one.change for one in rest)), ""))
    return Table(columns=columns, rows=tuple(rows))


def _group(one: LineChange) -> str:
    return GROUP_NAMES.get(one.group, one.group)


def _counts(before: float | None, after: float | None) -> str:
    if before is None and after is None:
        return ""
    if before == after:
        return grouped(after or 0)
    return f"{grouped(before or 0)} to {grouped(after or 0)}"


def _construct_table(constructs: Sequence[ConstructChange]) -> Table:
    columns = (
        Column(title="construct", fit=Fit.WRAP),
        Column(title="before", is_number=True),
        Column(title="after", is_number=True),
        Column(title="ledger hours", is_number=True),
        Column(title="rule"),
    )
    rows: list[tuple[Text, ...]] = [
        (
            one.title,
            grouped(one.count_before),
            grouped(one.count_after),
            signed(one.hours),
            Code(one.rule),
        )
        for one in constructs[:_ROWS_SHOWN]
    ]
    rest = constructs[_ROWS_SHOWN:]
    if rest:
        rows.append((f"{len(rest)} more", "", "", signed(sum(one.hours for one in rest)), ""))
    if len(constructs) > 1:
        rows.append(("all of them", "", "", signed(sum(one.hours for one in constructs)), ""))
    return Table(columns=columns, rows=tuple(rows))


def _place_table(what: str, places: Sequence[PlaceChange]) -> Table:
    columns = (
        Column(title=f"changed {what}", fit=Fit.MIDDLE),
        Column(title="state"),
        Column(title="lines", is_number=True),
        Column(title="EM before", is_number=True),
        Column(title="EM after", is_number=True),
        Column(title="change", is_number=True),
    )
    rows: list[tuple[Text, ...]] = [
        (
            Code(one.name),
            one.state,
            _counts(one.lines_before, one.lines_after),
            people(one.before),
            people(one.after),
            signed(one.change),
        )
        for one in places[:_ROWS_SHOWN]
    ]
    rest = places[_ROWS_SHOWN:]
    if rest:
        words = f"{plural(len(rest), 'more ' + what)}"
        rows.append((words, "", "", "", "", signed(sum(one.change for one in rest))))
    return Table(columns=columns, rows=tuple(rows))
