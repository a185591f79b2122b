"""The name of what was scanned."""

from pathlib import Path

import pytest
from discovery_builders import checkout, folder, scan

from estimator.discovery.folder import printable


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.com/team/tool.git", "tool"),
        ("https://user:secret@example.com/team/tool/", "tool"),
        ("git@example.com:tool.git", "tool"),
        ("/srv/git/tool/.git", "tool"),
        ("C:\\git\\tool", "tool"),
        ("https://example.com/team/my%20tool", "my tool"),
    ],
)
def test_the_name_is_the_last_part_of_the_remote(tmp_path: Path, address: str, name: str) -> None:
    checkout(tmp_path).git("remote", "add", "origin", address)
    assert scan(tmp_path).identity.name == name


def test_origin_goes_before_other_remotes(tmp_path: Path) -> None:
    made = checkout(tmp_path)
    made.git("remote", "add", "a", "https://example.com/fork")
    made.git("remote", "add", "origin", "https://example.com/tool")
    assert scan(tmp_path).identity.name == "tool"


def test_a_remote_that_cannot_be_printed_gives_no_name(tmp_path: Path) -> None:
    made = checkout(tmp_path / "mine")
    made.git("remote", "add", "origin", "https://example.com/%1b%5b31m")
    assert scan(tmp_path / "mine").identity.name == "mine"


@pytest.mark.parametrize(
    ("manifest", "text", "name"),
    [
        ("go.mod", "// c\nmodule example.com/tool/v2 // c\n\ngo 1.22\n", "example.com/tool/v2"),
        ("go.mod", 'module "example.com/tool"\n', "example.com/tool"),
        ("Cargo.toml", '[package]\nname = "tool"\n', "tool"),
        ("Cargo.toml", "[workspace]\n", "mine"),
        ("Cargo.toml", "package = 1\n", "mine"),
        ("Cargo.toml", "[package]\nname = 1\n", "mine"),
        ("Cargo.toml", "[broken", "mine"),
        ("sub/go.mod", "module example.com/sub\n", "mine"),
    ],
)
def test_without_a_remote_the_root_manifest_names_it(
    tmp_path: Path, manifest: str, text: str, name: str
) -> None:
    folder(tmp_path / "mine", "a.go").write(manifest, text)
    assert scan(tmp_path / "mine").identity.name == name


def test_a_name_of_a_folder_is_made_printable(tmp_path: Path) -> None:
    folder(tmp_path / "a\nb", "a.go")
    assert scan(tmp_path / "a\nb").identity.name == "a\\x0ab"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("plain ü 文.go", "plain ü 文.go"),
        ("a\nb.go", "a\\x0ab.go"),
        ("a\udcff.go", "a\\xff.go"),
        ("a\u202eog.go", "a\\u202eog.go"),
        ("\x1b[31m.go", "\\x1b[31m.go"),
    ],
)
def test_what_cannot_be_printed_is_escaped(name: str, shown: str) -> None:
    assert printable(name) == shown
