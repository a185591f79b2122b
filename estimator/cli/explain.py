"""`estimator explain`: where a number comes from."""

import re
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import (
    common,
    configuration,
    hot,
    path_options,
    pricing_options,
    scan_options,
    set_option,
)
from estimator.cli.results import Asked, asked_page, page_options, write_results
from estimator.configuration.settings import overridden
from estimator.errors import InputError
from estimator.model.config import Config

_PATH_ID = re.compile(r"hp-[0-9a-f]{6}", re.ASCII)
_RULE_ID = re.compile(r"(RG|GR|SP|AD)\d{3}", re.ASCII)
_WITHOUT_PATH = frozenset(
    {"identifier", "rules", "no_cache", "cache_dir", "config", "stdout_format", "outputs"}
)
"""Parameters that matter where nothing is scanned or priced."""


@click.command("explain", context_settings={"max_content_width": 100})
@click.argument("identifier", metavar="NAME")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@page_options
@pricing_options
@set_option
@path_options
@scan_options
@click.pass_context
def command(  # noqa: PLR0913  # one parameter an option
    context: click.Context,
    /,
    identifier: str,
    path: Path | None,
    *,
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    settings: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Explain any number: a rule, constant, port or package, the total, a unit or a file.

    NAME is an id such as RG214, anchor.rust-to-go or go-to-rust; `estimator rules list --kind all`
    shows them. The name of a crate or Go module shows what takes its place. With PATH, a
    repository or a facts file: the sum there, with the numbers filled in, and every place that was
    counted (from a facts file: the first 20 in each unit).

    With PATH, NAME may also be TOTAL (the whole formula with its numbers, and what moves it), a
    crate, package or folder, or a file by its path: its share of the effort and why; or the id of
    a hot path (hp- and six digits): its cut and both prices.
    """
    from estimator.explaining import explain  # noqa: PLC0415  # start-up time
    from estimator.pipeline import estimate, load_rulebook, what_if  # noqa: PLC0415

    shared, wanted, paths = common(options), asked_page(options), hot(options)
    if path is None:
        _refuse_idle_options(context)
        _explain_rule(identifier, wanted, configuration(None, shared, rules=rules))
        return
    subject = open_subject(
        path,
        shared,
        language=language,
        rules=rules,
        records=records,
        needs_files=True,
        paths=paths,
        wants_paths=_PATH_ID.fullmatch(identifier) is not None,
    )
    config = subject.config
    if settings:
        overridden(config, settings)  # what is wrong with them is said before the scan
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)
    if _RULE_ID.fullmatch(identifier):
        explain(rulebook, identifier)  # an unknown one is said before the scan
    scanned = subject.read(nothing)
    report = (
        what_if(scanned.facts, rulebook, config=config, settings=settings)
        if settings
        else estimate(scanned.facts, rulebook, config=config)
    )
    write_results(
        wanted,
        lambda form, paper: explain(
            rulebook, identifier, scanned=scanned, report=report, form=form, width=paper.width
        ),
    )


def _explain_rule(identifier: str, wanted: Asked, config: Config) -> None:
    """Write what is known without a repository."""
    from estimator.explaining import explain  # noqa: PLC0415  # start-up time
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # the same

    rulebook = load_rulebook(*config.rules, remember=config.scan)
    write_results(
        wanted, lambda form, paper: explain(rulebook, identifier, form=form, width=paper.width)
    )


def _refuse_idle_options(context: click.Context) -> None:
    """Raise InputError for an option that does nothing without a repository."""
    for parameter in context.command.get_params(context):
        name = parameter.name or ""
        source = context.get_parameter_source(name)
        if source is ParameterSource.COMMANDLINE and name not in _WITHOUT_PATH:
            raise InputError(
                f"{parameter.opts[0]} does nothing without PATH",
                hint="give a repository or a facts file after NAME",
            )
