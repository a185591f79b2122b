"""From a unit, a folder or a file to its share, its counts and its constructs."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from estimator import decode_facts, estimate, load_rulebook
from estimator.errors import InputError
from estimator.explaining import explain
from estimator.model.facts import RepositoryFacts
from estimator.scanning import Scan

RULES = load_rulebook()
STORED = Path(__file__).parent.parent / "golden" / "facts"


def stored(name: str) -> RepositoryFacts:
    return decode_facts((STORED / f"{name}.json").read_bytes())


GO, RUST = stored("gotify-server"), stored("rathole")
REPORTS = {facts.repository.name: estimate(facts, RULES) for facts in (GO, RUST)}


def explained(name: str, facts: RepositoryFacts = RUST) -> str:
    report = REPORTS[facts.repository.name]
    return " ".join(explain(RULES, name, scanned=Scan(facts, ()), report=report).split())


def refusal(name: str, facts: RepositoryFacts = GO) -> InputError:
    with pytest.raises(InputError) as raised:
        explained(name, facts)
    assert "\n" not in raised.value.message + raised.value.hint
    return raised.value


@pytest.mark.parametrize(
    "words",
    [
        "src/server.rs (file)",
        "role product, Rust unit rathole lines 569 product, 0 test",
        "EM of the P50 of",
        "translating the code",
        "19 % product lines",
        "it has no range of its own",
        "Data inside the lock becomes a lock 7 8",
        "src/server.rs:101 src/server.rs:103 RG101",
        "Symbols with most ledger hours",
        "ControlChannelHandle::new",
    ],
)
def test_a_file_tells_its_share_counts_constructs_and_symbols(words: str) -> None:
    assert words in explained("src/server.rs")


def test_a_unit_is_found_by_name_folder_or_the_end_of_either() -> None:
    page = explained("github.com/gotify/server/v2/plugin", GO)
    assert "github.com/gotify/server/v2/plugin (package)" in page
    assert "fan-in" in page
    assert explained("plugin", GO) == explained("./plugin/", GO) == page
    assert "plugin/compat (package)" in explained("compat", GO)


def test_a_file_is_found_by_the_end_of_its_path_where_only_one_has_it() -> None:
    assert explained("server.rs") == explained("src/server.rs")


def test_the_root_is_the_unit_there_or_the_whole_tree() -> None:
    assert "rathole (crate)" in explained(".")


def test_a_folder_of_several_units_is_one_place() -> None:
    page = explained("src/transport")
    assert "src/transport (folder)" in page
    assert "EM of the P50" in page


def test_the_shares_of_all_files_of_a_unit_are_the_share_of_the_unit() -> None:
    assert "sum 1.0 150 100 %" in explained("rathole")


def test_test_code_carries_nothing_and_says_why() -> None:
    page = explained("tests/integration_test.rs")
    assert "role test, Rust" in page
    assert "Only product code of Rust, the priced language, carries a share" in page


def test_a_name_of_several_files_is_refused_with_their_paths() -> None:
    refused = refusal("error.go")
    assert "'error.go' may be any of 2 files or units here" in refused.message
    assert refused.hint == "give more of its path: config/error.go, model/error.go"


def test_many_files_of_a_name_are_not_all_listed() -> None:
    rows = tuple(replace(RUST.files[0], path=f"src/m{n}/mod.rs") for n in range(7))
    refused = refusal("mod.rs", replace(RUST, files=rows))
    assert refused.hint.endswith("src/m4/mod.rs and 2 more")


def test_names_of_the_repository_cannot_write_to_the_terminal() -> None:
    row = replace(RUST.files[0], path="src/\x1b[31m.rs")
    assert "\x1b" not in explained(row.path, replace(RUST, files=(row,)))


def test_an_unknown_name_is_refused_with_close_ones() -> None:
    refused = refusal("pluggin")
    assert "no rule, constant, scenario, unit or file is called 'pluggin'" in refused.message
    assert "plugin" in refused.hint


def test_a_mistyped_path_names_the_file() -> None:
    assert "plugin/manager.go" in refusal("plugin/manger.go").hint


def test_a_name_like_no_other_points_to_the_list() -> None:
    assert refusal("zzzzzzzzzzzzzz").hint == "`estimator rules list --kind all` shows all ids"


def test_an_id_of_the_rules_goes_before_a_place() -> None:
    assert "RG101: " in explained("RG101")


@pytest.mark.parametrize(
    "words",
    [
        "base = anchor.rust-to-go 5.196 EM x size 0.1759",
        "dependencies (Q): clamp(36/35.08, 0.25, 4)^0.5 = 1.013",
        "cut-over = base",
        "P10 = ",
        "Recovering invariants, split by full ledger hours",
        "RG214 Dropped futures in select!",
        "The document's band around this P50",
        "The document's rule as written",
        "size (L), kLoC",
        "direct dependencies (D)",
        "P50 moves most with ",
        "follows size alone",
        "where it sits",
        "rathole 1.0 100 %",
        "Not priced here. It starts from Go",
    ],
)
def test_the_total_writes_out_the_whole_formula(words: str) -> None:
    assert words in explained("TOTAL")


def test_the_total_names_the_largest_units_and_sums_the_rest() -> None:
    page = explained("TOTAL", GO)
    assert "github.com/gotify/server/v2/plugin" in page
    assert " more 0." in page
    assert "size of a path, kLoC" in page


def test_the_total_without_a_repository_says_what_it_needs() -> None:
    with pytest.raises(InputError, match="TOTAL needs a repository or a facts file"):
        explain(RULES, "TOTAL")


def test_a_repository_too_small_for_a_price_says_so() -> None:
    small = replace(RUST, languages=tuple(replace(one, product_lines=9) for one in RUST.languages))
    report = estimate(small, RULES)
    page = explain(RULES, "src/server.rs", scanned=Scan(small, ()), report=report)
    assert "Nothing is shared here" in page
    assert "There are 9 lines of Rust product code" in page


def test_what_could_not_be_shared_by_its_own_weight_is_named() -> None:
    rows = tuple(replace(row, public_items=0, imports=0) for row in RUST.files)
    bare = replace(RUST, files=rows)
    for name in ("src/server.rs", "TOTAL"):
        page = explained(name, bare)
        assert "no public items were counted in any file, so it is shared by lines" in page
        assert "no imports were counted" in page


def test_a_facts_file_without_files_still_explains_the_total() -> None:
    page = explained("TOTAL", replace(RUST, files=()))
    assert "base = anchor.rust-to-go" in page
    assert "where it sits" not in page
