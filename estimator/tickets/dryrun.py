"""What would be sent, as text for people."""

from urllib.parse import urlencode

import msgspec

from estimator.model.ticket import Markup, Target
from estimator.tickets.backends import dialect_of
from estimator.tickets.posting import Planned
from estimator.tickets.tokens import needed
from estimator.tickets.wire import Request


def render_plan(target: Target, planned: Planned) -> str:
    """Show the requests, in the order of a run, then the text that they carry."""
    receipt = planned.receipt
    lines = [f"{receipt.state.value}  {target.name}  {receipt.why}".rstrip()]
    lines.append(f"  token: {needed(target.tracker)}")
    lines += [f"  {_line(target, request)}  ({when})" for when, request in planned.requests]
    lines += ["", _shown(target, planned.text), ""]
    return "\n".join(lines)


def _line(target: Target, request: Request) -> str:
    query = f"?{urlencode(request.query)}" if request.query else ""
    body = "  " + _shape(request.content) if request.content is not None else ""
    return f"{request.method} {target.api_url}{request.path}{query}{body}"


def _shape(content: object) -> str:
    """Name the fields that are sent; the text itself stands below, once."""
    if isinstance(content, dict):
        inner = ", ".join(f'"{key}": {_shape(value)}' for key, value in content.items())
        return "{" + inner + "}" if "type" not in content else "TEXT"
    return "[...]" if isinstance(content, list | tuple) else "TEXT"


def _shown(target: Target, text: str) -> str:
    """Indent a document; other texts are shown as they are."""
    if dialect_of(target).markup is not Markup.ADF:
        return text
    return msgspec.json.format(text, indent=2)
