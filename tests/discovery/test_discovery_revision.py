"""The tree of a revision is the tree of a clean checkout of it, without a checkout."""

from pathlib import Path

import msgspec
import pytest
from discovery_builders import LANGUAGES, MANIFESTS, Checkout

from estimator.discovery.revision import find_revision, revision_tree, write_files
from estimator.discovery.worktree import discover
from estimator.errors import InputError
from estimator.model.source import Tree


@pytest.fixture(name="checkout")
def _checkout(tmp_path: Path) -> Checkout:
    checkout = Checkout(tmp_path / "repository")
    checkout.root.mkdir()
    checkout.git("init", "--quiet")
    checkout.write("go.mod", "module example.com/tool\n")
    checkout.write("a/a.go")
    checkout.write("a/tomorrow's ä.go", "package a\n\nfunc F() {}\n")
    checkout.write("Makefile", "all:\n")
    checkout.write("gen/x_gen.go")
    (checkout.root / "link.go").symlink_to("a/a.go")
    (checkout.root / "note.txt").symlink_to("Makefile")
    checkout.write("bad\tname.go")
    checkout.git("-c", "core.quotePath=false", "add", "--all")
    head = checkout.commit()
    checkout.git("update-index", "--add", "--cacheinfo", f"160000,{head},third/party")
    (checkout.root / "third/party").mkdir(parents=True)
    checkout.git("commit", "--quiet", "--message", "with a submodule")
    return checkout


def read(checkout: Checkout, revision: str, root: Path, *exclude: str, folder: str = "") -> Tree:
    return revision_tree(
        find_revision(checkout.root / folder, revision),
        root,
        exclude=exclude,
        languages=LANGUAGES,
        manifest_names=MANIFESTS,
        is_text=lambda path: path == "Makefile",
    )


@pytest.mark.parametrize("exclude", [(), ("gen/", "third/")])
@pytest.mark.parametrize("folder", ["", "a"])
def test_the_tree_is_that_of_a_checkout(
    checkout: Checkout, tmp_path: Path, exclude: tuple[str, ...], folder: str
) -> None:
    found = read(checkout, "HEAD", tmp_path, *exclude, folder=folder)
    expected = discover(
        checkout.root / folder,
        exclude=exclude,
        languages=LANGUAGES,
        manifest_names=MANIFESTS,
        is_text=lambda path: path == "Makefile",
    )

    assert found.checkout == expected.root
    assert msgspec.structs.replace(found, root="", checkout="") == msgspec.structs.replace(
        expected, root=""
    )


def test_the_work_tree_and_the_index_have_no_say(checkout: Checkout, tmp_path: Path) -> None:
    before = read(checkout, "HEAD", tmp_path)
    index = (checkout.root / ".git/index").read_bytes()
    checkout.write("a/new.go")
    checkout.write("a/a.go", "package changed\n")

    assert read(checkout, "HEAD", tmp_path) == before
    assert (checkout.root / ".git/index").read_bytes() == index


def test_only_regular_files_of_a_fitting_size_are_written(
    checkout: Checkout, tmp_path: Path
) -> None:
    root = tmp_path / "brought"
    root.mkdir()
    revision = find_revision(checkout.root, "HEAD")

    names = ("a/a.go", "link.go", "bad\tname.go", "third/party", "none", "a/tomorrow's ä.go")
    write_files(revision, root, names, max_bytes=12)
    write_files(revision, root, ("a/a.go",), max_bytes=12)

    assert [path.name for path in root.rglob("*") if path.is_file()] == ["a.go"]
    assert (root / "a/a.go").read_text() == "package a\n"


def test_an_attribute_converts_nothing(checkout: Checkout, tmp_path: Path) -> None:
    checkout.write(".gitattributes", "*.go text eol=crlf ident\n")
    checkout.write("a/a.go", "package a // $Id$\n")
    checkout.commit()
    root = tmp_path / "brought"
    root.mkdir()

    write_files(find_revision(checkout.root, "HEAD"), root, ("a/a.go",), max_bytes=100)

    assert (root / "a/a.go").read_bytes() == b"package a // $Id$\n"


@pytest.mark.parametrize("revision", ["nothing", "--all", "-h", "HEAD:a/a.go", "HEAD^{tree}"])
def test_what_is_no_commit_is_said(checkout: Checkout, revision: str) -> None:
    with pytest.raises(InputError, match="there is no commit, file or folder"):
        find_revision(checkout.root, revision)


def test_a_folder_without_history_or_without_the_revision_is_said(
    checkout: Checkout, tmp_path: Path
) -> None:
    (checkout.root / "later").mkdir()
    with pytest.raises(InputError, match="later is not in it"):
        find_revision(checkout.root / "later", "HEAD")
    with pytest.raises(InputError, match="not in a git repository"):
        find_revision(tmp_path, "HEAD")
    with pytest.raises(InputError, match="is not a folder"):
        find_revision(tmp_path / "none", "HEAD")


def test_an_empty_commit_is_said(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path / "empty")
    checkout.root.mkdir()
    checkout.git("init", "--quiet")
    checkout.commit()

    with pytest.raises(InputError, match="it has no files"):
        find_revision(checkout.root, "HEAD")
