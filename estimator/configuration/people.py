"""The keys of `[team]` into a declared team and back; what a facts file carries of all that."""

from collections.abc import Mapping
from datetime import date

import msgspec

from estimator.configuration.keys import BY_NAME, Value
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.team import Team

_COUNTS = ("engineers", "rust", "go", "knows_code")


def team_of(values: Mapping[str, Value]) -> Team:
    """The team that was declared. Raises InputError where a part of it is larger than the whole."""
    declared = {name: values[key] for name in _COUNTS if (key := f"team.{name}") in values}
    whole = declared.get("engineers")
    for name, count in declared.items():
        if isinstance(whole, int) and isinstance(count, int) and count > whole:
            raise InputError(
                f"team.{name} is {count}, but team.engineers is {whole}",
                hint=BY_NAME[f"team.{name}"].help,
            )
    return Team(
        **declared,  # type: ignore[arg-type]  # each value was checked by its key
        share=values["team.share"],  # type: ignore[arg-type]  # the same
        owner=str(values["team.owner"]),
        date=str(values["team.date"]),
    )


def team_values(team: Team) -> dict[str, Value]:
    """The values by key; a count that nobody declared is not among them."""
    found = {f"team.{name}": getattr(team, name) for name in _COUNTS}
    counts: dict[str, Value] = {key: count for key, count in found.items() if count is not None}
    return {**counts, "team.share": team.share, "team.owner": team.owner, "team.date": team.date}


def team_age_days(team: Team, committed_at: str | None) -> int | None:
    """Days from the declaration to the commit: the commit is "now", never the clock."""
    committed = (committed_at or "").partition("T")[0]
    if not team.date or not committed:
        return None
    try:
        return (date.fromisoformat(committed) - date.fromisoformat(team.date)).days
    except ValueError:  # a facts file may hold any text as its commit's date
        return None


def declared_texts(config: Config) -> dict[str, str]:
    """What a file, not an option, declared about prices, as JSON; a facts file carries it along."""
    team = {f"team.{name}": value for name, value in msgspec.structs.asdict(config.team).items()}
    values = {
        "estimate.language": config.language,
        "estimate.oracle": config.oracle,
        "estimate.records": dict(config.own_ports),
        "factors": dict(config.factors),
        "hotpaths.calls_per_second": config.hot_paths.calls_per_second,
        "llm.translate": config.llm_translate,
        **config.answers,
        **team,
    }
    return {
        name: msgspec.json.encode(value, order="deterministic").decode()
        for name, value in values.items()
        if config.origins.get(name, "default") not in {"default", "environment", "option", "--set"}
    }
