"""docs/ticket-faults.md says what happens, and nothing is lost or doubled in any of it."""

from pathlib import Path

import pytest
from estimates import Desk, make_desk
from fault_table import CASES, PLACES, column, is_sound, stored


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.mark.parametrize("tracker", PLACES)
def test_every_fault_ends_as_the_document_says_and_nothing_is_lost_or_doubled(
    tracker: str, desk: Desk
) -> None:
    found = column(PLACES[tracker], desk)

    assert {name: str(cell) for name, cell in found.items()} == stored(tracker)
    for name, cell in found.items():
        assert cell.violations == (), name
        assert cell.kept, name
        assert is_sound(cell), name


def test_the_document_has_all_faults(checkout: Path) -> None:
    assert (checkout / "docs" / "ticket-faults.md").is_file()
    assert list(stored("GitHub")) == list(CASES)
