"""The text of a Rust type into its shape."""

import re

from estimator.contracts.shapes import DEEPEST, Shape, Tokens, UnreadableTypeError

_TOKEN = re.compile(r"::|->|'[A-Za-z_]\w*|[A-Za-z_]\w*|\d\w*|\S")
_SMART = frozenset({"Box", "Arc", "Rc", "Cow", "Pin", "Ref", "RefMut"})
_LISTS = frozenset(
    {"Vec", "VecDeque", "HashSet", "BTreeSet", "IndexSet", "SmallVec", "BinaryHeap", "FxHashSet"}
)
_MAPS = frozenset({"HashMap", "BTreeMap", "IndexMap", "FxHashMap", "DashMap", "AHashMap"})
_STREAMS = frozenset(
    {
        *("Receiver", "UnboundedReceiver", "Sender", "UnboundedSender", "SyncSender"),
        *("BoxStream", "ReceiverStream", "Streaming"),
    }
)
_ITERATING = frozenset({"Stream", "Iterator", "IntoIterator", "DoubleEndedIterator"})
_CALLED = frozenset({"Fn", "FnMut", "FnOnce", "fn"})
_WRAPPERS = (
    (_LISTS, "list", 1),
    (_MAPS, "map", 2),
    (_STREAMS | _ITERATING, "stream", 1),
    (frozenset({"Option"}), "optional", 1),
    (frozenset({"Result"}), "result", 2),
)
"""Names, the kind of what they wrap, and how many arguments matter."""


def read_rust_type(text: str) -> Shape:
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
    if word in _COMPOSITES:
        return _COMPOSITES[word](tokens, depth + 1)
    if word in _CALLED:
        return _callback(tokens)
    if not re.match(r"[A-Za-z_]", word):
        raise UnreadableTypeError
    return _path(tokens, word, depth + 1)


def _reference(tokens: Tokens, depth: int) -> Shape:
    while tokens.peek().startswith("'") or tokens.peek() == "mut":
        tokens.take()
    return _type(tokens, depth)


def _list(tokens: Tokens, depth: int) -> Shape:
    element = _type(tokens, depth)
    if tokens.accept(";"):
        while tokens.peek() not in ("]", ""):
            tokens.take()
    tokens.expect("]")
    return Shape("list", inner=(element,))


def _tuple(tokens: Tokens, depth: int) -> Shape:
    parts: list[Shape] = []
    has_comma = False
    while not tokens.accept(")"):
        parts.append(_type(tokens, depth))
        if not tokens.accept(","):
            tokens.expect(")")
            break
        has_comma = True
    return parts[0] if len(parts) == 1 and not has_comma else Shape("tuple", inner=tuple(parts))


def _bound(tokens: Tokens, depth: int) -> Shape:
    """Read what follows `dyn` or `impl`; only a function or a stream of values says more."""
    found: list[Shape] = []
    while True:
        _skip_modifiers(tokens)
        if tokens.peek() not in ("", ",", ">", ")"):
            found.append(_type(tokens, depth))
        if not tokens.accept("+"):
            break
    if found and found[0].kind in ("callback", "stream"):
        return found[0]
    return Shape("open", found[0].name if found else tokens.text)


def _skip_modifiers(tokens: Tokens) -> None:
    """Pass lifetimes, ``?`` and ``for<'a>`` before a bound."""
    while tokens.peek().startswith("'") or tokens.peek() in ("?", "for"):
        if tokens.take() == "for":
            tokens.skip_group("<", ">")


def _callback(tokens: Tokens) -> Shape:
    if tokens.peek() == "(":
        tokens.skip_group("(", ")")
    if tokens.accept("->"):
        _type(tokens, 1)
    return Shape("callback", tokens.text)


def _path(tokens: Tokens, first: str, depth: int) -> Shape:
    parts = [first]
    arguments: tuple[Shape, ...] = ()
    while True:
        if tokens.peek() == "<" and not arguments:
            tokens.take()
            arguments = _arguments(tokens, depth)
        elif not tokens.accept("::"):
            break
        elif tokens.peek() != "<":
            parts.append(tokens.take())
    if parts[-1] in _CALLED:
        return _callback(tokens)
    return _meaning("::".join(parts), arguments)


def _arguments(tokens: Tokens, depth: int) -> tuple[Shape, ...]:
    """Read generic arguments; lifetimes and numbers are none, of ``Item = T`` the type counts."""
    found: list[Shape] = []
    while not tokens.accept(">"):
        if tokens.peek().startswith("'") or tokens.peek().isdigit():
            tokens.take()
        else:
            shape = _type(tokens, depth)
            found.append(_type(tokens, depth) if tokens.accept("=") else shape)
        if not tokens.accept(","):
            tokens.expect(">")
            break
    return tuple(found)


def _meaning(path: str, arguments: tuple[Shape, ...]) -> Shape:
    """Read the standard wrappers as what they hold."""
    name = path.rpartition("::")[2]
    if name in _SMART and len(arguments) == 1:
        return arguments[0]
    for names, kind, count in _WRAPPERS:
        if name in names and arguments and (kind != "map" or len(arguments) > 1):
            return Shape(kind, inner=arguments[:count])
    return Shape("named", path, arguments)


def _pointer(_tokens: Tokens, _depth: int) -> Shape:
    raise UnreadableTypeError


_COMPOSITES = {
    "&": _reference,
    "*": _pointer,
    "[": _list,
    "(": _tuple,
    "dyn": _bound,
    "impl": _bound,
    "mut": _type,
}
