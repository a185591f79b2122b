"""The age of a declared team is counted to the commit; a setting prices both ways."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from estimator import estimate, load_rulebook
from estimator.facts.store import decode_facts
from estimator.model.config import Config
from estimator.model.facts import RepositoryFacts
from estimator.model.team import Team
from estimator.pipeline import what_if

GOLDEN = Path(__file__).parent.parent / "golden" / "facts"


def facts_of(name: str) -> RepositoryFacts:
    return decode_facts((GOLDEN / f"{name}.json").read_bytes())


@pytest.mark.parametrize(
    ("committed", "date", "is_told"),
    [
        ("2026-05-31T12:00:00+00:00", "2025-12-01", "181 days before the scanned commit"),
        ("2026-05-31T12:00:00+00:00", "2025-12-02", ""),
        ("2026-05-31T12:00:00+00:00", "", ""),
        ("not a date", "2025-12-01", ""),
        (None, "2025-12-01", ""),
    ],
)
def test_only_a_team_declared_long_before_the_commit_gets_a_note(
    committed: str | None, date: str, is_told: str
) -> None:
    facts = facts_of("rathole")
    dated = replace(facts, repository=replace(facts.repository, committed_at=committed))
    report = estimate(dated, load_rulebook(), config=Config(team=Team(engineers=1, date=date)))
    warnings = " ".join(warning for one in report.scenarios for warning in one.warnings)
    assert ("before the scanned commit" in warnings) is bool(is_told)
    assert is_told in warnings


def test_the_other_language_is_another_set_of_scenarios() -> None:
    facts = facts_of("rathole")
    go = replace(facts.languages[0], name="go", product_lines=1_000)
    both = replace(facts, languages=(*facts.languages[:1], go))
    report = what_if(both, load_rulebook(), config=Config(), settings=("language=go",))
    assert report.what_if is not None
    changes = {one.id: one for one in report.what_if.scenarios}
    assert changes["rust-to-go"].effort_after is None
    assert changes["go-to-rust"].effort_before is None
    assert changes["go-to-rust"].effort_after is not None
    assert report.repository.priced_by == "--set"
