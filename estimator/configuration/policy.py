"""The `[check]` table of an `estimator.toml` into a policy, all faults at once."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from estimator.configuration.bounds import shown
from estimator.errors import InputError
from estimator.model.check import Severity
from estimator.model.policy import Forbidden, Policy

_HINT = "the README has a table of all keys of [check]"
_LONGEST = 200
_MOST = 200
_DEFAULT = "default"
_KEYS = ("against", "baseline", "budget", "forbid", "growth", "ratchet", "severity")
_GROWTH = ("per_change", "since_baseline")
_FORBID = ("metrics", "new_only", "paths", "reason", "rules")
_AGAINST = ("baseline", "HEAD")


class Known(NamedTuple):
    """The names that a policy may use."""

    rules: frozenset[str]
    metrics: frozenset[str]
    """Those that a rule counts."""
    scenarios: frozenset[str]
    directions: frozenset[str]
    """Scenarios that are whole ports."""


def read_policy(content: bytes, name: str, known: Known) -> Policy:
    """The policy of a configuration file that was read before; without a table, an empty one.

    Raises:
        InputError: names every fault with its key and reason.
    """
    table = tomllib.loads(content.decode("utf-8")).get("check", {})
    reader = _Reader(known)
    policy = reader.policy(table)
    if reader.faults:
        count = f"{len(reader.faults)} faults" if len(reader.faults) > 1 else "a fault"
        lines = "\n  ".join((f"{name}: the policy has {count}:", *reader.faults))
        raise InputError(lines, hint=_HINT)
    return policy


class _Reader:
    """Reads a table; what is wrong is noted and left out."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self.faults: list[str] = []

    def policy(self, table: Any) -> Policy:  # noqa: ANN401  # whatever TOML holds
        if not isinstance(table, dict):
            self._fault("check", "must be a table, as in [check]")
            return Policy()
        self._unknown("check", table, _KEYS)
        growth = self._table("check.growth", table.get("growth", {}))
        self._unknown("check.growth", growth, _GROWTH)
        directions = self._known.directions
        return Policy(
            against=self._one_of("check.against", table.get("against", ""), _AGAINST),
            baseline=self._path("check.baseline", table.get("baseline", "")),
            ratchet=self._flag("check.ratchet", table.get("ratchet", False)),
            budget=self._limits(
                "check.budget", table.get("budget", {}), self._known.scenarios, "engineer-months"
            ),
            per_change=self._growth("check.growth.per_change", growth, directions),
            since_baseline=self._growth("check.growth.since_baseline", growth, directions),
            severity=self._severities(table.get("severity", {})),
            forbid=tuple(self._forbidden(table.get("forbid", []))),
        )

    def _fault(self, key: str, reason: str) -> None:
        self.faults.append(f"{shown(key)}: {reason}")

    def _unknown(self, key: str, table: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        for name in sorted(set(table) - set(allowed)):
            near = get_close_matches(name[:_LONGEST], allowed, n=1)
            hint = f" (did you mean {near[0]}?)" if near else ""
            self._fault(f"{key}.{name}", f"unknown key{hint}")

    def _table(self, key: str, raw: Any) -> dict[str, Any]:  # noqa: ANN401  # whatever TOML holds
        if isinstance(raw, dict):
            return raw
        self._fault(key, f"must be a table, as in [{key}]")
        return {}

    def _flag(self, key: str, raw: Any) -> bool:  # noqa: ANN401  # whatever TOML holds
        if not isinstance(raw, bool):
            self._fault(key, "must be true or false")
        return raw is True

    def _one_of(self, key: str, raw: Any, allowed: tuple[str, ...]) -> str:  # noqa: ANN401  # the same
        if raw == "" or raw in allowed:
            return str(raw)
        self._fault(key, f"must be one of {', '.join(allowed)}")
        return ""

    def _path(self, key: str, raw: Any) -> str:  # noqa: ANN401  # whatever TOML holds
        is_text = isinstance(raw, str) and raw.isprintable() and len(raw) <= _LONGEST
        if not is_text:
            self._fault(key, "must be the path of a file in the folder")
            return ""
        if raw.startswith(("/", "\\")) or ".." in raw.split("/") or ":" in raw:
            self._fault(key, f"{shown(raw)}: must be inside the folder")
            return ""
        return str(raw)

    def _growth(
        self, key: str, growth: Mapping[str, Any], directions: frozenset[str]
    ) -> dict[str, float]:
        """One number for both directions, or a table by direction."""
        raw = growth.get(key.rpartition(".")[2], {})
        if isinstance(raw, dict):
            return self._limits(key, raw, directions, "ledger hours")
        limit = self._number(key, raw, "ledger hours")
        return {} if limit is None else dict.fromkeys(sorted(directions), limit)

    def _limits(
        self,
        key: str,
        raw: Any,  # noqa: ANN401  # whatever TOML holds
        names: frozenset[str],
        unit: str,
    ) -> dict[str, float]:
        found: dict[str, float] = {}
        for name, value in sorted(self._table(key, raw).items()):
            if name not in names:
                self._fault(f"{key}.{name}", f"must be one of {', '.join(sorted(names))}")
                continue
            limit = self._number(f"{key}.{name}", value, unit)
            if limit is not None:
                found[name] = limit
        return found

    def _number(self, key: str, raw: Any, unit: str) -> float | None:  # noqa: ANN401  # the same
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        if not is_number or not 0 <= raw < float("inf"):
            self._fault(key, f"must be a number of {unit}, 0 or more")
            return None
        return float(raw)

    def _severities(self, raw: Any) -> dict[str, Severity]:  # noqa: ANN401  # whatever TOML holds
        allowed = [one.value for one in Severity]
        found: dict[str, Severity] = {}
        for rule, value in sorted(self._table("check.severity", raw).items()):
            key = f"check.severity.{rule}"
            if rule != _DEFAULT and rule not in self._known.rules:
                self._fault(key, self._no_rule(rule))
            elif value not in allowed:
                self._fault(key, f"must be one of {', '.join(allowed)}")
            else:
                found[rule] = Severity(value)
        return found

    def _forbidden(self, raw: Any) -> Iterator[Forbidden]:  # noqa: ANN401  # whatever TOML holds
        if not isinstance(raw, list) or not all(isinstance(one, dict) for one in raw):
            self._fault("check.forbid", "must be tables, as in [[check.forbid]]")
            return
        for number, one in enumerate(raw[:_MOST], start=1):
            key = f"check.forbid[{number}]"
            before = len(self.faults)
            self._unknown(key, one, _FORBID)
            names = self._names
            rules = names(f"{key}.rules", one.get("rules", []), self._known.rules, self._no_rule)
            metrics = names(
                f"{key}.metrics", one.get("metrics", []), self._known.metrics, _no_metric
            )
            paths = names(f"{key}.paths", one.get("paths", []), None, str)
            reason = one.get("reason", "")
            if not isinstance(reason, str) or not (reason == "" or reason.isprintable()):
                self._fault(f"{key}.reason", "must be one line of text")
            new_only = self._flag(f"{key}.new_only", one.get("new_only", False))
            if not paths:
                self._fault(f"{key}.paths", "must name files, as in ['core/**']")
            if not rules and not metrics:
                self._fault(key, "must name rules or metrics")
            if len(self.faults) == before:
                yield Forbidden(
                    paths=paths, rules=rules, metrics=metrics, reason=reason, new_only=new_only
                )

    def _names(
        self,
        key: str,
        raw: Any,  # noqa: ANN401  # whatever TOML holds
        known: frozenset[str] | None,
        unknown: Callable[[str], str],
    ) -> tuple[str, ...]:
        is_list = isinstance(raw, list) and all(
            isinstance(name, str) and 0 < len(name) <= _LONGEST and name.isprintable()
            for name in raw
        )
        if not is_list or len(raw) > _MOST:
            self._fault(key, f"must be a list of at most {_MOST} strings")
            return ()
        for name in raw:
            if known is not None and name not in known:
                self._fault(key, unknown(name))
        return tuple(raw)

    def _no_rule(self, rule: str) -> str:
        near = get_close_matches(rule[:_LONGEST], sorted(self._known.rules), n=1)
        hint = f" (did you mean {near[0]}?)" if near else ""
        return f"{shown(rule)}: no rule of a ledger has this id{hint}"


def _no_metric(metric: str) -> str:
    return f"{shown(metric)}: no rule of a ledger counts this metric"
