"""Every configuration key once: type, bounds, default, where it may be set, and what it does.

The README's table, `--print-effective-config`, the TOML reader and the environment all use this.
"""

from collections.abc import Callable
from typing import NamedTuple

from estimator.configuration.bounds import (
    Value,
    amount,
    anything,
    iso_date,
    multiplier,
    multipliers,
    names,
    one_of,
    part_of_time,
    paths,
    patterns,
    rate,
    short_text,
    within,
)
from estimator.model.config import HotPathConfig, ScanConfig

__all__ = ["ANSWERS", "BY_NAME", "KEYS", "Key", "Value"]

_SCAN = ScanConfig()
_HOT = HotPathConfig()
_LANGUAGES = ("auto", "go", "rust")
_ORACLES = ("auto", "none", "golden", "tests")
_MOST_ENGINEERS = 1_000
_START_METHODS = ("auto", "fork", "spawn")


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


def _engineers(name: str, text: str) -> Key:
    """A count of people, which nobody is assumed to have said."""
    fault = within(0, _MOST_ENGINEERS)
    return Key(f"team.{name}", 0, text, fault, is_optional=True, is_pricing=True)


def _answer(name: str, text: str) -> Key:
    """What only people know about a service or a team, yes or no: open until somebody says."""
    return Key(name, default=False, help=text, fault=anything, is_optional=True, is_pricing=True)


KEYS: tuple[Key, ...] = (
    Key(
        "scan.exclude",
        _SCAN.exclude,
        "gitignore-style patterns, from the scanned folder, of source files to leave out",
        patterns,
        option="--exclude",
    ),
    Key(
        "scan.max_file_bytes",
        _SCAN.max_file_bytes,
        "larger source files are skipped and listed",
        within(1, 64_000_000),
        "ESTIMATOR_MAX_FILE_BYTES",
        is_limit=True,
    ),
    Key(
        "scan.max_file_seconds",
        _SCAN.max_file_seconds,
        "a file whose parse takes longer is skipped and listed",
        within(0.001, 3600.0),
        "ESTIMATOR_MAX_FILE_SECONDS",
        is_limit=True,
    ),
    Key(
        "scan.max_depth",
        _SCAN.max_depth,
        "a file whose syntax tree is deeper is skipped and listed",
        within(1, 100_000),
        "ESTIMATOR_MAX_DEPTH",
        is_limit=True,
    ),
    Key(
        "scan.history",
        _SCAN.history,
        "measure what the code has cost so far by its git history",
        anything,
        "ESTIMATOR_HISTORY",
        "--no-history",
    ),
    Key(
        "scan.jobs",
        _SCAN.jobs,
        "worker processes; 0 means one for each available core",
        within(0, 1024),
        "ESTIMATOR_JOBS",
        "--jobs",
        in_repository=False,
    ),
    Key(
        "scan.start_method",
        _SCAN.start_method,
        "how workers start: auto, fork or spawn",
        one_of(*_START_METHODS),
        "ESTIMATOR_START_METHOD",
        in_repository=False,
    ),
    Key(
        "cache.use",
        _SCAN.use_cache,
        "keep facts of unchanged files between runs",
        anything,
        "ESTIMATOR_CACHE",
        "--no-cache",
        in_repository=False,
    ),
    Key(
        "cache.dir",
        _SCAN.cache_dir,
        "folder of the cache; empty means the user's cache folder",
        paths,
        "ESTIMATOR_CACHE_DIR",
        "--cache-dir",
        in_repository=False,
    ),
    Key(
        "cache.max_mb",
        _SCAN.cache_max_mb,
        "size bound of the cache, in MB; the longest unused facts go first",
        within(1, 1_000_000),
        "ESTIMATOR_CACHE_MAX_MB",
        in_repository=False,
    ),
    Key(
        "roles.product",
        _SCAN.product_paths,
        "gitignore-style patterns of source files that are product, whatever their names say",
        patterns,
    ),
    Key(
        "roles.test",
        _SCAN.test_paths,
        "the same, of tests and test doubles",
        patterns,
    ),
    Key(
        "roles.tooling",
        _SCAN.tooling_paths,
        "the same, of tooling; a file that several of them fit is product before test before"
        " tooling",
        patterns,
    ),
    Key(
        "estimate.language",
        "auto",
        "language to price: auto (most product lines), go or rust",
        one_of(*_LANGUAGES),
        "ESTIMATOR_LANGUAGE",
        "--language",
        is_pricing=True,
    ),
    Key(
        "estimate.rules",
        (),
        "rule folders that add to or override the built-in rules, later ones win",
        paths,
        "ESTIMATOR_RULES",
        "--rules",
        in_repository=False,
    ),
    Key(
        "estimate.oracle",
        "auto",
        "what tells a right port from a wrong one: auto (as found), none, golden or tests",
        one_of(*_ORACLES),
        is_pricing=True,
    ),
    Key(
        "estimate.records",
        "",
        "file of the team's own finished ports, which calibrate prices; in a file: inside the"
        " scanned folder",
        paths,
        option="--records",
    ),
    Key(
        "llm.translate",
        1.0,
        "multiplier of LLM assistance on the translate line, with an oracle only; 1 means none",
        multiplier,
        "ESTIMATOR_LLM_TRANSLATE",
        is_pricing=True,
    ),
    Key(
        "hotpaths.profiles",
        _HOT.profiles,
        "CPU profiles, FILE or FILE=WEIGHT; in a file: inside the scanned folder",
        paths,
        option="--profile",
    ),
    Key(
        "hotpaths.find_profiles",
        _HOT.find_profiles,
        "look for a CPU profile, such as default.pgo, among the repository's files",
        anything,
        "ESTIMATOR_FIND_PROFILES",
        "--no-profile",
    ),
    Key(
        "hotpaths.share",
        _HOT.share,
        "share of own time that the measured hot paths are to hold, 0.05 to 1",
        part_of_time,
        option="--share",
    ),
    Key(
        "hotpaths.paths",
        _HOT.paths,
        "packages, crates, files or functions that are hot, as a person says",
        names,
        option="--path",
    ),
    Key(
        "hotpaths.exclude",
        _HOT.exclude,
        "packages, crates, files or functions that stay where they are",
        names,
        option="--exclude-path",
    ),
    Key(
        "hotpaths.calls_per_second",
        _HOT.calls_per_second,
        "calls a second over the boundary of a hot path, as known; 0 means unknown",
        within(0.0, 1e9),
        is_pricing=True,
    ),
    _engineers("engineers", "engineers who would do the port"),
    _engineers("rust", "engineers of these who know Rust; the others learn it"),
    _engineers("go", "engineers of these who know Go; the others learn it"),
    _engineers("knows_code", "engineers of these who know this code; shown as a risk"),
    _answer("team.can_maintain", "can the team maintain this code in its language: true or false"),
    _answer("team.two_languages", "is Go and Rust side by side normal here: true or false"),
    _answer("team.uses_agents", "do coding agents make a good part of changes: true or false"),
    Key("team.share", 1.0, "share of their time, 0.05 to 1", part_of_time, is_pricing=True),
    Key("team.owner", "", "who declares the team; printed", short_text, is_pricing=True),
    Key("team.date", "", "when, as 2026-05-31; printed", iso_date, is_pricing=True),
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
        one_of("performance", "velocity"),
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "money.rate",
        "",
        "what one engineer-month costs, as 12000 EUR",
        rate,
        option="--rate",
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "money.saving",
        "",
        "what the change would save in a year, as 1.5 EM or 40000 EUR",
        amount,
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "money.two_languages",
        "",
        "what two languages cost in a year (CI, on-call, hiring), as 0.5 EM or 20000 EUR",
        amount,
        is_optional=True,
        is_pricing=True,
    ),
    Key(
        "factors",
        {},
        "table of declared multipliers, name = 0.1 to 10; their product moves every scenario",
        multipliers,
        is_pricing=True,
    ),
)

BY_NAME = {key.name: key for key in KEYS}

ANSWERS = tuple(key.name for key in KEYS if key.is_optional and isinstance(key.default, bool | str))
"""The keys that answer a question of the advice."""
