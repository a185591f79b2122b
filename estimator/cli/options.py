"""Options that several commands share, and the configuration that they make."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click
from msgspec.structs import replace

from estimator.configuration.effective import effective_config
from estimator.configuration.keys import BY_NAME, Value
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.rules import Rulebook

_Command = TypeVar("_Command", bound=Callable[..., Any])


rules_option = click.option(
    "--rules",
    metavar="DIR",
    multiple=True,
    help="Rule folder that adds to or overrides the built-in rules. Repeatable, later wins.",
)
"""`--rules`, of every command whose answer depends on rules."""


class Common(NamedTuple):
    """Values of the shared options, as given."""

    exclude: tuple[str, ...]
    no_history: bool
    jobs: int | None
    no_cache: bool
    cache_dir: str | None
    config: Path | None
    quiet: bool
    verbose: bool
    no_progress: bool


class Paths(NamedTuple):
    """What is hot, as the options of a command say."""

    profile: tuple[str, ...] = ()
    no_profile: bool = False
    hot_path: tuple[str, ...] = ()
    exclude_path: tuple[str, ...] = ()
    share: float | None = None
    only: tuple[str, ...] = ()

    def given(self) -> dict[str, Value | None]:
        """The values by key; None where an option was not given."""
        return {
            "hotpaths.profiles": self.profile or None,
            "hotpaths.find_profiles": False if self.no_profile else None,
            "hotpaths.paths": self.hot_path or None,
            "hotpaths.exclude": self.exclude_path or None,
            "hotpaths.share": self.share,
        }


def path_options(command: _Command) -> _Command:
    """Options of every command that may look for hot paths."""
    for option in reversed(_PATH_OPTIONS):
        command = option(command)
    return command


def hot(options: dict[str, Any]) -> Paths:  # Any: click's own
    """Take the options about hot paths out of a command's options. Raises InputError."""
    names = [name for name in Paths._fields if name in options]
    found = Paths(**{name: options.pop(name) for name in names})
    if found.profile and found.no_profile:
        raise InputError("--profile and --no-profile exclude each other", hint="give one of them")
    if found.only and found.hot_path:
        raise InputError(
            "--only and --path exclude each other",
            hint="--only prices whole units alone, --path says what is hot",
        )
    return found


def scan_options(command: _Command) -> _Command:
    """Options of every command that may scan a repository."""
    for option in reversed(_SCAN_OPTIONS):
        command = option(command)
    return command


def pricing_options(command: _Command) -> _Command:
    """Options of every command that prices."""
    for option in reversed(_PRICING_OPTIONS):
        command = option(command)
    return command


def set_option(command: _Command) -> _Command:
    """`--set`, of every command that can price with other declared facts for one run."""
    return click.option(
        "--set",
        "settings",
        metavar="KEY=VALUE",
        multiple=True,
        help="Override a declared fact for this run, such as team.rust=0, oracle=golden or"
        " factors.NAME=1.2, and show what that changes. Repeatable.",
    )(command)


def common(options: dict[str, Any]) -> Common:  # Any: click's own
    """Take the shared options out of a command's options."""
    return Common(**{name: options.pop(name) for name in Common._fields})


def configuration(  # noqa: PLR0913  # one parameter an option
    path: Path | None,
    shared: Common,
    *,
    language: str | None = None,
    rules: tuple[str, ...] = (),
    records: str | None = None,
    declared: dict[str, Value] | None = None,
    paths: Paths | None = None,
) -> Config:
    """The effective configuration of a run over `path`. Raises InputError."""
    given: dict[str, Value | None] = {
        "scan.exclude": shared.exclude or None,
        "scan.history": False if shared.no_history else None,
        "scan.jobs": shared.jobs,
        "cache.use": False if shared.no_cache else None,
        "cache.dir": shared.cache_dir,
        "estimate.language": language,
        "estimate.rules": rules or None,
        "estimate.records": records,
        **(paths or Paths()).given(),
    }
    options = {name: value for name, value in given.items() if value is not None}
    root = path if path is not None and path.is_dir() else None
    config = effective_config(
        root,
        options=options,
        environment=os.environ,
        config_file=shared.config,
        declared=declared,
    )
    if paths is None or not paths.only:
        return config
    return replace(config, hot_paths=replace(config.hot_paths, only=paths.only))


def rulebook_options(command: _Command) -> _Command:
    """Options of every command that reads rules and scans nothing."""
    for option in reversed((rules_option, *_CACHE_OPTIONS)):
        command = option(command)
    return command


def doctor_options(command: _Command) -> _Command:
    """Options of the command that shows what a run depends on, and runs nothing."""
    for option in reversed((rules_option, *_CACHE_OPTIONS, _CONFIG_OPTION)):
        command = option(command)
    return command


def rulebook_of(options: dict[str, Any], root: Path | None = None) -> Rulebook:  # Any: click's own
    """Take the options of `rulebook_options` out, and load the rules that they name.

    `root` is a folder that nothing is written below. Raises InputError, RuleFileError.
    """
    from estimator.pipeline import load_rulebook  # noqa: PLC0415  # start-up time

    given: dict[str, Value | None] = {
        "estimate.rules": options.pop("rules") or None,
        "cache.use": False if options.pop("no_cache") else None,
        "cache.dir": options.pop("cache_dir"),
    }
    named = {name: value for name, value in given.items() if value is not None}
    config = effective_config(None, options=named, environment=os.environ)
    return load_rulebook(*config.rules, remember=config.scan, root=root)


def _help(name: str) -> str:
    key = BY_NAME[name]
    text = key.help[:1].upper() + key.help[1:]
    return f"{text}.{_default(key.default)}"


def _default(value: Value) -> str:
    if isinstance(value, bool) or value in {(), ""}:
        return ""
    return f"  [default: {value}]"


_CACHE_OPTIONS = (
    click.option("--no-cache", is_flag=True, help="Neither read nor write the cache."),
    click.option("--cache-dir", metavar="DIR", help=_help("cache.dir")),
)

_CONFIG_OPTION = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Read this file instead of the repository's own estimator.toml.",
)

_SCAN_OPTIONS = (
    click.option(
        "--exclude", metavar="PATTERN", multiple=True, help=_help("scan.exclude") + " Repeatable."
    ),
    click.option("--no-history", is_flag=True, help="Do not read the git history."),
    click.option("--jobs", "-j", type=click.IntRange(min=0), help=_help("scan.jobs")),
    *_CACHE_OPTIONS,
    _CONFIG_OPTION,
    click.option("--quiet", "-q", is_flag=True, help="No progress and no warnings."),
    click.option(
        "--verbose", "-v", is_flag=True, help="Say on stderr what was read and how long it took."
    ),
    click.option("--no-progress", is_flag=True, help="No progress line, even on a terminal."),
)

_PATH_OPTIONS = (
    click.option(
        "--profile",
        metavar="FILE[=WEIGHT]",
        multiple=True,
        help="CPU profile that says what is hot: pprof, folded stacks or a flame graph (SVG)."
        " Repeatable; weights merge several.",
    ),
    click.option("--no-profile", is_flag=True, help="Do not look for a profile in the repository."),
    click.option(
        "--path",
        "hot_path",
        metavar="NAME",
        multiple=True,
        help="Package, crate, file or function that is hot, as you say. Repeatable.",
    ),
    click.option(
        "--exclude-path",
        metavar="NAME",
        multiple=True,
        help="Package, crate, file or function that stays where it is. Repeatable.",
    ),
    click.option(
        "--share",
        type=float,
        help=_help("hotpaths.share"),
    ),
)

_PRICING_OPTIONS = (
    click.option(
        "--language",
        type=click.Choice(["auto", "go", "rust"]),
        help=_help("estimate.language"),
    ),
    rules_option,
    click.option(
        "--records",
        metavar="FILE",
        help="The team's own finished ports, which calibrate prices (see `estimator record`).",
    ),
)
