"""The declared team and answers, and the document's figures at this size -> numbers. Pure."""

from collections.abc import Iterator, Mapping

from estimator.model.rules import Rulebook
from estimator.model.team import Team

_PRIORITY = "service.priority"
_PERFORMANCE = "performance"
_LANGUAGES = ("go", "rust")


def answer_numbers(answers: Mapping[str, bool | str]) -> Iterator[tuple[str, float]]:
    """Yield ``declared.*``: 1 for yes, 0 for no; of `service.priority`, 1 for performance."""
    for key in sorted(answers):
        value = answers[key]
        is_yes = value == _PERFORMANCE if key == _PRIORITY else bool(value)
        yield f"declared.{key}", float(is_yes)


def team_numbers(team: Team, rulebook: Rulebook, language: str) -> Iterator[tuple[str, float]]:
    """Yield who is declared, who lacks a language, and how long the document says they learn."""
    if team.engineers is None:
        return
    yield "team.engineers", team.engineers
    if team.knows_code is not None:
        yield "team.knows_code", team.knows_code
    for name in _LANGUAGES:
        knows = team.knows(name)
        if knows is None:
            continue
        lacks = team.engineers - knows
        yield f"team.knows.{name}", knows
        yield f"team.lacks.{name}", lacks
        if name == language:
            yield "team.knows.here", knows
        for end in ("low", "high"):
            constant = rulebook.constants.get(f"document.learning.{name}.{end}")
            if constant is not None:
                yield f"ramp.{name}.{end}", lacks * constant.value


def build_numbers(kloc: float, rulebook: Rulebook) -> Iterator[tuple[str, float]]:
    """Yield the document's build times scaled to these lines: a proportion, no model."""
    values = {key: one.value for key, one in rulebook.constants.items()}
    reference = values.get("document.build.size")
    for name in ("go.seconds", "rust.minutes.low", "rust.minutes.high"):
        at_reference = values.get(f"document.build.{name}")
        if reference and at_reference is not None:
            yield f"build.{name}", at_reference * kloc / reference
