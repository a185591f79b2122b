"""A P50 shared over files: by what each line depends on, and never more or less than the P50."""

import math
from typing import Any

import pytest
from costing_builders import built_in_rules, language_size, module, priced, repository
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from estimator.costing.shares import share_effort
from estimator.model.estimate import EffortShares
from estimator.model.facts import FileRow
from estimator.model.source import LineCounts, Role


def row(path: str, code: int, **changes: Any) -> FileRow:
    fields: dict[str, Any] = {
        "path": path,
        "language": "rust",
        "role": Role.PRODUCT,
        "unit": path.partition("/")[0],
        "lines": LineCounts(code=code),
        "test_lines": LineCounts(),
        "functions": 0,
        "types": 0,
        "public_items": 0,
        "imports": 0,
    }
    return FileRow(**fields | changes)


def shared(*rows: FileRow, **metrics: float) -> EffortShares:
    names = {name.replace("__", "."): count for name, count in metrics.items()}
    base = repository(language_size("rust", 900), modules=(module("rust"),), metrics=names)
    facts = replace(base, files=rows)
    return share_effort(priced(facts, "rust")["rust-to-go"], facts, built_in_rules())


def parts(shares: EffortShares, group: str) -> list[float]:
    return [file.parts.get(group, 0.0) for file in shares.files]


def test_constructs_carry_the_invariants_to_where_they_were_counted() -> None:
    selects = {"f": {"rust.async.select": 3}}
    one = {"": {"rust.async.select": 1}}
    found = shared(
        row("a/x.rs", 10, symbols=selects),
        row("b/y.rs", 800, symbols=one),
        row("b/z.rs", 90),
        rust__async__select=4,
    )
    first, second, third = parts(found, "invariants")
    assert first == pytest.approx(3 * second)
    assert third == 0


def test_lines_carry_translation_tests_and_performance() -> None:
    found = shared(row("a/x.rs", 30), row("b/y.rs", 80, test_lines=LineCounts(code=20)))
    for group in ("translate", "tests", "performance"):
        first, second = parts(found, group)
        assert second == pytest.approx(2 * first)


def test_imports_carry_dependencies_and_public_items_contracts() -> None:
    found = shared(row("a/x.rs", 30, imports=1), row("b/y.rs", 1, imports=4, public_items=7))
    first, second = parts(found, "dependencies")
    assert second == pytest.approx(4 * first)
    assert parts(found, "contracts")[0] == 0


def test_units_carry_the_cut_over_equally() -> None:
    found = shared(row("a/x.rs", 30), row("a/y.rs", 10), row("b/z.rs", 900), row("c/e.rs", 0))
    first, second, third, fourth = parts(found, "cut-over")
    assert first + second == pytest.approx(third)
    assert (first, fourth) == pytest.approx((3 * second, third))


def test_a_weight_that_is_zero_everywhere_gives_way_to_lines_and_says_so() -> None:
    found = shared(row("a/x.rs", 30), row("b/y.rs", 60))
    first, second = parts(found, "contracts")
    assert second == pytest.approx(2 * first)
    assert any("public items" in note and "by lines" in note for note in found.notes)


def test_only_product_files_of_the_language_carry_anything() -> None:
    found = shared(
        row("a/x.rs", 30), row("a/t.rs", 9, role=Role.TEST), row("a/x.go", 9, language="go")
    )
    assert [file.path for file in found.files] == ["a/x.rs"]


def test_without_files_nothing_is_shared() -> None:
    assert shared().files == ()


def test_empty_files_share_alike() -> None:
    first, second = shared(row("a/x.rs", 0), row("b/y.rs", 0)).files
    assert first.effort == pytest.approx(second.effort)


counts = st.integers(0, 500)
files = st.lists(st.tuples(st.sampled_from("abc"), counts, counts, counts, counts), min_size=1)


@given(files)
def test_shares_sum_to_the_p50_and_to_themselves(
    drawn: list[tuple[str, int, int, int, int]],
) -> None:
    rows = tuple(
        row(
            f"{unit}/{number}.rs",
            code,
            imports=imports,
            public_items=public,
            symbols={"f": {"rust.async.select": selects}},
        )
        for number, (unit, code, imports, public, selects) in enumerate(drawn)
    )
    base = repository(language_size("rust", 900), metrics={"rust.async.select": 5})
    facts = replace(base, files=rows)
    estimate = priced(facts, "rust")["rust-to-go"]
    found = share_effort(estimate, facts, built_in_rules())
    assert estimate.effort is not None
    assert math.isclose(math.fsum(file.effort for file in found.files), estimate.effort.p50)
    for file in found.files:
        assert math.isclose(math.fsum(file.parts.values()), file.effort, abs_tol=1e-12)
