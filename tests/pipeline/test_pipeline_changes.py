"""A year of changes in the facts of a scan, and drivers in the report: from a real repository."""

import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_repositories import go_repository, program, scan_config, write

from estimator import estimate, load_rulebook
from estimator.discovery import changes as discovery_changes
from estimator.discovery.git import Answer, Asked
from estimator.facts.store import decode_facts, encode_facts
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.report import DriverRow
from estimator.model.team import Team
from estimator.scanning import scan

DAY = 86_400
START = 1_700_000_000


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(scan=scan_config(tmp_path / "cache"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = go_repository(tmp_path / "repo")
    git(root, "init", "-q", "-b", "main")
    commit(root, "Ann Smith", day=0)
    return root


def git(root: Path, *arguments: str, day: int = 0) -> str:
    when = f"{START + day * DAY} +0000"
    return subprocess.run(
        ["git", *arguments],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
        env={
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(root),
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
        },
    ).stdout


def commit(root: Path, name: str, *, day: int) -> None:
    address = f"{name.split(maxsplit=1)[0].lower()}@example.com"
    git(root, "add", "--all")
    identity = ("-c", f"user.name={name}", "-c", f"user.email={address}")
    git(root, *identity, "commit", "-q", "--allow-empty", "-m", "State", day=day)


def edit(root: Path, path: str, name: str, *, day: int) -> None:
    file = root / path
    file.write_text(file.read_text() + f"\n// {day}\n")
    commit(root, name, day=day)


def rows_of(facts: RepositoryFacts, **config: object) -> dict[str, DriverRow]:
    report = estimate(facts, load_rulebook(), config=Config(**config))  # type: ignore[arg-type]
    return {row.id: row for row in report.drivers}


def test_the_last_twelve_months_before_the_commit_are_counted(
    repository: Path, config: Config
) -> None:
    for day, name in ((400, "Ann Smith"), (500, "Bob Jones"), (510, "Bob Jones")):
        edit(repository, "p0/f0.go", name, day=day)
    edit(repository, "p1/f1.go", "renovate[bot]", day=520)

    (found,) = scan(repository, config=config).activity

    assert (found.language, found.days, found.is_cut) == ("go", 365, False)
    assert (found.authors, found.commits, found.touches, found.files) == (2, 3, 3, 1)
    assert found.most_touched == (("p0/f0.go", 3),)
    assert [one.bus_factor for one in found.units] == [1]


def test_no_name_or_address_is_in_the_facts(repository: Path, config: Config) -> None:
    content = encode_facts(scan(repository, config=config))
    assert b"ann" not in content.lower()


def test_a_mailmap_joins_people_and_its_change_is_noticed(repository: Path, config: Config) -> None:
    edit(repository, "p0/f0.go", "Bob Jones", day=10)
    before = scan(repository, config=config)
    write(repository, ".mailmap", "Ann <ann@example.com> <bob@example.com>\n")

    after = scan(repository, config=config)

    assert [one.authors for facts in (before, after) for one in facts.activity] == [2, 1]


def test_the_next_scan_does_not_ask_git(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scan(repository, config=config)
    monkeypatch.delattr(discovery_changes, "Asked")
    assert scan(repository, config=config) == before

    write(repository, "added.go", "package added\n")
    (after,) = scan(repository, config=config).activity
    assert after.touches == 6
    assert after.import_share == pytest.approx(6 / 7, abs=1e-6)


def test_without_history_or_in_a_folder_there_is_none(
    repository: Path, tmp_path: Path, config: Config
) -> None:
    without = replace(config, scan=replace(config.scan, history=False))
    assert scan(repository, config=without).activity == ()
    for folder in (go_repository(tmp_path / "plain"), repository / "p0"):
        assert scan(folder, config=config).activity == ()


def test_a_shallow_clone_counts_what_it_has_and_says_so(
    repository: Path, tmp_path: Path, config: Config
) -> None:
    edit(repository, "p0/f0.go", "Bob Jones", day=10)
    edit(repository, "p1/f1.go", "Bob Jones", day=11)
    for depth in ("1", "2"):
        git(tmp_path, "clone", "-q", "--depth", depth, repository.as_uri(), f"shallow{depth}")

    assert scan(tmp_path / "shallow1", config=config).activity == ()
    (found,) = scan(tmp_path / "shallow2", config=config).activity
    assert (found.touches, found.import_share, found.is_cut) == (1, 0.0, True)
    assert "driver.cut-history" in rows_of(scan(tmp_path / "shallow2", config=config))


def test_clones_cut_at_different_places_have_different_histories(
    repository: Path, tmp_path: Path, config: Config
) -> None:
    edit(repository, "p0/f0.go", "Bob Jones", day=10)
    edit(repository, "p1/f1.go", "Bob Jones", day=11)
    found = []
    for depth in ("1", "2"):
        git(tmp_path, "clone", "-q", "--depth", depth, repository.as_uri(), f"shallow{depth}")
        history = scan(tmp_path / f"shallow{depth}", config=config).history
        found.append(history.commits if history else 0)

    assert found == [1, 2]


def test_a_clone_without_blobs_is_counted_and_one_without_trees_is_not(
    repository: Path, tmp_path: Path, config: Config
) -> None:
    git(repository, "config", "uploadpack.allowFilter", "true")
    edit(repository, "p0/f0.go", "Bob Jones", day=10)
    said: list[str] = []
    for kind in ("blob:none", "tree:0"):
        name = kind.partition(":")[0]
        git(tmp_path, "clone", "-q", "--filter", kind, repository.as_uri(), name)

    assert scan(tmp_path / "tree", config=config, on_warning=said.append).activity == ()
    assert [text.partition("; ")[2] for text in said] == ["the facts say nothing of recent changes"]
    (found,) = scan(tmp_path / "blob", config=config, on_warning=said.append).activity
    assert (found.authors, len(said)) == (2, 1)


def test_a_failure_of_git_is_said_and_not_remembered(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Broken(Asked):
        def answer(self) -> Answer:
            return replace(super().answer(), is_good=False)

    monkeypatch.setattr(discovery_changes, "Asked", Broken)
    assert scan(repository, config=config, on_warning=said.append).activity == ()
    assert [text.partition(";")[0].partition(":")[0] for text in said] == ["git log failed"]

    monkeypatch.undo()
    assert scan(repository, config=config).activity != ()


def test_a_changed_build_text_is_noticed(repository: Path, config: Config) -> None:
    write(repository, "Makefile", "test:\n\tgo test ./...\n")
    before = scan(repository, config=config)
    write(repository, "Makefile", "test:\n\tgo test -race ./...\n")
    after = scan(repository, config=config)

    assert "driver.no-race-detector" in rows_of(before)
    (site,) = rows_of(after)["driver.race-detector"].evidence
    assert (site.path, site.line) == ("Makefile", 2)


def test_nothing_that_is_found_moves_a_price(repository: Path, config: Config) -> None:
    edit(repository, "p0/f0.go", "Bob Jones", day=10)
    facts = scan(repository, config=config)
    write(repository, "Makefile", "test:\n\tgo test -race -bench . -fuzz=F ./...\n")
    write(repository, "native/a.c", "int a;\n")
    write(repository, "api/a.proto", "syntax = 'proto3';\n")
    write(repository, "bench/a.js", "x\n")
    rich = scan(repository, config=config)

    rulebook = load_rulebook()
    one, other = (estimate(each, rulebook) for each in (facts, replace(rich, activity=())))
    assert one.drivers != other.drivers
    assert one.scenarios == other.scenarios


def test_a_declared_team_gives_the_moving_source(repository: Path, config: Config) -> None:
    for day in range(1, 25):
        edit(repository, "p0/f0.go", "Bob Jones", day=day)
    facts = scan(repository, config=config)

    alone = rows_of(facts)["driver.moving-source"]
    team = rows_of(facts, team=Team(engineers=2))["driver.moving-source"]

    assert [one.metric for one in alone.figures][-1] == "repo.activity.file_share"
    rate = next(one.value for one in team.figures if one.metric.endswith("per_month"))
    window = next(one.value for one in team.figures if one.metric.endswith("window_touches"))
    months = max(
        one.calendar.p50
        for one in estimate(facts, load_rulebook(), config=Config(team=Team(engineers=2))).scenarios
        if one.calendar
    )
    assert window == pytest.approx(rate * months)


def test_a_facts_file_gives_the_same_rows(repository: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    facts = program(cache, "facts", repository).out.encode()
    report = json.loads(program(cache, "estimate", repository, "-f", "json").out)
    again = json.loads(program(cache, "estimate", "-", "-f", "json", stdin=facts).out)
    assert report["drivers"]
    assert again["drivers"] == report["drivers"]
    assert decode_facts(facts).activity


def test_a_driver_is_explained_with_a_repository(repository: Path, tmp_path: Path) -> None:
    text = program(tmp_path / "cache", "explain", "driver.still-source", repository).out
    assert "p0/f0.go:1" in text
