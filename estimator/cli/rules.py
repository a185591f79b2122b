"""`estimator rules`: what the rulebook holds, and whether rule files are right."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.options import rulebook_of, rulebook_options
from estimator.cli.outputs import print_text
from estimator.cli.results import asked_page, page_options, write_results
from estimator.errors import RuleFileError

_KINDS = (
    *("rule", "scenario", "constant", "port", "disagreement", "driver", "package"),
    *("sentence", "signal", "workload", "criterion", "tradeoff", "recommendation", "readiness"),
    "stage",
    "all",
)


@click.group("rules", context_settings={"max_content_width": 100})
def command() -> None:
    """List, check and test rule files.

    The built-in rules are TOML files; a folder of your own adds to them or overrides them by id
    (--rules DIR, or ESTIMATOR_RULES), and the report says so.
    """


@command.command("list", short_help="List what the rulebook holds.")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(_KINDS),
    metavar="KIND",
    multiple=True,
    help=f"What to list: {', '.join(_KINDS)}. Repeatable.  [default: rule, scenario, constant]",
)
@click.option(
    "--by-document",
    is_flag=True,
    help="List the sentences of the source document instead, each with the rules that rest on it.",
)
@page_options
@rulebook_options
def list_rules(
    kinds: tuple[str, ...],
    by_document: bool,  # noqa: FBT001  # click passes flags by name
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """List what the rulebook holds, with its numbers and kinds of source.

    Rules, scenarios and constants; by --kind also finished ports, the reasons why views disagree,
    drivers, packages with what takes their place, the sentences of the source document, signals,
    workloads and the stages of a plan. `estimator explain ID` shows each whole.
    """
    from estimator.reporting.pages import render_page  # noqa: PLC0415  # start-up time
    from estimator.reporting.rule_list import (  # noqa: PLC0415  # the same
        DEFAULT_KINDS,
        document_list,
        rule_list,
    )
    from estimator.rulebook.bydocument import rules_by_sentence  # noqa: PLC0415  # the same

    wanted = asked_page(options)
    rulebook = rulebook_of(options)
    if by_document:
        sections = document_list(rulebook, rules_by_sentence(rulebook))
    else:
        sections = rule_list(rulebook, kinds or DEFAULT_KINDS)
    write_results(wanted, lambda form, paper: render_page(sections, form, width=paper.width))


@command.command("check", short_help="Check the rule files of a folder.")
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
def check(directory: Path) -> None:
    """Check the rule files of a folder: every fault at once, with file, rule, key and reason."""
    from estimator.rulebook.check import check_directory  # noqa: PLC0415  # start-up time
    from estimator.rulebook.fault import rule_file_error  # noqa: PLC0415  # the same

    faults = check_directory(directory)
    if faults:
        raise rule_file_error(faults)
    print_text(f"{directory}: no faults\n")


@command.command("test", short_help="Run the worked examples of rules.")
@click.argument("directory", type=click.Path(path_type=Path), metavar="[DIR]", required=False)
def test(directory: Path | None) -> None:
    """Run the worked examples of rules: those of a folder, or the built-in ones."""
    from estimator.advice.tradeoffs import wrong_rows  # noqa: PLC0415  # start-up time
    from estimator.rulebook.decide import worked_cases, wrong_decisions  # noqa: PLC0415  # the same
    from estimator.rulebook.disagreements import wrong_examples  # noqa: PLC0415  # the same
    from estimator.rulebook.drivers import wrong_drivers  # noqa: PLC0415  # the same
    from estimator.rulebook.examples import run_examples  # noqa: PLC0415  # start-up time
    from estimator.rulebook.load import load_rulebook  # noqa: PLC0415  # the same

    rulebook = load_rulebook(*([directory] if directory is not None else []))
    own = {*rulebook.added, *rulebook.overridden}
    rules = [rule for key, rule in rulebook.rules.items() if directory is None or key in own]
    reasons = [
        one for key, one in rulebook.disagreements.items() if directory is None or key in own
    ]
    drivers = [one for key, one in rulebook.drivers.items() if directory is None or key in own]
    results = run_examples(rules)
    lines = [
        f"  {result.rule}, example {result.example}: {result.reason}"
        for result in results
        if not result.passed
    ]
    lines += [
        f"  {key}, example {place}: speaks where it should not, or the other way round"
        for key, place in (*wrong_examples(rulebook, reasons), *wrong_drivers(drivers))
    ]
    lines += [
        f"  {key}, example {place}: decides or reads otherwise"
        for key, place in (*wrong_decisions(rulebook), *wrong_rows(rulebook))
        if directory is None or key in own
    ]
    cases = {
        key: number
        for key, number in worked_cases(rulebook).items()
        if directory is None or key in own
    }
    count = len(results) + sum(len(one.example) for one in reasons)
    count += sum(len(one.example) for one in drivers) + sum(cases.values())
    if lines:
        raise RuleFileError(
            "\n".join((f"{len(lines)} of {count} worked examples are wrong:", *lines)),
            hint="correct the hours or the sums",
        )
    checked = len(rules) + len(reasons) + len(drivers) + len(cases)
    noun = "rule" if checked == 1 else "rules"
    print_text(f"{count} worked examples of {checked} {noun}: all right\n")
