"""One walk of the git log, of a repository that may be hostile."""

from pathlib import Path

import pytest
from discovery_builders import Checkout

from estimator.discovery.history import StartedLog, read_log
from estimator.errors import InputError, OutsideError


@pytest.fixture(name="checkout")
def _checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path / "repository")
    checkout.root.mkdir()
    checkout.git("init", "--quiet")
    for name in ("a/a.go", "b/b.go"):
        checkout.write(name)
        checkout.commit()
    return checkout


def test_each_commit_has_its_author_and_the_day_where_the_author_was(checkout: Checkout) -> None:
    log = read_log(checkout.root)

    assert [(one.author, one.name, one.day) for one in log.commits] == [
        ("a@example.com", "A", "2024-05-06")
    ] * 2
    assert not log.is_shallow


def test_a_folder_counts_only_commits_that_touch_it(checkout: Checkout) -> None:
    assert len(read_log(checkout.root, paths=("a",)).commits) == 1
    assert len(read_log(checkout.root / "b").commits) == 1
    assert len(read_log(checkout.root, paths=("a", ".")).commits) == 2


def test_a_window_is_of_dates_or_revisions(checkout: Checkout) -> None:
    assert len(read_log(checkout.root, since="HEAD~1").commits) == 1
    assert len(read_log(checkout.root, until="HEAD~1").commits) == 1
    assert len(read_log(checkout.root, since="2024-05-06", until="2024-05-06").commits) == 2
    assert read_log(checkout.root, since="2024-05-07").commits == ()
    assert read_log(checkout.root, until="2024-05-05").commits == ()


def test_a_merge_is_not_counted(checkout: Checkout) -> None:
    checkout.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    checkout.commit()
    checkout.git("merge", "--quiet", "--no-ff", "--no-edit", "main")

    assert len(read_log(checkout.root).commits) == 3


@pytest.mark.parametrize("revision", ["nothing", "--all", "--output=x"])
def test_an_unknown_revision_is_said(checkout: Checkout, revision: str) -> None:
    with pytest.raises(InputError, match="there is no commit"):
        read_log(checkout.root, since=revision)


@pytest.mark.parametrize("path", ["/etc", "../other"])
def test_a_path_out_of_the_folder_is_refused(checkout: Checkout, path: str) -> None:
    with pytest.raises(InputError, match="leads out"):
        read_log(checkout.root, paths=(path,))


def test_a_plain_or_missing_folder_has_no_history(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not in a git repository"):
        read_log(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        read_log(tmp_path / "none")


def test_a_shallow_clone_is_noticed(checkout: Checkout, tmp_path: Path) -> None:
    checkout.git("clone", "--quiet", "--depth=1", checkout.root.as_uri(), str(tmp_path / "clone"))

    assert read_log(tmp_path / "clone").is_shallow


def test_nothing_that_the_repository_configures_is_run(checkout: Checkout, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    command = f"touch {canary}"
    for key in ("core.pager", "pager.log", "diff.external", "gpg.program", "diff.x.textconv"):
        checkout.git("config", key, command)
    checkout.git("config", "log.showSignature", "true")
    checkout.git("config", "alias.log", f"!{command}")
    checkout.git("config", "log.follow", "true")
    checkout.write(".gitattributes", "* diff=x\n")

    assert len(read_log(checkout.root, paths=("a/a.go",)).commits) == 1
    assert not canary.exists()


def test_a_started_log_is_the_whole_log(checkout: Checkout) -> None:
    with StartedLog(checkout.root, checkout.git("rev-parse", "HEAD"), is_shallow=False) as started:
        assert started.read() == read_log(checkout.root)


def test_a_started_log_says_when_it_is_written(checkout: Checkout) -> None:
    with StartedLog(checkout.root, checkout.git("rev-parse", "HEAD"), is_shallow=False) as started:
        started.read()
        assert started.is_written()


def test_a_started_log_of_no_commit_is_a_failure_of_git(checkout: Checkout) -> None:
    with (
        StartedLog(checkout.root, "f" * 40, is_shallow=False) as started,
        pytest.raises(OutsideError, match="git log failed: fatal: bad object"),
    ):
        started.read()
