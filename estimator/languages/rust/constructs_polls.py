"""What an impl or a signature itself does: polls with state, async code that waits, moves that end.

Each is asked of the text of one node, up to a bound, so that deep nesting costs no square.
"""

import re

from estimator.languages.nodes import bytes_of, without_comments
from estimator.languages.rust.constructs_shapes import takes_mut_self, takes_self
from estimator.languages.spec import SyntaxNode

_POLLED = frozenset(
    {
        b"Future",
        b"Stream",
        b"Sink",
        b"AsyncRead",
        b"AsyncWrite",
        b"AsyncBufRead",
        b"Body",
        b"HttpBody",
        b"Service",
    }
)
_POLLS = re.compile(rb"poll\w*|start_send")
_OWN_STATE = re.compile(
    rb"\bPoll::Pending\b|\bloop\s*\{|\bwhile\s|\bwaker\b|\.set\(|\.take\(\)|\bpoll_acquire\b"
    rb"|\*?(?:self|this|me|\w{1,20}\.project\(\))(?:\.\w{1,40}){1,4}\s*[-+]?=(?![=>])"
)
_BODY_BYTES = 20_000


def polls_by_hand(node: SyntaxNode, source: bytes) -> bool:
    """An impl of a polled trait with a poll that keeps state: it waits, loops, wakes or assigns.

    One that only passes a poll on, whatever it does to the result, is no state machine. Of a
    `Service` only `poll_ready` polls.
    """
    trait = bytes_of(node.child_by_field_name("trait"), source).partition(b"<")[0]
    name = trait.rpartition(b"::")[2].strip()
    body = node.child_by_field_name("body")
    if body is None or name not in _POLLED:
        return False
    return any(
        _keeps_state(item, source)
        for item in body.named_children
        if item.type == "function_item"
        and _POLLS.fullmatch(bytes_of(item.child_by_field_name("name"), source))
    )


def _keeps_state(function: SyntaxNode, source: bytes) -> bool:
    body = function.child_by_field_name("body")
    if body is None:
        return False
    return _OWN_STATE.search(_code_of(body, source)) is not None


def _code_of(node: SyntaxNode, source: bytes) -> bytes:
    start = node.start_byte
    return without_comments(source[start : min(node.end_byte, start + _BODY_BYTES)])


_ASYNC_FUNCTION = re.compile(
    rb"[^({;<]{0,80}(?:\([^)]{0,80}\)\s+[^({;<]{0,80})?\basync\s[^({;<]{0,40}fn\b"
)
_WAITS = re.compile(rb"\.\s*await\b|\b(?:select|try_join|join)\s*!")


def is_async_with_await(function: SyntaxNode, source: bytes) -> bool:
    """An async function that waits for something: without an await there is nothing to cancel."""
    return _ASYNC_FUNCTION.match(source, function.start_byte) is not None and awaits(
        function, source
    )


def awaits(node: SyntaxNode, source: bytes) -> bool:
    """True where the text of a node has an await, or a macro that awaits."""
    return _WAITS.search(_code_of(node, source)) is not None


_NAME_BYTES = 120
_ENDING = re.compile(
    rb"fn\s+(?:try_|async_|graceful_|force_)?(?:close|commit|send|finish|finali[sz]e|shutdown|shut_down"
    rb"|stop|abort|cancel|join|complete|consume|end|terminate|rollback|release|unlock|detach|disconnect"
    rb"|disarm|forget|leave|kill|drain|respond|reply|ack|nack|serve|run|spawn|start|launch|wait|apply"
    rb"|execute|upgrade|handoff|persist|seal)(?:_\w{1,60})?\s*(?:<[^(){};]{0,80}>)?\s*\(\s*\Z"
)


def ends_self(node: SyntaxNode, source: bytes) -> bool:
    """``fn commit(self)``: by its name the method ends the value, which a second use would harm.

    Builders, conversions and accessors take `self` too, and a second use of theirs harms nothing.
    """
    before = _before(node, source)
    return bool(takes_self(node, source)) and _ENDING.search(before) is not None


_HANDED_IN = re.compile(
    rb"fn\s+(?:call|poll\w*|start_send|next|next_back|nth|drop|read|write|write_all|flush|fmt|hash"
    rb"|deref_mut|index_mut|as_mut|borrow_mut|consume|seek|visit_\w+|serialize_\w+|add_assign"
    rb"|sub_assign|extend|decode|encode|size_hint)\s*(?:<[^(){};]{0,80}>)?\s*\(\s*\Z"
)


def is_exclusive_self(node: SyntaxNode, source: bytes) -> bool:
    """``&mut self`` that the author chose: signatures of well-known traits ask for it anyway."""
    before = _before(node, source)
    return bool(takes_mut_self(node, source)) and _HANDED_IN.search(before) is None


def _before(node: SyntaxNode, source: bytes) -> bytes:
    start = node.start_byte
    return without_comments(source[max(0, start - _NAME_BYTES) : start])
