"""Nothing that a repository configures for git runs: every trap would leave a canary."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile_builders import ENVIRONMENT, Trap, scan, trap

from estimator.discovery.changes import StartedChanges
from estimator.errors import InputError, OutsideError
from estimator.model.config import Config, ScanConfig
from estimator.revisions import open_revision


def _filter(kind: str) -> Callable[[Trap], None]:
    def arm(made: Trap) -> None:
        made.write(".gitattributes", "*.go filter=x diff=x merge=x text eol=lf\n")
        made.git("config", f"filter.x.{kind}", str(made.script))
        made.git("config", "filter.x.required", "true")

    return arm


def _setting(*settings: str) -> Callable[[Trap], None]:
    def arm(made: Trap) -> None:
        made.write(".gitattributes", "*.go diff=x\n")
        for setting in settings:
            made.git("config", setting, str(made.script))

    return arm


def _hooks(made: Trap) -> None:
    made.git("config", "core.hooksPath", str(made.root / "hooks"))
    for folder in (made.root / "hooks", made.root / ".git/hooks"):
        folder.mkdir(exist_ok=True)
        for name in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction"):
            (folder / name).symlink_to(made.script)


def _signature(made: Trap) -> None:
    made.git("config", "log.showSignature", "true")
    made.git("config", "gpg.program", str(made.script))
    body = made.git("cat-file", "commit", "HEAD")
    head, _, message = body.partition("\n\n")
    signed = f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n"
    file = made.write("../commit", signed + message + "\n")
    made.git("update-ref", "HEAD", made.git("hash-object", "-t", "commit", "-w", str(file)))


def _include(made: Trap) -> None:
    made.write("evil", f"[core]\n\tfsmonitor = {made.script}\n\tsshCommand = {made.script}\n")
    made.git("config", "includeIf.gitdir:/**.path", str(made.root / "evil"))
    made.git("config", "include.path", str(made.root / "evil"))


def _alias(made: Trap) -> None:
    for name in ("ls-files", "rev-list", "rev-parse", "config", "diff-index"):
        made.git("config", f"alias.{name}", f"!{made.script}")
        made.git("config", f"pager.{name}", str(made.script))


def _work_tree_settings(made: Trap) -> None:
    made.git("config", "extensions.worktreeConfig", "true")
    made.write(".git/config.worktree", f"[core]\n\tfsmonitor = {made.script}\n")


TRAPS = {
    "hooks": _hooks,
    "fsmonitor": _setting("core.fsmonitor"),
    "clean filter": _filter("clean"),
    "smudge filter": _filter("smudge"),
    "process filter": _filter("process"),
    "text conversion": _setting("diff.x.textconv"),
    "external diff": _setting("diff.external", "diff.x.command"),
    "pager and editor": _setting("core.pager", "core.editor", "core.askPass", "core.gitProxy"),
    "credentials": _setting("credential.helper", "core.sshCommand"),
    "alternate refs": _setting("core.alternateRefsCommand", "uploadpack.packObjectsHook"),
    "alias": _alias,
    "signature": _signature,
    "include": _include,
    "work tree settings": _work_tree_settings,
}


@pytest.mark.parametrize("arm", TRAPS.values(), ids=TRAPS.keys())
def test_nothing_of_the_repository_runs(tmp_path: Path, arm: Callable[[Trap], None]) -> None:
    made = trap(tmp_path)
    arm(made)
    os.utime(made.root / "a.go", (1, 1))  # same content: git itself would run the clean filter
    made.write("b.go", "package c\n")
    tree = scan(made.root)
    assert not made.canary.exists()
    assert [file.path for file in tree.files] == ["a.go", "b.go"]


@pytest.mark.parametrize("arm", TRAPS.values(), ids=TRAPS.keys())
def test_nothing_of_the_repository_runs_where_a_revision_is_read(
    tmp_path: Path, arm: Callable[[Trap], None]
) -> None:
    made = trap(tmp_path)
    arm(made)
    made.canary.unlink(missing_ok=True)  # an alias or a hook of the trap's own making
    with open_revision(made.root, "HEAD") as revision:
        facts = revision.scan(Config(scan=ScanConfig(use_cache=False))).facts
    assert not made.canary.exists()
    assert [file.path for file in facts.files] == ["a.go", "b.go"]


@pytest.mark.parametrize("name", ["clean filter", "fsmonitor"])
def test_the_canary_sings_where_git_is_run_as_it_is(tmp_path: Path, name: str) -> None:
    made = trap(tmp_path)
    TRAPS[name](made)
    os.utime(made.root / "a.go", (1, 1))
    subprocess.run(
        ["git", "status"], cwd=made.root, env=ENVIRONMENT, check=False, capture_output=True
    )
    assert made.canary.exists()


def _partial(made: Trap, address: str, *objects: str) -> None:
    """Make a partial clone of it that lacks some objects, with a remote that runs the script."""
    made.git("config", "extensions.partialClone", "origin")
    made.git("config", "remote.origin.promisor", "true")
    made.git("config", "remote.origin.url", address.format(script=made.script))
    made.git("config", "remote.origin.uploadpack", str(made.script))
    made.git("config", "core.sshCommand", str(made.script))
    made.git("config", "protocol.allow", "always")
    made.git("config", "protocol.ext.allow", "always")
    for name in [made.git("rev-parse", kind) for kind in objects]:
        (made.root / f".git/objects/{name[:2]}/{name[2:]}").unlink()


ADDRESSES = ["ssh://example.invalid/x", "ext::{script}"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_missing_object_of_a_partial_clone_is_not_fetched(tmp_path: Path, address: str) -> None:
    made = trap(tmp_path)
    (made.root / "b.go").unlink()
    made.git("add", "--all")  # the index differs from HEAD, so HEAD's tree has to be read
    _partial(made, address, "HEAD:a.go", "HEAD^{tree}")
    assert [file.path for file in scan(made.root).files] == ["a.go"]
    assert not made.canary.exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_missing_blob_of_a_revision_is_not_fetched(tmp_path: Path, address: str) -> None:
    made = trap(tmp_path)
    _partial(made, address, "HEAD:a.go")
    with open_revision(made.root, "HEAD") as revision:
        facts = revision.scan(Config(scan=ScanConfig(use_cache=False))).facts
    assert [file.path for file in facts.coverage.skipped] == ["a.go"]
    assert not made.canary.exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_missing_commit_of_a_partial_clone_is_not_fetched(tmp_path: Path, address: str) -> None:
    made = trap(tmp_path)
    _partial(made, address, "HEAD")
    assert scan(made.root).identity.commit is None
    assert not made.canary.exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_canary_sings_where_git_may_fetch(tmp_path: Path, address: str) -> None:
    made = trap(tmp_path)
    _partial(made, address, "HEAD^{tree}")
    question = ["git", "diff-index", "--cached", "HEAD"]
    (made.root / "b.go").unlink()
    subprocess.run(["git", "rm", "--cached", "b.go"], cwd=made.root, env=ENVIRONMENT, check=False)
    subprocess.run(question, cwd=made.root, env=ENVIRONMENT, check=False, capture_output=True)
    assert made.canary.exists()


def test_rewritten_addresses_do_not_reach_the_name(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.git("remote", "add", "origin", "https://example.com/tool")
    made.git("config", f"url.ext::{made.script}/other.insteadOf", "https://example.com/tool")
    assert scan(made.root).identity.name == "tool"
    assert not made.canary.exists()


def test_a_git_file_to_a_repository_elsewhere_is_not_followed(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.git("remote", "add", "origin", "https://example.com/secret")
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / "z.go").write_text("package z\n")
    (stranger / ".git").write_text(f"gitdir: {made.root}/.git\n")
    tree = scan(stranger)
    assert [file.path for file in tree.files] == ["z.go"]
    assert (tree.identity.name, tree.identity.commit) == ("stranger", None)
    assert tree.notes[0].startswith("The .git entry is not")


@pytest.mark.parametrize("text", ["nonsense", "gitdir: /dev/null\n", "gitdir: gone\n", ""])
def test_a_git_file_to_nowhere_makes_a_plain_folder(tmp_path: Path, text: str) -> None:
    (tmp_path / "z.go").write_text("package z\n")
    (tmp_path / ".git").write_text(text)
    assert [file.path for file in scan(tmp_path).files] == ["z.go"]


def test_a_linked_git_folder_is_not_followed(tmp_path: Path) -> None:
    made = trap(tmp_path)
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    (stranger / "z.go").write_text("package z\n")
    (stranger / ".git").symlink_to(made.root / ".git")
    assert scan(stranger).identity.commit is None


def test_a_pipe_called_git_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "z.go").write_text("package z\n")
    os.mkfifo(tmp_path / ".git")
    assert [file.path for file in scan(tmp_path).files] == ["z.go"]


def test_a_work_tree_elsewhere_is_not_followed(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.git("config", "core.worktree", "/etc")
    assert [file.path for file in scan(made.root).files] == ["a.go", "b.go"]


def test_a_checkout_that_calls_itself_bare_is_read(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.git("config", "core.bare", "true")
    assert len(scan(made.root).files) == 2


def test_an_unknown_repository_format_is_refused_with_what_git_said(tmp_path: Path) -> None:
    made = trap(tmp_path)
    made.git("config", "core.repositoryFormatVersion", "999")
    with pytest.raises(InputError, match=r"git cannot read this repository: fatal: .*version"):
        scan(made.root)


def test_a_git_program_in_the_scanned_folder_is_not_the_one_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = trap(tmp_path)
    (made.root / "git").symlink_to(made.script)
    monkeypatch.chdir(made.root)
    monkeypatch.setenv("PATH", ".")
    with pytest.raises(OutsideError, match="git was not found"):
        scan(made.root)
    assert not made.canary.exists()


def test_the_callers_git_variables_do_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = trap(tmp_path)
    expected = scan(made.root)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(made.script))
    monkeypatch.setenv("GIT_TRACE", str(made.canary))
    assert scan(made.root) == expected
    assert not made.canary.exists()


@pytest.mark.system
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to another owner")
def test_a_repository_of_another_owner_is_read(tmp_path: Path) -> None:
    made = trap(tmp_path)
    for path in (made.root, *made.root.rglob("*")):
        os.chown(path, 12_345, 12_345)
    answer = subprocess.run(
        ["git", "status"], cwd=made.root, env=ENVIRONMENT, check=False, capture_output=True
    )
    assert b"dubious ownership" in answer.stderr
    assert [file.path for file in scan(made.root).files] == ["a.go", "b.go"]


def test_a_scan_writes_nothing_into_the_repository(tmp_path: Path) -> None:
    made = trap(tmp_path)
    os.utime(made.root / "a.go", (1, 1))
    before = {path: path.lstat().st_mtime_ns for path in made.root.rglob("*")}
    scan(made.root)
    assert {path: path.lstat().st_mtime_ns for path in made.root.rglob("*")} == before


@pytest.mark.parametrize("arm", TRAPS.values(), ids=TRAPS.keys())
def test_nothing_of_the_repository_runs_for_its_changes(
    tmp_path: Path, arm: Callable[[Trap], None]
) -> None:
    made = trap(tmp_path)
    arm(made)
    made.git("config", "alias.log", f"!{made.script}")
    made.git("config", "pager.log", str(made.script))
    made.git("config", "mailmap.file", str(made.root / "pipe"))
    os.mkfifo(made.root / "pipe")
    (made.root / ".mailmap").symlink_to(made.root / "pipe")
    head = made.git("rev-parse", "HEAD")
    with StartedChanges(made.root, commit=head, since_seconds=0) as started:
        (found,) = started.read()
    assert not made.canary.exists()
    assert [one.path for one in found.files] == ["a.go", "b.go"]
