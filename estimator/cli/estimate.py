"""`estimator estimate`: the main job."""

from functools import cache
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import open_subject
from estimator.cli.options import (
    common,
    hot,
    path_options,
    pricing_options,
    scan_options,
    set_option,
)
from estimator.cli.outputs import print_text
from estimator.cli.results import Paper, asked, result_options, write_results
from estimator.configuration.effective import render_config
from estimator.configuration.settings import overridden
from estimator.model.report import Report
from estimator.model.rules import Rulebook


@click.command("estimate", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@result_options
@pricing_options
@set_option
@path_options
@click.option(
    "--only",
    metavar="UNIT",
    multiple=True,
    help="Price this package or crate alone, with the boundary that it leaves behind. Repeatable.",
)
@scan_options
@click.option(
    "--print-effective-config",
    is_flag=True,
    help="Print the configuration with the origin of each value, and stop.",
)
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
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
    shared, wanted, paths = common(options), asked(options), hot(options)
    subject = open_subject(
        path, shared, language=language, rules=rules, records=records, paths=paths
    )
    changed = overridden(subject.config, settings)[0] if settings else subject.config
    if print_effective_config:
        print_text(render_config(changed))
        return
    from estimator.pipeline import estimate, load_rulebook, what_if  # noqa: PLC0415  # start-up time

    config = subject.config

    @cache
    def rulebook_of_run() -> Rulebook:
        return load_rulebook(*config.rules, remember=config.scan, root=path)

    if config.rules:
        rulebook_of_run()  # faults come first
    facts = subject.read(rulebook_of_run).facts
    rulebook = rulebook_of_run()
    report = (
        what_if(facts, rulebook, config=subject.config, settings=settings)
        if settings
        else estimate(facts, rulebook, config=subject.config)
    )
    write_results(wanted, lambda form, paper: _drawn(report, form, paper))


def _drawn(report: Report, form: str, paper: Paper) -> str:
    """The report in a format; a table has the paper's width and colors."""
    from estimator.reporting import render  # noqa: PLC0415  # start-up time
    from estimator.reporting.table import render as draw  # noqa: PLC0415  # the same

    if form != "table":
        return render(report, form)
    return draw(report, width=paper.width, color=paper.color)
