"""The installed package into the versions of what it runs on, and its optional extras."""

import platform
import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import NamedTuple

from estimator.discovery.git import git_version
from estimator.errors import ExitCode
from estimator.model.doctor import Component, Extra, Gravity, Problem
from estimator.parsing.health import grammar_faults, sqlite_version
from estimator.version import VERSION

DISTRIBUTION = "port-estimator"
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)[^;<>=!~]*(?P<asked>[^;]*)(;(?P<marker>.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*['"]([^'"]+)['"]""")


class _Requirement(NamedTuple):
    name: str
    asked: str
    extra: str
    """"" where it is always needed."""


def components(distribution: str = DISTRIBUTION) -> tuple[Component, ...]:
    """The program, what it runs on, and the libraries that its package asks for, by name."""
    return (
        Component(name="estimator", version=VERSION),
        Component(name="Python", version=platform.python_version()),
        Component(name="git", version=git_version()),
        Component(name="SQLite", version=sqlite_version()),
        *(
            Component(name=one.name, version=_version(one.name), asked=one.asked)
            for one in _requirements(distribution)
            if not one.extra
        ),
    )


def extras(distribution: str = DISTRIBUTION) -> tuple[Extra, ...]:
    """The optional groups of the package, by name, and what is missing of each."""
    wanted: dict[str, list[str]] = {}
    for one in _requirements(distribution):
        if one.extra:
            wanted.setdefault(one.extra, []).append(one.name)
    found: list[Extra] = []
    for extra, names in sorted(wanted.items()):
        missing = tuple(name for name in names if not _version(name))
        found.append(Extra(name=extra, is_there=not missing, missing=missing))
    return tuple(found)


def program_problems(distribution: str = DISTRIBUTION) -> tuple[Problem, ...]:
    """Libraries that are missing, and grammars that do not load."""
    missing = [one.name for one in components(distribution) if one.asked and not one.version]
    return (*(_missing(name) for name in missing), *grammar_faults())


def _requirements(distribution: str) -> list[_Requirement]:
    """What the package asks for, by name; nothing where it was not installed as a package."""
    try:
        texts = requires(distribution) or []
    except PackageNotFoundError:
        texts = []
    return sorted(_parsed(texts))


def _parsed(texts: list[str]) -> Iterator[_Requirement]:
    for text in texts:
        found = _REQUIREMENT.match(text)
        if found is not None:
            extra = _EXTRA.search(found["marker"] or "")
            yield _Requirement(found["name"], found["asked"].strip(), extra[1] if extra else "")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _missing(name: str) -> Problem:
    return Problem(
        gravity=Gravity.ERROR,
        about="program",
        message=f"{name} is not installed",
        hint=f"pip install {name}, or install {DISTRIBUTION} again",
        exit_code=ExitCode.DEFECT,
    )
