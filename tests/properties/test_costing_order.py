"""Properties of whole estimates: the order of units, files and evidence never changes a price."""

import math
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from estimator.costing.scenarios import estimate_scenarios
from estimator.model.estimate import Pricing, ScenarioEstimate
from estimator.model.facts import Coverage, Evidence, FileRow, LanguageFacts, RepositoryFacts
from estimator.model.facts import UnitFacts as Unit
from estimator.model.source import LineCounts, RepositoryIdentity, Role
from estimator.rulebook.load import load_rulebook
from estimator.rulebook.match import match_scenarios

RULES = load_rulebook()
METRICS = sorted(
    {metric for rule in RULES.rules.values() if rule.ledger for metric in rule.ledger.metrics}
)
metric_counts = st.dictionaries(st.sampled_from(METRICS), st.integers(0, 5000))
languages = st.sampled_from(["go", "rust"])
names = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1)


def unit(name: str, language: str) -> Unit:
    return Unit(
        name=name,
        kind="package",
        language=language,
        path=name,
        files=1,
        product_lines=10,
        test_lines=0,
        functions=0,
        public_items=0,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
    )


def row(name: str, language: str) -> FileRow:
    return FileRow(
        path=f"{name}/x",
        language=language,
        role=Role.PRODUCT,
        unit=name,
        lines=LineCounts(code=10),
        test_lines=LineCounts(),
        functions=0,
        types=0,
        public_items=0,
        imports=0,
    )


def facts(lines: int, language: str, counts: dict[str, int], order: list[str]) -> RepositoryFacts:
    return RepositoryFacts(
        tool_version="0",
        repository=RepositoryIdentity(name="service"),
        languages=(
            LanguageFacts(
                name=language,
                files=1,
                product_lines=lines,
                test_lines=0,
                generated_lines=0,
                vendored_lines=0,
                example_lines=0,
                comment_lines=0,
                functions=0,
                types=0,
                direct_dependencies=0,
            ),
        ),
        coverage=Coverage(files_seen=1, files_parsed=1, share_lines_parsed=1.0, skipped=()),
        metrics=counts,
        modules=(),
        dependencies={},
        units=tuple(unit(name, language) for name in order),
        edges={},
        spread=(),
        candidates={},
        files=tuple(row(name, language) for name in order),
        evidence=tuple(
            Evidence(metric=metric, unit=name, total=2, sites=((name, 1), (name, 7)))
            for name in order
            for metric in METRICS
        ),
    )


def estimates(repository: RepositoryFacts, language: str) -> tuple[ScenarioEstimate, ...]:
    findings = match_scenarios(RULES, repository.metrics)
    return estimate_scenarios(
        repository, RULES, findings=findings, language=language, pricing=Pricing()
    )


@given(st.integers(0, 200_000), languages, metric_counts, names, st.randoms())
def test_the_order_of_units_files_and_evidence_changes_nothing(
    lines: int,
    language: str,
    counts: dict[str, int],
    order: list[str],
    random: Random,
) -> None:
    shuffled = sorted(order, reverse=True)
    random_order = list(order)
    random.shuffle(random_order)
    expected = estimates(facts(lines, language, counts, order), language)
    assert estimates(facts(lines, language, counts, shuffled), language) == expected
    assert estimates(facts(lines, language, counts, random_order), language) == expected


@given(st.integers(0, 200_000), languages, metric_counts)
def test_the_lines_of_every_scenario_sum_to_its_p50(
    lines: int, language: str, counts: dict[str, int]
) -> None:
    for estimate in estimates(facts(lines, language, counts, ["a"]), language):
        total = math.fsum(line.effort for line in estimate.lines)
        assert abs(total - (estimate.effort.p50 if estimate.effort else 0)) < 1e-9
