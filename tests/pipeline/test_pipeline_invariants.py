"""The ledger of invariants on stored facts of real repositories: sums, readings, formats."""

import csv
import io
import json
import math
from collections.abc import Callable
from pathlib import Path

import jsonschema
import msgspec
import pytest

from estimator import Config, decode_facts, estimate, load_rulebook
from estimator.errors import InputError
from estimator.model.ledger import Ledger
from estimator.pipeline import invariants
from estimator.reporting.invariants import render_ledger
from estimator.reporting.schemas import schema_of

FACTS = Path(__file__).parent.parent / "golden" / "facts"
NAMES = ("rathole", "gotify-server")


def ledger_of(name: str) -> Ledger:
    return invariants(decode_facts((FACTS / f"{name}.json").read_bytes()), load_rulebook())


@pytest.mark.parametrize("form", ["table", "markdown"])
@pytest.mark.parametrize("name", NAMES)
def test_a_real_ledger_reads_as_it_did(
    name: str, form: str, same_as_golden: Callable[[str, str], None]
) -> None:
    suffix = {"table": "txt", "markdown": "md"}[form]
    same_as_golden(f"real/{name}.invariants.{suffix}", render_ledger(ledger_of(name), form))


@pytest.mark.parametrize("name", NAMES)
def test_the_efforts_sum_to_the_invariants_of_the_estimate(name: str) -> None:
    facts = decode_facts((FACTS / f"{name}.json").read_bytes())
    ledger = ledger_of(name)
    whole = next(
        one for one in estimate(facts, load_rulebook()).scenarios if one.id == ledger.scenario
    )
    lines = math.fsum(line.effort for line in whole.lines if line.group == "invariants")
    assert ledger.whole.effort == pytest.approx(lines)
    assert math.fsum(group.effort or 0 for group in ledger.groups) == pytest.approx(lines)
    shares = math.fsum(entry.share or 0 for entry in ledger.entries)
    assert shares == pytest.approx(ledger.whole.share)
    assert 0 < (ledger.strict.share or 0) < (ledger.whole.share or 0) < 1


@pytest.mark.parametrize("name", NAMES)
def test_entries_come_dearest_first_and_the_absent_ones_are_named(name: str) -> None:
    ledger = ledger_of(name)
    hours = [entry.hours.likely for entry in ledger.entries]
    rules = [
        rule
        for rule in load_rulebook().rules.values()
        if rule.scenario == ledger.scenario and rule.ledger
    ]
    assert hours == sorted(hours, reverse=True)
    assert len(ledger.entries) + len(ledger.absent) == len(rules)


def test_percentiles_are_printed_from_the_minimum_size_on() -> None:
    assert all(not entry.standing for entry in ledger_of("rathole").entries)
    assert any("no percentiles" in note for note in ledger_of("rathole").notes)
    assert any(entry.standing for entry in ledger_of("gotify-server").entries)


def test_the_json_fits_its_schema_and_the_csv_has_a_row_an_entry() -> None:
    ledger = ledger_of("gotify-server")
    document = json.loads(render_ledger(ledger, "json"))
    jsonschema.validate(document, schema_of("invariants"))
    rows = list(csv.DictReader(io.StringIO(render_ledger(ledger, "csv"))))
    assert [row["rule"] for row in rows] == [entry["rule"] for entry in document["entries"]]


def test_a_scenario_too_small_to_price_still_has_its_ledger() -> None:
    facts = decode_facts((FACTS / "rathole.json").read_bytes())
    tiny = msgspec.structs.replace(
        facts,
        languages=tuple(msgspec.structs.replace(one, product_lines=100) for one in facts.languages),
    )
    ledger = invariants(tiny, load_rulebook())
    assert ledger.p50 is None
    assert ledger.entries
    assert all(entry.effort is None and entry.share is None for entry in ledger.entries)
    assert "is not priced here" in render_ledger(ledger, "table")


def test_an_oracle_is_shown_where_a_rule_asks_for_it_and_moves_no_number() -> None:
    facts = decode_facts((FACTS / "gotify-server.json").read_bytes())
    metrics = {**facts.metrics, "repo.fuzz_targets": 2.0}
    plain, fuzzed = (
        invariants(one, load_rulebook())
        for one in (facts, msgspec.structs.replace(facts, metrics=metrics))
    )
    text = render_ledger(fuzzed, "table", width=200)
    asking = {entry.rule for entry in fuzzed.entries if "fuzz targets" in entry.oracles_here}
    assert asking == {entry.rule for entry in fuzzed.entries if "fuzz" in entry.oracle}
    assert "2 fuzz targets" in text
    assert "Here: fuzz targets." in text
    assert [one.effort for one in fuzzed.entries] == [one.effort for one in plain.entries]


def test_a_language_that_is_not_there_is_refused() -> None:
    facts = decode_facts((FACTS / "rathole.json").read_bytes())
    with pytest.raises(InputError, match="no Go source files"):
        invariants(facts, load_rulebook(), config=Config(language="go"))


def test_a_rulebook_without_a_whole_port_is_refused() -> None:
    facts = decode_facts((FACTS / "rathole.json").read_bytes())
    rulebook = load_rulebook()
    scenarios = {key: one for key, one in rulebook.scenarios.items() if key != "rust-to-go"}
    with pytest.raises(InputError, match="no whole port from Rust"):
        invariants(facts, msgspec.structs.replace(rulebook, scenarios=scenarios))
