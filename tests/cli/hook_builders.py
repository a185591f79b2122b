"""Repositories in which our hooks are installed by the real pre-commit program."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import yaml
from check_builders import IDENTITY
from sample_repositories import write

MANIFEST = ".pre-commit-hooks.yaml"


class Ended(NamedTuple):
    """How a program ended; output and errors together, as a committer sees them."""

    code: int
    text: str


class Desk(NamedTuple):
    """A committer's desk: home, programs, and where the hooks are kept."""

    home: Path
    hooks: Path
    """A repository that holds the manifest of the hooks."""
    revision: str
    environment: dict[str, str]

    def run(self, root: Path, *command: str) -> Ended:
        """Run a program in a folder, as this committer."""
        ended = subprocess.run(
            command,
            cwd=root,
            env=self.environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        return Ended(ended.returncode, ended.stdout.decode())

    def git(self, root: Path, *arguments: str) -> Ended:
        """Run git."""
        return self.run(root, "git", *IDENTITY, *arguments)

    def pre_commit(self, root: Path, *arguments: str) -> Ended:
        """Run pre-commit."""
        return self.run(root, sys.executable, "-m", "pre_commit", *arguments)

    def commit(self, root: Path, *paths: str) -> Ended:
        """Stage paths, if any are named, and commit what is staged."""
        if paths:
            added = self.git(root, "add", "-A", "--", *paths)
            assert added.code == 0, added.text
        return self.git(root, "commit", "-m", "Change")

    def install(self, root: Path, *hooks: str, kinds: tuple[str, ...] = ("pre-commit",)) -> None:
        """Configure these hooks and have git run them; the program is the one of this checkout."""
        # No environment is built: what the manifest says besides the language is what counts here.
        rows = [{"id": hook, "language": "system"} for hook in hooks]
        own = {"repo": str(self.hooks), "rev": self.revision, "hooks": rows}
        write(root, ".pre-commit-config.yaml", yaml.safe_dump({"repos": [own]}))
        options = [option for kind in kinds for option in ("--hook-type", kind)]
        installed = self.pre_commit(root, "install", *options)
        assert installed.code == 0, installed.text


def make_desk(home: Path, checkout: Path, *, whole: bool = False) -> Desk:
    """Make a desk; `whole` puts the package beside the manifest, so that pip can install it."""
    hooks = home / "hooks"
    names = ["estimator", "rules", "pyproject.toml", "README.md", "LICENSE"] if whole else []
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *names],
        cwd=checkout,
        check=True,
        capture_output=True,
    )
    for name in (MANIFEST, *(listed.stdout.decode().split("\0") if names else ())):
        if name and (checkout / name).is_file():
            write(hooks, name, (checkout / name).read_bytes())
    program = write(
        home, "bin/estimator", f'#!/bin/sh\nexec "{sys.executable}" -m estimator "$@"\n'
    )
    program.chmod(0o755)
    write(home, ".gitconfig", "[user]\n\tname = Ann\n\temail = ann@example.com\n")
    kept = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("ESTIMATOR_", "GIT_", "PRE_COMMIT"))
    }
    environment = kept | {
        "ESTIMATOR_CACHE_DIR": str(home / "cache"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PYTHONPATH": str(checkout),
    }
    desk = Desk(home, hooks, "", environment)
    for command in (("init", "-q", "-b", "main"), ("add", "-A"), ("commit", "-q", "-m", "Hooks")):
        assert desk.git(hooks, *command).code == 0
    return desk._replace(revision=desk.git(hooks, "rev-parse", "HEAD").text.strip())
