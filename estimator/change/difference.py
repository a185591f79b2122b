"""Two priced states of a repository into their difference. Pure, and the order never matters."""

import math
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from estimator.change.places import file_changes, unit_changes
from estimator.model.change import (
    ConstructChange,
    Difference,
    EffortChange,
    FactorChange,
    LineChange,
    Priced,
    ScenarioChange,
    Side,
)
from estimator.model.estimate import Effort, Line, ScenarioEstimate
from estimator.model.rules import Finding


def compare(before: Priced, after: Priced) -> Difference:
    """Subtract one state from the other, scenario by scenario.

    The changes of the lines sum to the change of a P50, and so do those of the files with what is
    elsewhere. Ranges are differences of quantiles: both states share what is uncertain.
    """
    old = {one.id: one for one in before.report.scenarios}
    new = {one.id: one for one in after.report.scenarios}
    both = [one.id for one in after.report.scenarios]
    both += [key for key in old if key not in new]
    return Difference(
        tool=after.report.tool,
        before=_side(before),
        after=_side(after),
        scenarios=tuple(_scenario(old.get(key), new.get(key), before, after) for key in both),
        notes=tuple(_notes(before, after)),
    )


def _side(one: Priced) -> Side:
    repository = one.report.repository
    return Side(
        label=one.label,
        name=repository.name,
        commit=repository.commit,
        committed_at=repository.committed_at,
        is_dirty=repository.is_dirty,
        subfolder=repository.subfolder,
        priced_language=repository.priced_language,
        product_lines=one.report.size.product_lines,
        files=one.report.size.files,
    )


def _notes(before: Priced, after: Priced) -> Iterator[str]:
    old, new = before.report.repository, after.report.repository
    if old.name != new.name:
        yield f"Two repositories: {old.name} before, {new.name} after."
    if old.priced_language != new.priced_language:
        yield "The language with the most product lines is another one; --language names one."
    if before.facts.declared != after.facts.declared:
        keys = sorted(
            key
            for key in {*before.facts.declared, *after.facts.declared}
            if before.facts.declared.get(key) != after.facts.declared.get(key)
        )
        yield f"Declared otherwise in estimator.toml, each side by its own: {', '.join(keys)}."
    if before.facts.coverage.excluded_patterns != after.facts.coverage.excluded_patterns:
        yield "Each side leaves out what its own configuration excludes, which is not the same."
    for one in (before, after):
        if one.facts.coverage.skipped:
            yield f"{one.label}: {len(one.facts.coverage.skipped)} files could not be read."


def _scenario(
    old: ScenarioEstimate | None, new: ScenarioEstimate | None, before: Priced, after: Priced
) -> ScenarioChange:
    known = new or old
    key = known.id if known else ""
    old_effort, new_effort = _effort(old), _effort(new)
    found = ScenarioChange(
        id=key,
        title=known.title if known else "",
        before=old_effort,
        after=new_effort,
        change=_change(old_effort, new_effort),
        why_before=old.why if old else "No rule prices it there.",
        why_after=new.why if new else "No rule prices it there.",
    )
    if old is None or new is None or found.change is None:
        return found
    found = msgspec.structs.replace(
        found,
        lines=_lines(old.lines, new.lines),
        factors=tuple(_factors(old, new)),
        constructs=_constructs(before.findings.get(key, ()), after.findings.get(key, ())),
    )
    return _with_places(found, before, after)


def _with_places(found: ScenarioChange, before: Priced, after: Priced) -> ScenarioChange:
    """Fill in units and files, where the price is shared over files on both sides."""
    if found.change is None or found.id not in before.shares or found.id not in after.shares:
        return found
    files = file_changes(before, after, found.id)
    return msgspec.structs.replace(
        found,
        files=files,
        units=unit_changes(before, after, found.id, files),
        elsewhere=found.change.p50 - math.fsum(one.change for one in files),
    )


def _effort(one: ScenarioEstimate | None) -> Effort | None:
    return one.effort if one is not None and one.applies else None


def _change(before: Effort | None, after: Effort | None) -> EffortChange | None:
    if before is None or after is None:
        return None
    return EffortChange(
        p10=after.p10 - before.p10,
        p50=after.p50 - before.p50,
        p80=after.p80 - before.p80,
        p90=after.p90 - before.p90,
    )


_LineKey = tuple[str, str, str]


def _lines(before: Sequence[Line], after: Sequence[Line]) -> tuple[LineChange, ...]:
    old, new = _by_key(before), _by_key(after)
    found = (_line(old.get(key, ()), new.get(key, ())) for key in sorted({*old, *new}))
    moved = [one for one in found if one.change or one.count_before != one.count_after]
    order = sorted(moved, key=lambda one: (-abs(one.change), one.group, one.rule, one.package))
    return tuple(order)


def _by_key(lines: Sequence[Line]) -> Mapping[_LineKey, tuple[Line, ...]]:
    found: dict[_LineKey, tuple[Line, ...]] = {}
    for line in lines:
        key = (line.group, line.rule, line.package)
        found[key] = (*found.get(key, ()), line)
    return found


def _line(before: Sequence[Line], after: Sequence[Line]) -> LineChange:
    first = (*after, *before)[0]
    old, new = (math.fsum(line.effort for line in lines) for lines in (before, after))
    return LineChange(
        group=first.group,
        rule=first.rule,
        package=first.package,
        title=first.title,
        before=old,
        after=new,
        change=new - old,
        count_before=_count(before),
        count_after=_count(after),
        counted=first.counted,
    )


def _count(lines: Sequence[Line]) -> float | None:
    counts = [line.count for line in lines if line.count is not None]
    return math.fsum(counts) if counts else None


def _factors(old: ScenarioEstimate, new: ScenarioEstimate) -> Iterator[FactorChange]:
    before = {one.id: one for one in old.factors}
    after = {one.id: one for one in new.factors}
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        found = FactorChange(
            id=key,
            input_before=was.input if was else None,
            input_after=now.input if now else None,
            value_before=was.value if was else None,
            value_after=now.value if now else None,
        )
        has_moved = found.input_before != found.input_after
        if has_moved or found.value_before != found.value_after:
            yield found


def _constructs(before: Sequence[Finding], after: Sequence[Finding]) -> tuple[ConstructChange, ...]:
    old = {one.rule.id: one for one in before}
    new = {one.rule.id: one for one in after}
    found = [_construct(old.get(key), new.get(key)) for key in sorted({*old, *new})]
    moved = (one for one in found if one.count_before != one.count_after)
    return tuple(sorted(moved, key=lambda one: (-abs(one.hours), one.rule)))


def _construct(before: Finding | None, after: Finding | None) -> ConstructChange:
    known = after or before
    return ConstructChange(
        rule=known.rule.id if known else "",
        title=known.rule.title if known else "",
        count_before=before.count if before else 0.0,
        count_after=after.count if after else 0.0,
        hours=(after.full_hours.likely if after else 0.0)
        - (before.full_hours.likely if before else 0.0),
    )
