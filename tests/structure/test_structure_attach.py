"""Facts with their structure filled in."""

from estimator.model.facts import (
    Coverage,
    FileRow,
    LanguageFacts,
    Layout,
    RepositoryFacts,
    UnitEdge,
    UnitFacts,
)
from estimator.model.source import (
    FileFacts,
    FunctionFacts,
    LineCounts,
    ParsedFile,
    RepositoryIdentity,
    Role,
    SourceFile,
)
from estimator.structure.attach import with_structure


def language(name: str) -> LanguageFacts:
    return LanguageFacts(
        name=name,
        files=1,
        product_lines=1,
        test_lines=0,
        generated_lines=0,
        vendored_lines=0,
        example_lines=0,
        comment_lines=0,
        functions=0,
        types=0,
        direct_dependencies=0,
    )


def unit(name: str, language: str) -> UnitFacts:
    return UnitFacts(
        name=name,
        kind="package",
        language=language,
        path=name,
        files=1,
        product_lines=1,
        test_lines=0,
        functions=1,
        public_items=0,
        fan_in=0,
        fan_out=0,
        in_cycle=False,
    )


FUNCTION = FunctionFacts(
    symbol="f",
    line=1,
    end_line=2,
    code_lines=2,
    branches=1,
    nesting=0,
    loop_depth=0,
    work=1,
)
FILE = ParsedFile(
    source=SourceFile(path="a/a.go", language="go", key="git:0", size_bytes=1),
    facts=FileFacts(
        lines=LineCounts(code=1),
        test_lines=LineCounts(),
        functions=(FUNCTION,),
        types=(),
        symbols=(),
        imports=(),
        public_items=0,
    ),
)
ROW = FileRow(
    path="a/a.go",
    language="go",
    role=Role.PRODUCT,
    unit="a",
    lines=LineCounts(code=1),
    test_lines=LineCounts(),
    functions=1,
    types=0,
    public_items=0,
    imports=0,
)
FACTS = RepositoryFacts(
    tool_version="1",
    repository=RepositoryIdentity(name="sample"),
    languages=(language("rust"), language("go")),
    coverage=Coverage(files_seen=1, files_parsed=1, share_lines_parsed=1.0, skipped=()),
    metrics={},
    modules=(),
    dependencies={},
    units=(unit("b", "go"), unit("a", "go"), unit("c", "rust")),
    edges={},
    spread=(),
    candidates={},
    files=(ROW,),
    evidence=(),
)
LAYOUT = Layout(
    language="go",
    unit_of_file={"a/a.go": "a"},
    edges=(UnitEdge(source="a", target="b"),),
)


def test_spread_follows_the_order_of_languages_and_units_come_by_name() -> None:
    facts = with_structure(FACTS, [FILE], {"go": LAYOUT})

    assert [one.language for one in facts.spread] == ["rust", "go"]
    assert [(one.name, one.fan_in) for one in facts.units] == [("a", 0), ("b", 1), ("c", 0)]


def test_candidates_come_from_files_that_the_rows_call_product() -> None:
    facts = with_structure(FACTS, [FILE], {"go": LAYOUT})

    assert [(one.unit, one.symbol) for one in facts.candidates["go"]] == [("a", "f")]
