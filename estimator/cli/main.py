"""The command group. Commands are imported when they run, so that `--help` starts fast."""

from importlib import import_module
from typing import NamedTuple

import click

from estimator.version import VERSION

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _Entry(NamedTuple):
    module: str
    summary: str


COMMANDS = {
    "accuracy": _Entry("accuracy", "Show how wrong the model is on finished ports."),
    "advise": _Entry("advise", "Keep, split or port: one recommendation, with every reason."),
    "attach": _Entry("attach", "Put an estimate on tickets: one block, kept up to date."),
    "baseline": _Entry("baseline", "Keep what a port must recover in a file: write, show, diff."),
    "calibrate": _Entry("calibrate", "Say what a team's own finished ports do to its prices."),
    "check": _Entry("check", "Show what a change adds to a port, and hold it to the policy."),
    "contract": _Entry("contract", "Draft the Protobuf contract of the cut around a hot path."),
    "diff": _Entry("diff", "Show what moved the price between two revisions."),
    "doctor": _Entry("doctor", "Show versions, cache and configuration, and what is wrong there."),
    "estimate": _Entry("estimate", "Price a port or a split of a repository, with the evidence."),
    "explain": _Entry(
        "explain", "Explain any number: a rule, port, package, the total, a unit or a file."
    ),
    "facts": _Entry("facts", "Write what was counted in a repository as a JSON file."),
    "history": _Entry("history", "Measure from git what code, or a past port, has cost."),
    "hotpaths": _Entry("hotpaths", "Show hot paths, the cut around each, and what it costs."),
    "invariants": _Entry("invariants", "List what a port must recover, with evidence and hours."),
    "plan": _Entry("plan", "Lay out a port or a split in waves that sum to its price."),
    "record": _Entry("record", "Keep a team's own finished ports: add, list, check."),
    "rules": _Entry("rules", "List what the rules hold; check and test rule files."),
}


class _LazyGroup(click.Group):
    """A group that knows its commands by name and imports only the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the help page."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command itself, or None for an unknown name."""
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        command: click.Command = import_module(f"estimator.cli.{entry.module}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the summaries without importing anything."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name].summary) for name in sorted(COMMANDS)])


_HELP = """Price a port between Go and Rust, or the split of a service, from its code.

Answers in engineer-months (EM, 19 days of 8 hours), with a range, the evidence for every
number, and how wrong such numbers have been on real ports.

\b
  estimator estimate PATH                      the main job
  estimator estimate PATH -o plan.md           the same, for a ticket
  estimator explain RG214 PATH                 one rule, and where it applies here

Exit codes: 0 done, 1 a policy is breached (check), 2 wrong use or input, 3 a defect of this
program, 4 the outside failed (disk, git), 130 interrupted. A closed output pipe is no failure.
"""


@click.group(cls=_LazyGroup, context_settings=CONTEXT, help=_HELP)
@click.version_option(VERSION, "-V", "--version", prog_name="estimator")
def cli() -> None:
    """The whole program; its commands are modules of this package."""
