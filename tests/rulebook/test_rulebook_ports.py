"""The finished ports in the rules."""

import math
from pathlib import Path

import pytest
from rulebook_builders import built_in_rules, rule_directory

from estimator.model.rules import Port
from estimator.rulebook.check import check_directory
from estimator.rulebook.load import load_rulebook

PORTS = tuple(port for _, port in sorted(built_in_rules().ports.items()))
USED = tuple(port for port in PORTS if port.in_statistics)

PORT = """
[[port]]
id = "port.ours"
name = "ours"
direction = "go-to-rust"
grade = "A"
in_statistics = true
from_repository = "ours"
to_repository = "theirs"
scope = "same"
staff = "us"
product_lines = 4000
effort = 3.0
notes = ""
source = [{ kind = "measured", cite = "our time sheets" }]
"""


def test_there_are_eighteen_in_the_statistics() -> None:
    directions = [port.direction for port in USED]
    assert (directions.count("go-to-rust"), directions.count("rust-to-go")) == (11, 7)
    assert len(PORTS) == 46


@pytest.mark.parametrize("port", USED, ids=lambda port: port.id)
def test_the_actual_is_the_geometric_mean_of_both_measures(port: Port) -> None:
    assert port.effort_by_days
    assert port.effort_by_sessions
    # the measures are rounded to 0.01 EM
    mean = math.sqrt(port.effort_by_days * port.effort_by_sessions)
    assert port.effort == pytest.approx(mean, rel=0.03)


@pytest.mark.parametrize("port", USED, ids=lambda port: port.id)
def test_our_counts_of_a_source_are_of_its_language_and_about_its_size(port: Port) -> None:
    assert port.facts
    assert port.product_lines
    assert {key.partition(".")[0] for key in port.facts.counts} == {port.direction.split("-")[0]}
    assert port.facts.product_lines == pytest.approx(port.product_lines, rel=0.21)


@pytest.mark.parametrize("port", PORTS, ids=lambda port: port.id)
def test_an_anecdote_says_why(port: Port) -> None:
    assert port.in_statistics or port.notes or port.scope != "same"


def test_a_port_of_ones_own_joins_and_moves_the_digest(tmp_path: Path) -> None:
    rules = load_rulebook(rule_directory(tmp_path, own=PORT))
    assert rules.added == ("port.ours",)
    assert rules.ports["port.ours"].effort == 3
    assert rules.digest != built_in_rules().digest


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('id = "port.ours"', 'id = "Ours"', "id"),
        ('name = "ours"', 'name = ""', "name"),
        ('"go-to-rust"', '"go-hot-paths-to-rust"', "direction"),
        ('grade = "A"', 'grade = "Z"', "grade"),
        ("effort = 3.0", "effort = 0.0", "effort"),
        ("effort = 3.0", "effort = inf", "effort"),
        ("effort = 3.0\n", "", "effort"),
        ("product_lines = 4000\n", "", "product_lines"),
        ("product_lines = 4000", "product_lines = -4", "product_lines"),
        ('source = [{ kind = "measured", cite = "our time sheets" }]', "source = []", "source"),
    ],
)
def test_a_fault_of_a_port_is_told(tmp_path: Path, old: str, new: str, key: str) -> None:
    faults = check_directory(rule_directory(tmp_path, own=PORT.replace(old, new)))
    assert [fault.key for fault in faults] == [key]
