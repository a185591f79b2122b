"""Where a result goes: stdout, or files whose suffix names the format."""

import os
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import click

from estimator.errors import InputError, OutsideError

SUFFIXES: Mapping[str, str] = {
    ".csv": "csv",
    ".json": "json",
    ".markdown": "markdown",
    ".md": "markdown",
    ".sarif": "sarif",
    ".txt": "table",
}


def format_of(path: Path, formats: Collection[str] = frozenset(SUFFIXES.values())) -> str:
    """The format that a file's suffix names. Raises InputError where it is none of `formats`."""
    found = SUFFIXES.get(path.suffix.lower())
    if found is None or found not in formats:
        known = sorted(suffix for suffix, form in SUFFIXES.items() if form in formats)
        raise InputError(
            f"--output {path}: the suffix names no format of this command",
            hint=f"use one of {', '.join(known)}",
        )
    return found


def require_folder(path: Path) -> None:
    """Raise InputError, before any work, where a file of this name cannot be written at all."""
    if path.is_dir():
        raise InputError(f"--output {path} is a folder", hint="give the name of a file in it")
    if not path.parent.is_dir():
        raise InputError(f"--output {path}: no such folder", hint=f"make {path.parent} first")


def print_text(text: str) -> None:
    """Write to stdout: UTF-8 bytes wherever it leads, or a terminal's own encoding.

    Raises:
        OutsideError: the disk behind stdout is full, or fails in another way.
        BrokenPipeError: nobody reads any more.
    """
    try:
        if sys.stdout.isatty():
            encoding = sys.stdout.encoding or "utf-8"
            click.echo(text.encode(encoding, "replace").decode(encoding), nl=False)
        else:
            click.echo(text.encode(), nl=False)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise OutsideError(
            f"stdout could not be written: {fault.strerror}",
            hint="free space, or write elsewhere",
        ) from fault


def uses_color() -> bool:
    """True on a terminal that can, unless NO_COLOR is set (https://no-color.org)."""
    is_plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return sys.stdout.isatty() and not is_plain
