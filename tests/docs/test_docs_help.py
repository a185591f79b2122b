"""The help page of every command, as golden files: a change of an option shows in review."""

from collections.abc import Callable

import pytest

COMMANDS = (
    "",
    "accuracy",
    "advise",
    "attach",
    "baseline",
    "baseline diff",
    "baseline show",
    "baseline write",
    "calibrate",
    "check",
    "contract",
    "diff",
    "doctor",
    "estimate",
    "explain",
    "facts",
    "history",
    "hotpaths",
    "invariants",
    "plan",
    "record",
    "record add",
    "record check",
    "record list",
    "rules",
    "rules check",
    "rules list",
    "rules test",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_page_is_as_reviewed(
    command: str,
    output_of: Callable[[str], str],
    same_as_golden: Callable[[str, str], None],
) -> None:
    name = "-".join(("help", *command.split()))
    same_as_golden(f"{name}.txt", output_of(f"estimator {command} --help"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_help_page_fits_100_columns(command: str, output_of: Callable[[str], str]) -> None:
    lines = output_of(f"estimator {command} --help").splitlines()
    assert max(map(len, lines)) <= 100


def test_every_command_has_a_help_page_here(output_of: Callable[[str], str]) -> None:
    page = output_of("estimator --help")
    listed = page.partition("Commands:\n")[2].splitlines()
    names = {line.split()[0] for line in listed if line[:2] == "  " and line[2:3] != " "}
    assert names == {command.split()[0] for command in COMMANDS if command}
