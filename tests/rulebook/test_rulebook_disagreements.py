"""Why a view differs from the headline: conditions and worked cases."""

import msgspec
import pytest
from rulebook_builders import built_in_rules, rule_directory

from estimator.errors import RuleFileError
from estimator.model.estimate import Basis, Effort, ScenarioEstimate, View
from estimator.model.rules import DisagreementExample
from estimator.rulebook.check import check_directory
from estimator.rulebook.disagreements import (
    disagreements,
    limit_of,
    reason_for,
    with_disagreements,
    wrong_examples,
)

VIEWS = ("document", "reference-class", "own-history", "history-average")


def seen(view: str, ratio: float, *, size: float = 12, language: str = "go") -> DisagreementExample:
    return DisagreementExample(
        view=view, ratio=ratio, size_kloc=size, language=language, speaks=True
    )


def estimate(*views: tuple[str, float], p50: float = 10) -> ScenarioEstimate:
    return ScenarioEstimate(
        id="go-to-rust",
        title="",
        source_language="go",
        target_language="rust",
        applies=True,
        why="",
        basis=Basis.MEASURED,
        size_kloc=12,
        effort=Effort(p10=1, p50=p50, p80=20, p90=30),
        document_band=None,
        sigma=0.7,
        views=tuple(View(id=key, title=key, low=1, p50=at, high=1, note="") for key, at in views),
        warnings=("first",),
    )


@pytest.mark.parametrize("language", ["go", "rust"])
@pytest.mark.parametrize("size", [0.5, 5, 30, 500])
@pytest.mark.parametrize("ratio", [0.3, 3])
@pytest.mark.parametrize("view", VIEWS)
def test_there_is_a_reason_for_every_view_either_way(
    view: str, ratio: float, size: float, language: str
) -> None:
    found = reason_for(seen(view, ratio, size=size, language=language), built_in_rules())
    assert found is not None
    assert found.side == ("above" if ratio > 1 else "below")


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("ratio", [0.5, 1, 2])
def test_up_to_twice_is_no_disagreement(view: str, ratio: float) -> None:
    assert reason_for(seen(view, ratio), built_in_rules()) is None


@pytest.mark.parametrize("view", ["cocomo", "uncapped", "whole-port"])
def test_cocomo_and_the_cap_are_left_out(view: str) -> None:
    assert reason_for(seen(view, 9), built_in_rules()) is None


def test_the_lowest_rank_speaks() -> None:
    small = reason_for(seen("document", 0.4, size=2, language="rust"), built_in_rules())
    large = reason_for(seen("document", 0.4, size=40, language="rust"), built_in_rules())
    assert small is not None
    assert large is not None
    assert small.id == "disagreement.document-below-small"
    assert large.id == "disagreement.document-other-below"


def test_a_disagreement_is_said_with_its_distance_and_side() -> None:
    said = list(
        disagreements(
            estimate(("own-history", 30), ("reference-class", 4), ("cocomo", 90)),
            built_in_rules(),
        )
    )
    assert said[0].startswith("own-history: 3 x above the headline. ")
    assert said[1].startswith("reference-class: 2.5 x below the headline. ")
    assert len(said) == 2


def test_it_joins_the_warnings() -> None:
    found = with_disagreements(estimate(("own-history", 30)), built_in_rules())
    assert found.warnings[0] == "first"
    assert len(found.warnings) == 2


def test_without_a_price_nothing_disagrees() -> None:
    unpriced = msgspec.structs.replace(estimate(("own-history", 30)), effort=None)
    assert list(disagreements(unpriced, built_in_rules())) == []
    assert list(disagreements(estimate(("own-history", 30), p50=0), built_in_rules())) == []


def test_all_worked_cases_are_right() -> None:
    rules = built_in_rules()
    assert list(wrong_examples(rules, rules.disagreements.values())) == []


def test_a_wrong_worked_case_is_named() -> None:
    reason = built_in_rules().disagreements["disagreement.history-above"]
    turned = msgspec.structs.replace(
        reason, example=(msgspec.structs.replace(reason.example[0], speaks=False),)
    )
    found = list(wrong_examples(built_in_rules(), [turned]))
    assert found == [("disagreement.history-above", 1)]


def test_a_missing_ratio_is_named() -> None:
    with pytest.raises(RuleFileError, match=r"disagreement\.ratio"):
        limit_of(msgspec.structs.replace(built_in_rules(), constants={}))


FAULTY = """
[[disagreement]]
id = "mine"
views = []
side = "beside"
rank = 1
reason = " "
language = "cobol"
source = []
example = []
"""


def test_every_fault_of_a_disagreement_is_told(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = rule_directory(tmp_path_factory.mktemp("rules"), own=FAULTY)
    keys = [fault.key for fault in check_directory(directory)]
    assert sorted(keys) == [
        *("example", "example", "id", "language", "reason", "side", "source", "views"),
    ]
