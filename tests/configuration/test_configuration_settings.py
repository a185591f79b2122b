"""`--set KEY=VALUE`: what it overrides, what it refuses, and what it reports."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.configuration.settings import Change, overridden
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.team import Team


def refused(*given: str, config: Config | None = None) -> InputError:
    with pytest.raises(InputError) as caught:
        overridden(config or Config(), given)
    return caught.value


def test_every_kind_of_declared_fact_can_be_overridden() -> None:
    config, changes = overridden(
        Config(team=Team(engineers=3, rust=1), factors={"risk": 1.5}),
        ("team.rust=0", "oracle=golden", "llm.translate=0.5", "language=go", "factors.new=1.2"),
    )
    assert config.team == Team(engineers=3, rust=0)
    assert (config.oracle, config.llm_translate, config.language) == ("golden", 0.5, "go")
    assert config.factors == {"new": 1.2, "risk": 1.5}
    assert changes == (
        Change("estimate.language", "auto", "go"),
        Change("estimate.oracle", "auto", "golden"),
        Change("factors.new", "not declared", "1.2"),
        Change("llm.translate", "1", "0.5"),
        Change("team.rust", "1", "0"),
    )


def test_what_is_not_set_stays() -> None:
    config = Config(team=Team(engineers=3, owner="A"), llm_translate=0.8)
    changed, _ = overridden(config, ("team.share=0.5",))
    assert changed.team == Team(engineers=3, owner="A", share=0.5)
    assert (changed.llm_translate, changed.origins["team.share"]) == (0.8, "--set")


def test_the_last_setting_of_a_key_wins() -> None:
    config, changes = overridden(Config(), ("team.engineers=2", "team.engineers=5"))
    assert (config.team.engineers, len(changes)) == (5, 1)


def test_a_factor_is_changed_in_its_place() -> None:
    config, changes = overridden(Config(factors={"a": 1.1, "b": 2}), ("factors.b=1.3",))
    assert config.factors == {"a": 1.1, "b": 1.3}
    assert changes == (Change("factors.b", "2", "1.3"),)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("team.rustt=1", "--set team.rustt: no declared fact of this name (did you mean team.rust"),
        ("scan.jobs=1", "--set scan.jobs: no declared fact of this name"),
        ("factors=1", "--set factors: no declared fact of this name"),
        ("factors.=1", "--set factors.: no declared fact"),
        ("team.rust", "--set team.rust: must be KEY=VALUE"),
        ("team.rust=", "--set team.rust=: must be KEY=VALUE"),
        ("team.rust=many", "--set team.rust=many: must be a whole number"),
        ("team.rust=1.5", "--set team.rust=1.5: must be a whole number"),
        ("team.rust=-1", "--set team.rust=-1: must be from 0 to 1000"),
        ("team.share=0", "--set team.share=0: must be from 0.05 to 1"),
        ("team.date=soon", "--set team.date=soon: must be a date as 2026-05-31"),
        ("oracle=luck", "--set oracle=luck: must be one of auto, none, golden, tests"),
        ("factors.a=11", "--set factors.a=11: must be a multiplier from 0.1 to 10"),
        ("factors.a=true", "--set factors.a=true: must be a multiplier from 0.1 to 10"),
        ("llm.translate=nan", "--set llm.translate=nan: must be a multiplier from 0.1 to 10"),
        ("team.rust=1\nx=2", "--set team.rust='1\\nx=2': must be a whole number"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(given: str, message: str) -> None:
    fault = refused(given)
    assert fault.message.startswith(message)
    assert "\n" not in fault.message


def test_a_wrong_key_names_those_that_exist() -> None:
    hint = refused("nothing.like.it=1").hint
    assert "team.engineers" in hint
    assert "factors.NAME" in hint


def test_a_part_of_the_team_is_not_larger_than_the_team() -> None:
    fault = refused("team.rust=4", config=Config(team=Team(engineers=3)))
    assert fault.message == "team.rust is 4, but team.engineers is 3"


@given(st.text(max_size=80))
def test_any_text_is_a_setting_or_one_input_error(text: str) -> None:
    with suppress(InputError):
        _, changes = overridden(Config(), (text,))
        assert len(changes) == 1
