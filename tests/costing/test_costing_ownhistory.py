"""Own history as a view, by hand, and why it is refused."""

import math

import msgspec
import pytest
from costing_builders import built_in_rules, language_size, priced, repository
from hypothesis import given
from hypothesis import strategies as st

from estimator.model.estimate import ScenarioEstimate, View
from estimator.model.facts import RepositoryHistory
from estimator.model.source import RepositoryIdentity
from estimator.rulebook.disagreements import with_disagreements

WHOLE = RepositoryHistory(
    commits=900, authors=3, em_days=40.0, em_sessions=10.0, em_history=20.0, squash_share=0.1
)


def estimated(
    history: RepositoryHistory | None, *, rust: int = 30_000, go: int = 0
) -> ScenarioEstimate:
    sizes = (language_size("rust", rust), *((language_size("go", go),) if go else ()))
    return priced(repository(*sizes, history=history), "rust")["rust-to-go"]


def views(estimate: ScenarioEstimate) -> dict[str, View]:
    return {view.id: view for view in estimate.views if "history" in view.id}


def refusals(estimate: ScenarioEstimate) -> list[str]:
    return [text for text in estimate.assumptions if text.startswith("Own history")]


def changed(**values: object) -> RepositoryHistory:
    return msgspec.structs.replace(WHOLE, **values)


def test_own_history_is_a_share_of_both_measures() -> None:
    own = views(estimated(WHOLE))["own-history"]

    assert own.p50 == pytest.approx(math.sqrt((0.35 * 40) * (0.35 * 10)))
    assert [own.low, own.high] == pytest.approx([0.20 * 20, 0.63 * 20])
    assert "40 EM by active days, 10 EM by commit sessions" in own.note


def test_the_average_is_the_geometric_mean_with_the_law_by_lines() -> None:
    average = views(estimated(WHOLE))["history-average"]

    law = 5.196152  # at 30 kLoC
    assert average.p50 == pytest.approx(math.sqrt(7.0 * law), rel=1e-6)
    assert average.low == pytest.approx(math.sqrt(4.0 * law), rel=1e-6)
    assert average.high == pytest.approx(math.sqrt(12.6 * law), rel=1e-6)


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (None, "these facts hold no git history"),
        (changed(is_shallow=True), "the clone is shallow"),
        (changed(squash_share=0.5), "50 % of the commits stand for a squashed pull request"),
        (changed(commits=59), "59 commits for 30 kLoC are too few"),
        (changed(em_sessions=0.0), "its git history shows no work"),
        (changed(em_days=-1.0), "its git history shows no work"),
    ],
)
def test_it_is_refused_in_one_sentence(history: RepositoryHistory | None, why: str) -> None:
    estimate = estimated(history)

    assert views(estimate) == {}
    (sentence,) = refusals(estimate)
    assert sentence.startswith(f"Own history is no view here: {why}")


def test_it_is_refused_for_a_folder_of_a_repository() -> None:
    facts = repository(language_size("rust", 30_000))
    below = RepositoryIdentity(name="service", subfolder="server")

    estimate = priced(msgspec.structs.replace(facts, repository=below), "rust")["rust-to-go"]

    assert "a folder of a repository" in refusals(estimate)[0]


def test_it_is_refused_where_much_of_the_code_is_in_another_language() -> None:
    assert "this one is 75 % of the code" in refusals(estimated(WHOLE, go=10_000))[0]
    assert views(estimated(WHOLE, go=7_500)) != {}


def test_a_whole_history_is_not_refused() -> None:
    assert refusals(estimated(changed(commits=60, squash_share=0.49))) == []


@given(
    st.floats(min_value=0, max_value=1e300, allow_subnormal=False),
    st.floats(min_value=0, max_value=1e300, allow_subnormal=False),
    st.floats(min_value=0, max_value=1),
)
def test_history_never_moves_the_price(days: float, sessions: float, squashed: float) -> None:
    history = changed(em_days=days, em_sessions=sessions, squash_share=squashed)
    assert estimated(history).effort == estimated(None).effort


def test_a_far_view_has_a_reason_in_the_rules() -> None:
    found = with_disagreements(estimated(changed(em_days=400.0)), built_in_rules())
    assert any("cost more so far" in text for text in found.warnings)
