"""Plans on stored facts of real repositories: as they read, and what their JSON promises."""

import json
import math
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from estimator import decode_facts, load_rulebook
from estimator.model.plan import Plan
from estimator.pipeline import plan
from estimator.reporting.plan import render_plan
from estimator.reporting.schemas import schema_of

FACTS = Path(__file__).parent.parent / "golden" / "facts"
NAMES = ("rathole", "gotify-server")
SUFFIXES = {"table": "txt", "markdown": "md", "json": "json"}


def plan_of(name: str, scenario: str | None = None, *settings: str) -> Plan:
    facts = decode_facts((FACTS / f"{name}.json").read_bytes())
    return plan(facts, load_rulebook(), scenario, settings=settings)


@pytest.mark.parametrize("form", sorted(SUFFIXES))
@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_reads_as_it_did(
    name: str, form: str, same_as_golden: Callable[[str, str], None]
) -> None:
    same_as_golden(f"real/{name}.plan.{SUFFIXES[form]}", render_plan(plan_of(name), form))


def test_a_real_plan_with_a_team_reads_as_it_did(
    same_as_golden: Callable[[str, str], None],
) -> None:
    found = plan_of("gotify-server", None, "team.engineers=3", "team.rust=1")
    same_as_golden("real/gotify-server.plan.team.txt", render_plan(found, "table"))


def test_a_real_plan_of_a_split_reads_as_it_did(
    same_as_golden: Callable[[str, str], None],
) -> None:
    found = plan_of("gotify-server", "go-hot-paths-to-rust")
    same_as_golden("real/gotify-server.plan.split.md", render_plan(found, "markdown"))


@pytest.mark.parametrize("name", NAMES)
def test_a_real_plan_follows_its_schema(name: str) -> None:
    answer = json.loads(render_plan(plan_of(name), "json"))

    jsonschema.validate(answer, schema_of("plan"))
    total = math.fsum(wave["effort"]["p50"] for wave in answer["waves"])
    assert total == answer["effort"]["p50"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", sorted(SUFFIXES))
def test_a_plan_is_the_same_bytes_twice(name: str, form: str) -> None:
    assert render_plan(plan_of(name), form) == render_plan(plan_of(name), form)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [80, 100])
def test_a_table_fits_the_columns(name: str, width: int) -> None:
    text = render_plan(plan_of(name, None, "team.engineers=12"), "table", width=width)

    assert max(map(len, text.splitlines())) <= width


def test_settings_move_the_plan_and_are_named() -> None:
    before, after = plan_of("rathole"), plan_of("rathole", None, "factors.risk=2")

    assert after.effort.p50 == pytest.approx(2 * before.effort.p50)
    assert after.what_if is not None
    assert "set for this run" in render_plan(after, "table")
