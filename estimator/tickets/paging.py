"""The next page out of the headers of an answer."""

import re
from urllib.parse import parse_qsl, urlsplit

from msgspec.structs import replace

from estimator.tickets.wire import Answer, Request

_NEXT = re.compile(r'<([^>]*)>\s*;[^,]*\brel="?next"?')


def next_by_link(request: Request, answer: Answer) -> Request | None:
    """Follow ``Link: <...>; rel="next"``; only its query is taken, never another address."""
    found = _NEXT.search(answer.headers.get("link", ""))
    if found is None:
        return None
    query = tuple(parse_qsl(urlsplit(found[1]).query, keep_blank_values=True))
    return replace(request, query=query) if query != request.query else None
