"""`estimator calibrate`: how wrong the prices were for this team, and what that does to them."""

from pathlib import Path

import click

from estimator.cli.options import rule_folders
from estimator.cli.outputs import print_text
from estimator.cli.ownports import DEFAULT_FILE, read_records_file


@click.command("calibrate", context_settings={"max_content_width": 100})
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE",
    help="File of finished ports.",
)
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["table", "json", "markdown", "csv"]),
    default="table",
    show_default=True,
    help="Format on stdout.",
)
@click.option(
    "--rules", metavar="DIR", multiple=True, help="Rule folder to lay over the built-in rules."
)
def command(records: Path, form: str, rules: tuple[str, ...]) -> None:
    """Compare a team's own finished ports with their prices, and fit C, by direction.

    C multiplies every price of that direction. `estimator estimate PATH --records FILE` uses it.
    """
    from estimator.costing.calibration import calibration_report  # noqa: PLC0415  # start-up time
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # the same
    from estimator.reporting.calibration import render_calibration  # noqa: PLC0415  # the same

    found = read_records_file(records)
    report = calibration_report(found, load_rulebook(*rule_folders(rules)))
    print_text(render_calibration(report, form))
