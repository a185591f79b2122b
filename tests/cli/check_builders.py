"""Repositories whose staged content is checked."""

import json
import subprocess
from pathlib import Path
from typing import Any

from sample_repositories import go_repository, program, rust_repository, write

IDENTITY = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false")
SELECT = "select {\n\tdefault:\n\t}"
SPAWN = "\nfunc Spawn{n}() {{\n\tselect {{\n\tdefault:\n\t}}\n}}\n"


def git(root: Path, *arguments: str) -> str:
    """Run git in a work tree; what it prints."""
    ended = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=root, check=True, capture_output=True, text=True
    )
    return ended.stdout


def committed(root: Path, message: str = "Begin") -> Path:
    """Commit all that is there, in a new repository where there is none."""
    if not (root / ".git").exists():
        git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", message, "--allow-empty")
    return root


def go_checkout(root: Path) -> Path:
    """A committed Go module."""
    return committed(go_repository(root))


def rust_checkout(root: Path) -> Path:
    """A committed crate."""
    return committed(rust_repository(root))


def append(root: Path, path: str, text: str) -> None:
    """Add text to the end of a file."""
    old = (root / path).read_text() if (root / path).exists() else ""
    write(root, path, old + text)


def document(cache: Path, root: Path, *arguments: object) -> dict[str, Any]:
    """The answer of `check` as JSON; it must be 0 or 1."""
    outcome = program(cache, "check", *arguments, "--repo", root, "-f", "json")
    assert outcome.code in {0, 1}, outcome.err
    found: dict[str, Any] = json.loads(outcome.out)
    assert found["exit_code"] == outcome.code
    return found


def rules(found: dict[str, Any], *states: str) -> list[str]:
    """Rules of the findings in these states."""
    return [one["rule"] for one in found["findings"] if one["state"] in (states or ("new",))]
