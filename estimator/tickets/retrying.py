"""How long to wait before the same is asked again, from what the tracker said."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SECONDARY_WAIT = 60.0
"""Seconds, where GitHub limits without saying for how long (its documentation, 2026)."""
LONGEST_TOTAL = 180.0
"""Seconds that all calls for one ticket may wait and try again together."""
ATTEMPTS = 6
_REPEATED = frozenset({408, 429, 500, 502, 503, 504})
_TOO_MANY = 429
_FORBIDDEN = 403
_QUOTA = "jira-quota"


class Wait(Exception):  # noqa: N818  # a signal to the retries, not a fault
    """The same may be asked again after so many seconds; None: as the schedule says."""

    def __init__(self, seconds: float | None) -> None:
        """Keep the seconds."""
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def is_limit(status: int, headers: Mapping[str, str], said: str) -> bool:
    """Tell whether a refusal is about how often we ask: then nothing was done."""
    if status == _TOO_MANY:
        return not headers.get("ratelimit-reason", "").startswith(_QUOTA)
    if status != _FORBIDDEN:
        return False
    is_spent = headers.get("x-ratelimit-remaining") == "0"
    return is_spent or "retry-after" in headers or "secondary rate limit" in said.lower()


def is_passing(status: int) -> bool:
    """Tell whether a status is a moment's trouble."""
    return status in _REPEATED and status != _TOO_MANY


def asked_wait(status: int, headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Return the seconds that the answer asks for; None where it names none.

    ``Retry-After`` (seconds or a date) comes first, then the time at which the limit is over
    (``X-RateLimit-Reset`` of GitHub, ``RateLimit-Reset`` of GitLab, both in epoch seconds).
    """
    told = headers.get("retry-after", "").strip()
    if told:
        return _seconds(told, now)
    for name in ("x-ratelimit-reset", "ratelimit-reset"):
        reset = headers.get(name, "")
        spent = headers.get(name.replace("reset", "remaining"), "0") == "0"
        if reset.isdecimal() and spent:
            return max(int(reset) - now.timestamp(), 0.0)
    return SECONDARY_WAIT if status == _FORBIDDEN else None


def _seconds(told: str, now: datetime) -> float | None:
    if told.isdecimal():
        return float(told)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    at = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((at - now).total_seconds(), 0.0)


def next_try(asked: float | None, *, left: float) -> bool | float:
    """Say when to try again: after so many seconds, True: as the schedule says, False: never.

    Args:
        asked: Seconds that the tracker asked for; None: it asked for nothing.
        left: Seconds that all tries of this request may still take.
    """
    if asked is None:
        return left > 0
    return asked if asked <= left else False
