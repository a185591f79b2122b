"""What the rulebook holds, listed and explained, and the options that commands share."""

from pathlib import Path

import pytest
from sample_repositories import go_repository, program, rust_repository

from estimator import load_rulebook

BOOK = load_rulebook()
SHELVES = {
    "rule": BOOK.rules,
    "scenario": BOOK.scenarios,
    "constant": BOOK.constants,
    "port": BOOK.ports,
    "disagreement": BOOK.disagreements,
    "driver": BOOK.drivers,
    "package": BOOK.crosswalk,
    "sentence": BOOK.sentences,
    "signal": BOOK.signals,
    "workload": BOOK.workloads,
    "stage": BOOK.stages,
    "criterion": BOOK.criteria,
    "tradeoff": BOOK.tradeoffs,
    "recommendation": BOOK.recommendations,
    "readiness": BOOK.readiness,
}
SHOWN_BY_DEFAULT = {"rule", "scenario", "constant"}


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def done(cache: Path, *arguments: object) -> str:
    outcome = program(cache, *arguments)
    assert (outcome.code, outcome.err) == (0, "")
    return outcome.out


def refused(cache: Path, *arguments: object) -> str:
    outcome = program(cache, *arguments)
    assert (outcome.code, outcome.out) == (2, "")
    return outcome.err


def listed(text: str) -> set[str]:
    """First words of the lines, but for those that continue the cell above."""
    return {line.split()[0] for line in text.splitlines() if line[:1].strip()}


@pytest.mark.parametrize("kind", sorted(SHELVES))
def test_a_kind_is_listed_whole_and_alone(cache: Path, kind: str) -> None:
    text = done(cache, "rules", "list", "--kind", kind, "-f", "markdown").replace("\\", "")

    missing = [key for key in SHELVES[kind] if key.replace("_", "-") not in text.replace("_", "-")]
    assert missing == []
    assert text.count("\n## ") == 0


def test_all_kinds_are_listed_together(cache: Path) -> None:
    text = done(cache, "rules", "list", "--kind", "all")

    assert text.count("\n====") == len(SHELVES)
    whole = {key for kind, shelf in SHELVES.items() for key in shelf if kind != "package"}
    assert whole <= listed(text)  # so that an id can be searched for in the output


def test_rules_scenarios_and_constants_are_listed_by_default(cache: Path) -> None:
    names = listed(done(cache, "rules", "list"))

    for kind, shelf in SHELVES.items():
        assert bool(names & {str(key) for key in shelf}) == (kind in SHOWN_BY_DEFAULT)


@pytest.mark.parametrize("key", sorted({*BOOK.ports, *BOOK.disagreements, *BOOK.drivers}))
def test_every_port_and_disagreement_is_explained(cache: Path, key: str) -> None:
    assert done(cache, "explain", key).startswith(f"{key}: ")


def test_a_port_is_explained_by_its_name_with_what_it_took(cache: Path) -> None:
    text = done(cache, "explain", "age>rage")

    assert text == done(cache, "explain", "port.age-rage")
    effort = BOOK.ports["port.age-rage"].effort
    assert f"{effort:g} EM (geometric mean of" in text


def test_a_port_that_was_not_measured_says_so(cache: Path) -> None:
    unmeasured = next(key for key, port in sorted(BOOK.ports.items()) if port.effort is None)

    text = done(cache, "explain", unmeasured)

    assert "not measured" in text
    assert "no, see the notes" in text


def test_a_disagreement_says_in_a_repository_whether_it_is_given(
    cache: Path, tmp_path: Path
) -> None:
    root = rust_repository(tmp_path / "repo")

    texts = [done(cache, "explain", key, root) for key in sorted(BOOK.disagreements)]

    assert all("In this repository" in text for text in texts)
    assert any("Not given here" in text for text in texts)


def test_a_port_is_the_same_page_in_a_repository(cache: Path, tmp_path: Path) -> None:
    root = rust_repository(tmp_path / "repo")

    assert done(cache, "explain", "age>rage", root) == done(cache, "explain", "age>rage")


def test_a_page_is_written_as_markdown_too(cache: Path, tmp_path: Path) -> None:
    target = tmp_path / "total.md"
    root = rust_repository(tmp_path / "repo")

    assert not done(cache, "explain", "TOTAL", root, "-o", target)
    assert target.read_text() == done(cache, "explain", "TOTAL", root, "-f", "markdown")
    assert "\n## " in target.read_text()


def test_a_page_has_no_other_format(cache: Path, tmp_path: Path) -> None:
    err = refused(cache, "explain", "RG101", "-o", tmp_path / "page.json")

    assert "use one of .markdown, .md, .txt" in err


def test_explain_prices_with_what_is_set_and_says_what_that_changes(
    cache: Path, tmp_path: Path
) -> None:
    root = rust_repository(tmp_path / "repo")

    plain = done(cache, "explain", "TOTAL", root)
    doubled = done(cache, "explain", "TOTAL", root, "--set", "factors.legacy=2")

    assert doubled.startswith("What if\n")
    assert "factors.legacy" in doubled
    assert "factors.legacy" not in plain


def test_a_wrong_setting_is_refused_by_explain(cache: Path, tmp_path: Path) -> None:
    root = rust_repository(tmp_path / "repo")

    assert "no declared fact" in refused(cache, "explain", "TOTAL", root, "--set", "size=2")


@pytest.mark.parametrize(
    "given",
    [("--set", "oracle=golden"), ("--language", "go"), ("--exclude", "a/"), ("--no-history",)],
)
def test_what_does_nothing_without_a_repository_is_refused(
    cache: Path, given: tuple[str, ...]
) -> None:
    assert f"{given[0]} does nothing without PATH" in refused(cache, "explain", "RG101", *given)


@pytest.mark.parametrize(
    "command",
    [
        ("accuracy",),
        ("explain", "RG101"),
        ("rules", "list"),
    ],
)
def test_the_rules_are_remembered_unless_no_cache_is_wanted(
    cache: Path, command: tuple[str, ...]
) -> None:
    own = cache.parent / "own"
    first = done(cache, *command, "--no-cache", "--cache-dir", own)
    assert not own.exists()

    second = done(cache, *command, "--cache-dir", own)
    assert [path.is_file() for path in own.iterdir()] == [True]
    assert first == second == done(cache, *command, "--cache-dir", own)


def test_history_writes_no_cache_into_the_measured_folder(cache: Path, tmp_path: Path) -> None:
    root = go_repository(tmp_path / "repo")

    program(cache, "history", root, "--cache-dir", root / "cache")

    assert not (root / "cache").exists()
