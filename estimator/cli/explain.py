"""`estimator explain`: where a number comes from."""

import re
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import open_subject
from estimator.cli.options import common, configuration, pricing_options, scan_options
from estimator.cli.outputs import print_text

_RULE_ID = re.compile(r"(RG|GR|SP|AD)\d{3}", re.ASCII)


@click.command("explain", context_settings={"max_content_width": 100})
@click.argument("identifier", metavar="NAME")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@pricing_options
@scan_options
def command(
    identifier: str,
    path: Path | None,
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Explain a rule, a constant, a scenario, a dependency, the total, a unit or a file.

    NAME is an id such as RG214, anchor.rust-to-go or go-to-rust; `estimator rules list` shows
    them. The name of a crate or Go module shows what takes its place. With PATH, a repository or
    a facts file: the sum there, with the numbers filled in, and
    every place that was counted (from a facts file: the first 20 in each unit).

    With PATH, NAME may also be TOTAL (the whole formula with its numbers, and what moves it), a
    crate, package or folder, or a file by its path: its share of the effort and why.
    """
    from estimator.pipeline import estimate, explain, load_rulebook  # noqa: PLC0415  # start-up

    shared = common(options)
    if path is None:
        config = configuration(None, shared, language=language, rules=rules)
        print_text(explain(load_rulebook(*config.rules, remember=config.scan), identifier))
        return
    subject = open_subject(
        path, shared, language=language, rules=rules, records=records, needs_files=True
    )
    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)
    if _RULE_ID.fullmatch(identifier):
        explain(rulebook, identifier)  # an unknown one is said before the scan
    scanned = subject.read()
    report = estimate(scanned.facts, rulebook, config=subject.config)
    print_text(explain(rulebook, identifier, scanned=scanned, report=report))
