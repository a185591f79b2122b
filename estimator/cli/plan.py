"""`estimator plan`: the waves of a scenario, in the order of work."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import Subject, nothing, open_subject
from estimator.cli.options import (
    common,
    hot,
    path_options,
    pricing_options,
    scan_options,
    set_option,
)
from estimator.cli.outputs import print_text
from estimator.cli.results import asked_document, document_options, schema_option, write_results
from estimator.errors import InputError

_WHOLE_PORT = "whole-port"
"""Kind of the scenarios that need no hot paths and no shell to be found."""


@click.command("plan", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option(
    "--scenario",
    metavar="ID",
    help="Scenario to plan, such as rust-to-go.  [default: the first one that applies; with --only,"
    " the first split]",
)
@document_options
@schema_option
@pricing_options
@set_option
@path_options
@click.option(
    "--only",
    metavar="UNIT",
    multiple=True,
    help="Plan the move of this package or crate alone, behind a boundary. Repeatable.",
)
@scan_options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
    scenario: str | None,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    settings: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Lay out a port or a split in waves: what first, what it takes, when it is done.

    PATH is a repository, a folder in one, a plain folder, a facts file, or `-` for facts on stdin.
    Contracts and an oracle come before code, units that use no other come first, and the efforts of
    the waves sum to the price of the scenario. Each wave has criteria to begin and to end it, and
    its risks with their places. With --only, what moves is a package or crate by name.
    """
    from estimator.reporting.plan import render_plan  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("plan"))
        return
    shared, wanted, paths = common(options), asked_document(options), hot(options)

    def opened(*, wants_paths: bool) -> Subject:
        return open_subject(
            path,
            shared,
            language=language,
            rules=rules,
            records=records,
            paths=paths,
            wants_paths=wants_paths,
        )

    from estimator.pipeline import load_rulebook, plan  # noqa: PLC0415  # start-up time

    subject = opened(wants_paths=False)
    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)  # faults come first
    asked_for = rulebook.scenarios.get(scenario or "")
    if paths.only and asked_for is not None and asked_for.kind == _WHOLE_PORT:
        raise InputError(
            f"--only plans units alone, and {asked_for.id} moves everything",
            hint="leave --scenario out, or name a split",
        )
    if asked_for is not None and asked_for.kind != _WHOLE_PORT:
        subject = opened(wants_paths=True)
    facts = subject.read(nothing).facts
    found = plan(facts, rulebook, scenario, config=config, settings=settings)
    write_results(
        wanted,
        lambda form, paper: render_plan(found, form, width=paper.width, color=paper.color),
    )
