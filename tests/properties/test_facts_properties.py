"""What must hold for any facts: a round trip, no order, no weight of generated code."""

from collections.abc import Sequence
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from estimator.facts.aggregate import aggregate
from estimator.facts.standing import standing
from estimator.facts.store import decode_facts, encode_facts
from estimator.model.facts import Layout, RepositoryFacts, UnitEdge
from estimator.model.source import (
    FileFacts,
    LineCounts,
    MetricId,
    ParsedFile,
    RepositoryIdentity,
    Role,
    Skipped,
    SourceFile,
    SymbolSites,
    Tree,
)
from estimator.structure.attach import with_structure

FOLDERS = ("", "a", "a/b", "test", "vendored", "généré")
UNITS = (".", "a/b", "a", "généré", ".")
"""A cycle of units, whether or not they have files."""


def role_of_path(path: str) -> Role:
    folder = path.split("/", maxsplit=1)[0]
    return Role(folder) if folder in {role.value for role in Role} else Role.PRODUCT


ROLES = {"go": role_of_path, "rust": role_of_path}
COUNTS = st.integers(0, 1_000)
LINE_COUNTS = st.builds(LineCounts, code=COUNTS, comment=COUNTS, blank=COUNTS)
SITES = st.dictionaries(
    st.sampled_from([MetricId("x.a"), MetricId("x.b"), MetricId("y.c")]),
    st.lists(st.integers(1, 500), max_size=30).map(lambda lines: tuple(sorted(lines))),
)
SYMBOLS = st.builds(
    SymbolSites, symbol=st.sampled_from(["", "f", "T.g"]), is_test=st.booleans(), sites=SITES
)
FILE_FACTS = st.builds(
    FileFacts,
    lines=LINE_COUNTS,
    test_lines=st.just(LineCounts()),
    functions=st.just(()),
    types=st.just(()),
    symbols=st.lists(SYMBOLS, max_size=4).map(tuple),
    imports=st.just(()),
    public_items=COUNTS,
    is_generated=st.booleans(),
    is_test=st.booleans(),
    test_modules=st.sampled_from([(), ("f1",)]),
    has_errors=st.booleans(),
)


@st.composite
def trees(draw: st.DrawFn) -> list[ParsedFile]:
    """Files of two languages in a few folders, some skipped."""
    files = []
    for number in range(draw(st.integers(0, 8))):
        folder = draw(st.sampled_from(FOLDERS))
        language = draw(st.sampled_from(["go", "rust"]))
        name = f"f{number}.{'go' if language == 'go' else 'rs'}"
        path = f"{folder}/{name}" if folder else name
        facts = draw(st.one_of(FILE_FACTS, st.just(Skipped(path=path, reason="too deep"))))
        size = draw(st.integers(0, 10_000))
        source = SourceFile(path=path, language=language, key="git:0", size_bytes=size)
        files.append(ParsedFile(source=source, facts=facts))
    return files


def layout(files: Sequence[ParsedFile], language: str) -> Layout:
    units = {
        file.source.path: file.source.path.rpartition("/")[0] or "."
        for file in files
        if file.source.language == language
    }
    names = sorted(set(units.values()))
    return Layout(
        language=language,
        unit_of_file=units,
        unit_paths={name: name for name in names},
        edges=tuple(UnitEdge(source=source, target=target) for source, target in pairwise(UNITS)),
    )


def facts_of(files: Sequence[ParsedFile]) -> RepositoryFacts:
    layouts = {language: layout(files, language) for language in ("go", "rust")}
    tree = Tree(
        root="/nowhere",
        identity=RepositoryIdentity(name="sample"),
        files=tuple(file.source for file in files),
        others=(),
        manifests={},
    )
    facts = aggregate(tree, files, layouts, standing(files, ROLES, manifests={}), tool_version="1")
    return with_structure(facts, files, layouts)


@given(trees())
def test_facts_survive_a_round_trip(files: list[ParsedFile]) -> None:
    facts = facts_of(files)

    assert decode_facts(encode_facts(facts)) == facts


@given(trees())
def test_bytes_survive_a_round_trip(files: list[ParsedFile]) -> None:
    content = encode_facts(facts_of(files))

    assert encode_facts(decode_facts(content)) == content


@given(trees(), st.integers())
def test_the_order_of_files_never_changes_a_byte(files: list[ParsedFile], seed: int) -> None:
    shuffled = list(files)
    Random(seed).shuffle(shuffled)  # noqa: S311 (an order to try, no secret)

    assert encode_facts(facts_of(shuffled)) == encode_facts(facts_of(files))


@given(trees(), FILE_FACTS, st.integers(1, 3))
def test_generated_code_never_changes_what_is_counted_of_product_code(
    files: list[ParsedFile], extra: FileFacts, copies: int
) -> None:
    facts = replace(extra, is_generated=True, test_modules=())
    generated = [
        ParsedFile(
            source=SourceFile(
                path=f"a/generated{number}.go", language="go", key="git:0", size_bytes=9
            ),
            facts=facts,
        )
        for number in range(copies)
    ]

    before, after = facts_of(files), facts_of([*files, *generated])

    assert after.metrics == before.metrics
    assert after.evidence == before.evidence
    assert after.units == before.units


@given(trees())
def test_totals_agree_between_rows_units_evidence_and_metrics(files: list[ParsedFile]) -> None:
    facts = facts_of(files)

    by_row: dict[str, int] = {}
    for row in facts.files:
        for counts in row.symbols.values():
            for metric, count in counts.items():
                by_row[metric] = by_row.get(metric, 0) + count
    by_unit: dict[str, int] = {}
    for unit in facts.units:
        for metric, count in unit.metrics.items():
            by_unit[metric] = by_unit.get(metric, 0) + count
    by_evidence: dict[str, int] = {}
    for found in facts.evidence:
        by_evidence[found.metric] = by_evidence.get(found.metric, 0) + found.total
    counted = {name: count for name, count in facts.metrics.items() if not name.startswith("repo.")}
    assert by_row == by_unit == by_evidence == counted
