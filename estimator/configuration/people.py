"""The keys of `[team]` into a declared team, and back."""

from collections.abc import Mapping

from estimator.configuration.keys import BY_NAME, Value
from estimator.errors import InputError
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
