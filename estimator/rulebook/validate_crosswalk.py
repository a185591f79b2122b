"""What types cannot say about crosswalk entries: names, kinds, ordered days, counterparts."""

import re
from collections.abc import Iterator

from estimator.model.crosswalk import ECOSYSTEMS
from estimator.model.rules import CrosswalkEntry
from estimator.rulebook.validate import KeyedReason, choice_faults, source_faults, text_faults

_CRATE = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\*?", re.ASCII)
_MODULE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*\.[A-Za-z0-9._~/-]*[A-Za-z0-9_~/-]\*?", re.ASCII)
_FORMS = {"crates": (_CRATE, "serde-json or aws-*"), "modules": (_MODULE, "golang.org/x/net")}
_NO_COUNTERPART = "none"
_KINDS = ("adapt", "counterpart", _NO_COUNTERPART, "rewrite", "standard library")
_NEED_ONE = ("adapt", "counterpart", "standard library")
_MOST_DAYS = 1e4


def crosswalk_faults(entry: CrosswalkEntry) -> Iterator[KeyedReason]:
    """Yield every fault of one entry as (key, reason)."""
    yield from choice_faults("ecosystem", entry.ecosystem, tuple(sorted(ECOSYSTEMS.values())))
    if entry.ecosystem in _FORMS:
        form, like = _FORMS[entry.ecosystem]
        if not form.fullmatch(entry.name):
            yield "name", f"must look like {like}, is {entry.name!r}"
    yield from text_faults("purpose", entry.purpose)
    yield from choice_faults("kind", entry.kind, _KINDS)
    if entry.kind in _NEED_ONE and not entry.counterparts:
        yield "counterparts", f"the kind {entry.kind} needs at least one"
    if entry.kind == _NO_COUNTERPART and entry.counterparts:
        yield "counterparts", "the kind none has none"
    for index, counterpart in enumerate(entry.counterparts):
        yield from text_faults(f"counterparts[{index}]", counterpart)
    days = entry.days
    if not 0 <= days.low <= days.likely <= days.high <= _MOST_DAYS:
        yield "days", f"needs 0 <= low <= likely <= high <= {_MOST_DAYS:g} days"
    yield from source_faults(entry.source)
