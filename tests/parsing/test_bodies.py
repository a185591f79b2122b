"""Function bodies of tests that are found without a parse, and what is left to the parser."""

from pathlib import Path

import pytest
from extract_builders import counts_of, facts_of, spans_of
from hypothesis import given
from hypothesis import strategies as st

from estimator.languages import LANGUAGES
from estimator.model.source import FileFacts
from estimator.parsing import bodies as module
from estimator.parsing import extract as extraction
from estimator.parsing.bodies import Span, bodies
from estimator.parsing.lexing import SourceText

FIXTURES = Path(__file__).parent.parent / "fixtures"
EXAMPLES = Path(__file__).parent.parent.parent / "examples"
WORK = '    let a = vec!["work that is long enough to be left out of the parse"];'
CALL = '\tt.Run("a subtest that is long enough to be left out of the parse", nil)'


def found_in(source: str, language: str, *, is_outline: bool = True) -> list[str]:
    content = source.encode()
    spec = LANGUAGES[language]
    spans = bodies(SourceText(content, spec.lexis), spec.formatting, is_outline=is_outline)
    return [content[start:end].decode() for start, end in spans]


def parsed_whole(source: str | bytes, reading: str, patch: pytest.MonkeyPatch) -> FileFacts:
    def nothing(*_arguments: object, **_named: object) -> list[Span]:
        return []

    with patch.context() as patched:
        patched.setattr(extraction, "bodies", nothing)
        return facts_of(source, reading)


GO_FOUND = {
    "a function": (f"\nfunc TestA(t *testing.T) {{\n{CALL}\n}}\n", [f"\n{CALL}"]),
    "a method": (f"\nfunc (s *suite) TestA() {{\n{CALL}\n}}\n", [f"\n{CALL}"]),
    "two functions": (f"\nfunc A() {{\n{CALL}\n}}\n\nfunc B() {{\n{CALL}\n}}\n", [f"\n{CALL}"] * 2),
    "inner blocks": (
        f"\nfunc A() {{\n\tif a {{\n{CALL}\n\t}}\n}}\n",
        [f"\n\tif a {{\n{CALL}\n\t}}"],
    ),
    "a brace in a string": (
        f'\nfunc A() {{\n\ta := "{{"\n{CALL}\n}}\n',
        [f'\n\ta := "{{"\n{CALL}'],
    ),
    "a brace in a comment": (f"\nfunc A() {{\n\t// }}\n{CALL}\n}}\n", [f"\n\t// }}\n{CALL}"]),
    "an end in a raw string": (
        f"\nfunc A() {{\n\ta := `\n}}\n`\n{CALL}\n}}\n",
        [f"\n\ta := `\n}}\n`\n{CALL}"],
    ),
    "an interface as a parameter": (f"\nfunc A(a interface{{}}) {{\n{CALL}\n}}\n", [f"\n{CALL}"]),
}
GO_LEFT = {
    "a short body": "\nfunc A() {\n\ta()\n}\n",
    "a function in a raw string": f"\nvar a = `\nfunc A() {{\n{CALL}\n}}\n`\n",
    "a function in a comment": f"\n/*\nfunc A() {{\n{CALL}\n}}\n*/\n",
    "a function in a comment line": f"\n// a\n//func A() {{\n{CALL}\n}}\n",
    "a brace in a comment behind the head": f"\nfunc A() // {{\n{{\n{CALL}\n}}\n",
    "a literal": f"\nvar a =\nfunc() {{\n{CALL}\n}}\n",
    "other line ends": f"\r\nfunc A() {{\r\n{CALL}\r\n}}\r\n",
    "an indented end": f"\nfunc A() {{\n{CALL}\n\t}}\n",
    "a comment behind the end": f"\nfunc A() {{\n{CALL}\n}} // A\n",
    "an open bracket": f"\nfunc A() {{\n{CALL}\n\tf(\n}}\n",
    "brackets that cross": f"\nfunc A() {{\n{CALL}\n\tf([)]\n}}\n",
    "a struct as a parameter": f"\nfunc A(a struct {{\n{CALL}\n}}) {{\n{CALL}\n}}\n",
    "too deep": f"\nfunc A() {{\n{CALL}\n{'(' * 70}{')' * 70}\n}}\n",
}


@pytest.mark.parametrize(("source", "expected"), GO_FOUND.values(), ids=GO_FOUND.keys())
def test_the_inside_of_a_formatted_go_function_is_found(source: str, expected: list[str]) -> None:
    assert found_in(source, "go") == expected


@pytest.mark.parametrize("source", GO_LEFT.values(), ids=GO_LEFT.keys())
def test_go_that_looks_otherwise_is_left_to_the_parser(source: str) -> None:
    assert found_in(source, "go") == []


def test_what_follows_an_odd_function_is_left_to_the_parser() -> None:
    plain = f"\nfunc A() {{\n{CALL}\n}}\n"
    assert found_in(plain + GO_LEFT["an open bracket"] + plain, "go") == [f"\n{CALL}"]


@pytest.mark.parametrize("name", ["a function in a raw string", "a function in a comment"])
def test_what_only_looks_like_a_function_is_passed_over(name: str) -> None:
    assert found_in(GO_LEFT[name] + f"\nfunc A() {{\n{CALL}\n}}\n", "go") == [f"\n{CALL}"]


@pytest.mark.parametrize("name", ["a commented block", "a block in a string"])
def test_what_only_looks_like_a_test_block_is_passed_over(name: str) -> None:
    product = f"\nfn product() {{\n{WORK}\n}}\n"
    source = RUST_LEFT[name] + product + block(function())

    assert found_in(source, "rust", is_outline=False) == [f"\n{WORK}"]


def test_no_more_bodies_are_left_out_than_the_parser_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 2)
    assert len(found_in(f"\nfunc A() {{\n{CALL}\n}}\n" * 3, "go")) == 2


def block(*functions: str, head: str = "#[cfg(test)]\nmod tests {", end: str = "}\n") -> str:
    return f"\n{head}\n" + "\n".join(functions) + f"\n{end}"


def function(head: str = "fn a()", indent: str = "    ") -> str:
    return f"{indent}{head} {{\n{WORK}\n{indent}}}"


RUST_FOUND = {
    "a test block": block(function()),
    "a public block": block(function(), head="#[cfg(test)]\npub(crate) mod tests {"),
    "more attributes": block(function(), head="#[cfg(test)]\n#[allow(dead_code)]\nmod tests {"),
    "an attribute": block("    #[test]", function()),
    "an async test": block(function("pub async fn a()")),
    "a long head": block(function("fn a<'a>(\n        b: &'a str,\n    ) -> Result<(), Error>")),
    "a where": block(function("fn a<T>(b: T)\n    where\n        T: Clone,\n    ")),
    "a method": block(f"    impl A {{\n{function(indent='        ')}\n    }}"),
}
RUST_LEFT = {
    "product code": function(indent="\n"),
    "another condition": block(function(), head="#[cfg(not(test))]\nmod tests {"),
    "a commented block": f"\n/*{block(function())}*/\n",
    "a block in a string": f'\nconst A: &str = r#"{block(function())}"#;\n',
    "a module elsewhere": f"\n#[cfg(test)]\nmod tests;\n{function(indent='')}\n",
    "no end": block(function(), end=""),
    "a declaration before a type": block(f"    fn a();\n    struct B {{\n{WORK}\n    }}"),
}


@pytest.mark.parametrize("source", RUST_FOUND.values(), ids=RUST_FOUND.keys())
def test_bodies_in_rust_test_blocks_are_found(source: str) -> None:
    assert found_in(source, "rust", is_outline=False) == [f"\n{WORK}"]
    assert found_in(source, "rust") == [f"\n{WORK}"]


@pytest.mark.parametrize("source", RUST_LEFT.values(), ids=RUST_LEFT.keys())
def test_product_rust_and_odd_blocks_are_left_to_the_parser(source: str) -> None:
    assert found_in(source, "rust", is_outline=False) == []


def test_a_block_that_seems_to_go_on_over_product_code_is_left_to_the_parser() -> None:
    product = "\nfn product() {\n    for a in b {\n        spawn(a);\n    }\n" + WORK + "\n}\n"
    source = block(function(), end="} // mod tests\n") + product

    assert found_in(source, "rust", is_outline=False) == []
    assert facts_of(source, "rust").functions[-1].loop_depth == 1


def test_two_blocks_are_found() -> None:
    assert len(found_in(block(function()) * 2, "rust", is_outline=False)) == 2


def test_facts_keep_lines_and_symbols_behind_what_was_left_out() -> None:
    source = f"package a\n\nfunc A() {{\n{CALL}\n}}\n\nfunc TestB(t *testing.T) {{\n{CALL}\n}}\n"
    facts = facts_of(source, "go:outline")

    assert spans_of(facts) == {"A": (3, 5), "TestB": (7, 9)}
    assert counts_of(facts) == {
        ("A", False): {"go.test.subtest": 1},
        ("TestB", False): {"go.test.function": 1, "go.test.subtest": 1},
    }


def test_text_that_the_parser_cannot_read_is_no_error_where_it_is_not_read() -> None:
    source = f"package a\n\nfunc A() {{\n{CALL}\n\ta := := 1\n}}\n"

    assert not facts_of(source, "go:outline").has_errors
    assert facts_of(source, "go").has_errors


def _sources() -> list[tuple[Path, str]]:
    found = [*FIXTURES.rglob("*.go"), *FIXTURES.rglob("*.rs")]
    found += [*EXAMPLES.rglob("*.go"), *EXAMPLES.rglob("*.rs")]
    language = {".go": "go", ".rs": "rust"}
    return [
        (path, language[path.suffix] + depth)
        for path in sorted(found)
        for depth in ("", ":outline")
    ]


@pytest.mark.parametrize(("path", "reading"), _sources(), ids=lambda value: str(value)[-40:])
def test_real_text_has_the_facts_of_a_whole_parse(
    path: Path, reading: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = path.read_bytes()
    assert facts_of(content, reading) == parsed_whole(content, reading, monkeypatch)


GO_LINES = st.sampled_from(
    [
        '\ta := "}{" // {',
        "\tb := `\n}\nfunc C() {\n`",
        "\tif a != nil {\n\t\treturn\n\t}",
        "\tgo func() {\n\t\tt.Parallel()\n\t}()",
        '\tt.Run("x", func(t *testing.T) {\n\t\tf([]int{1, 2})\n\t})',
        "\tc := '{'",
        "\ttype d struct {\n\t\te int\n\t}",
        "\t/*\n}\n*/",
        "",
    ]
)
RUST_LINES = st.sampled_from(
    [
        'let a = "}\n}\n"; // {',
        'let b = r#"\n    }\n"#;',
        "if a { return; }",
        "let c = '{';",
        "assert!(matches!(a, B { .. }));",
        "fn inner<'a>(x: &'a str) {\n        work(x)\n    }",
        "let d = spawn(async move {\n        e.await\n    });",
        "/* /* } */ { */",
        "struct F {\n        g: u8,\n    }",
        "",
    ]
)


def _go_file(functions: list[list[str]]) -> str:
    made = ["package a\n\nvar x = func() int { return 1 }\n"]
    for number, lines in enumerate(functions):
        made.append(f"\nfunc (s *S) Test{number}(t *testing.T) {{\n" + "\n".join(lines) + "\n}\n")
    return "".join(made)


def _rust_file(functions: list[list[str]]) -> str:
    inner = [
        f"    #[test]\n    fn t{number}() {{\n"
        + "".join(f"    {line}\n" for line in lines)
        + "    }"
        for number, lines in enumerate(functions)
    ]
    product = "pub fn product(a: &[u8]) {\n    for b in a {\n        work(b);\n    }\n}\n"
    return product + block(*inner) + "\n" + product.replace("product", "more")


@given(functions=st.lists(st.lists(GO_LINES, max_size=8), max_size=4))
def test_generated_go_tests_have_the_facts_of_a_whole_parse(functions: list[list[str]]) -> None:
    source = _go_file(functions)
    with pytest.MonkeyPatch.context() as patch:
        assert facts_of(source, "go:outline") == parsed_whole(source, "go:outline", patch)


@pytest.mark.parametrize("reading", ["rust", "rust:outline"])
@given(functions=st.lists(st.lists(RUST_LINES, max_size=8), max_size=4))
def test_generated_rust_tests_have_the_facts_of_a_whole_parse(
    reading: str, functions: list[list[str]]
) -> None:
    source = _rust_file(functions)
    with pytest.MonkeyPatch.context() as patch:
        assert facts_of(source, reading) == parsed_whole(source, reading, patch)


PIECES = st.sampled_from(
    [
        *("\nfunc a() {\n", "\n    fn b() {\n", "\n#[cfg(test)]\nmod c {\n", "\n}\n", "\n    }\n"),
        *("(", ")", "{", "}", '"', "'", "`", "//", "/*", "*/", "\n", "x" * 70, " "),
    ]
)


@pytest.mark.parametrize("language", ["go", "rust"])
@pytest.mark.parametrize("is_outline", [True, False])
@given(source=st.lists(PIECES, max_size=30).map("".join))
def test_bodies_of_any_text_are_apart_and_in_order(
    language: str,
    is_outline: bool,  # noqa: FBT001  # pytest passes it
    source: str,
) -> None:
    content = source.encode()
    spec = LANGUAGES[language]
    spans = bodies(SourceText(content, spec.lexis), spec.formatting, is_outline=is_outline)

    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(content[start:end].startswith(b"\n") for start, end in spans)
    assert all(content[end:].lstrip(b"\n ").startswith(b"}\n") for _, end in spans)
