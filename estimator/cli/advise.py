"""`estimator advise`: keep, split or port, and why."""

from functools import cache
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import Subject, open_subject
from estimator.cli.options import (
    common,
    configuration,
    hot,
    path_options,
    pricing_options,
    scan_options,
    set_option,
)
from estimator.cli.outputs import print_text
from estimator.cli.results import advice_options, asked_advice, schema_option, write_results
from estimator.configuration.keys import BY_NAME
from estimator.configuration.settings import overridden
from estimator.errors import InputError
from estimator.model.advice import Advice
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook


@click.command("advise", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), required=False, metavar="[PATH]")
@click.option(
    "--workload",
    "workloads",
    metavar="NAME",
    multiple=True,
    help="What it is for, such as codec or crud-service; without PATH: what new work is for."
    " Repeatable.",
)
@click.option("--rate", metavar="AMOUNT", help="Price of one EM, such as '12000 EUR'.")
@click.option(
    "--ask", is_flag=True, help="Ask the open questions, and keep the answers in estimator.toml."
)
@advice_options
@schema_option
@pricing_options
@set_option
@path_options
@scan_options
def command(  # noqa: PLR0913, PLR0917  # one parameter an option
    path: Path | None,
    workloads: tuple[str, ...],
    rate: str | None,
    ask: bool,  # noqa: FBT001  # click passes flags by name
    schema: bool,  # noqa: FBT001  # the same
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
    settings: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Say whether to keep, split or port, with the reasons and the open questions.

    PATH is a repository, a folder in one, a plain folder, a facts file, or `-` for facts on stdin.
    Default: the current folder; with --workload and no PATH, the choice for new work. The answer is
    one recommendation from an ordered list (rules AD4nn), never a score.
    """
    from estimator.reporting.advice import render_advice  # noqa: PLC0415  # start-up time
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # the same

    if schema:
        print_text(render_schema("advice"))
        return
    shared, wanted, paths = common(options), asked_advice(options), hot(options)
    given = (*settings, *_rate_setting(rate))
    if path is None and workloads:
        config = configuration(None, shared, language=language, rules=rules)
        subject = None
    else:
        path = path or Path()
        subject = open_subject(
            path,
            shared,
            language=language,
            rules=rules,
            records=records,
            paths=paths,
            wants_paths=True,
        )
        config = subject.config
    config = overridden(config, given)[0] if given else config
    work = _Work(subject, config, workloads, path)
    advice = work.advised(config)
    if ask:
        from estimator.cli.asking import ask_and_keep  # noqa: PLC0415  # start-up time

        answers = ask_and_keep(advice, path, shared)
        if answers:
            advice = work.advised(overridden(config, answers)[0])
    write_results(wanted, lambda form, paper: render_advice(advice, form, width=paper.width))


def _rate_setting(rate: str | None) -> tuple[str, ...]:
    if rate is None:
        return ()
    fault = BY_NAME["money.rate"].fault(rate)
    if fault:
        raise InputError(f"--rate {rate}: {fault}")
    return (f"money.rate={rate}",)


class _Work:
    """What the advice is about; scanned once, however often it is asked."""

    def __init__(
        self,
        subject: Subject | None,
        config: Config,
        workloads: tuple[str, ...],
        path: Path | None,
    ) -> None:
        self._subject = subject
        self._workloads = workloads
        self._rulebook = cache(lambda: _rulebook(config, path))
        self._facts = cache(self._read)
        if config.rules:
            self._rulebook()  # faults come first

    def advised(self, config: Config) -> Advice:
        """Give the advice with these declared facts. Raises InputError, OutsideError."""
        from estimator.pipeline import advise, advise_new  # noqa: PLC0415  # start-up time

        if self._subject is None:
            return advise_new(self._rulebook(), self._workloads, config=config)
        facts = self._facts()
        return advise(facts, self._rulebook(), config=config, workloads=self._workloads)

    def _read(self) -> RepositoryFacts:
        if self._subject is None:  # pragma: no cover  # new work has no facts
            raise TypeError(self)
        return self._subject.read(self._rulebook).facts


def _rulebook(config: Config, path: Path | None) -> Rulebook:
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # start-up time

    return load_rulebook(*config.rules, remember=config.scan, root=path)
