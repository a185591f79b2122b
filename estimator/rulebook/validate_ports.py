"""What types cannot say about ports and disagreements: id forms, positive sizes, whole examples."""

import math
import re
from collections.abc import Iterator, Mapping

from estimator.model.rules import Disagreement, Port, Scenario
from estimator.rulebook.validate import KeyedReason, choice_faults, source_faults, text_faults

_PORT_ID = re.compile(r"port\.[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_DISAGREEMENT_ID = re.compile(r"disagreement\.[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
_GRADES = ("A", "B", "C", "published")
_SIDES = ("above", "below")
_WHOLE_PORT = "whole-port"


def port_faults(port: Port, scenarios: Mapping[str, Scenario]) -> Iterator[KeyedReason]:
    """Yield every fault of one port as (key, reason)."""
    if not _PORT_ID.fullmatch(port.id):
        yield "id", f"must look like port.fzf-skim, is {port.id!r}"
    yield from text_faults("name", port.name)
    yield from choice_faults("grade", port.grade, _GRADES)
    wholes = tuple(sorted(key for key, one in scenarios.items() if one.kind == _WHOLE_PORT))
    yield from choice_faults("direction", port.direction, wholes)
    yield from source_faults(port.source)
    numbers = {
        "product_lines": port.product_lines,
        "effort": port.effort,
        "effort_by_days": port.effort_by_days,
        "effort_by_sessions": port.effort_by_sessions,
        "own_by_days": port.own_by_days,
        "own_by_sessions": port.own_by_sessions,
        "facts.product_lines": port.facts.product_lines if port.facts else None,
    }
    for key, value in numbers.items():
        if value is not None and not (math.isfinite(value) and value > 0):
            yield key, f"must be a positive number, is {value:g}"
    if port.in_statistics:
        for key in ("product_lines", "effort"):
            if numbers[key] is None:
                yield key, "a port in the statistics needs it"


def disagreement_faults(
    reason: Disagreement, scenarios: Mapping[str, Scenario]
) -> Iterator[KeyedReason]:
    """Yield every fault of one disagreement as (key, reason)."""
    if not _DISAGREEMENT_ID.fullmatch(reason.id):
        yield "id", f"must look like disagreement.document-above, is {reason.id!r}"
    if not reason.views:
        yield "views", "at least one view is needed"
    yield from choice_faults("side", reason.side, _SIDES)
    yield from text_faults("reason", reason.reason)
    yield from source_faults(reason.source)
    languages = tuple(sorted({one.source_language for one in scenarios.values()}))
    yield from choice_faults("language", reason.language, ("", *languages))
    for speaks, kind in ((True, "that speaks"), (False, "that stays quiet")):
        if all(one.speaks != speaks for one in reason.example):
            yield "example", f"no example {kind}"
