"""One source file into its outcome: read, check, extract, encode. The part a worker repeats."""

from collections.abc import Callable

import msgspec

from estimator.model.content import content_key, is_content_of
from estimator.model.links import FileLinks
from estimator.model.source import FileFacts, SourceFile, Value
from estimator.parsing.limits import Limits
from estimator.storage import TreeReader, reason_of

Extract = Callable[[bytes, str, Limits], FileFacts | FileLinks | str]
"""Content, language and limits into facts or links, or the reason for a skip. A top-level function,
so that a spawned worker can import it."""

_GIT = "git:"
_CHANGED = "changed while it was being read"
_encoder = msgspec.msgpack.Encoder()


class Task(Value, frozen=True, kw_only=True):
    """What is the same for all files of a run."""

    root: str
    limits: Limits
    extract: Extract


class Outcome(Value, frozen=True, kw_only=True):
    """What became of one file."""

    path: str
    key: str
    """The key that the content really has."""
    facts: bytes = b""
    """MessagePack of `FileFacts`, or of `FileLinks`; empty when skipped."""
    reason: str = ""


def outcome_of(task: Task, file: SourceFile, tree: TreeReader) -> Outcome:
    """Read one file and extract its facts; every failure of the file is a reason.

    The content may differ from the blob that git named: the checkout converted it, or the
    repository lies. Then the outcome has the content's own key, so that nothing wrong is
    remembered under the blob's.
    """
    try:
        content = tree.read(file.path, max_bytes=file.size_bytes)
    except OSError as error:
        return Outcome(path=file.path, key=file.key, reason=reason_of(error))
    key = file.key
    if len(content) != file.size_bytes:
        return Outcome(path=file.path, key=key, reason=_CHANGED)
    if not is_content_of(key, content):
        if not key.startswith(_GIT):
            return Outcome(path=file.path, key=key, reason=_CHANGED)
        key = content_key(content)
    try:
        facts = task.extract(content, file.language, task.limits)
    except MemoryError:
        facts = "needed more memory than there is"
    if isinstance(facts, str):
        return Outcome(path=file.path, key=key, reason=facts)
    return Outcome(path=file.path, key=key, facts=_encoder.encode(facts))
