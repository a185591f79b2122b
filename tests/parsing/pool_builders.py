"""Extract functions that spawned processes can import, and folders of files for them."""

import os
import signal
from pathlib import Path

from estimator.model.config import ScanConfig
from estimator.model.content import content_key
from estimator.model.source import FileFacts, LineCounts, ParsedFile, Skipped, SourceFile
from estimator.parsing.limits import Limits

ENOUGH_FOR_A_POOL = 120_000


def facts(content: bytes) -> FileFacts:
    """Facts that tell the content: its lines and its first word."""
    return FileFacts(
        lines=LineCounts(code=content.count(b"\n")),
        test_lines=LineCounts(),
        functions=(),
        types=(),
        symbols=(),
        imports=(),
        public_items=len(content),
        package=content[:20].partition(b" ")[0].decode("latin-1"),
    )


def count(content: bytes, language: str, limits: Limits) -> FileFacts | str:  # noqa: ARG001
    """Facts; or what the first word asks for: to be killed, to hang, to fail, to be skipped."""
    match content[:20].partition(b" ")[0]:
        case b"kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"hang":
            signal.pause()
        case b"raise":
            raise ValueError(language)
        case b"memory":
            raise MemoryError
        case b"skip":
            return "asked for it"
    return facts(content)


def fail_if_called(content: bytes, language: str, limits: Limits) -> FileFacts | str:  # noqa: ARG001
    raise AssertionError(content)


def write(root: Path, **words: str) -> tuple[SourceFile, ...]:
    """Write NAME.go for each name=first word, large enough in total for a pool of processes."""
    size = ENOUGH_FOR_A_POOL // max(1, len(words)) + 1
    return tuple(
        write_file(root, f"{name}.go", f"{word} {name}".encode().ljust(size, b"\n"))
        for name, word in words.items()
    )


def write_file(root: Path, path: str, content: bytes) -> SourceFile:
    (root / path).write_bytes(content)
    return SourceFile(path=path, language="go", key=content_key(content), size_bytes=len(content))


def config(jobs: int = 2, method: str = "fork", **others: float) -> ScanConfig:
    return ScanConfig(
        jobs=jobs,
        start_method=method,
        max_file_seconds=others.get("seconds", 10.0),
        max_file_bytes=int(others.get("max_bytes", 2_000_000)),
    )


def skips(parsed: tuple[ParsedFile, ...]) -> dict[str, str]:
    return {
        file.facts.path: file.facts.reason for file in parsed if isinstance(file.facts, Skipped)
    }


def packages(parsed: tuple[ParsedFile, ...]) -> dict[str, str]:
    return {
        file.source.path: file.facts.package for file in parsed if isinstance(file.facts, FileFacts)
    }
