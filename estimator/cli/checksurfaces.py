"""A check's answer in the format that was asked for, and GitHub's step summary beside it."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from estimator.model.check import CheckResult
from estimator.reporting.check import render_check

if TYPE_CHECKING:
    from estimator.model.rules import Rule

SUMMARY_VARIABLE = "GITHUB_STEP_SUMMARY"
_OWN = frozenset({"table", "json"})


def render_surface(
    found: CheckResult, output_format: str, *, rules: "Mapping[str, Rule]", folder: Path
) -> str:
    """Render as ``table``, ``json``, ``sarif``, ``github`` or ``gitlab``. Raises KeyError."""
    if output_format in _OWN:
        return render_check(found, output_format)
    from estimator.reporting.checkgithub import render_github  # noqa: PLC0415  # start-up time
    from estimator.reporting.checkgitlab import render_gitlab  # noqa: PLC0415  # the same
    from estimator.reporting.checksarif import render_sarif  # noqa: PLC0415  # the same

    below = _subfolder(folder)
    if output_format == "github":
        return render_github(found, render_check(found, "table").splitlines(), folder=below)
    if output_format == "gitlab":
        return render_gitlab(found, folder=below)
    return {"sarif": render_sarif}[output_format](found, rules, folder=below)


def write_step_summary(found: CheckResult, environment: Mapping[str, str]) -> None:
    """Append the summary to the file that GitHub names, as far as it takes it.

    That it cannot be written is a warning: the exit code is that of the check in any case.
    """
    name = environment.get(SUMMARY_VARIABLE, "")
    if not name:
        return
    from estimator.cli.sides import warn  # noqa: PLC0415  # start-up time
    from estimator.reporting.checksummary import (  # noqa: PLC0415  # start-up time
        SUMMARY_BYTES,
        render_summary,
    )
    from estimator.storage import append_text  # noqa: PLC0415  # the same

    try:
        size = Path(name).stat().st_size if Path(name).exists() else 0
        append_text(Path(name), render_summary(found, room_bytes=SUMMARY_BYTES - size))
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        warn(f"{SUMMARY_VARIABLE} cannot be written ({reason}); the summary is left out")


def _subfolder(folder: Path) -> str:
    """The checked folder below the top of its repository; "" for the top, or without git."""
    from estimator.discovery.repository import locate  # noqa: PLC0415  # start-up time

    root = folder.resolve()
    repository = locate(root).repository
    if repository is None:
        return ""
    return Path(os.path.relpath(root, repository.top)).as_posix().removeprefix(".")
