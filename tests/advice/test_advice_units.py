"""What each crate or package is for, and how much of the whole is cold and warm metal."""

import pytest
from msgspec.structs import replace
from workload_builders import row, shown

from estimator.advice.signals import find_signals
from estimator.advice.unitworkloads import LEAST_LINES, find_unit_workloads, metal_shares
from estimator.advice.workloads import find_workloads
from estimator.errors import RuleFileError
from estimator.model.advice import MetalShare, UnitWorkloads
from estimator.model.facts import FileRow, ImportUse, RepositoryFacts, UnitFacts
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()
CRUD = ["database/sql", "github.com/gin-gonic/gin", "github.com/lib/pq"]
STORE = ["go.etcd.io/bbolt", "go.etcd.io/raft/v3"]


def facts_of(*files: FileRow, imports: dict[int, list[str]], name: str = "a") -> RepositoryFacts:
    """Facts of Go files with their units, and what each file imports."""
    paths = sorted({path for used in imports.values() for path in used})
    uses = []
    for path in paths:
        rows = tuple(at for at, used in imports.items() if path in used)
        places = tuple((files[at].path, 3) for at in rows)
        uses.append(ImportUse(path=path, sites=len(rows), rows=rows, evidence=places))
    units = tuple(_unit(file) for file in files)
    return replace(shown(*files, name=name), imports={"go": tuple(uses)}, units=units)


def _unit(file: FileRow) -> UnitFacts:
    return UnitFacts(
        name=file.unit,
        kind="package",
        language=file.language,
        path=file.unit,
        files=1,
        product_lines=file.lines.code,
        test_lines=0,
        functions=1,
        public_items=1,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
    )


def found(facts: RepositoryFacts) -> dict[str, UnitWorkloads]:
    whole = find_workloads(find_signals(facts, RULES), RULES)
    return {one.unit: one for one in find_unit_workloads(facts, RULES, whole)}


def test_parts_of_different_kinds_are_told_apart() -> None:
    units = found(
        facts_of(
            row("api/users.go", lines=600),
            row("store/wal.go", lines=900),
            row("names/names.go", lines=700),
            imports={0: CRUD, 1: STORE},
        )
    )

    assert list(units) == ["store", "api"]
    assert (units["store"].metal, units["store"].workloads[0].name) == ("cold", "database")
    assert (units["api"].metal, units["api"].workloads[0].name) == ("warm", "crud-service")
    assert units["api"].workloads[0].evidence == (("api/users.go", 3),)
    assert units["api"].workloads[0].confidence >= 0.5


def test_a_unit_of_both_kinds_counts_on_both_sides() -> None:
    facts = facts_of(row("store/wal.go", lines=900), imports={0: [*CRUD, *STORE]})

    unit = UnitWorkloads(
        unit="store", path="", language="go", product_lines=900, metal="both", workloads=()
    )

    assert metal_shares([unit], facts) == (
        MetalShare(metal="cold", units=1, share=1.0),
        MetalShare(metal="warm", units=1, share=1.0),
    )


def test_shares_are_of_all_product_lines() -> None:
    facts = facts_of(
        row("api/users.go", lines=400), row("names/names.go", lines=600), imports={0: CRUD}
    )

    shares = metal_shares(found(facts).values(), facts)

    assert shares == (
        MetalShare(metal="cold", units=0, share=0.0),
        MetalShare(metal="warm", units=1, share=0.4),
    )


def test_a_small_unit_has_no_workload_of_its_own() -> None:
    bound = int(RULES.constants[LEAST_LINES].value)
    small = facts_of(row("api/users.go", lines=bound - 1), imports={0: CRUD})
    large = facts_of(row("api/users.go", lines=bound), imports={0: CRUD})

    assert not found(small)
    assert list(found(large)) == ["api"]


def test_one_kind_of_signal_needs_a_whole_that_shows_the_workload() -> None:
    """An HTML sanitizer is no browser engine."""
    part = (row("css/rule.go", lines=500), row("names/names.go", lines=9_000))
    whole = (row("css/rule.go", lines=500), row("dom/node.go", lines=500))

    assert "css" not in found(facts_of(*part, imports={}))
    assert found(facts_of(*whole, imports={}))["css"].metal == "cold"


def test_the_name_of_the_repository_makes_no_unit_a_proxy() -> None:
    files = (row("sniproxy/listen.go", lines=500), row("names/names.go", lines=500))

    units = found(facts_of(*files, imports={}, name="sniproxy"))

    assert "names" not in units


def test_without_bounds_the_rulebook_is_refused() -> None:
    rulebook = replace(RULES, constants={})
    with pytest.raises(RuleFileError, match=r"no constant advice\.unit"):
        find_unit_workloads(shown(), rulebook, ())
