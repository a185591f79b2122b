"""What types cannot say about the stages of a plan: id forms, known words, sums of shares."""

import math
import re
from collections.abc import Iterator, Mapping

from estimator.model.planrules import Stage, StageText
from estimator.model.rules import Scenario
from estimator.rulebook.validate import (
    KeyedReason,
    choice_faults,
    condition_faults,
    languages_of,
    metric_faults,
    source_faults,
    text_faults,
)

_ID = re.compile(r"stage\.[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*", re.ASCII)
_PARTS = ("contracts", "cut-over", "dual-run", "oracle", "paths", "removal", "units")
_CARRIERS = ("paths", "units")
"""Parts that carry the code; each kind of scenario has exactly one of them."""
_GROUPS = (
    *("boundary", "contracts", "core", "cut-over", "dependencies", "invariants"),
    *("performance", "tests", "toolchain", "translate"),
)
_KINDS = ("hot-paths", "shell", "whole-port")
_COUNT = "{count}"
_SLACK = 1e-9


def stage_faults(stage: Stage, scenarios: Mapping[str, Scenario]) -> Iterator[KeyedReason]:
    """Yield every fault of one stage as (key, reason)."""
    if not _ID.fullmatch(stage.id):
        yield "id", f"must look like stage.whole-port.contracts, is {stage.id!r}"
    yield from choice_faults("kind", stage.kind, _KINDS)
    yield from choice_faults("part", stage.part, _PARTS)
    yield from text_faults("title", stage.title)
    for index, take in enumerate(stage.takes):
        yield from choice_faults(f"takes[{index}].group", take.group, _GROUPS)
        if not 0 < take.share <= 1:
            yield f"takes[{index}].share", f"must be above 0 and at most 1, is {take.share:g}"
    for key, texts in (("entry", stage.entry), ("exit", stage.exit), ("risks", stage.risks)):
        if key != "risks" and all(one.when is not None for one in texts):
            yield key, "needs one text that holds everywhere, without `when`"
        for index, one in enumerate(texts):
            yield from _text_faults(f"{key}[{index}]", one, languages_of(scenarios))
    yield from source_faults(stage.source)


def take_faults(stages: Mapping[str, Stage]) -> Iterator[tuple[str, str]]:
    """Yield (id of a stage, reason) where the stages of a kind do not make up the whole."""
    for kind in _KINDS:
        found = [stage for _, stage in sorted(stages.items()) if stage.kind == kind]
        if not found:
            continue
        carriers = [stage for stage in found if stage.part in _CARRIERS]
        if len(carriers) != 1:
            yield found[0].id, f"{kind} needs exactly one stage of part units or paths"
        for group in sorted({take.group for stage in found for take in stage.takes}):
            takers = [
                (stage.id, take.share)
                for stage in found
                for take in stage.takes
                if take.group == group
            ]
            total = math.fsum(share for _, share in takers)
            if abs(total - 1) > _SLACK:
                yield takers[0][0], f"the shares of {group} in {kind} sum to {total:.6g}, not to 1"


def _text_faults(key: str, one: StageText, known: frozenset[str]) -> Iterator[KeyedReason]:
    yield from text_faults(f"{key}.text", one.text)
    if one.when is not None:
        yield from condition_faults(one.when, f"{key}.when", known)
    if one.count:
        yield from metric_faults(f"{key}.count", one.count, known)
    if (_COUNT in one.text) != bool(one.count):
        yield key, "`count` and {count} in the text need each other"
