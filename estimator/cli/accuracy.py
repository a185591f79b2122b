"""`estimator accuracy`: how wrong the model is on finished ports, with every miss."""

from typing import Any

import click

from estimator.cli.options import rulebook_of, rulebook_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked, result_options, schema_option, write_results


@click.command("accuracy", context_settings={"max_content_width": 100})
@result_options
@schema_option
@rulebook_options
def command(
    schema: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Show how wrong the model is on finished ports, each predicted from the others.

    Beside the full model stand the size law, own history, a flat rate, the document's rule and
    COCOMO. Every port is a row and every miss is shown. The ports and constants of a rule folder
    count too.
    """
    from estimator.reporting.accuracy import render_accuracy  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same
    from estimator.validation.accuracy import measure_accuracy  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("accuracy"))
        return
    wanted = asked(options)
    accuracy = measure_accuracy(rulebook_of(options))
    write_results(wanted, lambda form, paper: render_accuracy(accuracy, form, width=paper.width))
