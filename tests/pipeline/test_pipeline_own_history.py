"""The history in the facts of a scan: where it comes from, and when git is not asked."""

import json
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_repositories import go_repository, program, scan_config

from estimator.discovery import history as discovery_history
from estimator.discovery.git import Answer, Asked, GitFolder
from estimator.facts.redact import redact
from estimator.facts.store import decode_facts, encode_facts
from estimator.model.config import Config
from estimator.model.source import ParsedFile
from estimator.scanning import scan
from estimator.sourcehistory import Pending, SourceHistory


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(scan=scan_config(tmp_path / "cache"))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = go_repository(tmp_path / "repo")
    begin(root, "Ann Smith")
    return root


def begin(root: Path, name: str) -> None:
    identity = ("-c", f"user.name={name}", "-c", "user.email=ann@example.com")
    for arguments in (("init", "-q"), ("add", "."), (*identity, "commit", "-qm", "Begin")):
        subprocess.run(["git", *arguments], cwd=root, check=True)


def without_history(config: Config) -> Config:
    return replace(config, scan=replace(config.scan, history=False))


def test_a_scan_measures_the_history_without_names(repository: Path, config: Config) -> None:
    facts = scan(repository, config=config)

    assert facts.history is not None
    assert (facts.history.commits, facts.history.authors) == (1, 1)
    assert facts.history.em_days == pytest.approx(1 / 19, abs=1e-6)
    assert facts.history.em_sessions == pytest.approx(2 / 152, abs=1e-6)
    assert b"Ann" not in encode_facts(facts)


def test_the_next_scan_does_not_ask_git(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scan(repository, config=config)
    monkeypatch.delattr(discovery_history, "Asked")

    assert scan(repository, config=config) == before


def test_an_edited_tree_does_not_ask_git_for_the_same_commit_again(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = scan(repository, config=config)
    (repository / "added.go").write_text("package added\n\nfunc Added() {}\n")
    monkeypatch.delattr(discovery_history, "Asked")

    after = scan(repository, config=config)

    assert len(after.files) == len(before.files) + 1
    assert after.history == before.history


def test_asked_for_or_not_are_two_answers(repository: Path, config: Config) -> None:
    assert scan(repository, config=config).history is not None
    assert scan(repository, config=without_history(config)).history is None
    assert scan(repository, config=config).history is not None


def test_a_plain_folder_a_subfolder_and_a_robot_have_none(
    repository: Path, tmp_path: Path, config: Config
) -> None:
    robots = go_repository(tmp_path / "robots")
    begin(robots, "renovate[bot]")

    for folder in (go_repository(tmp_path / "plain"), repository / "p0", robots):
        assert scan(folder, config=config).history is None


def test_a_failure_of_git_is_said_and_not_remembered(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    class Broken(Asked):
        def answer(self) -> Answer:
            return replace(super().answer(), is_good=False)

    monkeypatch.setattr(discovery_history, "Asked", Broken)
    assert scan(repository, config=config, on_warning=said.append).history is None
    assert [text.partition(":")[0] for text in said] == ["git log failed"]

    monkeypatch.undo()
    assert scan(repository, config=config).history is not None


def test_without_a_place_for_the_answer_the_scan_goes_on(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr("tempfile.tempdir", str(repository / "nowhere"))

    facts = scan(repository, config=config, on_warning=said.append)

    assert (facts.history, facts.activity) == (None, ())
    assert [text.partition(":")[0] for text in said] == ["no temporary file can be made"] * 2


def test_git_is_ended_when_the_scan_is(
    repository: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Asked] = []

    class Watched(Asked):
        def __init__(self, repository: GitFolder, question: tuple[str, ...]) -> None:
            super().__init__(repository, question)
            started.append(self)

    def interrupted(*_arguments: object, **_named: object) -> tuple[ParsedFile, ...]:
        raise KeyboardInterrupt

    monkeypatch.setattr(discovery_history, "Asked", Watched)
    monkeypatch.setattr("estimator.scanning._parse", interrupted)
    with pytest.raises(KeyboardInterrupt):
        scan(repository, config=config)

    with pytest.raises(ValueError, match="closed file"):
        started[0].answer()


def test_a_look_measures_once_and_only_what_is_there() -> None:
    measured: list[int] = []
    is_written = False

    def measure() -> SourceHistory:
        measured.append(1)
        return SourceHistory(None)

    pending = Pending(measure, lambda: is_written)
    pending.look()
    assert measured == []
    is_written = True
    pending.look()
    pending.look()
    assert pending.result() == SourceHistory(None)
    assert measured == [1]


def test_the_option_leaves_it_out_and_the_report_says_so(repository: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    facts = program(cache, "facts", repository, "--no-history")
    report = program(cache, "estimate", repository, "--no-history", "-f", "json").out

    assert json.loads(facts.out)["history"] is None
    assert "Own history is no view here: these facts hold no git history." in report


def test_a_facts_file_prices_as_the_folder_does(repository: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    facts = program(cache, "facts", repository).out.encode()

    for form in ("json", "table"):
        direct = program(cache, "estimate", repository, "-f", form).out
        assert program(cache, "estimate", "-", "-f", form, stdin=facts).out == direct


def test_redacted_facts_keep_the_numbers_and_drop_the_days(
    repository: Path, config: Config
) -> None:
    facts = scan(repository, config=config)
    hidden = redact(facts).history

    assert facts.history is not None
    assert hidden == replace(facts.history, first_day="", last_day="")
    assert facts.history.first_day


def test_facts_of_before_the_field_are_read(repository: Path, config: Config) -> None:
    document = json.loads(encode_facts(scan(repository, config=config)))
    del document["history"]

    assert decode_facts(json.dumps(document).encode()).history is None
