"""One block of ours inside a ticket's own text, between our markers; people's text stays as it is.

In an Atlassian document the block is one expandable node with our title, and the other nodes stay.
"""

from typing import NamedTuple

import msgspec

from estimator.model.ticket import Marker, Markup, ReceiptState
from estimator.reporting.tickets.fit import digest_of
from estimator.reporting.tickets.marker import Frame, UnbalancedError, framed, frames
from estimator.tickets.dialect import Post
from estimator.tickets.draft import Draft, age
from estimator.tickets.upsert import ROUNDS, Desk, Outcome, Steps
from estimator.tickets.wire import TicketError

_UNKNOWN = Marker()


class _Attrs(msgspec.Struct):
    title: object = None


class _Node(msgspec.Struct):
    type: str = ""
    attrs: _Attrs | None = None


class _Document(msgspec.Struct):
    content: list[msgspec.Raw] = msgspec.field(default_factory=list)


class _There(NamedTuple):
    """Our block in a text."""

    marker: Marker
    digest: str


def description_steps(desk: Desk, draft: Draft) -> Steps:
    """Put the block into the ticket's own text; stop before each call.

    Raises:
        TicketError: the tracker refused, or our markers there are unbalanced.
    """
    writes = 0
    yield
    seen = desk.description(draft.marker.tag)
    for _ in range(ROUNDS):
        there = block_in(seen, draft)
        if there is not None and _is_settled(there, draft):
            return _ended(there, draft, seen.url, writes)
        if there is None and not draft.may_create:
            return Outcome(ReceiptState.SKIPPED)
        text = with_block(seen.text, draft)
        yield
        again = desk.description(draft.marker.tag)
        if again.text != seen.text:
            seen = again
            continue
        yield
        desk.describe(text, draft.marker)
        writes += 1
        yield
        back = desk.description(draft.marker.tag)
        if back == seen:
            raise TicketError(
                "The tracker accepted the change and did not make it; the token may not edit this.",
                state=ReceiptState.FORBIDDEN,
            )
        found = block_in(back, draft)
        if found is not None and found.digest == draft.marker.digest:
            action = "created" if there is None else "updated"
            return Outcome(ReceiptState.WRITTEN, action, back.url, "", writes)
        seen = back
    raise TicketError("Others write to this ticket all the time; run again later.")


def _is_settled(there: _There, draft: Draft) -> bool:
    is_same = there.digest == draft.marker.digest
    return is_same or age(there.marker) > age(draft.marker)


def _ended(there: _There, draft: Draft, url: str, writes: int) -> Outcome:
    if there.digest != draft.marker.digest:
        why = "A newer estimate is there already."
        return Outcome(ReceiptState.STALE, "", url, why, writes)
    state = ReceiptState.WRITTEN if writes else ReceiptState.UNCHANGED
    return Outcome(state, "", url, "", writes)


def block_in(post: Post, draft: Draft) -> _There | None:
    """Find our block in a ticket's own text.

    Raises:
        TicketError: there are several, or a marker without its other half.
    """
    tag = draft.marker.tag
    if draft.markup is Markup.ADF:
        count = len(_ours(_nodes(post.text), draft.title))
        if count > 1:
            raise _several()
        marker = (post.properties or {}).get(tag, _UNKNOWN)
        return _There(marker, marker.digest) if count else None
    found = _frames(post.text, draft)
    if not found:
        return None
    return _There(found[0].marker, digest_of(found[0].body))


def with_block(text: str, draft: Draft) -> str:
    """Put the block where it was, or below everything; all else stays byte for byte.

    Raises:
        TicketError: there are several, a marker without its other half, or an open code fence
            that would swallow the block.
    """
    if draft.markup is Markup.ADF:
        return _with_node(text, draft)
    found = _frames(text, draft)
    block = framed(draft.body, draft.marker, draft.markup)
    if "\r\n" in text:
        block = block.replace("\n", "\r\n")
    if found:
        return text[: found[0].start] + block + text[found[0].end :]
    whole = f"{text}{_gap(text)}{block}"
    if not _frames(whole, draft):
        raise TicketError(
            "The description ends in an open code fence, which would hide the block; close it."
        )
    return whole


def _gap(text: str) -> str:
    """Give what makes a blank line behind a text."""
    if not text:
        return ""
    end = "\r\n" if "\r\n" in text else "\n"
    return end if text.endswith("\n") else end * 2


def _frames(text: str, draft: Draft) -> tuple[Frame, ...]:
    try:
        found = frames(text, draft.markup, tag=draft.marker.tag)
    except UnbalancedError as fault:
        raise TicketError(
            "The description has one of our two marker lines without the other; nothing was"
            " written. Remove the rest of the block by hand."
        ) from fault
    if len(found) > 1:
        raise _several()
    return found


def _several() -> TicketError:
    return TicketError(
        "The description holds several blocks of this tag; nothing was written. Keep one by hand."
    )


def _nodes(text: str) -> list[msgspec.Raw]:
    return msgspec.json.decode(text, type=_Document).content


def _ours(nodes: list[msgspec.Raw], title: str) -> list[int]:
    """Say which top nodes are our expandable one."""
    seen = [msgspec.json.decode(node, type=_Node) for node in nodes]
    return [
        number
        for number, node in enumerate(seen)
        if node.type == "expand" and node.attrs is not None and node.attrs.title == title
    ]


def _with_node(text: str, draft: Draft) -> str:
    nodes = _nodes(text)
    at = _ours(nodes, draft.title)
    if len(at) > 1:
        raise _several()
    place = slice(at[0], at[0] + 1) if at else slice(len(nodes), len(nodes))
    nodes[place] = _nodes(draft.body)
    document = {"type": "doc", "version": 1, "content": nodes}
    return msgspec.json.encode(document).decode()
