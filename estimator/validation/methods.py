"""Cases -> what each method says about every case from the other ones alone."""

import math
from collections.abc import Callable

from estimator.costing.constants import Constants
from estimator.costing.portviews import cocomo
from estimator.costing.uncertainty import document_sigma, has_document_rule, quantiles, sigma
from estimator.model.accuracy import Method, Prediction
from estimator.validation.cases import ANCHORED, Case
from estimator.validation.fits import (
    Law,
    fit_level,
    fit_power_law,
    flat_rate,
    history_share,
    leveled,
    spread_of,
)
from estimator.validation.scores import scored

Predict = Callable[[Case, tuple[Case, ...]], Prediction | None]
"""A case and the others -> what is predicted, or None where the method does not apply."""


def methods_of(cases: tuple[Case, ...], constants: Constants) -> tuple[Method, ...]:
    """Give every method side by side, ours first."""
    return (
        full_model(cases, constants, identity="full", title="Full model"),
        _method(
            "columns",
            "Full model by the table of ports",
            "lines, dependencies and units as the table has them; constructs not counted",
            cases,
            lambda case, others: _by_law(case, others, lambda one: one.columns, constants),
        ),
        _method(
            "lines",
            "Size law, lines only",
            "5.196 EM at 30 kLoC, exponent 0.75; multiplier and sigma from the other ports",
            cases,
            lambda case, others: _by_law(case, others, _lines, constants),
        ),
        _method(
            "refitted",
            "Size law, all refitted",
            "levels, exponent and sigma from the other ports",
            cases,
            lambda case, others: _by_power_law(case, others, constants),
        ),
        *_history_methods(cases, constants),
        _method(
            "shipped",
            "Full model as shipped",
            "the constants of the rules; these ports are among those they were chosen on",
            cases,
            lambda case, _others: _as_shipped(case, constants),
        ),
        *_plain_methods(cases, constants),
    )


def full_model(
    cases: tuple[Case, ...], constants: Constants, *, identity: str, title: str
) -> Method:
    """Give the full model, priced from facts; multiplier and sigma from the other ports."""
    note = "lines, dependencies, units and constructs as a scan of the source counts them"
    return _method(
        identity,
        title,
        note,
        cases,
        lambda case, others: _by_law(case, others, lambda one: one.full, constants),
    )


def _history_methods(cases: tuple[Case, ...], constants: Constants) -> tuple[Method, ...]:
    return (
        _method(
            "history-average",
            "Own history averaged with the law",
            "geometric mean; only where the source's history is whole",
            cases,
            lambda case, others: _by_average(case, others, constants),
        ),
        _method(
            "own-history",
            "Own history alone",
            "median share of what the sources had cost, from the other ports",
            cases,
            _by_history,
        ),
    )


def _plain_methods(cases: tuple[Case, ...], constants: Constants) -> tuple[Method, ...]:
    return (
        _method(
            "flat",
            "Flat rate",
            "median EM per kLoC of the other ports of the direction",
            cases,
            lambda case, others: _plain(
                case,
                flat_rate(one for one in others if one.direction == case.direction)
                * case.size_kloc,
            ),
        ),
        _method(
            "flat-pooled",
            "Flat rate, both directions",
            "median EM per kLoC of all other ports",
            cases,
            lambda case, others: _plain(case, flat_rate(others) * case.size_kloc),
        ),
        _method(
            "document",
            "The document's rule as written",
            "three to nine EM for 30 kLoC, flat; it has no rule for a whole Go to Rust port",
            cases,
            lambda case, _others: _by_document(case, constants),
        ),
        _method(
            "document-band",
            "Size law with the document's band",
            "the law by lines, P90/P10 = 3 as the document's own range",
            cases,
            lambda case, others: _by_band(case, others, constants),
        ),
        _method(
            "cocomo",
            "Basic COCOMO",
            "what line counters print",
            cases,
            lambda case, _others: _plain(case, cocomo(case.size_kloc, constants)),
        ),
    )


def _method(
    identity: str, title: str, note: str, cases: tuple[Case, ...], predict: Predict
) -> Method:
    found = (
        predict(case, tuple(other for other in cases if other.name != case.name)) for case in cases
    )
    predictions = tuple(one for one in found if one is not None)
    return scored(identity, title, note, predictions)


def _lines(case: Case) -> float:
    return case.lines


def _by_law(case: Case, others: tuple[Case, ...], law: Law, constants: Constants) -> Prediction:
    fit = fit_level(others, law)
    return _ranged(case, leveled(case, law, fit), _sigma_at(case, fit.sigma, constants), constants)


def _as_shipped(case: Case, constants: Constants) -> Prediction:
    level = constants.get(f"anchor.{case.direction}") / constants.get(f"anchor.{ANCHORED}")
    return _ranged(case, case.full * level, sigma(case.size_kloc, constants), constants)


def _by_power_law(case: Case, others: tuple[Case, ...], constants: Constants) -> Prediction:
    law = fit_power_law(others)
    return _ranged(case, law.at(case), _sigma_at(case, law.sigma, constants), constants)


def _by_average(case: Case, others: tuple[Case, ...], constants: Constants) -> Prediction | None:
    if case.own is None:
        return None
    fit, share = fit_level(others, _lines), history_share(others)

    def average(one: Case, own: float) -> float:
        return math.sqrt(leveled(one, _lines, fit) * share * own)

    residuals = [
        math.log(one.actual / average(one, one.own)) for one in others if one.own is not None
    ]
    spread = _sigma_at(case, spread_of(residuals, fitted=len((fit, share))), constants)
    return _ranged(case, average(case, case.own), spread, constants)


def _by_history(case: Case, others: tuple[Case, ...]) -> Prediction | None:
    return None if case.own is None else _plain(case, history_share(others) * case.own)


def _by_document(case: Case, constants: Constants) -> Prediction | None:
    if not has_document_rule(case.direction, constants):
        return None
    times = case.size_kloc / constants.get(f"document.{case.direction}.size")
    low = constants.get(f"document.{case.direction}.low")
    high = constants.get(f"document.{case.direction}.high")
    spread = document_sigma(case.direction, constants)
    return _ranged(case, math.sqrt(low * high) * times, spread, constants)


def _by_band(case: Case, others: tuple[Case, ...], constants: Constants) -> Prediction:
    p50 = leveled(case, _lines, fit_level(others, _lines))
    return _ranged(case, p50, document_sigma(ANCHORED, constants), constants)


def _sigma_at(case: Case, center: float, constants: Constants) -> float:
    """Give sigma(L) with a refitted spread at the center; cost model, section 3."""
    size = max(case.size_kloc, constants.get("interval.floor"))
    away = constants.get("interval.slope") * math.log(size / constants.get("interval.center"))
    return math.hypot(center, away)


def _plain(case: Case, p50: float) -> Prediction:
    return Prediction(
        port=case.name,
        direction=case.direction,
        size_kloc=case.size_kloc,
        actual=case.actual,
        p50=p50,
    )


def _ranged(case: Case, p50: float, spread: float, constants: Constants) -> Prediction:
    effort = quantiles(p50, spread, constants)
    return Prediction(
        port=case.name,
        direction=case.direction,
        size_kloc=case.size_kloc,
        actual=case.actual,
        p50=p50,
        p10=effort.p10,
        p80=effort.p80,
        p90=effort.p90,
    )
