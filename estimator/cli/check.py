"""`estimator check`: what a change adds to a port, and whether the policy allows it."""

import os
from pathlib import Path
from typing import Any

import click

from estimator.cli.options import common, pricing_options, scan_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked_check, check_options, schema_option, write_results
from estimator.errors import InputError


@click.command("check", context_settings={"max_content_width": 100})
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILES]...")
@click.option(
    "--repo",
    "folder",
    type=click.Path(path_type=Path),
    default=".",
    help="Checkout, or a folder in one, that is checked.  [default: .]",
)
@click.option("--all", "is_all", is_flag=True, help="Check all files, not only staged ones.")
@click.option(
    "--against",
    metavar="REV|baseline",
    default="",
    help="What to compare with.  [default: the baseline where there is one, else HEAD]",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Baseline to compare with.  [default: .estimator-baseline.toml of the checkout]",
)
@click.option(
    "--budget", "is_budget", is_flag=True, help="Look at the budgets of the whole repository only."
)
@click.option(
    "--explain-policy", is_flag=True, help="Print each line of the policy and what it applied to."
)
@check_options
@schema_option
@pricing_options
@scan_options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    files: tuple[Path, ...],
    folder: Path,
    is_all: bool,  # noqa: FBT001  # click passes flags by name
    against: str,
    baseline: Path | None,
    is_budget: bool,  # noqa: FBT001  # the same
    explain_policy: bool,  # noqa: FBT001  # the same
    schema: bool,  # noqa: FBT001  # the same
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Show what a change adds to a port, in ledger hours that add up, and hold it to the policy.

    What is staged is checked, read from git's index: neither the work tree nor what is not staged
    has a say. FILES narrow it down. Against the committed baseline where there is one, else against
    HEAD. The [check] table of estimator.toml is the policy; without one nothing fails.

    Exit codes: 0 within the policy, 1 not, 2 wrong use or input, such as a missing baseline.
    """
    if schema:
        from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # start-up time

        print_text(render_schema("check"))
        return
    wanted = asked_check(options)
    _refuse(files, against, baseline, is_all=is_all, is_budget=is_budget)
    from estimator.checking.decide import check  # noqa: PLC0415  # start-up time
    from estimator.cli.checked import read_ready  # noqa: PLC0415  # the same
    from estimator.cli.checkkept import Asked  # noqa: PLC0415  # the same
    from estimator.cli.checksurfaces import (  # noqa: PLC0415  # the same
        render_surface,
        write_step_summary,
    )
    from estimator.reporting.check import render_policy  # noqa: PLC0415  # the same

    asked = Asked(folder, files, is_all, against, baseline, is_budget, language, rules, records)
    ready = read_ready(asked, common(options))
    found = check(
        ready.subject,
        ready.rulebook,
        config=ready.config,
        policy=ready.policy,
        is_budget=is_budget,
    )
    if explain_policy:
        print_text(render_policy(found))
    else:
        write_results(
            wanted,
            lambda form, _paper: render_surface(
                found, form, rules=ready.rulebook.rules, folder=folder
            ),
        )
        if wanted.stdout_format == "github":
            write_step_summary(found, os.environ)
    click.get_current_context().exit(found.exit_code)


def _refuse(
    files: tuple[Path, ...],
    against: str,
    baseline: Path | None,
    *,
    is_all: bool,
    is_budget: bool,
) -> None:
    """Raise InputError for options that exclude each other."""
    if files and (is_all or is_budget):
        other = "--all" if is_all else "--budget"
        raise InputError(f"FILES and {other} exclude each other", hint="give one of them")
    if baseline is not None and against not in {"", "baseline"}:
        raise InputError(
            "--baseline and --against exclude each other", hint="give --against baseline, or a REV"
        )
