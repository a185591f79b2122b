"""The accuracy on the ports that the rules carry."""

import msgspec
import pytest
from validation_builders import built_in_rules

from estimator.errors import InputError
from estimator.model.accuracy import Accuracy, Method
from estimator.validation.accuracy import measure_accuracy


@pytest.fixture(scope="module")
def accuracy() -> Accuracy:
    return measure_accuracy(built_in_rules())


def method(accuracy: Accuracy, identity: str) -> Method:
    return next(one for one in accuracy.methods if one.id == identity)


def test_all_eighteen_ports_are_scored_and_the_rest_is_anecdote(accuracy: Accuracy) -> None:
    assert (accuracy.ports, accuracy.anecdotes) == (18, 28)
    counts = {one.id: one.pooled.ports for one in accuracy.methods}
    assert counts["full"] == counts["lines"] == counts["cocomo"] == 18
    assert (counts["history-average"], counts["document"]) == (15, 7)


def test_every_source_was_scanned(accuracy: Accuracy) -> None:
    assert accuracy.priced_from_facts == 18


def test_what_was_published_about_these_ports_comes_out_again(accuracy: Accuracy) -> None:
    lines = {
        key: round(one.median_factor, 1) for key, one in method(accuracy, "lines").by_direction
    }
    assert lines["go-to-rust"] == 2.1
    assert round(method(accuracy, "history-average").pooled.median_factor, 1) == 1.4
    assert method(accuracy, "document-band").pooled.covered == 9
    assert 5 <= method(accuracy, "cocomo").pooled.bias <= 7


def test_the_shipped_multiplier_and_spread_are_those_of_the_ports(accuracy: Accuracy) -> None:
    assert accuracy.multiplier == pytest.approx(2, abs=0.05)
    assert accuracy.sigma == pytest.approx(0.67, abs=0.005)


def test_the_exponent_of_the_rules_is_the_full_model(accuracy: Accuracy) -> None:
    ids = [one.id for one in accuracy.exponents]
    assert ids == ["g-0", "g-default", "g-1"]
    assert accuracy.exponents[1].pooled == method(accuracy, "full").pooled
    assert accuracy.exponents[0].pooled != accuracy.exponents[2].pooled


def test_leaving_a_port_out_moves_its_own_prediction_only_by_the_others(
    accuracy: Accuracy,
) -> None:
    rules = built_in_rules()
    changed = msgspec.structs.replace(rules.ports["port.fzf-skim"], effort=19.5)
    other = measure_accuracy(
        msgspec.structs.replace(rules, ports={**rules.ports, changed.id: changed})
    )
    before = {one.port: one for one in method(accuracy, "full").predictions}
    after = {one.port: one for one in method(other, "full").predictions}
    assert after["fzf>skim"].p50 == before["fzf>skim"].p50
    assert after["runc>youki"].p50 > before["runc>youki"].p50


def test_a_port_without_facts_is_priced_from_its_columns() -> None:
    rules = built_in_rules()
    ports = {key: msgspec.structs.replace(port, facts=None) for key, port in rules.ports.items()}
    found = measure_accuracy(msgspec.structs.replace(rules, ports=ports))
    assert found.priced_from_facts == 0
    assert method(found, "full").predictions == method(found, "columns").predictions


def test_too_few_ports_are_refused() -> None:
    with pytest.raises(InputError, match="only 0 ports go-to-rust"):
        measure_accuracy(msgspec.structs.replace(built_in_rules(), ports={}))
