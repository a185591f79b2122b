"""Turns learning and calendar of a scenario into blocks; nothing where nobody is declared."""

from estimator.model.estimate import Calendar, Effort, ScenarioEstimate
from estimator.reporting.blocks import Block, Column, Fit, Paragraph, Table
from estimator.reporting.numbers import people, percent
from estimator.reporting.wording import language_name, plural

_QUANTILES = tuple(Column(title=name, is_number=True) for name in ("P10", "P50", "P80", "P90"))


def people_blocks(one: ScenarioEstimate) -> tuple[Block, ...]:
    """Show learning, effort with it, and the months that the declared team needs."""
    if one.calendar is None or one.effort is None:
        return ()
    blocks: list[Block] = []
    if one.learners and one.learning and one.effort_with_learning:
        language = language_name(one.target_language)
        who = plural(one.learners, "engineer")
        rows = (
            (f"learning {language}: {who}", *_cells(one.learning)),
            (
                "effort with learning",
                *_cells(one.effort_with_learning),
            ),
        )
        title = Column(title="beside the effort, in EM", fit=Fit.WRAP)
        blocks.append(Table(columns=(title, *_QUANTILES), rows=rows))
    blocks.append(Paragraph(text=_calendar_words(one.calendar)))
    return tuple(blocks)


def _cells(effort: Effort) -> tuple[str, ...]:
    return tuple(map(people, (effort.p10, effort.p50, effort.p80, effort.p90)))


def _calendar_words(calendar: Calendar) -> str:
    who = plural(calendar.engineers, "engineer")
    return (
        f"Calendar: {people(calendar.p50)} months at P50, {people(calendar.p80)} at P80, with"
        f" {who} at {percent(calendar.share)} of their time: effort x (serial part + rest / useful"
        f" engineers) / share = {calendar.formula}."
    )
