"""A scenario and a language -> whether it can be priced, and the estimate that says why not."""

from estimator.costing.constants import Constants
from estimator.costing.subject import Subject
from estimator.model.estimate import Basis, ScenarioEstimate
from estimator.model.rules import Scenario

_NAMES = {"go": "Go", "rust": "Rust"}


def language_name(language: str) -> str:
    """Give a language's name as people write it."""
    return _NAMES.get(language, language)


def why_not(scenario: Scenario, subject: Subject, minimum: str | None, constants: Constants) -> str:
    """Say why a scenario cannot be priced, "" when it can.

    `minimum` is the id of the constant that holds the smallest size, kLoC; None: any size.
    """
    source = language_name(scenario.source_language)
    if scenario.source_language != subject.language:
        priced = language_name(subject.language)
        return f"It starts from {source}; the priced language is {priced}."
    if minimum is None:
        return ""
    smallest = constants.get(minimum)
    if subject.size_kloc < smallest:
        per_kloc = constants.get("unit.lines-per-kloc")
        return (
            f"There are {subject.size_kloc * per_kloc:,.0f} lines of {source} product code;"
            f" it is priced from {smallest * per_kloc:,.0f} lines."
        )
    return ""


def not_applying(scenario: Scenario, subject: Subject, why: str, basis: Basis) -> ScenarioEstimate:
    """Give the scenario without a price."""
    is_source = scenario.source_language == subject.language
    return ScenarioEstimate(
        id=scenario.id,
        title=scenario.title,
        source_language=scenario.source_language,
        target_language=scenario.target_language,
        applies=False,
        why=why,
        basis=basis,
        size_kloc=subject.size_kloc if is_source else 0.0,
        effort=None,
        document_band=None,
        sigma=None,
    )
