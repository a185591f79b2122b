"""Turns the ways to go on into sections: one table side by side, then each in words."""

from collections.abc import Iterator

from estimator.model.advice import Advice, Way
from estimator.reporting.blocks import Block, Bullets, Column, Fit, Pairs, Paragraph, Section, Table
from estimator.reporting.numbers import people, two_digits, written
from estimator.reporting.wording import EM_SENTENCE

_STAY = "stay"
_NOTE = (
    "Splits first, then staying, then the whole port: that is the document's order. Served"
    " better or worse are its reasons that apply here. "
)
_COLUMNS = (
    Column(title="way", fit=Fit.WRAP, weight=3),
    Column(title="P50, EM", is_number=True),
    Column(title="P80, EM", is_number=True),
    Column(title="learning, EM", is_number=True),
    Column(title="months", is_number=True),
    Column(title="P50, money", is_number=True),
    Column(title="P80, money", is_number=True),
    Column(title="pays after, months", is_number=True),
    Column(title="basis"),
)


def ways_sections(advice: Advice) -> Iterator[Section]:
    """Give the comparison; ways that do not apply are named with the reason."""
    if not advice.ways:
        return
    applying = [one for one in advice.ways if one.applies]
    rows = tuple(_row(way, advice.currency) for way in applying)
    blocks: list[Block] = [Paragraph(text=_NOTE + EM_SENTENCE)]
    blocks.append(Table(columns=_COLUMNS, rows=rows))
    if not any(one.calendar_months for one in applying):
        words = "No team is declared: no months, no learning. Try --set team.engineers=4."
        blocks.append(Paragraph(text=words))
    others = tuple(f"{one.title}: {one.why}" for one in advice.ways if not one.applies)
    if others:
        blocks.append(Bullets(title="Do not apply", items=others))
    yield Section(title="The ways to go on", blocks=tuple(blocks))
    for way in applying:
        yield Section(title=way.title, blocks=(Pairs(rows=tuple(_words(way))),))


def _row(way: Way, currency: str) -> tuple[str, ...]:
    if way.kind == _STAY:
        return (way.title, "0", "0", "", "", "", "", "", "")
    return (
        way.title,
        _number(way.effort_p50),
        _number(way.effort_p80),
        _number(way.learning_p50 or None),
        _number(way.calendar_months),
        _money(way.money_p50, currency),
        _money(way.money_p80, currency),
        _number(way.break_even_months),
        way.basis,
    )


def _number(value: float | None) -> str:
    return "" if value is None else people(value)


def _money(value: float | None, currency: str) -> str:
    return "" if value is None else f"{written(two_digits(value))} {currency}"


def _words(way: Way) -> Iterator[tuple[str, str]]:
    is_stay = way.kind == _STAY
    better = "well served" if is_stay else "better served"
    for label, items in (
        ("stays", way.stays),
        (better, way.better),
        ("better elsewhere" if is_stay else "worse served", way.worse),
        ("mind", way.cautions),
        ("risks", way.risks),
        ("calendar", way.calendar_limits),
        ("two languages", (way.yearly_cost,) if way.yearly_cost else way.open_costs),
        ("break-even", (way.break_even,) if way.break_even else ()),
    ):
        if items:
            yield label, "; ".join(items)
        elif label == better:
            yield label, "no reason of the document is known to apply here"
