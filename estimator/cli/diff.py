"""`estimator diff`: what moved the price between two states."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.options import common, pricing_options, scan_options
from estimator.cli.outputs import print_text
from estimator.cli.results import (
    asked_document,
    document_options,
    write_results,
)


def _print_schema(ctx: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001
    """Print and stop before the arguments are asked for."""
    if value:
        from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # start-up time

        print_text(render_schema("diff"))
        ctx.exit()


@click.command("diff", context_settings={"max_content_width": 100})
@click.argument("before", metavar="BEFORE")
@click.argument("after", metavar="AFTER")
@click.option(
    "--repo",
    "repository",
    type=click.Path(path_type=Path),
    default=".",
    help="Checkout, or a folder in one, whose revisions are meant.  [default: .]",
)
@document_options
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of the result in JSON, and stop.",
)
@pricing_options
@scan_options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    before: str,
    after: str,
    repository: Path,
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Show what moved the price between two states, scenario by scenario.

    BEFORE and AFTER are git revisions of --repo, folders, or facts files. What exists as a file or
    folder is that; refs/heads/NAME always means the branch. A revision is read from git's objects:
    the work tree is neither touched nor looked at, and the price is that of a clean checkout, by
    the revision's own estimator.toml.
    """
    from estimator.cli.sides import read_state  # noqa: PLC0415  # start-up time
    from estimator.comparing import difference  # noqa: PLC0415  # the same
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # the same
    from estimator.reporting.difference import render_difference  # noqa: PLC0415  # the same

    shared, wanted = common(options), asked_document(options)
    states = [
        read_state(name, repository, shared, language=language, rules=rules, records=records)
        for name in (before, after)
    ]
    config = states[1].config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=repository)
    found = difference(states[0], states[1], rulebook)
    write_results(wanted, lambda form, paper: render_difference(found, form, width=paper.width))
