"""`estimator facts`: what was counted, as the public file format."""

import json
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import common, hot, path_options, scan_options
from estimator.cli.outputs import print_text, require_folder
from estimator.storage import write_text


@click.command("facts", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this file instead of stdout.",
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the facts file, and stop.")
@click.option(
    "--report-schema",
    is_flag=True,
    help="Print the JSON Schema of `estimate --format json`, and stop.",
)
@click.option(
    "--redact",
    is_flag=True,
    help="Leave out names, paths, symbols, versions, commit and notes; it prices the same.",
)
@path_options
@click.option(
    "--only",
    metavar="UNIT",
    multiple=True,
    help="Package or crate that estimates from these facts price alone. Repeatable.",
)
@scan_options
def command(
    path: Path,
    output: Path | None,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    report_schema: bool,  # noqa: FBT001  # the same
    redact: bool,  # noqa: FBT001  # the same
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Write the facts of a repository as JSON.

    `estimator estimate` reads the file (or `-`, stdin) and gives the same report as a scan,
    without the repository. Same tree, same bytes.
    """
    from estimator.facts.redact import redact as without_names  # noqa: PLC0415  # start-up time
    from estimator.facts.store import encode_facts, facts_schema  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    shared, paths = common(options), hot(options)
    if schema:
        print_text(json.dumps(facts_schema(), indent=2, sort_keys=True) + "\n")
        return
    if report_schema:
        print_text(render_schema("report"))
        return
    if output is not None:
        require_folder(output)
    facts = open_subject(path, shared, paths=paths).read(nothing).facts
    text = encode_facts(without_names(facts) if redact else facts).decode()
    if output is None:
        print_text(text)
    else:
        write_text(output, text)
