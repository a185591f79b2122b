"""`estimator baseline`: what a port must recover, kept in a committed file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import (
    common,
    rulebook_of,
    rulebook_options,
    rules_option,
    scan_options,
)
from estimator.cli.outputs import print_text
from estimator.cli.results import (
    asked_document,
    document_options,
    schema_option,
    write_results,
)
from estimator.errors import InputError
from estimator.model.baseline import BASELINE_FILE

if TYPE_CHECKING:
    from estimator.model.baseline import Baseline
    from estimator.model.rules import Rulebook
    from estimator.scanning import Scan

_path_argument = click.argument(
    "path", type=click.Path(path_type=Path), default=".", metavar="[PATH]"
)
_file_option = click.option(
    "--file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=f"The baseline.  [default: {BASELINE_FILE} in PATH]",
)


@click.group("baseline", context_settings={"max_content_width": 100})
def command() -> None:
    """Keep what a port must recover in a committed file, and see what came on top.

    The file has one line an entry: rule, unit, symbol and count. No line numbers and no prices are
    in it, so a file that is formatted, renamed or moved within its unit changes nothing.
    """


@command.command("write", short_help="Write the baseline of the tree as it is.")
@_path_argument
@_file_option
@rules_option
@scan_options
def write_command(
    path: Path,
    file: Path | None,
    rules: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Write the baseline of PATH, and say what it takes in that the old one did not have.

    An unchanged tree gives the same bytes. A damaged old file is replaced, with a word about it.
    """
    from estimator.change.baseline import encode_baseline  # noqa: PLC0415  # start-up time
    from estimator.comparing import baseline, drift  # noqa: PLC0415  # the same
    from estimator.reporting.drift import render_written  # noqa: PLC0415  # the same
    from estimator.storage import write_text  # noqa: PLC0415  # the same

    target = _named(path, file)
    scanned, rulebook = _counted(path, rules, options)
    fault = ""
    old: Baseline | None = None
    if target.exists() or target.is_symlink():
        try:
            old = _read(path, file)
        except InputError as damage:
            fault = damage.message
    found = baseline(scanned.facts, rulebook)
    write_text(target, encode_baseline(found))
    taken_in = None if old is None else drift(old, scanned, rulebook)
    print_text(render_written(str(target), len(found.counts), taken_in, fault=fault))


@command.command("show", short_help="Sum the baseline up, rule by rule.")
@_path_argument
@_file_option
@document_options
@schema_option
@rulebook_options
def show_command(
    path: Path,
    file: Path | None,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Sum the baseline up in entries, counts and ledger hours of each rule; nothing is scanned."""
    from estimator.comparing import summary  # noqa: PLC0415  # start-up time
    from estimator.reporting.drift import render_summary  # noqa: PLC0415  # the same
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("baseline-show"))
        return
    wanted = asked_document(options)
    found = summary(_read(path, file), rulebook_of(options, path))
    write_results(wanted, lambda form, paper: render_summary(found, form, width=paper.width))


@command.command("diff", short_help="Show what the tree has that the baseline has not.")
@_path_argument
@_file_option
@document_options
@schema_option
@rules_option
@scan_options
def diff_command(
    path: Path,
    file: Path | None,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    rules: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Show what is new, grown, shrunk or gone since the baseline, in ledger hours that add up.

    PATH is a folder, or a facts file together with --file. The exit code is 0 whatever is found; a
    missing or damaged baseline is an error.
    """
    from estimator.comparing import drift  # noqa: PLC0415  # start-up time
    from estimator.reporting.drift import render_drift  # noqa: PLC0415  # the same
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("baseline-diff"))
        return
    wanted = asked_document(options)
    old = _read(path, file)
    scanned, rulebook = _counted(path, rules, options)
    found = drift(old, scanned, rulebook)
    write_results(wanted, lambda form, paper: render_drift(found, form, width=paper.width))


def _named(path: Path, file: Path | None) -> Path:
    if file is not None:
        return file
    if path.is_dir():
        return path / BASELINE_FILE
    raise InputError(f"{path} is not a folder", hint="give --file with a facts file")


def _read(path: Path, file: Path | None) -> "Baseline":
    """Read the named file, or the folder's own, which no link may stand in for."""
    from estimator.change.baseline import (  # noqa: PLC0415  # start-up time
        LARGEST_BYTES,
        decode_baseline,
    )
    from estimator.storage import read_inside, reason_of  # noqa: PLC0415  # the same

    name = _named(path, file)
    try:
        if file is None:
            content = read_inside(str(path.resolve()), BASELINE_FILE, max_bytes=LARGEST_BYTES)
        else:
            with file.open("rb") as stream:
                content = stream.read(LARGEST_BYTES + 1)
    except FileNotFoundError as fault:
        raise InputError(
            f"there is no baseline {name}", hint="make one: estimator baseline write"
        ) from fault
    except OSError as fault:
        raise InputError(f"{name} {reason_of(fault)}", hint="give a regular file") from fault
    if len(content) > LARGEST_BYTES:
        raise InputError(f"{name}: larger than {LARGEST_BYTES:,} bytes", hint="is it a baseline?")
    return decode_baseline(content, str(name))


def _counted(
    path: Path,
    rules: tuple[str, ...],
    options: dict[str, Any],  # click's own
) -> "tuple[Scan, Rulebook]":
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # start-up time

    subject = open_subject(path, common(options), rules=rules, needs_files=True)
    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)  # faults come first
    return subject.read(nothing), rulebook
