"""Wrong sentences, signals and workloads: every fault with its key."""

import pytest
from rulebook_builders import rule_directory

from estimator.rulebook.check import check_directory

FAULTY = """
[[sentence]]
id = "mine"
section = ""
text = " "

[[signal]]
id = "crds"
title = ""
source = []

[[workload]]
id = "AD999"
name = "game"
title = "Game"
pick = "zig"
metal = "hot"
says = ""
sentences = ["DOC-none"]
signals = [{ signal = "signal.none", weight = 2, share = -1 }]
against = [{ signal = "signal.crds", weight = 0 }]
needs = ["signal.other"]
source = []
"""


def test_every_fault_is_told_with_its_key(tmp_path_factory: pytest.TempPathFactory) -> None:
    directory = rule_directory(tmp_path_factory.mktemp("rules"), own=FAULTY)

    assert sorted(fault.key for fault in check_directory(directory)) == [
        *("", "against[0].weight", "id", "id", "id", "metal", "needs", "pick", "says", "section"),
        *("sentences", "signals[0].share", "signals[0].signal", "signals[0].weight"),
        *("source", "source", "text", "title"),
    ]


@pytest.mark.parametrize(
    "mark",
    [
        'imports = ["a"]',
        'names = ["*db"]',
        'categories = ["wasm"]',
        "is_public_root = true",
        "is_second_language = true",
    ],
)
def test_one_mark_is_enough(tmp_path_factory: pytest.TempPathFactory, mark: str) -> None:
    text = (
        f'[[signal]]\nid = "signal.mine"\ntitle = "mine"\n{mark}\n'
        'source = [{ kind = "judgement", cite = "us" }]\n'
    )

    assert check_directory(rule_directory(tmp_path_factory.mktemp("rules"), own=text)) == ()
