"""`estimator hotpaths`: what to cut out, where, and for how much."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import common, hot, path_options, pricing_options, scan_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked, result_options, schema_option, write_results


@click.command("hotpaths", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@path_options
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
    """Show the hot paths, the cut around each, both prices, and what a port can win at most.

    PATH is a repository, a folder in one, a plain folder, a facts file, or `-` for facts on stdin.
    A CPU profile says what is hot: one given by --profile, or else one that the repository itself
    carries, such as default.pgo. Without one, and without --path, the answer is a list of static
    candidates, which is a hint and no measurement, and the command that records a profile.
    """
    from estimator.reporting.hotpaths import render_hot_paths  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("hotpaths"))
        return
    shared, wanted, paths = common(options), asked(options), hot(options)
    subject = open_subject(
        path,
        shared,
        language=language,
        rules=rules,
        records=records,
        paths=paths,
        wants_paths=True,
    )
    from estimator.pipeline import hot_paths, load_rulebook  # noqa: PLC0415  # start-up time

    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)  # faults come first
    report = hot_paths(subject.read(nothing).facts, rulebook, config=config)
    write_results(wanted, lambda form, paper: render_hot_paths(report, form, width=paper.width))
