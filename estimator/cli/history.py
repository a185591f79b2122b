"""`estimator history`: what code, or a past port, has cost by its git history."""

import shutil
import sys
from pathlib import Path

import click

from estimator.cli.options import rule_folders
from estimator.cli.outputs import format_of, print_text, require_folder


@click.command("history", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option("--path", "paths", multiple=True, metavar="SUBDIR", help="Only this. Repeatable.")
@click.option("--since", metavar="DATE|REV", help="A date (included) or a revision (not).")
@click.option("--until", metavar="DATE|REV", help="A date or a revision, both included.")
@click.option("--anonymous", "is_anonymous", is_flag=True, help="Number the authors.")
@click.option("--rules", metavar="DIR", multiple=True, help="Rule folder to lay over the built-in.")
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
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path,
    paths: tuple[str, ...],
    since: str | None,
    until: str | None,
    is_anonymous: bool,  # noqa: FBT001  # click passes flags by name
    rules: tuple[str, ...],
    stdout_format: str | None,
    outputs: tuple[Path, ...],
) -> None:
    """Measure from git what code, or a past port, has cost, EM.

    Two measures: active days of each author, and commit sessions. One is high, one is low; their
    geometric mean is what `estimator record add --measured-by history` is given. Merges and bots
    are left out, and e-mail addresses are not shown.
    """
    for output in outputs:
        format_of(output)
        require_folder(output)
    from estimator.pipeline import history, load_rulebook  # noqa: PLC0415  # start-up time
    from estimator.reporting.history import anonymous, render_history  # noqa: PLC0415  # the same
    from estimator.storage import write_text  # noqa: PLC0415  # the same

    rulebook = load_rulebook(*rule_folders(rules))
    found = history(path, rulebook, paths=paths, since=since, until=until)
    found = anonymous(found) if is_anonymous else found
    for output in outputs:
        write_text(output, render_history(found, format_of(output)))
    if not outputs or stdout_format is not None:
        width = shutil.get_terminal_size((100, 24)).columns if sys.stdout.isatty() else 100
        print_text(render_history(found, stdout_format or "table", width=width))
