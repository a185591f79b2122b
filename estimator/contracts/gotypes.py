"""The text of a Go type into its shape."""

import re

from estimator.contracts.shapes import DEEPEST, Shape, Tokens, UnreadableTypeError

_TOKEN = re.compile(r"\.\.\.|<-|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?|\d\w*|\S")
_PREFIXES = {"...": "list", "*": "optional"}


def read_go_type(text: str) -> Shape:
    """Read a whole type as written. Raises UnreadableTypeError."""
    tokens = Tokens(text, _TOKEN)
    found = _type(tokens, 0)
    if not tokens.is_done():
        raise UnreadableTypeError
    return found


def _type(tokens: Tokens, depth: int) -> Shape:
    if depth > DEEPEST:
        raise UnreadableTypeError
    word = tokens.take()
    if word in _PREFIXES:
        return Shape(_PREFIXES[word], inner=(_type(tokens, depth + 1),))
    if word in _COMPOSITES:
        return _COMPOSITES[word](tokens, depth + 1)
    if not re.match(r"[A-Za-z_]", word):
        raise UnreadableTypeError
    arguments: tuple[Shape, ...] = ()
    if tokens.accept("["):
        arguments = tokens.separated("]", lambda: _type(tokens, depth + 1))
    return Shape("open" if word == "any" else "named", word, arguments)


def _group(tokens: Tokens, depth: int) -> Shape:
    found = _type(tokens, depth)
    tokens.expect(")")
    return found


def _list(tokens: Tokens, depth: int) -> Shape:
    while not tokens.accept("]"):
        if not tokens.take():
            raise UnreadableTypeError
    return Shape("list", inner=(_type(tokens, depth),))


def _map(tokens: Tokens, depth: int) -> Shape:
    tokens.expect("[")
    key = _type(tokens, depth)
    tokens.expect("]")
    return Shape("map", inner=(key, _type(tokens, depth)))


def _receiving(tokens: Tokens, depth: int) -> Shape:
    tokens.expect("chan")
    return Shape("stream", inner=(_type(tokens, depth),))


def _channel(tokens: Tokens, depth: int) -> Shape:
    tokens.accept("<-")
    return Shape("stream", inner=(_type(tokens, depth),))


def _function(tokens: Tokens, _depth: int) -> Shape:
    tokens.skip_group("(", ")")
    while not tokens.is_done() and tokens.peek() not in (",", ")", "]"):
        if tokens.peek() == "(":
            tokens.skip_group("(", ")")
        else:
            tokens.take()
    return Shape("callback", tokens.text)


def _structure(tokens: Tokens, _depth: int) -> Shape:
    tokens.expect("{")
    if tokens.accept("}"):
        return Shape("tuple")
    while not tokens.accept("}"):
        if not tokens.take():
            raise UnreadableTypeError
    return Shape("unknown", tokens.text)


def _interface(tokens: Tokens, _depth: int) -> Shape:
    tokens.skip_group("{", "}")
    return Shape("open", tokens.text)


_COMPOSITES = {
    "(": _group,
    "[": _list,
    "map": _map,
    "<-": _receiving,
    "chan": _channel,
    "func": _function,
    "struct": _structure,
    "interface": _interface,
}
