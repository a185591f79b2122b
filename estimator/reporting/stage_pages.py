"""Turns a stage of a migration plan into the section of its page."""

from estimator.model.planrules import Stage, StageText
from estimator.model.rulevalue import Condition
from estimator.reporting.blocks import Block, Bullets, Code, Pairs, Section, Text
from estimator.reporting.numbers import exact_number, percent
from estimator.reporting.rule_pages import source_bullets


def stage_page(stage: Stage, origin: str) -> Section:
    """Explain one stage: what it takes of the price, its criteria, risks and sources."""
    takes = ", ".join(f"{percent(take.share)} of {take.group}" for take in stage.takes)
    rows: list[tuple[str, Text]] = [
        ("scenarios", f"of kind {stage.kind}"),
        ("part", f"{stage.part}, rank {stage.rank}"),
        ("takes", f"{takes or 'nothing'} of the lines; a plan moves no price"),
    ]
    if origin:
        rows.append(("file", Code(origin)))
    blocks: list[Block] = [Pairs(rows=tuple(rows))]
    for title, texts in (
        ("Begins when", stage.entry),
        ("Done when", stage.exit),
        ("Risks", stage.risks),
    ):
        if texts:
            blocks.append(Bullets(title=title, items=tuple(_words(one) for one in texts)))
    return Section(
        title=f"{stage.id}: {stage.title}", blocks=(*blocks, source_bullets(stage.source))
    )


def _words(one: StageText) -> str:
    text = one.text.replace("{count}", "N") if one.count else one.text
    return text if one.when is None else f"{text} (where {_condition(one.when)})"


def _condition(condition: Condition) -> str:
    if condition.metric is not None:
        bounds = (("at least", condition.at_least), ("at most", condition.at_most))
        told = [f"{words} {exact_number(bound)}" for words, bound in bounds if bound is not None]
        return f"{condition.metric} is {' and '.join(told)}"
    joined = " and " if condition.all else " or "
    return joined.join(_condition(part) for part in (*condition.all, *condition.any))
