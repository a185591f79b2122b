"""Builds real checkouts in a temporary folder, with a git that no user's settings reach."""

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from estimator.discovery.worktree import discover
from estimator.model.source import Skipped, Tree

LANGUAGES = {".go": "go", ".rs": "rust"}
MANIFESTS = frozenset({"go.mod", "Cargo.toml"})
ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_AUTHOR_DATE": "2024-05-06T07:08:09+0200",
    "GIT_COMMITTER_DATE": "2024-05-06T07:08:09+0200",
}


@dataclass
class Checkout:
    """A folder in which git can be run."""

    root: Path

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            [
                "git",
                "-c",
                "protocol.file.allow=always",
                "-c",
                "init.defaultBranch=main",
                *arguments,
            ],
            cwd=self.root,
            env=ENVIRONMENT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    def write(self, path: str, text: str = "package a\n") -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        return target

    def commit(self) -> str:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "state")
        return self.git("rev-parse", "HEAD")


def checkout(root: Path, *options: str, **files: str) -> Checkout:
    """A repository with one commit of a.go, or of the files given as name=text."""
    root.mkdir(parents=True, exist_ok=True)
    made = Checkout(root)
    made.git("init", "--quiet", *options)
    made.write("a.go")
    for name, text in files.items():
        made.write(name, text)
    made.commit()
    return made


def folder(root: Path, *paths: str) -> Checkout:
    """A plain folder with these files."""
    root.mkdir(parents=True, exist_ok=True)
    made = Checkout(root)
    for path in paths:
        made.write(path)
    return made


def scan(root: Path, exclude: Sequence[str] = ()) -> Tree:
    return discover(root, exclude=exclude, languages=LANGUAGES, manifest_names=MANIFESTS)


def paths(tree: Tree) -> list[str]:
    return [file.path for file in tree.files]


def keys(tree: Tree) -> dict[str, str]:
    """Path -> kind of its key: git or sha256."""
    return {file.path: file.key.partition(":")[0] for file in tree.files}


def skip(path: str, reason: str) -> Skipped:
    return Skipped(path=path, reason=reason)
