"""Facts into a report: the second half of the line, and what else is answered from facts.

scanning (discovery -> parsing -> facts -> structure) -> rulebook -> costing -> reporting
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from estimator.errors import InputError
from estimator.languages import LANGUAGES
from estimator.model.config import Config, ScanConfig
from estimator.model.facts import RepositoryFacts
from estimator.model.ledger import Ledger
from estimator.model.report import Report, Setting
from estimator.model.rules import Rulebook
from estimator.pricing import (
    declared_pricing,
    longest_months,
    priced_by,
    priced_language,
    shell_findings,
)
from estimator.scanning import Scan
from estimator.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from estimator.model.advice import Advice
    from estimator.model.contract import ContractDraft
    from estimator.model.estimate import Effort, ScenarioEstimate
    from estimator.model.history import History
    from estimator.model.hotreport import HotPathReport
    from estimator.model.plan import Plan
    from estimator.model.portfolio import Portfolio

_PATH_ID = re.compile(r"hp-[0-9a-f]{6}", re.ASCII)
_WHOLE_PORT = "whole-port"


def load_rulebook(
    *directories: Path | str, remember: ScanConfig | None = None, root: Path | None = None
) -> Rulebook:
    """The built-in rules, with those of the given directories added or put in their place by id.

    Args:
        directories: folders of TOML files, later ones win; always read anew.
        remember: whose cache, if it asks for one, keeps the decoded built-in rules between runs.
        root: the folder to be scanned; nothing is ever written below it.

    Raises:
        RuleFileError: every fault of every rule file, at once.
    """
    from estimator.parsing.cache import cache_folder  # noqa: PLC0415  # start-up time
    from estimator.rulebook.load import load_rulebook as load  # noqa: PLC0415  # the same

    cache = None if remember is None else cache_folder(remember, root=root)
    return load(*directories, cache=cache)


def estimate(facts: RepositoryFacts, rulebook: Rulebook, *, config: Config | None = None) -> Report:
    """Price every scenario that applies to the facts. Pure: the same values, the same report.

    Args:
        facts: from `scan` or a facts file.
        rulebook: from `load_rulebook`.
        config: language to price and declared factors; the default prices the language with
            the most product lines and declares nothing.

    Raises:
        InputError: the language asked for is not in the facts, or a factor is out of bounds.
        RuleFileError: the rulebook lacks a constant of the cost formula.
    """
    from estimator.advising import summarize  # noqa: PLC0415  # start-up time
    from estimator.costing.pathprices import price_hot_paths  # noqa: PLC0415  # the same
    from estimator.costing.scenarios import estimate_scenarios  # noqa: PLC0415  # start-up time
    from estimator.facts.drivers import driver_counts, driver_sites  # noqa: PLC0415  # the same
    from estimator.reporting.build import build_report  # noqa: PLC0415  # the same
    from estimator.rulebook.crosswalk import cross  # noqa: PLC0415  # the same
    from estimator.rulebook.disagreements import with_disagreements  # noqa: PLC0415  # the same
    from estimator.rulebook.drivers import driver_rows  # noqa: PLC0415  # the same
    from estimator.rulebook.match import match_scenarios  # noqa: PLC0415  # the same

    config = config or Config()
    language = priced_language(facts, config.language)
    pricing = declared_pricing(facts, rulebook, config)
    findings = match_scenarios(rulebook, facts.metrics) | shell_findings(facts, rulebook)
    crossed = cross(rulebook, language, facts.dependencies.get(language, ()))
    scenarios = estimate_scenarios(
        facts, rulebook, findings=findings, language=language, pricing=pricing, crossed=crossed
    )
    report = build_report(
        facts,
        rulebook,
        tuple(with_disagreements(scenario, rulebook) for scenario in scenarios),
        priced_language=language,
        priced_by=priced_by(config),
        tool_version=VERSION,
        crossed=crossed,
        priced_paths=price_hot_paths(
            facts, rulebook, findings=findings, language=language, pricing=pricing
        ),
    )
    counts = driver_counts(facts, language, months=longest_months(scenarios, language))
    rows = driver_rows(rulebook, language, counts, driver_sites(facts, language))
    report = msgspec.structs.replace(report, team=config.team, drivers=rows)
    advice = summarize(facts, report, rulebook, config=config)
    return msgspec.structs.replace(report, advice=advice)


def port_efforts(
    facts: RepositoryFacts, rulebook: Rulebook, *, config: Config
) -> "Mapping[str, Effort]":
    """The efforts of whole ports that `estimate` gives, EM by scenario id, and nothing else. Pure.

    Raises:
        InputError: as `estimate`.
        RuleFileError: as `estimate`.
    """
    from estimator.costing.efforts import port_efforts as efforts  # noqa: PLC0415  # start-up time
    from estimator.rulebook.match import match_scenarios  # noqa: PLC0415  # the same

    return efforts(
        facts,
        rulebook,
        findings=match_scenarios(rulebook, facts.metrics),
        language=priced_language(facts, config.language),
        pricing=declared_pricing(facts, rulebook, config),
    )


def what_if(
    facts: RepositoryFacts, rulebook: Rulebook, *, config: Config, settings: tuple[str, ...]
) -> Report:
    """Price with declared facts overridden (``team.rust=0``), and say what that changes.

    Raises:
        InputError: no such fact, or a value out of bounds; else as `estimate`.
    """
    from estimator.configuration.settings import overridden  # noqa: PLC0415  # start-up time
    from estimator.reporting.whatif import with_difference  # noqa: PLC0415  # the same

    changed, changes = overridden(config, settings)
    before = estimate(facts, rulebook, config=config)
    after = estimate(facts, rulebook, config=changed)
    return with_difference(
        before,
        after,
        tuple(Setting(key=key, before=old, after=new) for key, old, new in changes),
    )


def invariants(
    facts: RepositoryFacts, rulebook: Rulebook, *, config: Config | None = None
) -> Ledger:
    """The ledger of invariants of a whole port from the priced language. Pure.

    Raises:
        InputError: the language asked for is not in the facts, or no whole port starts from it.
        RuleFileError: the rulebook lacks a constant of the cost formula.
    """
    from estimator.costing.ledger import build_ledger  # noqa: PLC0415  # start-up time
    from estimator.rulebook.match import match_rules  # noqa: PLC0415  # the same

    report = estimate(facts, rulebook, config=config)
    language = report.repository.priced_language
    whole = [
        one
        for one in report.scenarios
        if one.source_language == language and rulebook.scenarios[one.id].kind == _WHOLE_PORT
    ]
    if not whole:
        raise InputError(
            f"the rulebook has no whole port from {LANGUAGES[language].title}",
            hint="add a [[scenario]] of kind whole-port, or choose another --language",
        )
    findings = match_rules(rulebook, whole[0].id, facts.metrics)
    return build_ledger(facts, rulebook, findings, report, whole[0])


def plan(
    facts: RepositoryFacts,
    rulebook: Rulebook,
    scenario: str | None = None,
    *,
    config: Config | None = None,
    settings: tuple[str, ...] = (),
) -> "Plan":
    """Lay out a scenario in waves that sum to its price, in the order of work. Pure.

    Args:
        facts: from `scan` or a facts file.
        rulebook: from `load_rulebook`.
        scenario: id; None: the first that applies, whole ports before splits; where the facts
            name units that move alone, a split.
        config: as `estimate`.
        settings: declared facts to override, ``team.rust=0``; the plan says what they change.

    Raises:
        InputError: there is no such scenario, or it does not apply; else as `estimate`.
        RuleFileError: the rulebook lacks a constant or the stages of a plan.
    """
    from estimator.costing.shares import share_ports  # noqa: PLC0415  # start-up time
    from estimator.facts.drivers import driver_counts  # noqa: PLC0415  # the same
    from estimator.planning.waves import build_plan  # noqa: PLC0415  # the same
    from estimator.rulebook.stages import stages_for  # noqa: PLC0415  # the same

    config = config or Config()
    report = (
        what_if(facts, rulebook, config=config, settings=settings)
        if settings
        else estimate(facts, rulebook, config=config)
    )
    splits = tuple(key for key, one in rulebook.scenarios.items() if one.kind != _WHOLE_PORT)
    chosen = _scenario_of(report, scenario, splits if facts.only else None)
    counts = driver_counts(
        facts,
        chosen.source_language,
        months=chosen.calendar.p50 if chosen.calendar else None,
    )
    return build_plan(
        facts,
        rulebook,
        report,
        chosen,
        stages=stages_for(rulebook, rulebook.scenarios[chosen.id].kind, counts),
        shares=share_ports((chosen,), facts, rulebook).get(chosen.id),
    )


def _scenario_of(
    report: Report, asked: str | None, among: tuple[str, ...] | None
) -> "ScenarioEstimate":
    """The scenario asked for, or the first that applies, of `among` where given. InputError."""
    applying = [one for one in report.scenarios if one.applies and one.id in (among or (one.id,))]
    names = ", ".join(one.id for one in applying)
    hint = f"those that apply here: {names}" if names else ""
    if asked is None:
        if not applying:
            raise InputError("no scenario applies here, so there is nothing to plan")
        return applying[0]
    found = next((one for one in report.scenarios if one.id == asked), None)
    if found is None:
        raise InputError(f"there is no scenario {asked}", hint=hint)
    if not found.applies:
        raise InputError(f"{asked} does not apply here: {found.why}", hint=hint)
    return found


def hot_paths(
    facts: RepositoryFacts, rulebook: Rulebook, *, config: Config | None = None
) -> "HotPathReport":
    """The hot paths of the facts: the cut around each, both prices, and the ceiling. Pure.

    Facts without hot paths (nobody looked) give their static candidates alone.

    Raises:
        InputError: the language asked for is not in the facts.
        RuleFileError: the rulebook lacks a constant of the cost formula.
    """
    from estimator.costing.ceiling import moves_tail  # noqa: PLC0415  # start-up time
    from estimator.reporting.pathrows import hot_path_report  # noqa: PLC0415  # the same

    config = config or Config()
    report = estimate(facts, rulebook, config=config)
    return hot_path_report(
        facts,
        report,
        kinds={key: one.kind for key, one in rulebook.scenarios.items()},
        share=config.hot_paths.share,
        moves_tail=moves_tail(report.profile, rulebook),
    )


def advise(
    facts: RepositoryFacts,
    rulebook: Rulebook,
    *,
    config: Config | None = None,
    workloads: tuple[str, ...] = (),
) -> "Advice":
    """Keep, split or port: one recommendation with everything that it rests on. Pure.

    Args:
        facts: from `scan` or a facts file.
        rulebook: from `load_rulebook`.
        config: language, team and answers that people declared.
        workloads: names of what this is for, where a person knows better than the signals.

    Raises:
        InputError: as `estimate`; or no workload of this name.
        RuleFileError: as `estimate`; or no entry of the decision list holds.
    """
    from estimator.advising import advise_repository  # noqa: PLC0415  # start-up time

    config = config or Config()
    report = estimate(facts, rulebook, config=config)
    return advise_repository(facts, report, rulebook, config=config, named=workloads)


def advise_portfolio(advices: "tuple[Advice, ...]", rulebook: Rulebook) -> "Portfolio":
    """Several repositories side by side, and whether one language crosses both domains. Pure.

    Raises:
        RuleFileError: the rulebook has no criterion that decides it.
    """
    from estimator.advising import advise_portfolio as portfolio  # noqa: PLC0415  # start-up time

    return portfolio(advices, rulebook)


def advise_new(
    rulebook: Rulebook, workloads: tuple[str, ...], *, config: Config | None = None
) -> "Advice":
    """The choice for new work of these workloads, without a repository. Pure.

    Raises:
        InputError: no workload of this name.
        RuleFileError: no entry of the decision list holds.
    """
    from estimator.advising import advise_new as advise_work  # noqa: PLC0415  # start-up time

    return advise_work(rulebook, workloads, config=config or Config())


def contract(scanned: Scan, name: str) -> "ContractDraft":
    """Draft the contract of the cut around a hot path. Pure.

    Args:
        scanned: with links, of a scan that was asked for hot paths and files.
        name: id of a hot path, or what was named as one.

    Raises:
        InputError: there is no such hot path, or nothing crosses its cut.
    """
    from estimator.contracts.draft import draft_contract  # noqa: PLC0415  # start-up time

    found = scanned.facts.hot_paths
    paths = () if found is None else found.paths
    chosen = [path for path in paths if path.id == name] or list(paths[:1])
    if found is None or not chosen or (_PATH_ID.fullmatch(name) and chosen[0].id != name):
        known = ", ".join(path.id for path in paths) or "none without a profile"
        raise InputError(
            f"there is no hot path {name}",
            hint=f"name a package, file or symbol; ids here: {known}",
        )
    if chosen[0].seam is None or not chosen[0].seam.crossings:
        raise InputError(f"nothing crosses the cut of {name}", hint="name a smaller part of it")
    return draft_contract(chosen[0], scanned.links, scanned.units, language=found.language)


def history(
    path: Path | str,
    rulebook: Rulebook,
    *,
    paths: tuple[str, ...] = (),
    since: str | None = None,
    until: str | None = None,
) -> "History":
    """Measure the effort that git history shows, EM, by active days and by sessions.

    Raises:
        InputError: no repository, no commits in the window, an unknown revision.
        OutsideError: git failed.
        RuleFileError: the rulebook lacks a constant of the measures.
    """
    from estimator.costing.history import measure  # noqa: PLC0415  # start-up time
    from estimator.discovery.history import read_log  # noqa: PLC0415  # the same

    return measure(read_log(Path(path), paths=paths, since=since, until=until), rulebook.constants)
