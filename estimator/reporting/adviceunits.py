"""Turns workloads of units and shares of metal into a section: what each part is for."""

from collections.abc import Iterator

from estimator.model.advice import Advice, MetalShare, UnitWorkloads
from estimator.reporting.blocks import Block, Code, Column, Fit, Paragraph, Section, Table, Text
from estimator.reporting.numbers import percent
from estimator.reporting.wording import plural

MOST_UNITS = 10
_PICKS = {"either": "either", "go": "Go", "rust": "Rust"}
_COLUMNS = (
    Column(title="unit", fit=Fit.MIDDLE, weight=2),
    Column(title="lines", is_number=True),
    Column(title="workload", fit=Fit.WRAP, weight=2),
    Column(title="sure", is_number=True),
    Column(title="pick"),
    Column(title="metal"),
    Column(title="first evidence", fit=Fit.MIDDLE, weight=2),
)


def units_section(advice: Advice) -> Section | None:
    """Show the largest units with a workload of their own; None where no unit shows one."""
    if not advice.units:
        return None
    rows = tuple(row for unit in advice.units[:MOST_UNITS] for row in _rows(unit))
    blocks: list[Block] = [
        Paragraph(text=f"{metal_words(advice.metals)} The rest is recognized as neither."),
        Table(columns=_COLUMNS, rows=rows),
    ]
    more = len(advice.units) - MOST_UNITS
    if more > 0:
        blocks.append(Paragraph(text=f"And {plural(more, 'more unit')}; JSON holds all of them."))
    return Section(title="Unit by unit", blocks=tuple(blocks))


def metal_words(metals: tuple[MetalShare, ...]) -> str:
    """Say how much is cold and how much is warm metal, as a sentence; "" where nothing is known."""
    parts = [_side(one) for one in metals]
    return f"{'; '.join(parts)}.".capitalize() if parts else ""


def _side(share: MetalShare) -> str:
    if not share.units:
        return f"{share.metal} metal: no unit"
    units = plural(share.units, "unit")
    return f"{share.metal} metal: {units}, {percent(share.share)} of the product lines"


def _rows(unit: UnitWorkloads) -> Iterator[tuple[Text, ...]]:
    """Give a row for each workload; the unit is named in its first."""
    for place, work in enumerate(unit.workloads):
        is_first = place == 0
        yield (
            Code(unit.unit) if is_first else "",
            f"{unit.product_lines:,}" if is_first else "",
            work.title,
            percent(work.confidence),
            _PICKS[work.pick],
            "" if work.metal == "any" else work.metal,
            Code(f"{work.evidence[0][0]}:{work.evidence[0][1]}") if work.evidence else "",
        )
