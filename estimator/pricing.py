"""Facts, rules and a configuration into what the cost model is asked with.

Which language is priced and what chose it, what was declared, and what the ledger finds in the
part of a repository that moves alone.
"""

from typing import TYPE_CHECKING

from estimator.configuration.people import team_age_days
from estimator.errors import InputError
from estimator.languages import LANGUAGES
from estimator.model.config import Config
from estimator.model.estimate import Pricing
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from estimator.model.estimate import ScenarioEstimate
    from estimator.model.records import Calibration
    from estimator.model.rules import Finding

_BY_VARIABLE = "ESTIMATOR_LANGUAGE"


def priced_language(facts: RepositoryFacts, asked: str) -> str:
    """The language asked for, or the one with the most product lines.

    Raises:
        InputError: the facts hold no language, or not the one asked for.
    """
    lines = {language.name: language.product_lines for language in facts.languages}
    if not lines:
        raise InputError(
            f"there are no Go or Rust facts about {facts.repository.name}",
            hint="scan the repository again",
        )
    if asked == "auto":
        return max(sorted(lines), key=lambda name: lines[name])
    if asked not in lines:
        title = LANGUAGES[asked].title if asked in LANGUAGES else asked
        raise InputError(
            f"no {title} source files in {facts.repository.name}",
            hint=f"--language may be {' or '.join(sorted(lines))} here, or auto",
        )
    return asked


def priced_by(config: Config) -> str:
    """What chose the language; a facts file must not know the name of the file that did."""
    if config.language == "auto":
        return "most product lines"
    by_origin = {
        "--set": "--set",
        "default": "--language",
        "environment": _BY_VARIABLE,
        "option": "--language",
    }
    return by_origin.get(config.origins.get("estimate.language", "default"), "its configuration")


def declared_pricing(facts: RepositoryFacts, rulebook: Rulebook, config: Config) -> Pricing:
    """What was declared, as the cost model takes it."""
    calibration: Mapping[str, Calibration] = {}
    if config.own_ports:
        from estimator.costing.calibration import calibrations  # noqa: PLC0415  # start-up time

        calibration = calibrations(config.own_ports, rulebook)
    return Pricing(
        declared_factors=dict(config.factors),
        calibration=calibration,
        llm_translate=config.llm_translate,
        oracle=config.oracle,
        calls_per_second=config.hot_paths.calls_per_second or None,
        team=config.team,
        team_age_days=team_age_days(config.team, facts.repository.committed_at),
    )


def shell_findings(facts: RepositoryFacts, rulebook: Rulebook) -> "dict[str, tuple[Finding, ...]]":
    """What the ledger finds in the parts that a shell scenario moves, by the scenario's id."""
    from estimator.costing.splitscenario import port_scenario  # noqa: PLC0415  # start-up time
    from estimator.facts.parts import shell_metrics, unit_metrics  # noqa: PLC0415  # the same
    from estimator.rulebook.match import match_rules  # noqa: PLC0415  # the same

    if facts.only:
        counts = unit_metrics(facts, facts.only)
    elif facts.shell:
        counts = shell_metrics(facts, facts.shell)
    else:
        return {}
    return {
        key: match_rules(rulebook, port_scenario(scenario, rulebook), counts)
        for key, scenario in sorted(rulebook.scenarios.items())
        if scenario.kind == "shell"
    }


def longest_months(scenarios: "tuple[ScenarioEstimate, ...]", language: str) -> float | None:
    """Months at P50 of the longest priced scenario; None where no team is declared."""
    found = [
        one.calendar.p50
        for one in scenarios
        if one.source_language == language and one.applies and one.calendar is not None
    ]
    return max(found, default=None)
