"""Whether a request and its answer are what the description of a tracker's interface allows."""

import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml
from openapi_core import OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from werkzeug.datastructures import Headers, ImmutableMultiDict

DESCRIPTIONS = Path(__file__).parent / "descriptions"
_HOST = "http://tracker.example"


class Call(NamedTuple):
    """One request, as it came."""

    method: str
    path: str
    """With the root of the interface, still quoted."""
    query: ImmutableMultiDict[str, str]
    headers: Headers
    body: bytes

    @property
    def content(self) -> Any:
        return json.loads(self.body)


class Reply(NamedTuple):
    """What goes back."""

    status: int
    content: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    media_type: str = "application/json"

    @property
    def body(self) -> bytes:
        return b"" if self.content is None else json.dumps(self.content).encode()


class _Asked:
    """A request as openapi-core reads it."""

    def __init__(self, call: Call) -> None:
        self.host_url = _HOST
        self.path = call.path
        self.method = call.method.lower()
        self.parameters = RequestParameters(
            query=call.query, header=call.headers, cookie=ImmutableMultiDict()
        )
        self.body = call.body or None
        self.content_type = call.headers.get("Content-Type", "").partition(";")[0]


class _Answered:
    """An answer as openapi-core reads it."""

    def __init__(self, reply: Reply) -> None:
        self.status_code = reply.status
        self.headers = Headers(list(reply.headers))
        self.content_type = reply.media_type
        self.data = reply.body or None


class Contract:
    """One description."""

    def __init__(self, name: str) -> None:
        """Read it; `name` is that of its file."""
        [path] = DESCRIPTIONS.glob(f"{name}.*")
        text = path.read_text(encoding="utf-8")
        whole = json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
        self.root = urlsplit(whole["servers"][0]["url"]).path.rstrip("/")
        whole["servers"] = [{"url": f"{_HOST}{self.root}"}]
        self.whole = whole
        self._openapi = OpenAPI.from_dict(whole)

    def request_fault(self, call: Call) -> str:
        """Say what is wrong with a request; "" for nothing."""
        try:
            self._openapi.validate_request(_Asked(call))
        except OpenAPIError as fault:
            return f"{call.method} {call.path}: {_chain(fault)}"
        return ""

    def response_fault(self, call: Call, reply: Reply) -> str:
        """Say what is wrong with an answer; "" for nothing."""
        try:
            self._openapi.validate_response(_Asked(call), _Answered(reply))
        except OpenAPIError as fault:
            return f"{call.method} {call.path} -> {reply.status}: {_chain(fault)}"
        return ""


@cache
def contract(name: str) -> Contract:
    """Read a description once a process."""
    return Contract(name)


def _chain(fault: BaseException | None) -> str:
    said: list[str] = []
    while fault is not None:
        errors = getattr(fault, "schema_errors", ())
        said.append(" ".join(str(fault).split())[:400])
        said += [f"{list(one.absolute_path)} {one.message[:300]}" for one in errors]
        fault = fault.__cause__
    return "; ".join(said)
