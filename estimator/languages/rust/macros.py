"""The tokens of a macro call, which the syntax tree does not read, into the calls among them."""

import re
from collections.abc import Iterator

from estimator.languages.linking import EXPRESSION, FoundCall, words_in
from estimator.model.links import TypedName

_QUIET = frozenset({"quote", "quote_spanned", "parse_quote", "macro_rules", "stringify", "concat"})
"""Macros whose tokens are not run where they stand."""
_NO_NAMES = words_in(
    "as async await box break const continue crate dyn else enum fn for if impl in let loop match"
    " mod move mut pub ref return self static struct super trait type unsafe use where while"
)
_PATH = re.compile(
    r"(?:(?<![\w.:])(?P<path>(?:\w++\s*+(?:\.|::)\s*+(?=\w))*+)|(?<=[)\]?}])\s*+\.\s*+)"
    r"(?P<name>[A-Za-z_]\w*+)(?:::<[\w\s,<>:&']{0,200}>)?\s*+(?P<call>\()?"
)
"""Every path, called or not, so that none is looked at twice."""
_STATIC = re.compile(r"\bstatic\s+(?:ref\s+)?(\w++)\s*+:\s*+([^=;]{1,200})")
_DECLARING = frozenset({"lazy_static", "thread_local"})


def macro_calls(name: str, tokens: str, row: int) -> Iterator[FoundCall]:
    """Words before a parenthesis, read from left to right; names of types are left out.

    Args:
        name: the macro's, without its path.
        tokens: its text with comments and strings blanked.
        row: of the first token, 0-based.
    """
    if name in _QUIET:
        return
    position = 0
    for found in _PATH.finditer(tokens):
        called = found["name"]
        if found["call"] is None or called in _NO_NAMES or called[0].isupper():
            continue
        row += tokens.count("\n", position, found.start("name"))
        position = found.start("name")
        path = found["path"]
        if path is None:
            yield FoundCall(called, EXPRESSION, row, is_method=True)
            continue
        before = "".join(path.split())
        is_method = before.endswith(".")
        yield FoundCall(called, before.rstrip(".:"), row, is_method=is_method)


def macro_statics(name: str, tokens: str, line: int) -> tuple[TypedName, ...]:
    """Static variables that `lazy_static` and `thread_local` declare."""
    if name not in _DECLARING:
        return ()
    return tuple(
        TypedName(
            name=found[1],
            type=" ".join(found[2].split()),
            line=line + tokens.count("\n", 0, found.start(1)),
        )
        for found in _STATIC.finditer(tokens)
    )
