"""Turns a check's answer into workflow commands, which GitHub shows beside the code.

Commands: https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions. A step
shows ten annotations of each kind and drops the others without a word, so the most expensive are
written and the rest is said. What is folded in the answer's own words has no annotation either.
"""

from collections.abc import Iterable, Iterator

from estimator.model.check import CheckResult, Severity
from estimator.reporting.characters import plain
from estimator.reporting.check import SMALLEST_HOURS
from estimator.reporting.issues import Issue, issues_of
from estimator.reporting.numbers import signed
from estimator.reporting.wording import plural

MOST_OF_A_KIND = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render_github(result: CheckResult, summary: Iterable[str], *, folder: str = "") -> str:
    """Write commands for the most expensive issues, then what was left out, then the summary.

    Args:
        result: of a check.
        summary: lines of the answer's own words; nothing in them can be a command.
        folder: the checked folder below the repository's top; "" for the top.
    """
    issues = [one for one in issues_of(result, folder=folder) if _is_worth_it(one)]
    lines: list[str] = []
    for severity, command in _COMMANDS.items():
        own = [one for one in issues if one.severity is severity]
        lines += [_command(command, one) for one in own[:MOST_OF_A_KIND]]
        rest = own[MOST_OF_A_KIND:]
        if rest:
            hours = signed(sum(one.hours for one in rest))
            lines.append(f"{plural(len(rest), f'more {command}')}, {hours} h, without annotations.")
    lines += _harmless(summary)
    return "".join(f"{line}\n" for line in lines)


def _is_worth_it(issue: Issue) -> bool:
    """What fails is; else what the answer's own words have a line for."""
    if issue.is_suppressed:
        return False
    return issue.severity is Severity.ERROR or issue.hours >= SMALLEST_HOURS


def _command(command: str, issue: Issue) -> str:
    place = [("file", issue.path)]
    if issue.line is not None:
        place.append(("line", str(issue.line)))
    title = issue.title if issue.finding is None else f"{issue.rule}: {issue.title}"
    place.append(("title", plain(title)))
    properties = ",".join(f"{name}={_property(text)}" for name, text in place)
    return f"::{command} {properties}::{_data(plain(issue.message))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _harmless(lines: Iterable[str]) -> Iterator[str]:
    """Keep a line that a repository had a hand in from being read as a command."""
    for line in lines:
        safe = plain(line).replace("##[", "## [")
        yield f" {safe}".replace("::", ": :") if safe.lstrip().startswith("::") else safe
