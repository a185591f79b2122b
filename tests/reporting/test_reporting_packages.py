"""Dependencies for people: the section, the short lines, the pages, the cells of the CSV."""

import csv
import io

import msgspec
from reporting_builders import rust_report

from estimator.model.crosswalk import CrossedDependency, Days
from estimator.model.estimate import Line
from estimator.pipeline import load_rulebook
from estimator.reporting import csv_format, table
from estimator.reporting.folding import folded
from estimator.reporting.package_pages import package_sections
from estimator.reporting.packages import dependencies_section
from estimator.reporting.table import draw


def package(name: str, *, sites: int = 1, **fields: object) -> CrossedDependency:
    one = CrossedDependency(name=name, version="1", kind="normal", import_sites=sites, files=1)
    return msgspec.structs.replace(one, **fields)


def days(likely: float) -> Days:
    return Days(low=likely / 2, likely=likely, high=likely * 2)


def line(name: str, effort: float) -> Line:
    return Line(
        rule="RG003",
        title=name,
        group="dependencies",
        effort=effort,
        hours=effort * 152,
        count=2,
        counted="import sites",
        package=name,
    )


SERDE = package(
    "serde",
    sites=9,
    replacement="rewrite",
    days=days(4),
    counterparts=("std: encoding/json", "two", "three"),
    entry="crates:serde",
)
ENGINE = package("engine", replacement="none", days=days(8), note="keep it", entry="crates:engine")
RUNTIME = package("tokio", replacement="rewrite", days=days(0), entry="crates:tokio")


def drawn(*found: CrossedDependency) -> str:
    section = dependencies_section(msgspec.structs.replace(rust_report(), dependencies=found))
    assert section is not None
    return table.draw((section,))


def test_no_dependencies_no_section() -> None:
    assert dependencies_section(msgspec.structs.replace(rust_report(), dependencies=())) is None


def test_the_section_lists_most_days_first_with_sums_by_kind() -> None:
    text = " ".join(drawn(RUNTIME, SERDE, ENGINE, package("odd", sites=3)).split())

    assert text.index("engine") < text.index("serde") < text.index("odd")
    assert "8 (4-16) none keep it" in text
    assert "4 (2-8) rewrite std: encoding/json, two or 1 more" in text
    assert "0 rewrite own code" in text
    assert "rewrite 2 packages (10 import sites); none 1 package (1 import site)" in text
    assert "12 days in all. Days are judgement" in text
    assert "No entry in the crosswalk: 1 package, 3 import sites: odd." in text


def test_the_section_stays_short() -> None:
    text = " ".join(drawn(*(package(f"p{index:02}", sites=2) for index in range(20))).split())

    assert "p14" in text
    assert "And 5 more; the JSON report lists all. None of them has an entry" in text
    assert "20 packages, 40 import sites: p00," in text
    assert "p07 and 12 more." in text


def test_everything_known_needs_no_word_about_the_unknown() -> None:
    assert "No entry" not in drawn(SERDE)


def test_lines_of_packages_beyond_the_first_eight_are_put_together() -> None:
    lines = tuple(line(f"p{index}", 10 - index) for index in range(10))

    shown = folded(lines)

    assert [one.title for one in shown[-2:]] == ["p7", "2 others"]
    assert sum(one.effort for one in shown) == sum(one.effort for one in lines)
    assert (shown[-1].count, shown[-1].package) == (4, "")


def test_a_single_line_beyond_the_first_eight_is_named() -> None:
    lines = tuple(line(f"p{index}", 1) for index in range(9))

    assert folded(lines) == lines


def test_lines_of_other_groups_are_left_alone() -> None:
    lines = tuple(msgspec.structs.replace(line("x", 1), package="") for _ in range(12))

    assert folded(lines) == lines


def test_invariants_beyond_the_first_eight_are_put_together_without_a_rule() -> None:
    invariants = tuple(
        msgspec.structs.replace(line("x", 12 - index), package="", group="invariants")
        for index in range(12)
    )

    shown = folded(invariants)

    assert (len(shown), shown[-1].title, shown[-1].rule) == (9, "4 other invariants", "")
    assert sum(one.effort for one in shown) == sum(one.effort for one in invariants)


def test_an_entry_is_explained_alone_and_with_its_shares() -> None:
    rules = load_rulebook()
    report = rust_report()
    priced = msgspec.structs.replace(
        report.scenarios[0], lines=(line("serde", 0.3), line("other", 0.1))
    )
    report = msgspec.structs.replace(report, dependencies=(SERDE, ENGINE), scenarios=(priced,))
    entry = rules.crosswalk["crates:serde"]

    alone = draw(package_sections(entry, "serde", rules, None))
    inside = " ".join(draw(package_sections(entry, "serde", rules, report)).split())

    assert "crates:serde: serialization by derive" in alone
    assert "crosswalk/crates.toml" in alone
    assert "serde 1: 9 import sites in 1 file." in inside
    assert "0.7500 of the dependencies line, 0.3000 EM (46 h) of the P50" in inside


def test_an_entry_that_no_dependency_means_says_so() -> None:
    rules = load_rulebook()

    text = draw(package_sections(rules.crosswalk["crates:regex"], "regex", rules, rust_report()))

    assert "Not priced here. No direct dependency" in " ".join(text.split())


def test_a_package_without_any_effort_has_no_share() -> None:
    rules = load_rulebook()
    report = rust_report()
    priced = msgspec.structs.replace(report.scenarios[0], lines=(line("tokio", 0.0),))
    report = msgspec.structs.replace(report, dependencies=(RUNTIME,), scenarios=(priced,))

    text = draw(package_sections(rules.crosswalk["crates:tokio"], "crates:tokio", rules, report))

    assert "0 of the dependencies line" in text


def test_the_csv_has_days_in_columns_of_their_own() -> None:
    report = rust_report()
    priced = msgspec.structs.replace(
        report.scenarios[0], lines=(line("serde", 0.3), line("odd", 0.1))
    )
    report = msgspec.structs.replace(
        report, dependencies=(SERDE, package("odd")), scenarios=(priced,)
    )

    first, second = csv.DictReader(io.StringIO(csv_format.render(report)))

    assert (first["package"], first["package_kind"], first["days_likely"]) == (
        "serde",
        "rewrite",
        "4",
    )
    assert first["counterparts"] == "std: encoding/json; two; three"
    assert (second["package"], second["package_kind"], second["days_likely"]) == (
        "odd",
        "unknown",
        "",
    )
