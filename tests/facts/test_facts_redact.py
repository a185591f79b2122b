"""Facts without names: nothing of the input's words survives, and they price the same."""

import json
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from sample_repositories import go_repository, mixed_repository, program, write

from estimator import estimate, load_rulebook
from estimator.facts.redact import redact
from estimator.facts.store import decode_facts, encode_facts
from estimator.model.estimate import ScenarioEstimate
from estimator.model.facts import RepositoryFacts
from estimator.model.source import Role

GOLDEN = Path(__file__).parent.parent / "golden" / "facts"
REAL = ("gotify-server", "rathole")
WORDS_OF_OURS = {
    "schema_version",
    "tool_version",
    "language",
    "kind",
    "unit_kind",
    "metric",
    "RepositoryFacts.metrics",
    "UnitFacts.metrics",
    "LanguageFacts.name",
    "RepositoryFacts.dependencies",
    "RepositoryFacts.edges",
    "RepositoryFacts.candidates",
    "RepositoryFacts.declared",
    "HotPaths.basis",
    "HotPath.basis",
    "Crossing.direction",
    "Seam.quality",
    "ProfileSummary.kinds",
    "ApiShell.lines_by_part",
    "ShellPart.part",
    "ShellPart.rule",
}
"""Fields whose words come from our own tables. Any other text is a stranger's."""
KNOWN = re.compile(
    r"(unit|file|symbol|candidate|module|folder|manifest|dependency|target|feature|pattern|replaced"
    r"|factor)-\d+(\.go|\.rs)?|(go|rust|repo)\.[a-z_.]+|repository|reason left out|"
)


ROLES = {role.value for role in Role}
"""A folder may be called as a role is."""


def facts_of(name: str) -> RepositoryFacts:
    return decode_facts((GOLDEN / f"{name}.json").read_bytes())


def filled(kind: Any, place: str, numbers: Iterator[int]) -> Any:  # noqa: PLR0911  # any type
    """A value of a type in which every text of a stranger is a word found nowhere else."""
    name = place.rpartition(".")[2]
    origin, inner = get_origin(kind), get_args(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        return kind(**{f: filled(hints[f], f"{kind.__name__}.{f}", numbers) for f in hints})
    if kind is str:
        is_ours = name in WORDS_OF_OURS or place in WORDS_OF_OURS
        return "go" if is_ours else f"zq{next(numbers)}qz"
    if kind is int or kind is float:
        return kind(next(numbers))
    if kind is bool:
        return True
    if origin is tuple:
        kinds = inner[:1] * 2 if inner[-1] is Ellipsis else inner
        return tuple(filled(one, place, numbers) for one in kinds)
    if origin in {Union, UnionType}:
        return filled(inner[0], place, numbers)
    if hasattr(kind, "__members__"):
        return next(iter(kind))
    if place.endswith("symbols"):  # symbol -> metric -> count
        return {f"zq{next(numbers)}qz": {"go.task.go": 1}}
    return {filled(inner[0], place, numbers): filled(inner[1], f"{place}.value", numbers)}


def test_no_word_of_any_field_survives() -> None:
    facts = filled(RepositoryFacts, "", count(1))
    declared = {"factors": '{"zq0qz":1.5}', "team.owner": '"zq0qz"', "team.rust": "2"}
    hidden = redact(replace(facts, schema_version="1.0", declared=declared))
    text = encode_facts(hidden).decode()
    assert "zq" in encode_facts(facts).decode()
    assert "zq" not in text
    assert decode_facts(text.encode()) == hidden


@given(st.text(min_size=1).filter(str.strip))
def test_no_name_whatever_it_is_survives(name: str) -> None:
    facts = facts_of("rathole")
    row = replace(facts.files[0], path=f"\u2603{name}", symbols={f"\u2603{name}": {}})
    named = replace(facts, files=(row, *facts.files[1:]), notes=(f"\u2603{name}",))
    assert "\u2603" not in encode_facts(redact(named)).decode()


def strings(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case list():
            for one in value:
                yield from strings(one)
        case dict():
            for one in value.values():
                yield from strings(one)
        case _:
            return


@pytest.mark.parametrize("name", REAL)
def test_what_is_left_of_real_facts_are_pseudonyms_and_words_of_ours(name: str) -> None:
    document = json.loads(encode_facts(redact(facts_of(name))))
    words = {"go", "rust", "crate", "package", "normal", "build", "dev", "indirect"}
    words |= {"bin", "lib", *ROLES}
    words |= {document["schema_version"], document["tool_version"], *document["notes"]}
    left = {one for one in strings(document) if not KNOWN.fullmatch(one)} - words
    assert left == set()


@pytest.mark.parametrize("name", REAL)
def test_no_path_symbol_module_or_commit_of_real_facts_survives(name: str) -> None:
    facts = facts_of(name)
    text = encode_facts(redact(facts)).decode()
    names = {part for row in facts.files for part in row.path.split("/")}
    names |= {symbol for row in facts.files for symbol in row.symbols}
    names |= {unit.name for unit in facts.units} | {module.name for module in facts.modules}
    names |= {one.name for found in facts.dependencies.values() for one in found}
    names |= {facts.repository.commit or "", facts.repository.name} - {""}
    values = set(strings(json.loads(text)))
    assert (names - ROLES - {""}) & values == set()
    assert not any(len(one) > 9 and one in text for one in names)


def by_group(scenario: ScenarioEstimate) -> dict[str, float]:
    """Efforts by group: without names, no package has an entry to weight its line by."""
    sums: dict[str, float] = {}
    for line in scenario.lines:
        sums[line.group] = sums.get(line.group, 0) + line.effort
    return sums


def of_code(scenario: ScenarioEstimate) -> list[float]:
    """Each line's effort; those of packages are only the same in sum."""
    return [line.effort for line in scenario.lines if line.group != "dependencies"]


@pytest.mark.parametrize("name", REAL)
def test_they_price_the_same(name: str) -> None:
    facts, rulebook = facts_of(name), load_rulebook()
    before, after = (estimate(one, rulebook).scenarios for one in (facts, redact(facts)))
    for one, other in zip(before, after, strict=True):
        assert (one.id, one.applies, one.effort) == (other.id, other.applies, other.effort)
        assert by_group(one) == pytest.approx(by_group(other))
        assert of_code(one) == of_code(other)


def rows_of(facts: RepositoryFacts) -> list[bytes]:
    return sorted(line.rstrip(b",") for line in encode_facts(facts).splitlines())


@pytest.mark.parametrize("name", REAL)
def test_the_order_of_the_input_does_not_change_a_pseudonym(name: str) -> None:
    facts = facts_of(name)
    rows = list(facts.files)
    Random(3).shuffle(rows)  # noqa: S311  # an order, not a secret
    shuffled = redact(replace(facts, files=tuple(rows), units=facts.units[::-1]))
    assert rows_of(shuffled) == rows_of(redact(facts))


def test_roles_lines_counts_and_sites_stay() -> None:
    facts = facts_of("rathole")
    for row, hidden in zip(facts.files, redact(facts).files, strict=True):
        assert (row.role, row.lines, row.functions) == (hidden.role, hidden.lines, hidden.functions)
        assert list(row.symbols.values()) == list(hidden.symbols.values())
        assert re.fullmatch(r"file-\d\d\.rs", hidden.path)
    for one, other in zip(facts.evidence, redact(facts).evidence, strict=True):
        assert [line for _, line in one.sites] == [line for _, line in other.sites]


def test_redacted_facts_of_a_repository_with_declared_values_price_the_same(tmp_path: Path) -> None:
    root = go_repository(tmp_path / "secret-name")
    own = '[factors]\n"our client" = 1.5\n[team]\nengineers = 2\nrust = 1\nowner = "A. Smith"\n'
    write(root, "estimator.toml", own)
    hidden = program(tmp_path / "cache", "facts", "--redact", root).out
    for word in ("secret-name", "our client", "Smith"):
        assert word not in hidden
    found = program(tmp_path / "cache", "estimate", "-", "-f", "json", stdin=hidden.encode()).out
    whole = program(tmp_path / "cache", "estimate", root, "-f", "json").out
    one, other = (json.loads(text)["scenarios"] for text in (found, whole))
    for key in ("effort", "effort_with_learning", "calendar"):
        assert [each[key] for each in one] == [each[key] for each in other]


def test_a_file_of_facts_can_be_redacted_too(tmp_path: Path) -> None:
    facts = program(tmp_path / "cache", "facts", mixed_repository(tmp_path / "repo")).out
    done = program(tmp_path / "cache", "facts", "--redact", "-", stdin=facts.encode())
    assert (done.code, done.err) == (0, "")
    assert done.out == encode_facts(redact(decode_facts(facts.encode()))).decode()
