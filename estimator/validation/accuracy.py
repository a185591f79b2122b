"""A rulebook -> how wrong its model is on the finished ports that it carries."""

import statistics

import msgspec

from estimator.costing.constants import Constants
from estimator.errors import InputError
from estimator.model.accuracy import Accuracy, Method
from estimator.model.rules import Rulebook
from estimator.validation.cases import ANCHORED, cases_of
from estimator.validation.fits import fit_level
from estimator.validation.methods import full_model, methods_of
from estimator.validation.targets import targets_of

_G = "invariants.exponent."
_FEWEST = 3
"""Of each direction: a median and a spread of the others need two."""


def measure_accuracy(rulebook: Rulebook) -> Accuracy:
    """Predict every port in the statistics from the others, by every method. Pure.

    Raises InputError when there are too few ports, RuleFileError for a missing constant.
    """
    cases = cases_of(rulebook)
    for direction in ("go-to-rust", ANCHORED):
        count = sum(case.direction == direction for case in cases)
        whole = sum(case.direction == direction and case.own is not None for case in cases)
        if min(count, whole) < _FEWEST:
            raise InputError(
                f"only {min(count, whole)} ports {direction} with a whole history are in the"
                " statistics",
                hint=f"leaving one out needs {_FEWEST} of each direction; see [[port]]",
            )
    constants = Constants(values=rulebook.constants)
    methods = methods_of(cases, constants)
    everything = fit_level(cases, lambda case: case.lines)
    return Accuracy(
        rulebook_digest=rulebook.digest,
        ports=len(cases),
        anecdotes=len(rulebook.ports) - len(cases),
        priced_from_facts=sum(case.has_facts for case in cases),
        multiplier=everything.multiplier,
        measures_apart=_measures_apart(rulebook),
        sigma=everything.sigma,
        methods=methods,
        exponents=_exponents(rulebook, methods[0]),
        targets=targets_of(methods),
    )


def _measures_apart(rulebook: Rulebook) -> float:
    return statistics.median(
        port.effort_by_days / port.effort_by_sessions
        for port in rulebook.ports.values()
        if port.in_statistics and port.effort_by_days and port.effort_by_sessions
    )


def _exponents(rulebook: Rulebook, default: Method) -> tuple[Method, ...]:
    """Give the full model with the ledger exponent at 0, as the rules say, and 1."""
    as_is = msgspec.structs.replace(default, id="g-default", title=_default_title(rulebook))
    return (_at_exponent(rulebook, 0), as_is, _at_exponent(rulebook, 1))


def _default_title(rulebook: Rulebook) -> str:
    values = {
        key.removeprefix(_G): constant.value
        for key, constant in sorted(rulebook.constants.items())
        if key.startswith(_G)
    }
    return "g = " + ", ".join(f"{value:g} {key}" for key, value in values.items())


def _at_exponent(rulebook: Rulebook, exponent: int) -> Method:
    constants = {
        key: msgspec.structs.replace(one, value=float(exponent)) if key.startswith(_G) else one
        for key, one in rulebook.constants.items()
    }
    other = msgspec.structs.replace(rulebook, constants=constants)
    title = f"g = {exponent} both ways"
    return full_model(
        cases_of(other), Constants(values=constants), identity=f"g-{exponent}", title=title
    )
