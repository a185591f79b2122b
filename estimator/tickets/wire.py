"""What goes to a tracker and what comes back, without a network: requests, answers, failures."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

import msgspec

from estimator.model.source import Value
from estimator.model.ticket import ReceiptState

_Body = TypeVar("_Body")
Query = tuple[tuple[str, str], ...]
_LONGEST_WHY = 300


class Request(Value, frozen=True, kw_only=True):
    """One call. The path is below the tracker's root and already quoted."""

    method: str
    path: str
    query: Query = ()
    content: Mapping[str, object] | None = None
    """Sent as JSON."""
    adds: bool = False
    """Sent twice it would leave two comments, so it is never repeated when its fate is unknown."""


class Answer(NamedTuple):
    """What the tracker said; the status is below 300."""

    headers: Mapping[str, str]
    """Names in lower case."""
    body: bytes


class TicketError(Exception):
    """One target came to nothing: the state for its receipt, and one sentence without secrets."""

    def __init__(self, why: str, *, state: ReceiptState = ReceiptState.FAILED) -> None:
        """Keep both."""
        super().__init__(why)
        self.why = why
        self.state = state


class GoneError(TicketError):
    """What was asked for is not there: 404 or 410."""


class UnsureError(TicketError):
    """Something was sent that adds a comment, and nobody knows whether it arrived."""


def refusal(status: int, said: str, request: Request) -> TicketError:
    """Turn a status of 400 and more into what the receipt says.

    Args:
        status: Of HTTP.
        said: The tracker's own words, without secrets; "" for none.
        request: What was asked.
    """
    what = f"{request.method} {request.path}: {status}"
    words = f"{what}, {said[:_LONGEST_WHY]}" if said else what
    match status:
        case 401:
            return TicketError(f"The tracker does not accept the token ({words}).")
        case 403:
            return TicketError(
                f"The token may not do this ({words}).", state=ReceiptState.FORBIDDEN
            )
        case 404 | 410:
            return GoneError(f"Not there, or the token may not see it ({words}).")
        case 400 | 413 | 422 if status == 413 or "too long" in said.lower():  # noqa: PLR2004  # HTTP
            return TicketError(f"Too long ({words}).", state=ReceiptState.TOO_LONG)
        case 429:
            return TicketError(f"Too many requests, and the wait is too long ({words}).")
        case _:
            return TicketError(f"The tracker refused ({words}).")


def decoded(answer: Answer, kind: type[_Body]) -> _Body:
    """Read an answer as JSON of a shape.

    Raises:
        TicketError: it is another text, such as the page of a proxy or of a log-in.
    """
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, RecursionError) as fault:
        why = "nested too deeply" if isinstance(fault, RecursionError) else str(fault)
        raise TicketError(
            f"The answer is not what this tracker's interface gives ({why})."
            " Is the address of the interface right?"
        ) from fault
