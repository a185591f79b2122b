"""Turns the few lines of advice in a report into a section."""

from estimator.model.report import Report
from estimator.reporting.blocks import Code, Paragraph, Section
from estimator.reporting.numbers import percent
from estimator.reporting.wording import plural


def advice_section(report: Report) -> Section | None:
    """Show the recommendation, the surest workload and how much is open; None without advice."""
    found = report.advice
    if found is None:
        return None
    says = Paragraph(text=f"{found.says} ({found.recommendation})", is_strong=True)
    work = "No workload of the document was recognized."
    if found.workload:
        work = f"Workload: {found.workload}, {percent(found.confidence)} sure."
    asked = (
        f"{plural(found.questions, 'question')} only people can answer." if found.questions else ""
    )
    hint = (
        f"{work} {asked} ".replace("  ", " "),
        Code("estimator advise PATH"),
        " gives reasons, comparison and questions.",
    )
    return Section(title="Advice", blocks=(says, Paragraph(text=hint)))
