"""`estimator invariants`: what the language gave for free and a port must recover."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import common, pricing_options, scan_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked, result_options, schema_option, write_results


@click.command("invariants", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@result_options
@schema_option
@pricing_options
@scan_options
def command(  # one parameter an option
    path: Path,
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
    from estimator.reporting.invariants import render_ledger  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("invariants"))
        return
    shared, wanted = common(options), asked(options)
    subject = open_subject(path, shared, language=language, rules=rules, records=records)
    from estimator.pipeline import invariants, load_rulebook  # noqa: PLC0415  # start-up time

    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)  # faults come first
    ledger = invariants(subject.read(nothing).facts, rulebook, config=subject.config)
    write_results(wanted, lambda form, paper: render_ledger(ledger, form, width=paper.width))
