"""`estimator advise`: keep, split or port, and why."""

from functools import cache
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import Subject, open_subject
from estimator.cli.options import (
    Common,
    common,
    configuration,
    hot,
    path_options,
    pricing_options,
    scan_options,
    set_option,
)
from estimator.cli.outputs import print_text
from estimator.cli.results import (
    Asked,
    advice_options,
    asked_advice,
    schema_option,
    write_results,
)
from estimator.configuration.keys import BY_NAME
from estimator.configuration.settings import overridden
from estimator.errors import InputError
from estimator.model.advice import Advice
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook


@click.command("advise", context_settings={"max_content_width": 100})
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, metavar="[PATH]...")
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
    paths: tuple[Path, ...],
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

    Several PATHs are a portfolio: what each is for, its advice in a line, and a warning where one
    language serves both cold and warm metal. Their JSON has a schema of its own.
    """
    from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # start-up time

    if schema:
        print_text(render_schema("portfolio" if len(paths) > 1 else "advice"))
        return
    shared, wanted, found = common(options), asked_advice(options), hot(options)
    given = (*settings, *_rate_setting(rate))

    def work_on(path: Path) -> _Work:
        subject = open_subject(
            path,
            shared,
            language=language,
            rules=rules,
            records=records,
            paths=found,
            wants_paths=True,
        )
        return _Work(subject, _changed(subject.config, given), workloads, path)

    if len(paths) > 1:
        _refuse_for_several(paths, workloads, ask=ask)
        _put_together([work_on(path) for path in paths], wanted)
    elif paths or not workloads:
        path = paths[0] if paths else Path()
        _advise_one(work_on(path), path, shared if ask else None, wanted)
    else:
        config = configuration(None, shared, language=language, rules=rules)
        work = _Work(None, _changed(config, given), workloads, None)
        _advise_one(work, None, shared if ask else None, wanted)


def _advise_one(work: "_Work", path: Path | None, asking: Common | None, wanted: Asked) -> None:
    """Print the advice on one repository or on new work; ask first where that is wanted."""
    from estimator.reporting.advice import render_advice  # noqa: PLC0415  # start-up time

    advice = work.advised(work.config)
    if asking is not None:
        from estimator.cli.asking import ask_and_keep  # noqa: PLC0415  # start-up time

        answers = ask_and_keep(advice, path, asking)
        if answers:
            advice = work.advised(overridden(work.config, answers)[0])
    write_results(wanted, lambda form, paper: render_advice(advice, form, width=paper.width))


def _put_together(works: "list[_Work]", wanted: Asked) -> None:
    """Print the portfolio of several repositories."""
    from estimator.pipeline import advise_portfolio  # noqa: PLC0415  # start-up time
    from estimator.reporting.portfolio import render_portfolio  # noqa: PLC0415  # the same

    advices = tuple(work.advised(work.config) for work in works)
    portfolio = advise_portfolio(advices, works[0].rulebook())
    write_results(wanted, lambda form, paper: render_portfolio(portfolio, form, width=paper.width))


def _changed(config: Config, settings: tuple[str, ...]) -> Config:
    return overridden(config, settings)[0] if settings else config


def _refuse_for_several(
    paths: tuple[Path, ...],
    workloads: tuple[str, ...],
    *,
    ask: bool,
) -> None:
    """Raise InputError for what is about one repository only."""
    if ask or workloads:
        option = "--ask" if ask else "--workload"
        raise InputError(
            f"{option} is about one repository, and {len(paths)} are given",
            hint="give one PATH, and put answers into the estimator.toml of each",
        )
    if sum(str(path) == "-" for path in paths) > 1:
        raise InputError("facts on stdin can be read once only", hint="give `-` once")


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
        self.config = config
        self.rulebook = cache(lambda: _rulebook(config, path))
        self._subject = subject
        self._workloads = workloads
        self._facts = cache(self._read)
        if config.rules:
            self.rulebook()  # faults come first

    def advised(self, config: Config) -> Advice:
        """Give the advice with these declared facts. Raises InputError, OutsideError."""
        from estimator.pipeline import advise, advise_new  # noqa: PLC0415  # start-up time

        if self._subject is None:
            return advise_new(self.rulebook(), self._workloads, config=config)
        facts = self._facts()
        return advise(facts, self.rulebook(), config=config, workloads=self._workloads)

    def _read(self) -> RepositoryFacts:
        if self._subject is None:  # pragma: no cover  # new work has no facts
            raise TypeError(self)
        return self._subject.read(self.rulebook).facts


def _rulebook(config: Config, path: Path | None) -> Rulebook:
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # start-up time

    return load_rulebook(*config.rules, remember=config.scan, root=path)
