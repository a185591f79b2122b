"""Texts of the built-in rule files -> their entries as decoded by an earlier run, or None.

TOML takes longer to read than the rest of a warm run. What is remembered is only the decoding:
each text is read and digested every time, and what comes from here is checked like new.
"""

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from estimator.model.rules import RuleFile
from estimator.rulebook.files import RuleText
from estimator.storage import read_inside, replace_bytes
from estimator.version import VERSION

FILE_NAME = "rules-1.msgpack"
"""One file, written over when the rules or the program change, so it does not grow."""
MAX_BYTES = 20_000_000
"""Nothing larger is kept or believed. The built-in rules take below 1 MB."""
_SEAL_BYTES = 20
_MODE = 0o600

_decoder = msgspec.msgpack.Decoder(tuple[RuleFile, ...])


def recall(folder: Path, texts: Sequence[RuleText]) -> tuple[RuleFile, ...] | None:
    """Give the decoded files of these very texts, in their order.

    None where nothing was remembered, or something of other texts, of another program, or damaged.
    """
    try:
        kept = read_inside(str(folder), FILE_NAME, max_bytes=MAX_BYTES)
    except OSError:
        return None
    content = kept[_SEAL_BYTES:]
    if kept[:_SEAL_BYTES] != seal(texts, content):
        return None
    try:
        files = _decoder.decode(content)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    return files if len(files) == len(texts) else None


def remember(folder: Path, texts: Sequence[RuleText], files: Iterable[RuleFile]) -> None:
    """Keep the decoded files of these texts; where that fails, the next run decodes again."""
    content = msgspec.msgpack.encode(tuple(files))
    sealed = seal(texts, content) + content
    if len(sealed) > MAX_BYTES:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_bytes(folder / FILE_NAME, sealed, mode=_MODE)


def seal(texts: Iterable[RuleText], content: bytes) -> bytes:
    """Digest what the decoding depends on, the texts and the program, and its result."""
    digest = hashlib.blake2b(digest_size=_SEAL_BYTES)
    package = Path(__file__).parent.parent
    code = (package / "model" / "rules.py", *sorted((package / "rulebook").glob("*.py")))
    parts = [VERSION.encode(), *(file.read_bytes() for file in code)]
    parts.extend(part.encode() for text in texts for part in (text.name, text.text))
    for part in (*parts, content):
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
