"""`estimator calibrate`: how wrong the prices were for this team, and what that does to them."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.options import rulebook_of, rulebook_options
from estimator.cli.outputs import print_text
from estimator.cli.ownports import DEFAULT_FILE, read_records_file
from estimator.cli.results import asked, result_options, schema_option, write_results


@click.command("calibrate", context_settings={"max_content_width": 100})
@click.option(
    "--records",
    type=click.Path(path_type=Path),
    default=DEFAULT_FILE,
    show_default=True,
    metavar="FILE",
    help="File of finished ports.",
)
@result_options
@schema_option
@rulebook_options
def command(
    records: Path,
    schema: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Compare a team's own finished ports with their prices, and fit C, by direction.

    C multiplies every price of that direction. `estimator estimate PATH --records FILE` uses it.
    """
    from estimator.costing.calibration import calibration_report  # noqa: PLC0415  # start-up time
    from estimator.reporting.calibration import render_calibration  # noqa: PLC0415  # the same
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("calibration"))
        return
    wanted = asked(options)
    report = calibration_report(read_records_file(records), rulebook_of(options))
    write_results(wanted, lambda form, paper: render_calibration(report, form, width=paper.width))
