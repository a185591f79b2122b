"""`estimator record`: a team's own finished ports, in a TOML file."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from estimator.cli.options import (
    common,
    rulebook_of,
    rulebook_options,
    rules_option,
    scan_options,
)
from estimator.cli.outputs import print_text
from estimator.cli.ownports import DEFAULT_FILE, read_records_file
from estimator.cli.results import asked, result_options, schema_option, write_results

_SCENARIOS = ("rust-to-go", "go-to-rust", "go-hot-paths-to-rust")
_MEASURES = ("time-sheets", "history", "judgement")
_file_option = click.option(
    "--file",
    type=click.Path(path_type=Path),
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE",
    help="File of finished ports.",
)


@click.group("record", context_settings={"max_content_width": 100})
def command() -> None:
    """Keep a team's own finished ports: what was estimated, and what it took.

    The file is plain TOML, and no command reads it unless it is named or asked for here. `estimator
    calibrate` says what the ports do to prices; `estimator estimate --records FILE` applies it.
    """


@command.command("add", short_help="Price a finished port as it was, and add what it took.")
@click.argument("path", type=click.Path(path_type=Path), metavar="PATH|FACTS.json|REPORT.json")
@click.option("--actual", type=float, required=True, metavar="EM", help="What it took, EM.")
@click.option(
    "--measured-by",
    type=click.Choice(_MEASURES),
    required=True,
    help="How that is known.",
)
@click.option("--id", "identity", help="Name of the row.  [default: repository and scenario]")
@click.option(
    "--scenario",
    type=click.Choice(_SCENARIOS),
    help="What was done.  [default: the whole port of the priced language]",
)
@click.option("--finished", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="2026-05-31.")
@click.option("--owner", default="", help="Who vouches for the row.")
@click.option("--note", default="", help="What a reader should know.")
@_file_option
@rules_option
@scan_options
def add(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
    actual: float,
    measured_by: str,
    identity: str | None,
    scenario: str | None,
    finished: datetime | None,
    owner: str,
    note: str,
    file: Path,
    rules: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Price a port at C = 1, and add a row with what it took.

    Give the source as it was before the port began: a checkout of that commit, its facts file, or
    the report of that time (--format json), whose price is taken without its calibration.
    """
    from estimator.cli.recorded import Told, add_record  # noqa: PLC0415  # start-up time

    told = Told(
        actual=actual,
        measured_by=measured_by,
        identity=identity,
        scenario=scenario,
        finished=finished.date().isoformat() if finished else "",
        owner=owner,
        note=note,
    )
    print_text(add_record(path, file, told, common(options), rules=rules))


@command.command("list", short_help="List the finished ports.")
@_file_option
@result_options
@schema_option
@rulebook_options
def list_records(
    file: Path,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """List the finished ports, and those that other rules priced."""
    from estimator.reporting.records import render_records  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("records"))
        return
    wanted = asked(options)
    records, digest = read_records_file(file), rulebook_of(options).digest
    write_results(
        wanted, lambda form, paper: render_records(records, digest, form, width=paper.width)
    )


@command.command("check", short_help="Check a file of finished ports.")
@_file_option
def check(file: Path) -> None:
    """Check a file of finished ports: every fault at once, with row, key and reason."""
    count = len(read_records_file(file))
    print_text(f"{file}: {count} finished {'port' if count == 1 else 'ports'}, no faults\n")
