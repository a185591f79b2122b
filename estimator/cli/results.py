"""Where a command's result goes and in which format: the options, and the writing."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from estimator.cli.outputs import format_of, print_text, require_folder, uses_color

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FORMATS = ("table", "json", "markdown", "csv")
_ADVICE_FORMATS = ("table", "json", "markdown")
_PAGE_FORMATS = ("table", "markdown")
_DOCUMENT_FORMATS = ("table", "json", "markdown")
_CHECK_FORMATS = ("table", "json", "sarif", "github", "gitlab")
_WIDTH = 100


class Paper(NamedTuple):
    """What a table is drawn on: columns, and whether titles may be bold."""

    width: int = _WIDTH
    color: bool = False


Render = Callable[[str, Paper], str]
"""A format and the paper into text; only a table looks at the paper."""


class Asked(NamedTuple):
    """Where the result was asked to go."""

    stdout_format: str | None
    """None: a table, or nothing where files were asked for."""
    outputs: tuple[Path, ...]


def result_options(command: _Command) -> _Command:
    """Options of every command whose result is a table, JSON, Markdown or CSV."""
    return _with_options(command, _FORMATS, "its suffix (.json, .md, .csv, .txt) names the format")


def advice_options(command: _Command) -> _Command:
    """Options of a command whose result is a table, JSON or Markdown."""
    suffixes = "its suffix (.json, .md, .txt) names the format"
    return _with_options(command, _ADVICE_FORMATS, suffixes)


def page_options(command: _Command) -> _Command:
    """Options of every command whose result is a page of text."""
    return _with_options(command, _PAGE_FORMATS, "its suffix (.md, .txt) names the format")


def document_options(command: _Command) -> _Command:
    """Options of every command whose result is a page of text, or the same as JSON."""
    suffixes = "its suffix (.json, .md, .txt) names the format"
    return _with_options(command, _DOCUMENT_FORMATS, suffixes)


def check_options(command: _Command) -> _Command:
    """Options of `check`, whose result is lines of text, JSON, or what review surfaces read."""
    return _with_options(
        command, _CHECK_FORMATS, "its suffix (.json, .sarif, .txt) names the format"
    )


def schema_option(command: _Command) -> _Command:
    """`--schema`, of every command whose JSON has a published schema."""
    return click.option(
        "--schema",
        is_flag=True,
        help="Print the JSON Schema of the result in JSON, and stop.",
    )(command)


def _with_options(command: _Command, formats: tuple[str, ...], suffixes: str) -> _Command:
    command = click.option(
        "--output",
        "-o",
        "outputs",
        type=click.Path(path_type=Path),
        multiple=True,
        help=f"Write to a file; {suffixes}. Repeatable.",
    )(command)
    return click.option(
        "--format",
        "-f",
        "stdout_format",
        type=click.Choice(formats),
        help="Format on stdout.  [default: table, or nothing where --output is given]",
    )(command)


def asked(options: dict[str, Any], *, formats: tuple[str, ...] = _FORMATS) -> Asked:  # Any: click's
    """Take the result options out of a command's options.

    Raises:
        InputError: a file cannot be written there, or its suffix names none of the formats.
    """
    found = Asked(options.pop("stdout_format"), options.pop("outputs"))
    for output in found.outputs:
        format_of(output, formats)
        require_folder(output)
    return found


def asked_advice(options: dict[str, Any]) -> Asked:  # Any: click's own
    """Like `asked`, of a command without CSV. Raises InputError."""
    return asked(options, formats=_ADVICE_FORMATS)


def asked_page(options: dict[str, Any]) -> Asked:  # Any: click's own
    """Like `asked`, of a command that writes pages. Raises InputError."""
    return asked(options, formats=_PAGE_FORMATS)


def asked_document(options: dict[str, Any]) -> Asked:  # Any: click's own
    """Like `asked`, of a command that writes pages or JSON. Raises InputError."""
    return asked(options, formats=_DOCUMENT_FORMATS)


def asked_check(options: dict[str, Any]) -> Asked:  # Any: click's own
    """Like `asked`, of `check`. Raises InputError."""
    return asked(options, formats=_CHECK_FORMATS)


def write_results(wanted: Asked, render: Render) -> None:
    """Render every format that was asked for, then write the files, then stdout.

    Raises:
        OutsideError: a file or stdout could not be written.
    """
    from estimator.storage import write_text  # noqa: PLC0415  # start-up time

    texts = [(output, render(format_of(output), Paper())) for output in wanted.outputs]
    is_printed = not wanted.outputs or wanted.stdout_format is not None
    printed = render(wanted.stdout_format or "table", _paper()) if is_printed else ""
    for output, text in texts:
        write_text(output, text)
    print_text(printed)


def _paper() -> Paper:
    """The terminal's width and colors; elsewhere always the same, so that files are too."""
    if not sys.stdout.isatty():
        return Paper()
    return Paper(shutil.get_terminal_size((_WIDTH, 24)).columns, uses_color())
