"""Advice on each of several repositories -> services, and the numbers of all of them. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from estimator.model.advice import Advice, Answer
from estimator.model.percent import percent
from estimator.model.portfolio import Service

CROSSING = "crosses-both-domains"
_METALS = {"cold-metal": "cold", "warm-metal": "warm"}
_NAMES = {"go": "Go", "rust": "Rust"}
_BOTH = "both"


def service_of(advice: Advice) -> Service:
    """Give the line of one repository in a portfolio."""
    subject = advice.subject
    surest = advice.workloads[0] if advice.workloads else None
    applying = {one.name for one in advice.criteria if one.answer is Answer.YES}
    sides = [side for name, side in _METALS.items() if name in applying]
    return Service(
        name=subject.name,
        commit=subject.commit,
        language=subject.language,
        product_lines=subject.product_lines,
        languages=subject.languages,
        workload=surest.title if surest else "",
        confidence=surest.confidence if surest else 0.0,
        pick=surest.pick if surest else "",
        metal=_BOTH if len(sides) > 1 else "".join(sides),
        crosses=CROSSING in applying,
        recommendation=advice.recommendation.id,
        verdict=advice.recommendation.verdict,
        says=advice.recommendation.says,
        questions=sum(one.changes for one in advice.questions),
    )


def lines_by_language(services: Iterable[Service]) -> Mapping[str, int]:
    """Give the product lines of all services, the language with most first."""
    lines: Counter[str] = Counter()
    for one in services:
        lines.update(one.languages)
    return dict(sorted(lines.items(), key=lambda item: (-item[1], item[0])))


def portfolio_numbers(advices: Sequence[Advice]) -> Mapping[str, float]:
    """Give the numbers that the criteria about metal and languages ask for, over all services.

    The surest workload of each side in any service counts; shares are of all product lines, 0-1.
    """
    lines = lines_by_language(service_of(one) for one in advices)
    total = sum(lines.values())
    numbers = {
        "language.second_share": 1.0 - max(lines.values(), default=0) / total if total else 0
    }
    for side in _METALS.values():
        found = [work.confidence for one in advices for work in one.workloads if work.metal == side]
        numbers[f"metal.{side}"] = max(found, default=0.0)
        metals = [
            (metal, sum(one.subject.languages.values()))
            for one in advices
            for metal in one.metals
            if metal.metal == side
        ]
        numbers[f"metal.{side}.units"] = float(sum(metal.units for metal, _ in metals))
        weighed = sum(metal.share * size for metal, size in metals)
        numbers[f"metal.{side}.share"] = weighed / total if total else 0.0
    return numbers


def against_pick(services: Iterable[Service], *, sure: float) -> Iterator[str]:
    """Yield the services whose language is not the document's pick for their kind, in words.

    Args:
        services: of the portfolio.
        sure: confidence from which on the kind counts, 0-1.
    """
    for one in services:
        if one.pick in _NAMES and one.pick != one.language and one.confidence >= sure:
            yield (
                f"{one.name} is {_NAMES[one.language]}; for its kind ({one.workload},"
                f" {percent(one.confidence)} sure) the document picks {_NAMES[one.pick]}."
            )
