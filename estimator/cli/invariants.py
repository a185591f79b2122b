"""`estimator invariants`: what the language gave for free and a port must recover."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import open_subject
from estimator.cli.options import common, pricing_options, scan_options
from estimator.cli.outputs import format_of, print_text, require_folder


@click.command("invariants", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option(
    "--format",
    "-f",
    "stdout_format",
    type=click.Choice(("table", "json", "markdown", "csv")),
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
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the JSON, and stop.")
@pricing_options
@scan_options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
    stdout_format: str | None,
    outputs: tuple[Path, ...],
    schema: bool,  # noqa: FBT001  # click passes flags by name
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """List the invariants that a whole port to the other language must recover.

    PATH is a repository, a folder in one, a plain folder, a facts file, or `-` for facts on stdin.
    Each entry of the ledger shows its count, its density among services, what recovers it, its
    hours (judgement), its part of the price, where it is, and which tests lie beside it.
    """
    from estimator.reporting.invariants import (  # noqa: PLC0415  # start-up time
        ledger_schema,
        render_ledger,
    )

    shared = common(options)
    if schema:
        print_text(json.dumps(ledger_schema(), indent=2, sort_keys=True) + "\n")
        return
    for output in outputs:
        format_of(output)
        require_folder(output)
    subject = open_subject(path, shared, language=language, rules=rules, records=records)
    from estimator.pipeline import invariants, load_rulebook  # noqa: PLC0415  # start-up time
    from estimator.storage import write_text  # noqa: PLC0415  # the same

    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)  # faults come first
    ledger = invariants(subject.read().facts, rulebook, config=subject.config)
    for output in outputs:
        write_text(output, render_ledger(ledger, format_of(output)))
    if not outputs or stdout_format is not None:
        width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
        print_text(render_ledger(ledger, stdout_format or "table", width=width))
