"""Goroutines, channels, locks, contexts and timers: what Go's runtime gives for nothing."""

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from estimator.languages.go.shapes import field_of
from estimator.languages.nodes import has_child
from estimator.languages.spec import NodeRow, SyntaxNode, WordRow, word, words


def _starts_closure(statement: SyntaxNode, _source: bytes) -> bool:
    call = statement.named_child(0)
    function = None if call is None else call.child_by_field_name("function")
    return function is not None and function.type == "func_literal"


_SIGHT_BYTES = 12_000
"""How far around a goroutine's start its function is read: longer functions are few."""
_BLOCK_BYTES = 6_000
"""The view moves by blocks, so that the goroutines of a block share what was read."""
_FUNCTION_START = re.compile(rb"\nfunc ")
_FUNCTION_END = re.compile(rb"\n(?:\}|func )")
_JOINS = (b".Wait(", b".Add(", b"errgroup")
_STOPS = (b"ctx", b"done", b"stop", b"quit", b"cancel", b"close", b"exit", b"shutdown")


def _is_unwaited(statement: SyntaxNode, source: bytes) -> bool:
    """True in a function that neither adds to a group nor waits, by its text."""
    return not _joins_and_stops(source, *_view(statement, source))[0]


def _is_unsupervised(statement: SyntaxNode, source: bytes) -> bool:
    """True where no word of stopping is in sight either, nor in the function that it starts."""
    first, last = _view(statement, source)
    return not (
        any(_joins_and_stops(source, first, last))
        or _stops_itself(statement, source)
        or _is_heard(statement, source, first, last)
    )


_SENT_BYTES = 2_000
_HEAD_BYTES = 600
_SENT = re.compile(rb"\b(\w+) <- ")


def _is_heard(statement: SyntaxNode, source: bytes, first: int, last: int) -> bool:
    """The function around receives from a channel that the goroutine sends to, or was given it."""
    start = statement.start_byte
    sent = set(_SENT.findall(source, start, min(statement.end_byte, start + _SENT_BYTES)))
    given = source[first : min(last, first + _HEAD_BYTES)].partition(b"{\n")[0]
    return any(
        source.find(b"<-" + name, first, last) >= 0
        or re.search(rb"\b%s (?:<-)?chan\b" % name, given) is not None
        for name in sent
    )


_STARTED = re.compile(rb"go (?:\w+\.)*(\w+)\(")
_STARTED_BYTES = 6_000
_DECLARED = re.compile(rb"\nfunc (?:\([^)\n]{0,80}\) )?(\w{1,80})[(\[]")


def _stops_itself(statement: SyntaxNode, source: bytes) -> bool:
    """The function that is started is in the same file and has a word of joining or stopping."""
    called = _STARTED.match(source, statement.start_byte)
    if called is None:
        return False
    first = _declared(source).get(called[1])
    if first is None:
        return False
    latest = first + _STARTED_BYTES
    end = source.find(b"\n}", first, latest)
    return any(_joins_and_stops(source, first, end if end > 0 else latest))


@lru_cache(maxsize=1)
def _declared(source: bytes) -> dict[bytes, int]:
    """Where the functions and methods of a file begin, by name."""
    return {found[1]: found.end() for found in _DECLARED.finditer(source)}


@lru_cache(maxsize=4)
def _joins_and_stops(source: bytes, first: int, last: int) -> tuple[bool, bool]:
    text = source[first:last]
    lowered = text.lower()
    return any(join in text for join in _JOINS), any(stop in lowered for stop in _STOPS)


def _view(statement: SyntaxNode, source: bytes) -> tuple[int, int]:
    """Where the declaration around a statement begins and ends, as formatted code shows it."""
    start, end = statement.start_byte, statement.end_byte
    starts, ends = _edges(source)
    first, last = starts[bisect_right(starts, start) - 1], ends[bisect_left(ends, end)]
    earliest = start - start % _BLOCK_BYTES - _SIGHT_BYTES
    latest = end - end % _BLOCK_BYTES + _BLOCK_BYTES + _SIGHT_BYTES
    return max(first, earliest), min(last, latest)


@lru_cache(maxsize=1)
def _edges(source: bytes) -> tuple[list[int], list[int]]:
    """Offsets at which declarations begin and end."""
    starts = [found.start() for found in _FUNCTION_START.finditer(source)]
    ends = [found.start() for found in _FUNCTION_END.finditer(source)]
    return [0, *starts], [*ends, len(source)]


_MAKE = b"make("
_MAKE_BYTES = 20
"""Enough for the call's beginning, a character before it and some white space."""
_ARGUMENT_END = re.compile(rb"\s{0,200}(,?)\s{0,200}(\)?)")


def _makes_buffered(channel: SyntaxNode, source: bytes) -> bool:
    return _is_made(channel, source) and _capacity(channel, source)


def _makes_unbuffered(channel: SyntaxNode, source: bytes) -> bool:
    return _is_made(channel, source) and not _capacity(channel, source)


def _is_made(channel: SyntaxNode, source: bytes) -> bool:
    start = channel.start_byte
    before = source[max(0, start - _MAKE_BYTES) : start].rstrip()
    return before.endswith(_MAKE) and not _is_name_byte(before[-len(_MAKE) - 1 : -len(_MAKE)])


def _is_name_byte(byte: bytes) -> bool:
    return byte.isalnum() or byte in (b"_", b".")


def _capacity(channel: SyntaxNode, source: bytes) -> bool:
    """True where an argument follows: a comma that does not merely end the list."""
    follows = _ARGUMENT_END.match(source, channel.end_byte)
    return follows is not None and follows.groups() == (b",", b"")


def _receives(expression: SyntaxNode, source: bytes) -> bool:
    return source.startswith(b"<-", expression.start_byte)


def _unlocks(statement: SyntaxNode, source: bytes) -> bool:
    return source.endswith((b".Unlock()", b".RUnlock()"), statement.start_byte, statement.end_byte)


NODES: tuple[NodeRow, ...] = (
    NodeRow("go_statement", "go.task.go"),
    NodeRow("go_statement", "go.task.go_closure", _starts_closure),
    NodeRow("go_statement", "go.task.unwaited", _is_unwaited),
    NodeRow("go_statement", "go.task.unsupervised", _is_unsupervised),
    NodeRow("select_statement", "go.chan.select"),
    NodeRow("select_statement", "go.chan.select_default", has_child("default_case")),
    NodeRow("communication_case", "go.chan.select_case"),
    NodeRow("channel_type", "go.chan.type"),
    NodeRow("channel_type", "go.chan.make_buffered", _makes_buffered),
    NodeRow("channel_type", "go.chan.make_unbuffered", _makes_unbuffered),
    NodeRow("field_declaration", "go.chan.field", field_of("channel_type", b"chan")),
    NodeRow("send_statement", "go.chan.send"),
    NodeRow("unary_expression", "go.chan.receive", _receives),
    NodeRow("defer_statement", "go.sync.defer_unlock", _unlocks),
    NodeRow("field_declaration", "go.ctx.field", field_of("qualified_type", b"context.Context")),
)

WORDS: tuple[WordRow, ...] = (
    word("go.task.group_go", "Go", before=r"\.", after=r"\("),
    word("go.task.errgroup", "errgroup", after=r"\.\w"),
    word("go.task.waitgroup", "sync", after=r"\.WaitGroup\b"),
    word("go.task.singleflight", "singleflight", after=r"\.\w"),
    word("go.task.timer", "time", after=r"\.(?:NewTimer|NewTicker|After|AfterFunc|Tick)\("),
    word("go.task.sleep", "time", after=r"\.Sleep\("),
    word("go.chan.close", "close", before=r"[^.]", after=r"\(\s?[^\s)]"),
    word("go.chan.nil", "nil", before=r"(?<=\bch = )|(?<=\wCh = )|(?<=\wC = )"),
    word("go.sync.mutex", "sync", after=r"\.(?:RW)?Mutex\b"),
    word("go.sync.once", "sync", after=r"\.Once"),
    word("go.sync.cond", "sync", after=r"\.(?:New)?Cond\b"),
    word("go.sync.map", "sync", after=r"\.Map\b"),
    word("go.sync.pool", "sync", after=r"\.Pool\b"),
    word("go.sync.semaphore", "semaphore", after=r"\.\w"),
    word("go.sync.atomic", "atomic", after=r"\.\w"),
    *words("go.sync.lock_call", "Lock RLock Unlock RUnlock", before=r"\.", after=r"\(\)"),
    word("go.ctx.type", "context", after=r"\.Context\b"),
    word("go.ctx.param", "context", after=r"\.Context\s?[,)]", before=r"[A-Za-z0-9] "),
    word("go.ctx.derive", "context", after=r"\.With(?:Cancel|Timeout|Deadline)(?:Cause)?\b"),
    word("go.ctx.background", "context", after=r"\.(?:Background|TODO)\("),
    word("go.ctx.value", "context", after=r"\.WithValue\b"),
    word("go.ctx.value", "Value", before=r"\bctx\.", after=r"\("),
    word("go.ctx.done", "Done", before=r"[cC]tx\.", after=r"\(\)"),
    word("go.ctx.after_func", "context", after=r"\.AfterFunc\("),
    word("go.std.signal", "signal", after=r"\.Notify"),
)
