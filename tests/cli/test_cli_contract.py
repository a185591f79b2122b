"""`estimator contract`: a draft where it is asked for, and nothing that somebody wrote is lost."""

from pathlib import Path

import pytest
from sample_repositories import program

SERVICE = Path(__file__).parents[2] / "examples" / "go-service"
DELIVERY = (SERVICE, "--path", "internal/delivery")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def test_a_draft_goes_to_stdout_and_what_it_holds_to_stderr(cache: Path) -> None:
    done = program(cache, "contract", *DELIVERY)

    assert done.code == 0
    assert 'syntax = "proto3";' in done.out
    assert "service " in done.out
    assert " calls, " in done.err
    assert " without a type" in done.err


def test_an_untouched_draft_is_replaced_and_an_edited_one_is_not(
    cache: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "api.proto"
    asked = ("contract", *DELIVERY, "-q", "-o", draft)
    assert program(cache, *asked).code == 0
    first = draft.read_text()
    assert program(cache, *asked).code == 0
    assert draft.read_text() == first
    draft.write_text(first + "// ours\n")

    refused = program(cache, *asked)

    assert refused.code == 2
    assert draft.read_text() == first + "// ours\n"
    assert "was edited, or is no draft of this program" in refused.err
    assert program(cache, *asked, "--force").code == 0
    assert draft.read_text() == first


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((SERVICE,), "one hot path has a contract"),
        ((SERVICE, "--path", "a", "--path", "b"), "one hot path has a contract"),
        ((SERVICE / "go.mod", "--path", "a"), "is not a folder"),
        ((SERVICE, "--path", "hp-ffffff"), "there is no hot path hp-ffffff"),
        ((*DELIVERY, "-o", "api.txt"), "is no .proto file"),
        ((SERVICE, "--path", "no/such/package"), "no/such/package"),
    ],
)
def test_wrong_use_is_one_clear_line(
    cache: Path, arguments: tuple[Path | str, ...], message: str
) -> None:
    done = program(cache, "contract", *arguments)

    assert (done.code, done.out) == (2, "")
    assert message in done.err
