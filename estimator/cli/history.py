"""`estimator history`: what code, or a past port, has cost by its git history."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.options import rulebook_of, rulebook_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked, result_options, schema_option, write_results


@click.command("history", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option("--path", "paths", multiple=True, metavar="SUBDIR", help="Only this. Repeatable.")
@click.option("--since", metavar="DATE|REV", help="A date (included) or a revision (not).")
@click.option("--until", metavar="DATE|REV", help="A date or a revision, both included.")
@click.option("--anonymous", "is_anonymous", is_flag=True, help="Number the authors.")
@result_options
@schema_option
@rulebook_options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
    paths: tuple[str, ...],
    since: str | None,
    until: str | None,
    is_anonymous: bool,  # noqa: FBT001  # click passes flags by name
    schema: bool,  # noqa: FBT001  # the same
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Measure from git what code, or a past port, has cost, EM.

    Two measures: active days of each author, and commit sessions. One is high, one is low; their
    geometric mean is what `estimator record add --measured-by history` is given. Merges and bots
    are left out, and e-mail addresses are not shown.
    """
    from estimator.pipeline import history  # noqa: PLC0415  # start-up time
    from estimator.reporting.history import anonymous, render_history  # noqa: PLC0415  # the same
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("history"))
        return
    wanted = asked(options)
    rulebook = rulebook_of(options, path)
    found = history(path, rulebook, paths=paths, since=since, until=until)
    found = anonymous(found) if is_anonymous else found
    write_results(wanted, lambda form, paper: render_history(found, form, width=paper.width))
