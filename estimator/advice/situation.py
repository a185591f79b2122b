"""A report, facts and workloads -> the numbers that the decision list asks for. Pure.

These names stand beside counts, signals and declared answers: ``here.*`` what the advice is about,
``pick.*`` and ``metal.*`` what the surest workload asks for, ``profile.*``, ``paths.*`` and
``shell.share`` what a profile and the search for cuts found, ``scenario.*`` prices.
"""

import math
from collections.abc import Iterable, Iterator, Mapping

from estimator.model.advice import WorkloadFound
from estimator.model.facts import RepositoryFacts
from estimator.model.report import HotPath, Report

PICKS = ("both", "either", "go", "rust")
METALS = ("cold", "warm")
_LANGUAGES = ("go", "rust")
_GOOD_CUTS = ("clean", "workable")
_SHELL, _WHOLE = "rust-shell-to-go", "rust-to-go"
_PROFILE_NAME = "default.pgo"


def situation_numbers(
    facts: RepositoryFacts,
    report: Report,
    workloads: Iterable[WorkloadFound],
    *,
    moves_tail: bool | None,
    oracle: str = "auto",
) -> Mapping[str, float]:
    """Give the numbers of a scanned repository. What was not measured is absent.

    Args:
        facts: of the repository.
        report: its prices, in EM.
        workloads: what it is for, surest first.
        moves_tail: whether faster own code can move the slowest requests; None: no profile.
        oracle: as declared: auto, none, golden or tests.
    """
    numbers = dict(_here(report.repository.priced_language))
    numbers |= workload_situation(workloads)
    numbers |= _profile(report, moves_tail)
    numbers |= _paths(report.hot_paths)
    numbers["declared.oracle"] = float(oracle in {"golden", "tests"})
    if report.team.knows_code is not None:
        numbers["declared.team.knows_code"] = float(report.team.knows_code)
    shell = _shell_share(facts, report.repository.priced_language)
    if shell is not None:
        numbers["shell.share"] = shell
        seam = facts.shell.seam if facts.shell is not None else None
        numbers["shell.cut"] = float(seam is not None and seam.quality in _GOOD_CUTS)
    names = (path.rpartition("/")[2] for path in facts.other_files)
    numbers["files.pgo"] = float(sum(name == _PROFILE_NAME for name in names))
    for scenario in report.scenarios:
        if scenario.applies and scenario.effort is not None:
            numbers[f"scenario.{scenario.id}.p50"] = scenario.effort.p50
            numbers[f"scenario.{scenario.id}.p80"] = scenario.effort.p80
    numbers |= _shell_price(report)
    return numbers


def new_work_numbers(workloads: Iterable[WorkloadFound]) -> Mapping[str, float]:
    """Give the numbers of work that does not exist yet: it has no language, only workloads."""
    shares = {f"metal.{metal}.share": 0.0 for metal in METALS}
    return {**dict(_here("")), **shares, **workload_situation(workloads)}


def workload_situation(workloads: Iterable[WorkloadFound]) -> Mapping[str, float]:
    """Say how sure the surest workload of each pick is, where no other workload is surer.

    ``metal.*`` is the surest of each side of the document's split, cold and warm, whatever leads.
    """
    found = tuple(workloads)
    most = max((one.confidence for one in found), default=0.0)
    leading = [one for one in found if one.confidence == most]
    numbers = {"surest": most}
    numbers |= {f"pick.{pick}": _surest(leading, "pick", pick) for pick in PICKS}
    return numbers | {f"metal.{metal}": _surest(found, "metal", metal) for metal in METALS}


def _surest(found: Iterable[WorkloadFound], field: str, value: str) -> float:
    return max((one.confidence for one in found if getattr(one, field) == value), default=0.0)


def _here(language: str) -> Iterator[tuple[str, float]]:
    for name in _LANGUAGES:
        yield f"here.{name}", float(name == language)
    yield "here.new", float(not language)


def _profile(report: Report, moves_tail: bool | None) -> Mapping[str, float]:  # noqa: FBT001
    profile = report.profile
    if profile is None or moves_tail is None:
        return {"profile.measured": 0.0}
    shares = profile.shares
    return {
        "profile.measured": 1.0,
        "profile.moves_tail": float(moves_tail),
        "profile.own": shares.own,
        "profile.runtime": shares.runtime,
        "profile.system": shares.system,
        "profile.libraries": shares.libraries,
        "profile.elsewhere": shares.system + shares.libraries,
    }


def _paths(paths: Iterable[HotPath]) -> Mapping[str, float]:
    """Count what could be cut out; candidates that nobody measured or named do not count."""
    known = [one for one in paths if one.basis in {"measured", "declared"}]
    measured = [one for one in known if one.basis == "measured"]
    cut = [one for one in known if one.seam is not None and one.seam.quality in _GOOD_CUTS]
    shares = [one.share for one in measured if one.share is not None]
    return {
        "paths.measured": float(len(measured)),
        "paths.cut": float(len(cut)),
        "paths.share": min(1.0, math.fsum(shares)),
    }


def _shell_price(report: Report) -> Mapping[str, float]:
    """Price of moving the shell, as a share of the whole port's; absent where one has no price."""
    prices = {
        one.id: one.effort.p50 for one in report.scenarios if one.applies and one.effort is not None
    }
    shell, whole = prices.get(_SHELL), prices.get(_WHOLE)
    return {"split.shell_price": shell / whole} if shell is not None and whole else {}


def _shell_share(facts: RepositoryFacts, language: str) -> float | None:
    """Share of product code in the API shell, 0-1; None where nobody looked for one."""
    shell = facts.shell
    if shell is None:
        has_looked = language == "go" or facts.hot_paths is not None
        return 0.0 if has_looked else None
    whole = shell.code_lines + shell.core_lines
    return shell.code_lines / whole if whole else 0.0
