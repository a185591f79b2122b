"""What types cannot say about the signs of an API shell: names, languages, what to look for."""

import re
from collections.abc import Iterator

from estimator.languages import LANGUAGES
from estimator.model.rules import ShellSign
from estimator.rulebook.validate import KeyedReason, choice_faults, source_faults, text_faults

_ID = re.compile(r"shell\.[a-z][a-z-]*", re.ASCII)
_PATH = re.compile(r"[A-Za-z_]\w*(::[A-Za-z_]\w*)*", re.ASCII)
_MOST_LINES = 1_000_000


def shell_faults(sign: ShellSign) -> Iterator[KeyedReason]:
    """Yield every fault of one sign as (key, reason)."""
    if not _ID.fullmatch(sign.id):
        yield "id", f"must look like shell.handlers, is {sign.id!r}"
    yield from text_faults("part", sign.part)
    yield from text_faults("reason", sign.reason)
    yield from choice_faults("language", sign.language, tuple(sorted(LANGUAGES)))
    if not (sign.paths or sign.derives or sign.entries or sign.holds_shell):
        yield "", "needs `paths`, `derives`, `entries` or `holds_shell`: what shows it"
    for key, names in (("paths", sign.paths), ("derives", sign.derives), ("entries", sign.entries)):
        for index, name in enumerate(names):
            if not _PATH.fullmatch(name):
                yield f"{key}[{index}]", f"must look like hyper::server, is {name!r}"
    if sign.at_most_lines is not None and not 0 <= sign.at_most_lines <= _MOST_LINES:
        yield "at_most_lines", f"needs 0 to {_MOST_LINES}"
    yield from source_faults(sign.source)
