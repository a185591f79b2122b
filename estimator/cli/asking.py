"""`advise --ask`: open questions to a person at a terminal, and the answers into estimator.toml.

Nothing is asked, and nothing waited for, where stdin or stderr is no terminal.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from estimator.cli.options import Common
from estimator.configuration.answers import Answered, with_answers
from estimator.configuration.effective import FILE_NAME
from estimator.configuration.keys import BY_NAME, Key
from estimator.configuration.read import checked_value
from estimator.errors import InputError
from estimator.model.advice import Advice, OpenQuestion
from estimator.storage import read_inside, reason_of, write_text

_LARGEST_FILE_BYTES = 16_000
_YES = frozenset({"y", "yes", "true"})
_NO = frozenset({"n", "no", "false"})
_LONGEST_NAME = 60


def ask_and_keep(advice: Advice, path: Path | None, shared: Common) -> tuple[str, ...]:
    """Ask, keep the answers, and give them as `KEY=VALUE` settings.

    They are kept in the scanned folder's own file: a new or regular one, never through a link.
    Anything else has them printed instead.

    Raises:
        OutsideError: the file could not be written.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        _say("--ask needs a terminal; nothing was asked")
        return ()
    answered = _asked(advice)
    if not answered:
        return ()
    name = _read("\nYour name, kept beside the answers: ")
    by = Answered(by=name, on=datetime.now(tz=UTC).date().isoformat(), values=answered)
    text, why_not = _new_text(path, shared, by)
    if text is None:
        _say(f"{why_not}; add this to the {FILE_NAME} that is read:")
        _say(with_answers("", by) or "")
    else:
        target = (path or Path()) / FILE_NAME
        write_text(target, text)
        _say(f"kept in {target}")
    return tuple(f"{key}={value}" for key, value in answered.items())


def _asked(advice: Advice) -> dict[str, str]:
    """Ask one question after another; an empty answer leaves it open."""
    answers: dict[str, str] = {}
    for place, question in enumerate(advice.questions, start=1):
        key = BY_NAME.get(question.key)
        if key is None:
            continue
        _say(f"\n{place} of {len(advice.questions)}: {question.text}")
        for line in _effects(question, advice):
            _say(f"  {line}")
        value = _answer(key)
        if value:
            answers[question.key] = value
    return answers


def _effects(question: OpenQuestion, advice: Advice) -> list[str]:
    """Say what each answer changes, and which recommendation it leads to."""
    effects = (question.if_yes, question.if_no)
    if not question.branches:
        return [f"known: {effects[0]}", f"unknown: {effects[1]}"]
    lines = []
    for branch, effect in zip(question.branches, effects, strict=True):
        leads = f" -> {advice.verdicts[branch.rule]}" if branch.rule in advice.verdicts else ""
        lines.append(f"{branch.answer}: {effect}{leads if question.changes else ''}")
    return lines


def _answer(key: Key) -> str:
    """Read one answer until it is right or empty."""
    is_yes_or_no = isinstance(key.default, bool)
    words = "yes, no" if is_yes_or_no else key.help
    while True:
        given = _read(f"  {words}; empty leaves it open: ")
        if not given:
            return ""
        if is_yes_or_no:
            if given.lower() in _YES | _NO:
                return "true" if given.lower() in _YES else "false"
            fault = "answer yes or no"
        else:
            _, fault = checked_value(key.name, _typed(key, given))
            if not fault:
                return given
        _say(f"  {fault}")


def _typed(key: Key, given: str) -> str | int:
    is_number = isinstance(key.default, int) and given.isascii() and given.isdigit()
    return int(given) if is_number and len(given) < _LONGEST_NAME else given


def _new_text(path: Path | None, shared: Common, by: Answered) -> tuple[str | None, str]:
    """The file with the answers, or None and the reason why it cannot be written."""
    if path is None or not path.is_dir():
        return None, "there is no folder to keep answers in"
    if shared.config is not None:
        return None, "another file was read by --config"
    target = path / FILE_NAME
    try:
        text = with_answers(_old_text(path), by)
    except OSError as fault:
        return None, f"{target} {reason_of(fault)}"
    except UnicodeDecodeError:
        return None, f"{target} is not UTF-8"
    except InputError as fault:
        return None, fault.message
    return text, f"{target} could not be extended without changing what it says"


def _old_text(root: Path) -> str:
    """The text that is there, "" for none. Raises OSError for a link or what is no file."""
    if not (root / FILE_NAME).is_symlink() and not (root / FILE_NAME).exists():
        return ""
    content = read_inside(str(root.resolve()), FILE_NAME, max_bytes=_LARGEST_FILE_BYTES)
    return content.decode("utf-8")


def _one_line(text: str) -> str:
    return "".join(char for char in text.strip() if char.isprintable())[:_LONGEST_NAME]


def _read(prompt: str) -> str:
    """One line of stdin; "" at its end. Nothing goes to stdout, which holds the result."""
    click.echo(prompt, nl=False, err=True)
    return _one_line(sys.stdin.readline())


def _say(text: str) -> None:
    click.echo(text, err=True)
