"""Ports of the rulebook -> cases to predict: size, actual, and what the full model may know."""

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs
from estimator.costing.size import to_kloc
from estimator.costing.wholeport import whole_port
from estimator.model.rules import Port, PortFacts, Rulebook
from estimator.model.source import Value
from estimator.rulebook.match import match_rules

ANCHORED = "rust-to-go"
"""The direction whose level the document gives; the other one's is fitted against it."""


class Case(Value, frozen=True, kw_only=True):
    """One port in the statistics, with what each law says at the document's level.

    The laws are EM at the anchor of rust-to-go in both directions: a fitted multiplier follows.
    """

    name: str
    direction: str
    size_kloc: float
    actual: float
    """EM."""
    own: float | None
    """EM that the source had cost: geometric mean of both measures; None where not whole."""
    lines: float
    """By lines alone."""
    columns: float
    """With the dependencies and units that the table of ports gives."""
    full: float
    """As a scan of the source prices it: our own lines, dependencies, units and ledger hours."""
    has_facts: bool


def cases_of(rulebook: Rulebook) -> tuple[Case, ...]:
    """Give the ports in the statistics, by id."""
    found = (_case(port, rulebook) for _, port in sorted(rulebook.ports.items()))
    return tuple(case for case in found if case is not None)


def _case(port: Port, rulebook: Rulebook) -> Case | None:
    if not port.in_statistics or port.product_lines is None or port.effort is None:
        return None
    constants = Constants(values=rulebook.constants)
    size = to_kloc(port.product_lines, constants)
    columns = PortInputs(dependencies=port.dependencies, units=port.units)
    own = None
    if port.own_by_days is not None and port.own_by_sessions is not None:
        own = (port.own_by_days * port.own_by_sessions) ** (1 / 2)
    by_columns = _at_level(size, columns, port.direction, rulebook)
    return Case(
        name=port.name,
        direction=port.direction,
        size_kloc=size,
        actual=port.effort,
        own=own,
        lines=_at_level(size, PortInputs(), port.direction, rulebook),
        columns=by_columns,
        full=_full(port.facts, port.direction, rulebook) if port.facts else by_columns,
        has_facts=port.facts is not None,
    )


def _full(facts: PortFacts, direction: str, rulebook: Rulebook) -> float:
    findings = match_rules(rulebook, direction, facts.counts)
    inputs = PortInputs(
        ledger_hours=sum(finding.each_hours.likely for finding in findings),
        dependencies=facts.dependencies,
        units=facts.units,
    )
    size = to_kloc(facts.product_lines, Constants(values=rulebook.constants))
    return _at_level(size, inputs, direction, rulebook)


def _at_level(size: float, inputs: PortInputs, direction: str, rulebook: Rulebook) -> float:
    """Price a whole port and take it to the level of the anchored direction, EM."""
    constants = Constants(values=rulebook.constants)
    level = constants.get(f"anchor.{ANCHORED}") / constants.get(f"anchor.{direction}")
    return whole_port(size, inputs, scenario=direction, rulebook=rulebook).p50 * level
