"""A checkout that tries to run something: every trap writes the same canary file."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from estimator.discovery.worktree import discover
from estimator.model.source import Tree

ENVIRONMENT = {
    "PATH": os.environ["PATH"],
    "HOME": os.devnull,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
}


@dataclass
class Trap:
    """A repository, the script that must never run, and the file that it would leave."""

    root: Path
    script: Path
    canary: Path

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

    def write(self, path: str, text: str) -> Path:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode())
        return target


def trap(folder: Path) -> Trap:
    """A repository with one commit of a.go and b.go, and a script that leaves the canary."""
    script, canary = folder / "script", folder / "canary"
    made = Trap(root=folder / "repo", script=script, canary=canary)
    made.write("a.go", "package a\n")
    made.write("b.go", "package b\n")
    script.write_text(f"#!/bin/sh\ntouch '{canary}'\nexit 1\n")
    script.chmod(0o755)
    made.git("init", "--quiet")
    made.git("add", "--all")
    made.git("commit", "--quiet", "--message", "state")
    return made


def scan(root: Path) -> Tree:
    return discover(
        root,
        exclude=(),
        languages={".go": "go", ".rs": "rust"},
        manifest_names=frozenset({"go.mod", "Cargo.toml"}),
    )
