"""`estimator doctor`: what a run depends on, where each setting came from, and what is wrong."""

import os
from pathlib import Path
from typing import Any

import click

from estimator.cli.options import doctor_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked_document, document_options, schema_option, write_results


@click.command("doctor", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@document_options
@schema_option
@doctor_options
@click.pass_context
def command(
    context: click.Context,
    /,
    path: Path,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    r"""Show versions, cache, rules and the configuration in force, and what is wrong with them.

    PATH is what would be scanned. Nothing is scanned, changed or mended. Each value of the
    configuration is shown with the option, variable or file that it came from, and each problem
    with what to do.

    \b
    Exit codes: 0 a run would work, warnings or not; else that of such a run: 2 a wrong path,
    configuration, rule file or baseline, 3 the program is installed incompletely, 4 git is missing
    or fails.
    """
    from estimator.diagnosing.diagnose import diagnose  # noqa: PLC0415  # start-up time
    from estimator.reporting.doctor import render_diagnosis  # noqa: PLC0415  # the same
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("doctor"))
        return
    wanted = asked_document(options)
    given = {
        "estimate.rules": options["rules"] or None,
        "cache.use": False if options["no_cache"] else None,
        "cache.dir": options["cache_dir"],
    }
    found = diagnose(
        path,
        options={name: value for name, value in given.items() if value is not None},
        environment=os.environ,
        config_file=options["config"],
    )
    write_results(wanted, lambda form, paper: render_diagnosis(found, form, width=paper.width))
    context.exit(found.exit_code)
