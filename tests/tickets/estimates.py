"""One estimate as a file, and `estimator attach` with it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from sample_repositories import Outcome, environment, program, rust_repository

_PERSON = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
_DAY = {"GIT_COMMITTER_DATE": "2026-07-10T09:00:00+02:00"}


class Desk(NamedTuple):
    """A folder with result.json in it."""

    folder: Path

    def attach(self, *arguments: object, **variables: str) -> Outcome:
        """Run the command in this process."""
        return program(self._cache, *self._line(*arguments), variables=_LOCAL | variables)

    def start(self, *arguments: object, **variables: str) -> subprocess.Popen[bytes]:
        """Run the command in a process that can be killed."""
        return subprocess.Popen(
            [sys.executable, "-m", "estimator", *self._line(*arguments)],
            env=environment(self._cache, **(_LOCAL | variables)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _line(self, *arguments: object) -> list[str]:
        given = ["attach", "--from", self.folder / "result.json", *arguments]
        return [str(one) for one in given]

    @property
    def _cache(self) -> Path:
        return self.folder / "cache"


_LOCAL = {"NO_PROXY": "127.0.0.1", "CI": "", "GITHUB_ACTIONS": "", "GITLAB_CI": ""}


def make_desk(folder: Path) -> Desk:
    """Estimate a small repository with one commit."""
    root = rust_repository(folder / "repository")
    for arguments in (("init", "-q"), ("add", "."), (*_PERSON, "commit", "-qm", "Begin")):
        subprocess.run(["git", *arguments], cwd=root, check=True, env=os.environ | _DAY)
    report = program(folder / "cache", "estimate", root, "-f", "json")
    assert report.code == 0, report.err
    (folder / "result.json").write_text(report.out)
    return Desk(folder)
