"""Facts and declared values -> what is priced: size, inputs of the formula, and what is missing."""

import math

import msgspec

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs
from estimator.costing.size import to_kloc
from estimator.errors import InputError
from estimator.model.crosswalk import CrossedDependency
from estimator.model.estimate import Pricing
from estimator.model.facts import LanguageFacts, RepositoryFacts, Spread
from estimator.model.rules import Finding
from estimator.model.source import Value

_ORACLE_METRICS = ("repo.fuzz_targets", "repo.golden_files")
_FOUND, _NO_ORACLE = "auto", "none"


class Subject(Value, frozen=True, kw_only=True):
    """One language of a repository, as the formula sees it."""

    facts: RepositoryFacts
    language: str
    size_kloc: float
    """kLoC of hand-written product code."""
    inputs: PortInputs
    unit_kind: str
    """crate or package."""
    has_oracle: bool
    """Tests, golden files or fuzz targets were found, or an oracle is declared."""
    pricing: Pricing
    crossed: tuple[CrossedDependency, ...] = ()
    """Direct dependencies with what takes their place; they split the dependencies line."""


def make_subject(
    facts: RepositoryFacts, language: str, pricing: Pricing, constants: Constants
) -> Subject:
    """Gather what the formula needs of one language.

    Raises InputError when a declared multiplier is not a positive number.
    """
    size = language_facts(facts, language)
    spread = _spread(facts, language)
    found = bool(size and size.test_lines > 0) or any(
        facts.metrics.get(metric, 0) > 0 for metric in _ORACLE_METRICS
    )
    has_oracle = found if pricing.oracle == _FOUND else pricing.oracle != _NO_ORACLE
    return Subject(
        facts=facts,
        language=language,
        size_kloc=to_kloc(size.product_lines if size else 0, constants),
        inputs=PortInputs(
            dependencies=_dependencies(facts, language, size),
            units=spread.units if spread else None,
            declared=math.prod(
                (
                    _positive(name, value)
                    for name, value in sorted(pricing.declared_factors.items())
                ),
                start=1.0,
            ),
            llm=_positive("llm.translate", pricing.llm_translate) if has_oracle else 1.0,
        ),
        unit_kind=spread.unit_kind if spread else "unit",
        has_oracle=has_oracle,
        pricing=pricing,
    )


def with_ledger_hours(subject: Subject, findings: tuple[Finding, ...] | None) -> Subject:
    """Fill in h, the sum of each x n over the findings, hours; cost model, section 1.

    No finding at all is a count of zero; None means that nothing was matched (factor 1).
    """
    if findings is None:
        return subject
    hours = math.fsum(finding.each_hours.likely for finding in findings)
    inputs = msgspec.structs.replace(subject.inputs, ledger_hours=hours)
    return msgspec.structs.replace(subject, inputs=inputs)


def calibrated(subject: Subject, scenario: str) -> Subject:
    """Give the subject with the C of a scenario; without own finished ports it is 1.

    Raises InputError when C is not a positive number.
    """
    fit = subject.pricing.calibration.get(scenario)
    if fit is None:
        return subject
    inputs = msgspec.structs.replace(
        subject.inputs,
        calibration=_positive("calibration", fit.value),
        own_ports=fit.ports,
        calibration_formula=fit.formula,
    )
    return msgspec.structs.replace(subject, inputs=inputs)


def language_facts(facts: RepositoryFacts, language: str) -> LanguageFacts | None:
    """Give the size of a language, None when the repository has none of it."""
    return next((size for size in facts.languages if size.name == language), None)


def builds(facts: RepositoryFacts, language: str) -> bool:
    """Say whether the repository builds a language already: a manifest or product code."""
    size = language_facts(facts, language)
    has_code = size is not None and size.product_lines > 0
    return has_code or any(module.language == language for module in facts.modules)


def _spread(facts: RepositoryFacts, language: str) -> Spread | None:
    return next((spread for spread in facts.spread if spread.language == language), None)


def _dependencies(
    facts: RepositoryFacts, language: str, size: LanguageFacts | None
) -> float | None:
    """Give D; without a manifest nothing was counted, which is not the same as zero."""
    has_manifest = any(module.language == language for module in facts.modules)
    return size.direct_dependencies if size and has_manifest else None


def _positive(name: str, value: float) -> float:
    if math.isfinite(value) and value > 0:
        return value
    raise InputError(
        f"The multiplier {name} must be a positive number, is {value:g}",
        hint="1 has no effect; 1.2 makes a port a fifth dearer.",
    )
