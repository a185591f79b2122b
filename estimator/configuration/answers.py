"""An `estimator.toml` and answers to questions -> the file with them, each with name and date."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from estimator.configuration.keys import BY_NAME, Value
from estimator.configuration.read import read_file
from estimator.errors import InputError

_NAME = "estimator.toml"
_LARGEST_BYTES = 16_000


class Answered(NamedTuple):
    """What one person answered."""

    by: str
    on: str
    """ISO date."""
    values: Mapping[str, str]
    """Key -> value as `--set` writes it; all keys are known."""


def with_answers(old: str, answered: Answered) -> str | None:
    """The file with a line for each answer; what is there stays, byte for byte.

    None where that does not come out right: the old file says something of these keys in a way
    that a new line cannot stand beside, or the file would get too large.

    Raises:
        InputError: the old file is not a right `estimator.toml`.
    """
    before = read_file(old.encode(), _NAME, is_repository=True)
    lines = old.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for section, added in sorted(_by_section(answered).items()):
        header = f"[{section}]"
        at = [place for place, line in enumerate(lines) if line.partition("#")[0].strip() == header]
        if at:
            lines[at[0] + 1 : at[0] + 1] = added
        else:
            lines += ["\n"] if lines else []
            lines += [f"{header}\n", *added]
    text = "".join(lines)
    return text if _is_right(text, before, answered) else None


def _by_section(answered: Answered) -> dict[str, list[str]]:
    said = f"{answered.by}, {answered.on}" if answered.by else answered.on
    found: dict[str, list[str]] = {}
    for key, value in answered.values.items():
        section, _, name = key.rpartition(".")
        found.setdefault(section, []).append(f"{name} = {_toml(key, value)}  # {said}\n")
    return found


def _toml(key: str, value: str) -> str:
    return json.dumps(value) if isinstance(BY_NAME[key].default, str) else value


def _is_right(text: str, before: Mapping[str, Value], answered: Answered) -> bool:
    """Read it as a run would: what was there is there, and so is every answer."""
    if len(text.encode()) > _LARGEST_BYTES:
        return False
    try:
        after = read_file(text.encode(), _NAME, is_repository=True)
    except InputError:
        return False
    kept = all(after.get(key) == value for key, value in before.items())
    return kept and all(_is_said(after.get(key), value) for key, value in answered.values.items())


def _is_said(found: Value | None, value: str) -> bool:
    return found is not None and (found == value or json.dumps(found) == value)
