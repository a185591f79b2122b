"""`estimator estimate`: the main job."""

import shutil
import sys
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import open_subject
from estimator.cli.options import common, pricing_options, scan_options
from estimator.cli.outputs import format_of, print_text, require_folder, uses_color
from estimator.configuration.effective import render_config
from estimator.configuration.settings import overridden
from estimator.model.report import Report

_FORMATS = ("table", "json", "markdown", "csv")


@click.command("estimate", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option(
    "--format",
    "-f",
    "stdout_format",
    type=click.Choice(_FORMATS),
    help="Format on stdout.  [default: table, or nothing where --output is given]",
)
@click.option(
    "--output",
    "-o",
    "outputs",
    type=click.Path(path_type=Path),
    multiple=True,
    help="Write to a file; its suffix (.json, .md, .csv, .txt) names the format. Repeatable.",
)
@pricing_options
@click.option(
    "--set",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    help="Override a declared fact for this run, such as team.rust=0, oracle=golden or"
    " factors.NAME=1.2, and show what that changes. Repeatable.",
)
@scan_options
@click.option(
    "--print-effective-config",
    is_flag=True,
    help="Print the configuration with the origin of each value, and stop.",
)
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
    stdout_format: str | None,
    outputs: tuple[Path, ...],
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    settings: tuple[str, ...],
    print_effective_config: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Price every scenario that applies to a repository.

    PATH is a checked-out repository, a folder in one, a plain folder, a facts file written by
    `estimator facts`, or `-` for such facts on stdin. Default: the current folder.
    """
    shared = common(options)
    for output in outputs:
        format_of(output)
        require_folder(output)
    subject = open_subject(path, shared, language=language, rules=rules, records=records)
    changed = overridden(subject.config, settings)[0] if settings else subject.config
    if print_effective_config:
        print_text(render_config(changed))
        return
    from estimator.pipeline import estimate, load_rulebook, what_if  # noqa: PLC0415  # start-up time
    from estimator.reporting import render  # noqa: PLC0415  # the same
    from estimator.storage import write_text  # noqa: PLC0415  # the same

    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)  # faults come first
    facts = subject.read().facts
    report = (
        what_if(facts, rulebook, config=subject.config, settings=settings)
        if settings
        else estimate(facts, rulebook, config=subject.config)
    )
    texts = [(output, render(report, format_of(output))) for output in outputs]
    printed = "" if outputs and stdout_format is None else _for_stdout(report, stdout_format)
    for output, text in texts:
        write_text(output, text)
    print_text(printed)


def _for_stdout(report: Report, asked: str | None) -> str:
    """The report for stdout; a table for a terminal has its width and colors."""
    from estimator.reporting import render  # noqa: PLC0415  # start-up time
    from estimator.reporting.table import MAX_WIDTH  # noqa: PLC0415  # the same
    from estimator.reporting.table import render as draw  # noqa: PLC0415  # the same

    if asked not in {None, "table"} or not sys.stdout.isatty():
        return render(report, asked or "table")
    columns = shutil.get_terminal_size((MAX_WIDTH, 24)).columns
    return draw(report, width=columns, color=uses_color())
