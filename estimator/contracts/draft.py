"""A hot path and the types around it into a draft contract: services, calls and messages."""

import re
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from estimator.contracts.expressions import shape_of
from estimator.contracts.implementers import Implementers
from estimator.contracts.messages import Messages
from estimator.contracts.names import message_name, package_name, unique
from estimator.contracts.scalars import CARRIED, ERRORS
from estimator.contracts.shapes import Shape
from estimator.contracts.typeindex import TypeIndex, last_name
from estimator.contracts.unread import names_read, with_unread
from estimator.model.contract import (
    ContractCall,
    ContractDraft,
    ContractMessage,
    ContractService,
)
from estimator.model.hotpaths import Crossing, HotPath
from estimator.model.links import FileLinks, FunctionLinks, TypedName

_SELF = re.compile(r"\bSelf\b(?!::)")
_LASTING = ("pointer", "state")
"""Kinds of parameters that outlive a call."""
_FILLED_BY_CALLEE = ("Sender", "UnboundedSender", "SyncSender", "chan<-")
"""How a stream is written into which the called function puts values."""


def draft_contract(
    hot_path: HotPath,
    links: Mapping[str, FileLinks],
    unit_of_file: Mapping[str, str],
    *,
    language: str,
) -> ContractDraft:
    """Draft the contract of a seam.

    Functions that the shell calls become a service of the hot path; functions of the shell that
    the hot path calls become a second service, which the shell has to serve. What has no
    counterpart in Protobuf is kept as a field without a type, with its place.

    Args:
        hot_path: with its seam.
        links: source path -> declarations of the file.
        unit_of_file: source path -> unit.
        language: of the hot path, go or rust.
    """
    crossings = hot_path.seam.crossings if hot_path.seam is not None else ()
    index = TypeIndex(links, unit_of_file, language)
    behind = Implementers(links, unit_of_file, index, language)
    maker = _Maker(Messages(index, behind, language), links, language)
    title = message_name(hot_path.name)
    functions = [crossing for crossing in crossings if crossing.kind == "function"]
    services = (
        maker.service(title, "the hot path", [c for c in functions if c.direction != "out"]),
        maker.service(f"{title}Shell", "the shell", [c for c in functions if c.direction == "out"]),
    )
    for crossing in crossings:
        if crossing.kind == "type":
            maker.messages.typed(Shape("named", crossing.symbol), crossing.path)
    messages = maker.messages.all()
    if language == "go":
        messages = with_unread(messages, services, read=names_read(hot_path, links))
    return ContractDraft(
        hot_path=hot_path.id,
        package=package_name(hot_path.name),
        imports=tuple(sorted(maker.messages.imports)),
        services=tuple(service for service in services if service.calls),
        messages=messages,
        left_out=tuple(sorted(maker.messages.left_out)),
    )


class _Values(NamedTuple):
    """The values of a call in one direction."""

    names: list[TypedName]
    is_streaming: bool


class _Maker:
    """Calls, with the messages that they need."""

    def __init__(self, messages: Messages, links: Mapping[str, FileLinks], language: str) -> None:
        self.messages = messages
        self._functions = {
            (path, function.symbol): function
            for path, file in links.items()
            for declared in (file.functions, *(known.methods for known in file.types))
            for function in declared
        }
        self._language = language

    def service(self, name: str, served_by: str, crossings: list[Crossing]) -> ContractService:
        """One service with a call for each function that crosses."""
        name = unique(name, self.messages.taken)
        taken: set[str] = set()
        calls = tuple(self._call(crossing, taken) for crossing in crossings)
        return ContractService(name=name, served_by=served_by, calls=calls)

    def _call(self, crossing: Crossing, taken: set[str]) -> ContractCall:
        short, full = message_name(last_name(crossing.symbol)), message_name(crossing.symbol)
        name = unique(full if short in taken else short, taken)
        notes: list[str] = []
        function = self._functions.get((crossing.path, crossing.symbol))
        if function is None:
            notes.append("its declaration was not read: parameters and results are open")
            sent = received = _Values([], is_streaming=False)
        else:
            sent, received = self._values(function, notes)
        notes += _in_loops(crossing)
        return ContractCall(
            name=name,
            symbol=crossing.symbol,
            path=crossing.path,
            line=crossing.line,
            request=self._envelope(f"{name}Request", sent, crossing),
            response=self._envelope(f"{name}Response", received, crossing),
            is_client_streaming=sent.is_streaming,
            is_server_streaming=received.is_streaming,
            notes=tuple(dict.fromkeys(notes)),
        )

    def _envelope(self, name: str, values: _Values, crossing: Crossing) -> str:
        name = unique(name, self.messages.taken)
        fields = self.messages.fields(values.names, crossing.path)
        source = f"{crossing.path}:{crossing.line}"
        self.messages.add(ContractMessage(name=name, source=source, fields=fields))
        return name

    def _values(self, function: FunctionLinks, notes: list[str]) -> tuple[_Values, _Values]:
        if function.receiver:
            how = "the state of" if function.takes_pointer else "the value of"
            notes.append(f"{how} {function.receiver} lives on the side that serves this call")
        sent: list[TypedName] = []
        received: list[TypedName] = []
        streams = [False, False]
        results = [(name, True) for result in function.results for name in self._parts(result)]
        for written, is_back in [*((given, False) for given in function.parameters), *results]:
            name = _with_owner(written, function.receiver)
            shape = shape_of(name.type, self._language)
            note = self._carried(shape, is_back=is_back)
            if note:
                notes.append(note)
                continue
            goes_back = is_back
            if shape.kind == "stream":
                goes_back = is_back or any(word in name.type for word in _FILLED_BY_CALLEE)
                streams[goes_back] = True
                notes.append(f"one message for each value of {name.name or 'the stream'}")
            (received if goes_back else sent).append(name)
        return _Values(sent, streams[False]), _Values(received, streams[True])

    def _parts(self, result: TypedName) -> tuple[TypedName, ...]:
        """A Rust result is one value; what may go wrong is the status of the call."""
        if self._language != "rust" or not result.type.lstrip(":").strip().startswith("Result"):
            return (result,)
        return (msgspec.structs.replace(result, name=result.name or "value"),)

    def _carried(self, shape: Shape, *, is_back: bool) -> str:
        """Why a value needs no field; "" where it does."""
        if shape.kind == "optional" and shape.inner[0].kind == "named":
            shape = shape.inner[0]
        key = shape.name if self._language == "go" else last_name(shape.name)
        if shape.kind == "stream" and shape.inner[0] == Shape("tuple"):
            return "it says that it is done" if is_back else "the caller cancels the call"
        if shape.kind == "named" and key in CARRIED[self._language]:
            return f"{shape.name}: {CARRIED[self._language][key]}"
        if is_back and shape.kind == "named" and shape.name in ERRORS[self._language]:
            return "its error is the status of the call"
        if is_back and shape.kind == "tuple" and not shape.inner:
            return "it returns when it is done"
        return ""


def _in_loops(crossing: Crossing) -> list[str]:
    """What saves time where a call stands inside a loop."""
    if not crossing.sites_in_loops:
        return []
    same = [one.name for one in crossing.fields if one.kind in _LASTING and one.name[:1].isalpha()]
    once = [f"{name} may be the same each time: send it once and name it" for name in same]
    return ["called inside a loop: one call for many values saves the time of the others", *once]


def _with_owner(name: TypedName, owner: str) -> TypedName:
    """Put the type in the place of ``Self``."""
    if not owner or "Self" not in name.type:
        return name
    return msgspec.structs.replace(name, type=_SELF.sub(owner, name.type))
