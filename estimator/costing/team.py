"""A priced scenario and the declared team -> learning, effort with it, and the calendar."""

import math
from collections.abc import Iterator

from msgspec.structs import replace

from estimator.costing.applicability import language_name
from estimator.costing.constants import Constants
from estimator.costing.sums import Part, sum_of_parts
from estimator.costing.uncertainty import quantiles
from estimator.model.estimate import Calendar, Effort, Pricing, ScenarioEstimate
from estimator.model.percent import percent
from estimator.model.team import Team

_NONE = Effort(p10=0.0, p50=0.0, p80=0.0, p90=0.0)


def with_team(
    estimate: ScenarioEstimate, pricing: Pricing, constants: Constants
) -> ScenarioEstimate:
    """Add learning, effort with learning (EM) and calendar (months) to a priced scenario.

    `effort` never changes; cost model, section 5. A scenario without a price is returned as it is.
    """
    if estimate.effort is None or estimate.sigma is None:
        return estimate
    team = pricing.team
    people = _team_size(team)
    learners = _learners(team, estimate.target_language)
    each = Part(
        median=constants.get(f"learning.{estimate.target_language}"),
        sigma=constants.get("learning.sigma"),
    )
    learning = sum_of_parts((each,) * learners, constants) if learners else _NONE
    port = Part(median=estimate.effort.p50, sigma=estimate.sigma)
    both = sum_of_parts((port, *(each,) * learners), constants) if learners else estimate.effort
    own_time = quantiles(each.median, each.sigma, constants) if learners else _NONE
    calendar = _calendar(estimate, people, team.share, own_time, constants) if people else None
    return replace(
        estimate,
        learning=learning,
        learners=learners,
        effort_with_learning=both,
        calendar=calendar,
        assumptions=(*estimate.assumptions, *_assumptions(estimate, team, calendar, constants)),
        warnings=(*estimate.warnings, *_stale(pricing, constants)),
    )


def _team_size(team: Team) -> int:
    """Give the engineers, or where only what they know is declared, as many as that needs."""
    if team.engineers is not None:
        return team.engineers
    known = [one for one in (team.rust, team.go, team.knows_code) if one is not None]
    return max(1, *known) if known else 0


def _learners(team: Team, language: str) -> int:
    """Give how many engineers lack a language; nobody where that is not declared."""
    known = team.knows(language)
    return 0 if known is None else max(0, _team_size(team) - known)


def _calendar(
    estimate: ScenarioEstimate, engineers: int, share: float, own_time: Effort, constants: Constants
) -> Calendar:
    """Give months = (effort x (serial + (1 - serial) / useful) + learning of one) / share.

    The law of Amdahl, with the staffing limit useful = min(engineers, max(1, L / 5)). Everybody
    learns at the same time; the quantiles of port and learning add up, which is on the safe side.
    """
    serial = constants.get("calendar.serial-share")
    limit = max(1.0, estimate.size_kloc / constants.get("calendar.kloc-per-engineer"))
    useful = min(float(engineers), limit)
    divided = serial + (1 - serial) / useful
    effort = estimate.effort or _NONE
    learning = f" + {own_time.p50:.4g}" if own_time.p50 else ""
    return Calendar(
        p50=(effort.p50 * divided + own_time.p50) / share,
        p80=(effort.p80 * divided + own_time.p80) / share,
        engineers=engineers,
        useful_engineers=useful,
        share=share,
        serial_share=serial,
        formula=(
            f"({effort.p50:.4g} x ({serial:g} + {1 - serial:g} / {useful:.3g}){learning})"
            f" / {share:g}"
        ),
    )


def _assumptions(
    estimate: ScenarioEstimate, team: Team, calendar: Calendar | None, constants: Constants
) -> Iterator[str]:
    language = language_name(estimate.target_language)
    each = constants.get(f"learning.{estimate.target_language}")
    effect = f"each engineer without {language} would add about {_short(each)} EM"
    if calendar is None:
        yield (
            f"No team is declared: learning is 0 ({effect}), and there is no calendar. Declare"
            f" [team] in estimator.toml, or try --set team.{estimate.target_language}=0."
        )
        return
    yield _declaration(team)
    if team.engineers is None:
        yield f"The size of the team is not declared; {calendar.engineers} is assumed."
    if team.knows(estimate.target_language) is None:
        yield f"Who knows {language} is not declared: learning is 0; {effect}."
    if calendar.useful_engineers < calendar.engineers:
        yield (
            f"Of {calendar.engineers} engineers {_short(calendar.useful_engineers)} shorten the"
            " calendar at this size (staffing limit, judgement); all who lack the language learn."
        )
    yield (
        f"{percent(calendar.serial_share)} of the work, core types and cut-over, is not divided by"
        " the team (judgement)."
    )


def _declaration(team: Team) -> str:
    """Repeat what was declared, by whom and when; what is left out is called so."""
    known = (
        ("know Rust", team.rust),
        ("know Go", team.go),
        ("know this code", team.knows_code),
    )
    told = ", ".join(f"{count} {what}" for what, count in known if count is not None)
    missing = ", ".join(what for what, count in known if count is None)
    noun = "engineer" if team.engineers == 1 else "engineers"
    size = "size not declared" if team.engineers is None else f"{team.engineers} {noun}"
    by = f" by {team.owner}" if team.owner else " without an owner"
    when = f" on {team.date}" if team.date else " without a date"
    return (
        f"Team, declared{by}{when}: {size}{f', {told}' if told else ''},"
        f" {percent(team.share)} of their time{f'; not declared: {missing}' if missing else ''}."
        " Knowing this code is a risk to weigh and not priced."
    )


def _stale(pricing: Pricing, constants: Constants) -> Iterator[str]:
    days = pricing.team_age_days
    if days is not None and days > constants.get("team.stale-days"):
        yield (
            f"The team was declared on {pricing.team.date}, {days} days before the scanned commit;"
            " ask whether it still holds."
        )


def _short(value: float) -> str:
    return f"{value:.1f}" if math.ceil(value) > 1 else f"{value:.2g}"
