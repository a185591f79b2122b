"""Messages of a draft -> the same, with a note at fields that no moved file reads.

A value that crosses brings all its fields; the moved code often looks at a few of them. A field is
taken for unread where its name stands behind no dot in any file that code moves from, and where the
message goes to moved code only: what moved code fills in itself, the shell may read.

Go only: a pattern of Rust reads fields without a dot.
"""

from collections.abc import Collection, Mapping, Sequence

import msgspec

from estimator.model.contract import ContractField, ContractMessage, ContractService
from estimator.model.hotpaths import HotPath
from estimator.model.links import FileLinks

NOTE = "read by no file that moves"


def with_unread(
    messages: Sequence[ContractMessage],
    services: Sequence[ContractService],
    *,
    read: Collection[str],
) -> tuple[ContractMessage, ...]:
    """Note the fields that moved code does not read.

    Args:
        messages: of a whole draft.
        services: the one that moved code serves first, then that of the shell.
        read: names behind a dot in the files that code moves from.
    """
    by_name = {message.name: message for message in messages}
    served, shell = (service.calls for service in services)
    to_shell = [*(call.response for call in served), *(call.request for call in shell)]
    envelopes = {name for call in (*served, *shell) for name in (call.request, call.response)}
    kept = _reached(to_shell, by_name) | envelopes
    return tuple(
        message
        if message.name in kept or message.is_choice
        else msgspec.structs.replace(
            message, fields=tuple(_noted(field, read) for field in message.fields)
        )
        for message in messages
    )


def names_read(hot_path: HotPath, links: Mapping[str, FileLinks]) -> frozenset[str]:
    """Give the names that stand behind a dot in the files that code moves from."""
    paths = {one.path for one in (*hot_path.functions, *hot_path.dragged)}
    return frozenset(name for path in paths & links.keys() for name in links[path].selected)


def _reached(names: Sequence[str], by_name: Mapping[str, ContractMessage]) -> set[str]:
    """Give messages and all that their fields hold."""
    found: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name in found or name not in by_name:
            continue
        found.add(name)
        for field in by_name[name].fields:
            queue += field.type.replace("<", " ").replace(">", " ").replace(",", " ").split()
    return found


def _noted(field: ContractField, read: Collection[str]) -> ContractField:
    if not field.source_name or field.source_name in read:
        return field
    note = f"{field.note}; {NOTE}" if field.note else NOTE
    return msgspec.structs.replace(field, note=note, is_unread=True)
