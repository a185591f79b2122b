"""Every configuration key once: type, bounds, default, where it may be set, and what it does.

The README's table, `--print-effective-config`, the TOML reader and the environment all use this.
"""

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from estimator.model.config import HotPathConfig, ScanConfig
from estimator.model.money import EM, read_amount

Value = str | int | float | bool | tuple[str, ...] | dict[str, float]

_SCAN = ScanConfig()
_HOT = HotPathConfig()
_LANGUAGES = ("auto", "go", "rust")
_ORACLES = ("auto", "none", "golden", "tests")
_MOST_ENGINEERS = 1_000
_START_METHODS = ("auto", "fork", "spawn")
_MOST_PATTERNS = 200
_LONGEST_PATTERN = 200
_MOST_WILDCARDS = 4
_WILDCARD = re.compile(r"\*+")
_NOT_IN_A_PATH = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_LONGEST_SHOWN = 60


class Key(NamedTuple):
    """One configuration key."""

    name: str
    """Dotted, as in TOML: ``scan.exclude``."""
    default: Value
    help: str
    fault: Callable[[Value], str]
    """What is wrong with a value of the right type, ``""`` for nothing."""
    environment: str = ""
    """Variable that sets it; lists are separated as PATH is."""
    option: str = ""
    """Command-line option that sets it."""
    in_repository: bool = True
    """May the scanned repository's own file set it? Never where that reads or writes elsewhere."""
    is_limit: bool = False
    """Guards the user's machine: the scanned repository's own file may only lower it."""
    is_optional: bool = False
    """Nothing is assumed until somebody declares it; the default only says its type."""
    is_pricing: bool = False
    """Moves prices, not counts: a facts file carries it, and `--set` may override it."""


def _any(_value: Value) -> str:
    return ""


def _within(low: float, high: float) -> Callable[[Value], str]:
    def fault(value: Value) -> str:
        inside = isinstance(value, int | float) and low <= value <= high
        return "" if inside else f"must be from {low} to {high}"

    return fault


def _share(value: Value) -> str:
    low = 0.05  # an hour and a half of a week; less is nobody's project
    inside = isinstance(value, int | float) and low <= value <= 1
    return "" if inside else f"must be from {low} to 1"


def _iso_date(value: Value) -> str:
    try:
        date.fromisoformat(str(value) or "2000-01-01")
    except ValueError:
        return "must be a date as 2026-05-31"
    return ""


def _text(value: Value) -> str:
    """A name for people: short, and without control characters."""
    text = str(value)
    if len(text) > _LONGEST_SHOWN:
        return f"must be at most {_LONGEST_SHOWN} characters long"
    return "" if not text or text.isprintable() else "must be printable text"


def _one_of(*allowed: str) -> Callable[[Value], str]:
    def fault(value: Value) -> str:
        return "" if value in allowed else f"must be one of {', '.join(allowed)}"

    return fault


def _factor(value: Value) -> str:
    low, high = 0.1, 10.0  # beyond an order of magnitude a factor hides another estimate
    inside = isinstance(value, int | float) and low <= value <= high
    return "" if inside else f"must be a multiplier from {low:g} to {high:g}"


def _factors(value: Value) -> str:
    if not isinstance(value, dict):
        return "must be a table of name = multiplier"
    wrong = sorted(name for name, factor in value.items() if _factor(factor))
    return f"{', '.join(map(shown, wrong))}: {_factor(0.0)}" if wrong else ""


def _amount(value: Value) -> str:
    """An amount; an empty text is none, as if nobody had declared it."""
    return (
        ""
        if not value or read_amount(str(value))
        else "must be an amount with its unit, as 12000 EUR or 1.5 EM"
    )


def _rate(value: Value) -> str:
    amount = read_amount(str(value))
    is_money = amount is not None and amount.unit != EM and amount.value > 0
    return "" if not value or is_money else "must be the price of one EM in money, as 12000 EUR"


def _patterns(value: Value) -> str:
    """Matching takes a time that grows with the length to the power of the wildcards."""
    patterns = value if isinstance(value, tuple) else ()
    if len(patterns) > _MOST_PATTERNS:
        return f"must be at most {_MOST_PATTERNS} patterns"
    for pattern in patterns:
        if len(pattern) > _LONGEST_PATTERN:
            return f"{shown(pattern)}: must be at most {_LONGEST_PATTERN} characters long"
        if len(_WILDCARD.findall(pattern)) > _MOST_WILDCARDS:
            return f"{shown(pattern)}: must hold at most {_MOST_WILDCARDS} wildcards"
    return ""


def _paths(value: Value) -> str:
    """No path holds a NUL, and what is not Unicode could not be printed as TOML."""
    paths = value if isinstance(value, tuple) else (str(value),)
    wrong = [path for path in paths if _NOT_IN_A_PATH.search(path)]
    return f"{shown(wrong[0])}: must be printable text" if wrong else ""


def _named(value: Value) -> str:
    names = value if isinstance(value, tuple) else ()
    if len(names) > _MOST_PATTERNS:
        return f"must be at most {_MOST_PATTERNS} names"
    if any(not name or len(name) > _LONGEST_PATTERN for name in names):
        return f"must be names of 1 to {_LONGEST_PATTERN} characters"
    return _paths(value)


def shown(text: str) -> str:
    """A text of unknown origin, short and printable, for a message."""
    short = text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "..."
    return short if short and short.isprintable() else ascii(short)


def _engineers(name: str, text: str) -> Key:
    """A count of people, which nobody is assumed to have said."""
    fault = _within(0, _MOST_ENGINEERS)
    return Key(f"team.{name}", 0, text, fault, is_optional=True, is_pricing=True)


def _answer(name: str, text: str) -> Key:
    """What only people know about a service or a team, yes or no: open until somebody says."""
    return Key(name, default=False, help=text, fault=_any, is_optional=True, is_pricing=True)


KEYS: tuple[Key, ...] = (
    Key(
        "scan.exclude",
        _SCAN.exclude,
        "gitignore-style patterns, from the scanned folder, of source files to leave out",
        _patterns,
        option="--exclude",
    ),
    Key(
        "scan.max_file_bytes",
        _SCAN.max_file_bytes,
        "larger source files are skipped and listed",
        _within(1, 64_000_000),
        "ESTIMATOR_MAX_FILE_BYTES",
        is_limit=True,
    ),
    Key(
        "scan.max_file_seconds",
        _SCAN.max_file_seconds,
        "a file whose parse takes longer is skipped and listed",
        _within(0.001, 3600.0),
        "ESTIMATOR_MAX_FILE_SECONDS",
        is_limit=True,
    ),
    Key(
        "scan.max_depth",
        _SCAN.max_depth,
        "a file whose syntax tree is deeper is skipped and listed",
        _within(1, 100_000),
        "ESTIMATOR_MAX_DEPTH",
        is_limit=True,
    ),
    Key(
        "scan.history",
        _SCAN.history,
        "measure what the code has cost so far by its git history",
        _any,
        "ESTIMATOR_HISTORY",
        "--no-history",
    ),
    Key(
        "scan.jobs",
        _SCAN.jobs,
        "worker processes; 0 means one for each available core",
        _within(0, 1024),
        "ESTIMATOR_JOBS",
        "--jobs",
        in_repository=False,
    ),
    Key(
        "scan.start_method",
        _SCAN.start_method,
        "how workers start: auto, fork or spawn",
        _one_of(*_START_METHODS),
        "ESTIMATOR_START_METHOD",
        in_repository=False,
    ),
    Key(
        "cache.use",
        _SCAN.use_cache,
        "keep facts of unchanged files between runs",
        _any,
        "ESTIMATOR_CACHE",
        "--no-cache",
        in_repository=False,
    ),
    Key(
        "cache.dir",
        _SCAN.cache_dir,
        "folder of the cache; empty means the user's cache folder",
        _paths,
        "ESTIMATOR_CACHE_DIR",
        "--cache-dir",
        in_repository=False,
    ),
    Key(
        "cache.max_mb",
        _SCAN.cache_max_mb,
        "size bound of the cache, in MB; the longest unused facts go first",
        _within(1, 1_000_000),
        "ESTIMATOR_CACHE_MAX_MB",
        in_repository=False,
    ),
    Key(
        "roles.product",
        _SCAN.product_paths,
        "gitignore-style patterns of source files that are product, whatever their names say",
        _patterns,
    ),
    Key(
        "roles.test",
        _SCAN.test_paths,
        "the same, of tests and test doubles",
        _patterns,
    ),
    Key(
        "roles.tooling",
        _SCAN.tooling_paths,
        "the same, of tooling; a file that several of them fit is product before test before"
        " tooling",
        _patterns,
    ),
    Key(
        "estimate.language",
        "auto",
        "language to price: auto (most product lines), go or rust",
        _one_of(*_LANGUAGES),
        "ESTIMATOR_LANGUAGE",
        "--language",
        is_pricing=True,
    ),
    Key(
        "estimate.rules",
        (),
        "rule folders that add to or override the built-in rules, later ones win",
        _paths,
        "ESTIMATOR_RULES",
        "--rules",
        in_repository=False,
    ),
    Key(
        "estimate.oracle",
        "auto",
        "what tells a right port from a wrong one: auto (as found), none, golden or tests",
        _one_of(*_ORACLES),
        is_pricing=True,
    ),
    Key(
        "estimate.records",
        "",
        "file of the team's own finished ports, which calibrate prices; in a file: inside the"
        " scanned folder",
        _paths,
        option="--records",
    ),
    Key(
        "llm.translate",
        1.0,
        "multiplier of LLM assistance on the translate line, with an oracle only; 1 means none",
        _factor,
        "ESTIMATOR_LLM_TRANSLATE",
        is_pricing=True,
    ),
    Key(
        "hotpaths.profiles",
        _HOT.profiles,
        "CPU profiles, FILE or FILE=WEIGHT; in a file: inside the scanned folder",
        _paths,
        option="--profile",
    ),
    Key(
        "hotpaths.find_profiles",
        _HOT.find_profiles,
        "look for a CPU profile, such as default.pgo, among the repository's files",
        _any,
        "ESTIMATOR_FIND_PROFILES",
        "--no-profile",
    ),
    Key(
        "hotpaths.share",
        _HOT.share,
        "share of own time that the measured hot paths are to hold, 0.05 to 1",
        _share,
        option="--share",
    ),
    Key(
        "hotpaths.paths",
        _HOT.paths,
        "packages, crates, files or functions that are hot, as a person says",
        _named,
        option="--path",
    ),
    Key(
        "hotpaths.exclude",
        _HOT.exclude,
        "packages, crates, files or functions that stay where they are",
        _named,
        option="--exclude-path",
    ),
    Key(
        "hotpaths.calls_per_second",
        _HOT.calls_per_second,
        "calls a second over the boundary of a hot path, as known; 0 means unknown",
        _within(0.0, 1e9),
        is_pricing=True,
    ),
    _engineers("engineers", "engineers who would do the port"),
    _engineers("rust", "engineers of these who know Rust; the others learn it"),
    _engineers("go", "engineers of these who know Go; the others learn it"),
    _engineers("knows_code", "engineers of these who know this code; shown as a risk"),
    _answer("team.can_maintain", "can the team maintain this code in its language: true or false"),
    _answer("team.two_languages", "is Go and Rust side by side normal here: true or false"),
    _answer("team.uses_agents", "do coding agents make a good part of changes: true or false"),
    Key("team.share", 1.0, "share of their time, 0.05 to 1", _share, is_pricing=True),
    Key("team.owner", "", "who declares the team; printed", _text, is_pricing=True),
    Key("team.date", "", "when, as 2026-05-31; printed", _iso_date, is_pricing=True),
    _answer(
        "service.tail_latency_wall",
        "has the service hit a wall in its slowest responses: true or false",
    ),
    _answer(
        "service.pause_is_incident",
        "is a GC pause or a memory bug an incident in production: true or false",
    ),
    _answer(
        "service.needs_no_gc",
        "must it run where no garbage collector can: true or false",
    ),
    _answer(
        "service.tunes_runtime",
        "must threads, priorities or the scheduler be tuned: true or false",
    ),
    _answer("service.slow_builds_hurt", "do builds of a minute or more hurt: true or false"),
    _answer("service.decades", "is it a tool to be fast for decades: true or false"),
    _answer("service.ship_in_a_week", "is it to ship within weeks, not months: true or false"),
    Key(
        "service.priority",
        "performance",
        "of a command-line tool: performance, or velocity (fast builds, many contributors)",
        _one_of("performance", "velocity"),
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "money.rate",
        "",
        "what one engineer-month costs, as 12000 EUR",
        _rate,
        option="--rate",
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "money.saving",
        "",
        "what the change would save in a year, as 1.5 EM or 40000 EUR",
        _amount,
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "money.two_languages",
        "",
        "what two languages cost in a year (CI, on-call, hiring), as 0.5 EM or 20000 EUR",
        _amount,
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "factors",
        {},
        "table of declared multipliers, name = 0.1 to 10; their product moves every scenario",
        _factors,
        is_pricing=True,
    ),
)

BY_NAME = {key.name: key for key in KEYS}

ANSWERS = tuple(key.name for key in KEYS if key.is_optional and isinstance(key.default, bool | str))
"""The keys that answer a question of the advice."""
