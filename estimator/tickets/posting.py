"""One estimate onto many tickets: each on its own, with a receipt; one's failure stops no other."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

from msgspec.structs import replace

from estimator.errors import ExitCode
from estimator.model.source import Value
from estimator.model.ticket import Marker, Receipt, ReceiptState, RenderedBlock, Target
from estimator.reporting.tickets.fit import Folding, rendered
from estimator.reporting.tickets.shape import TicketBlock
from estimator.tickets.backends import dialect_of
from estimator.tickets.description import description_steps, with_block
from estimator.tickets.dialect import Dialect
from estimator.tickets.draft import Draft, written
from estimator.tickets.remote import RemoteTicket, Sender
from estimator.tickets.tokens import Credential, credential, needed
from estimator.tickets.upsert import (
    Outcome,
    Steps,
    comment_steps,
    new_steps,
    run_through,
    unique_marker,
)
from estimator.tickets.wire import Request, TicketError

Connect = Callable[[Target, Credential], AbstractContextManager[Sender]]
"""Opens what carries requests to a target."""

_DOCUMENT_TITLE = "Port estimate"
_BAD = frozenset({ReceiptState.FAILED, ReceiptState.TOO_LONG})


class Wish(Value, frozen=True, kw_only=True):
    """What is to be left on every ticket, and how."""

    block: TicketBlock
    marker: Marker
    """Without the digest, which depends on the markup."""
    place: str = "comment"
    """comment or description."""
    is_new: bool = False
    """Add a comment each time; else one is kept up to date."""
    any_author: bool = False
    skips: str = ""
    """Why no block is added where there is none yet; "": one is."""
    redmine_format: str = "commonmark"
    where: str = "the JSON report"
    """Where everything stands that is left out for size."""


def post_to(
    target: Target,
    wish: Wish,
    *,
    environment: Mapping[str, str],
    connect: Connect,
    pause: Callable[[], None] = lambda: None,
) -> Receipt:
    """Leave the block on one ticket and say what came of it; nothing is raised for the target."""
    dialect = dialect_of(target, redmine_format=wish.redmine_format)
    text = block_for(dialect, wish)
    found = credential(target.tracker, environment)
    if text.size > text.limit:
        why = f"{text.size:,} of at most {text.limit:,}: the first and last line alone are too long"
        return _receipt(target, wish, text, Outcome(ReceiptState.TOO_LONG, why=f"{why}."))
    if found is None:
        why = f"No token: set {needed(target.tracker)}."
        return _receipt(target, wish, text, Outcome(ReceiptState.FORBIDDEN, why=why))
    try:
        with connect(target, found) as web:
            desk = RemoteTicket(dialect, web, pause=pause)
            outcome = run_through(_steps(desk, draft_of(text, wish), wish))
    except TicketError as fault:
        outcome = Outcome(fault.state, why=found.hidden(fault.why))
    if outcome.state is ReceiptState.SKIPPED:
        outcome = outcome._replace(why=wish.skips)
    return _receipt(target, wish, text, outcome)


def block_for(dialect: Dialect, wish: Wish) -> RenderedBlock:
    """Write the block in the markup of a target, within its limit."""
    title = document_title(wish.marker.tag) if wish.place == "description" else ""
    folding = Folding(adf_title=title)
    return rendered(wish.block, dialect.markup, folding=folding, where=wish.where)


def document_title(tag: str) -> str:
    """Name the node that holds everything in an Atlassian document."""
    return f"{_DOCUMENT_TITLE} ({tag})" if tag else _DOCUMENT_TITLE


def draft_of(text: RenderedBlock, wish: Wish) -> Draft:
    """Put text and marker together."""
    marker = replace(wish.marker, digest=text.digest)
    return Draft(
        markup=text.markup,
        body=text.text,
        marker=unique_marker(marker) if wish.is_new else marker,
        any_author=wish.any_author,
        may_create=not wish.skips,
        title=document_title(marker.tag),
    )


def _steps(desk: RemoteTicket, draft: Draft, wish: Wish) -> Steps:
    if wish.place == "description":
        return description_steps(desk, draft)
    if wish.is_new and not wish.skips:
        return new_steps(desk, draft)
    return comment_steps(desk, draft)


def _receipt(target: Target, wish: Wish, text: RenderedBlock, outcome: Outcome) -> Receipt:
    return Receipt(
        target=target.name,
        tracker=target.tracker,
        state=outcome.state,
        why=outcome.why,
        action=outcome.action,
        url=outcome.url,
        place=wish.place,
        tag=wish.marker.tag,
        writes=outcome.writes,
        dropped=text.dropped,
    )


class Planned(Value, frozen=True, kw_only=True):
    """What a dry run says of one target."""

    receipt: Receipt
    requests: tuple[tuple[str, Request], ...]
    """When it is sent, and the request."""
    text: str
    """What would be there."""


def plan_for(target: Target, wish: Wish) -> Planned:
    """Say what would be sent; no network and no token is needed."""
    dialect = dialect_of(target, redmine_format=wish.redmine_format)
    text = block_for(dialect, wish)
    draft = draft_of(text, wish)
    outcome = Outcome(ReceiptState.PLANNED)
    if text.size > text.limit:
        outcome = Outcome(ReceiptState.TOO_LONG, why="Even the first and last line are too long.")
    elif wish.skips:
        outcome = Outcome(
            ReceiptState.PLANNED, why=f"Only an existing one is updated. {wish.skips}"
        )
    whole, requests = _planned(dialect, draft, wish)
    receipt = _receipt(target, wish, text, outcome)
    return Planned(receipt=receipt, requests=tuple(requests), text=whole)


def _planned(dialect: Dialect, draft: Draft, wish: Wish) -> tuple[str, list[tuple[str, Request]]]:
    marker = draft.marker
    if wish.place == "description":
        empty = '{"content":[]}' if draft.markup.value == "adf" else ""
        whole = with_block(empty, draft)
        return whole, [
            ("before and after", dialect.description(marker.tag)),
            ("the block among what people wrote", dialect.describe(whole, marker)),
        ]
    whole = written(draft)
    asks = [] if wish.any_author else [("first", dialect.whoami())]
    asks.append(("before and after, all pages", dialect.comments()))
    if not wish.skips:
        when = "always" if wish.is_new else "where none of ours is there"
        asks.append((when, dialect.create(whole, marker)))
    if not wish.is_new:
        asks.append(("where ours differs", dialect.update("ID", whole, marker)))
        asks.append(("for each duplicate", dialect.delete("ID")))
    return whole, asks


def exit_code(receipts: tuple[Receipt, ...], *, is_ci: bool, strict: bool) -> ExitCode:
    """Say how the run ended: 4 where a target failed, 1 where one was forbidden and `strict`.

    In CI a token without the right to write is how a run for a fork looks: a warning, no failure.
    """
    states = {one.state for one in receipts}
    is_forbidden = ReceiptState.FORBIDDEN in states
    if states & _BAD or (is_forbidden and not is_ci):
        return ExitCode.OUTSIDE
    return ExitCode.GATE if is_forbidden and strict else ExitCode.DONE
