"""What only people know of a service and a team: open until declared, carried and overridden."""

from pathlib import Path

import pytest

from estimator.configuration.effective import effective_config, render_config
from estimator.configuration.keys import ANSWERS, BY_NAME
from estimator.configuration.people import declared_texts
from estimator.configuration.read import read_declared
from estimator.configuration.settings import overridden
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.rulebook.load import load_rulebook

FILE = """
[service]
tail_latency_wall = true
priority = "velocity"
[team]
can_maintain = false
"""


def declared(root: Path, text: str = FILE) -> Config:
    (root / "estimator.toml").write_text(text, encoding="utf-8")
    return effective_config(root, options={}, environment={})


def test_nothing_is_assumed_until_somebody_says(tmp_path: Path) -> None:
    config = effective_config(tmp_path, options={}, environment={})

    assert config.answers == {}
    assert "# tail_latency_wall is not declared" in render_config(config)


def test_a_file_answers_and_a_no_is_an_answer(tmp_path: Path) -> None:
    assert declared(tmp_path).answers == {
        "service.tail_latency_wall": True,
        "service.priority": "velocity",
        "team.can_maintain": False,
    }


def test_a_facts_file_carries_the_answers(tmp_path: Path) -> None:
    config = declared(tmp_path)

    carried = read_declared(declared_texts(config), "facts.json")

    assert (
        effective_config(None, options={}, environment={}, declared=carried).answers
        == config.answers
    )


def test_a_run_may_override_an_answer() -> None:
    config, changes = overridden(Config(), ("service.tail_latency_wall=true",))

    assert config.answers == {"service.tail_latency_wall": True}
    assert [(one.key, one.before, one.after) for one in changes] == [
        ("service.tail_latency_wall", "not declared", "true")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[service]\npriority = 'speed'",
        "[service]\ntail_latency_wall = 'yes'",
        "[service]\ntail_latency_wall = 1",
        "[service]\nlatency = true",
    ],
)
def test_what_is_no_answer_is_one_clear_fault(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError, match=r"estimator\.toml: service\."):
        declared(tmp_path, text)


def test_every_question_of_the_rules_has_a_key_and_every_answer_is_asked_for() -> None:
    asked = {
        one.question.key for one in load_rulebook().criteria.values() if one.question is not None
    }

    assert asked <= set(BY_NAME)
    assert {key for key in ANSWERS if key.startswith(("service.", "team."))} <= asked
