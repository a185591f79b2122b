"""A symbol of a Go program into package and name: ``a/b.(*T).M.func1`` is ``T.M`` of ``a/b``.

How the compiler names closures, wrappers and instances: cmd/compile/internal/ir and
internal/types/pkg.go of the Go source.
"""

import re

from estimator.model.source import Value

_CLOSURE = re.compile(
    r"func\d+|\d+|gowrap\d+|deferwrap\d+|init|(?:func\d+)?-?range\d+|-fm|func\d+-\w+"
)
_SUFFIX = re.compile(r"(?:-fm|-range\d+)+$")
_ESCAPE = re.compile(r"%([0-9a-f]{2})")
_LITERAL_OF_PACKAGE = "glob"


class GoName(Value, frozen=True, kw_only=True):
    """Where a symbol belongs."""

    package: str
    """Import path, ``main`` for a program's own package; ``""`` where the symbol is not Go's."""
    parts: tuple[str, ...]
    """Receiver and function names from the outside in; without closures at the end."""


def parse_go(symbol: str) -> GoName:
    """Take a symbol apart; what a Go compiler would not write gives an empty package."""
    text = without_instances(symbol)
    slash = text.rfind("/")
    dot = text.find(".", slash + 1)
    if dot < 0:
        return GoName(package="", parts=(text,) if text else ())
    package = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text[:dot])
    names = [_SUFFIX.sub("", name) for name in _names(text[dot + 1 :])]
    if names and names[0] == _LITERAL_OF_PACKAGE:
        names = []  # a closure in a variable's declaration: only its line tells where
    while len(names) > 1 and _CLOSURE.fullmatch(names[-1]):
        names.pop()
    return GoName(package=package, parts=tuple(name for name in names if name))


def without_instances(symbol: str) -> str:
    """Drop what stands in brackets: type arguments, which may hold paths and dots."""
    if "[" not in symbol:
        return symbol
    kept = []
    depth = 0
    for piece in re.split(r"([\[\]])", symbol):
        if piece == "[":
            depth += 1
        elif piece == "]":
            depth = max(0, depth - 1)
        elif depth == 0:
            kept.append(piece)
    return "".join(kept)


def _names(rest: str) -> list[str]:
    """``(*T).M.func1`` into ``T``, ``M`` and ``func1``."""
    return [name.strip("()").lstrip("*") for name in rest.split(".")]
