"""The counts and places that drivers ask for, from facts alone."""

import pytest
from facts_builders import layouts, parsed, sites, standing_of, tree
from msgspec.structs import replace

from estimator.facts.aggregate import aggregate
from estimator.facts.drivers import driver_counts, driver_sites
from estimator.model.estimate import Site
from estimator.model.facts import (
    Activity,
    RepositoryFacts,
    RepositoryHistory,
    Spread,
    UnitActivity,
)


def activity(language: str, **values: object) -> Activity:
    one = Activity(
        language=language,
        days=365,
        authors=4,
        commits=9,
        touches=24,
        files=1,
        bus_factor=2,
        largest_commit_share=0.5,
        import_share=0.25,
        most_touched=(("product/z.go", 20), ("product/a.go", 4)),
        units=(
            UnitActivity(unit="a", touches=20, authors=1, bus_factor=1),
            UnitActivity(unit="b", touches=4, authors=4, bus_factor=2),
        ),
    )
    return replace(one, **values)


def facts_of(**values: object) -> RepositoryFacts:
    files = [
        parsed("product/a.go", sites(go_task_go=(3, 9)), code=100),
        parsed("product/b.go", code=100),
        parsed("test/a.go", code=50),
        parsed("generated/a.go", code=40),
        parsed("product/a.rs", sites(rust_unsafe_block=(1,)), code=300),
    ]
    facts = aggregate(tree(files), files, layouts(files), standing_of(files), tool_version="1")
    return replace(facts, **values)


def counts_of(
    language: str = "go", *, months: float | None = None, **values: object
) -> dict[str, float]:
    return driver_counts(facts_of(**values), language, months=months)


def test_metrics_stay_and_sizes_are_those_of_the_language() -> None:
    counts = counts_of()
    assert counts["go.task.go"] == 2
    assert counts["repo.lines.product"] == 200
    assert counts["repo.lines.test_ratio"] == 0.25
    assert counts["repo.lines.generated_share"] == pytest.approx(40 / 240)
    assert counts_of("rust")["repo.lines.product"] == 300
    assert counts_of("rust")["repo.lines.test_ratio"] == 0


def test_copies_are_those_of_the_language() -> None:
    metrics = {"go.duplicate.functions": 6.0, "go.duplicate.lines": 50.0}
    assert counts_of(metrics=metrics)["repo.duplicate.share"] == 0.25
    assert counts_of("rust", metrics=metrics)["repo.duplicate.functions"] == 0


def test_what_older_facts_did_not_look_for_is_not_searched() -> None:
    assert counts_of()["repo.searched"] == 1
    assert counts_of(metrics={"go.task.go": 2.0})["repo.searched"] == 0


def test_spread_is_that_of_the_language() -> None:
    spread = Spread(
        language="go",
        unit_kind="package",
        units=7,
        modules=1,
        edges=0,
        cycles=(("a", "b"),),
        public_items=5,
        largest="a",
        largest_share=0.5,
        units_for_80_percent=3,
    )
    assert counts_of(spread=(spread,))["repo.spread.units"] == 7
    assert counts_of(spread=(spread,))["repo.spread.cycles"] == 1
    assert "repo.spread.units" not in counts_of("rust", spread=(spread,))


def test_activity_becomes_rates_and_shares() -> None:
    counts = counts_of(activity=(activity("rust", authors=1), activity("go")))
    assert counts["repo.activity.authors"] == 4
    assert counts["repo.activity.touches_per_month"] == 2
    assert counts["repo.activity.file_share"] == 0.5
    assert counts["repo.activity.largest_commit_files"] == 6
    assert (counts["repo.activity.units"], counts["repo.activity.single_units"]) == (2, 1)
    assert "repo.activity.window_touches" not in counts


def test_moving_source_is_the_rate_times_the_calendar() -> None:
    counts = counts_of(months=8.5, activity=(activity("go"),))
    assert counts["repo.activity.window_months"] == 8.5
    assert counts["repo.activity.window_touches"] == 17


def test_history_tells_who_was_there_ever() -> None:
    history = RepositoryHistory(commits=9, authors=12, em_days=1, em_sessions=1, em_history=1)
    assert counts_of(history=history)["repo.history.authors"] == 12


def test_places_are_of_any_metric_but_another_languages() -> None:
    kept = driver_sites(facts_of(), "go")
    assert kept["go.task.go"] == (
        2,
        (Site(path="product/a.go", line=3), Site(path="product/a.go", line=9)),
    )
    assert "rust.unsafe.block" not in kept
    assert "rust.unsafe.block" in driver_sites(facts_of(), "rust")


def test_the_most_touched_files_come_in_their_order() -> None:
    kept = driver_sites(facts_of(activity=(activity("go"), activity("rust"))), "go")
    assert [site.path for site in kept["repo.activity.files"][1]] == [
        *("product/z.go", "product/a.go")
    ]
