"""`estimator accuracy`: how wrong the model is on finished ports, with every miss."""

import shutil

import click

from estimator.cli.options import rule_folders
from estimator.cli.outputs import print_text


@click.command("accuracy", context_settings={"max_content_width": 100})
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["table", "markdown", "json", "csv"]),
    default="table",
    show_default=True,
    help="Format of the result.",
)
@click.option(
    "--rules",
    metavar="DIR",
    multiple=True,
    help="Rule folder to lay over the built-in rules; its ports and constants count.",
)
def command(output_format: str, rules: tuple[str, ...]) -> None:
    """Show how wrong the model is on finished ports, each predicted from the others.

    Beside the full model stand the size law, own history, a flat rate, the document's rule and
    COCOMO. Every port is a row and every miss is shown.
    """
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # start-up time
    from estimator.reporting.accuracy import render_accuracy  # noqa: PLC0415  # the same
    from estimator.validation.accuracy import measure_accuracy  # noqa: PLC0415  # the same

    accuracy = measure_accuracy(load_rulebook(*rule_folders(rules)))
    width = shutil.get_terminal_size((100, 24)).columns
    print_text(render_accuracy(accuracy, output_format, width=width))
