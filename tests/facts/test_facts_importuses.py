"""What product code imports from outside, and which other files there are."""

from facts_builders import ROLES, parsed

from estimator.facts.importuses import import_uses
from estimator.facts.otherfiles import MOST_OTHER_FILES, other_files
from estimator.facts.roles import file_roles
from estimator.facts.rows import read_files
from estimator.model.facts import Dependency, ImportUse, Layout, Module
from estimator.model.source import Import, ParsedFile

GO = Layout(
    language="go",
    modules=(Module(name="example.com/app", language="go", path="", manifest="go.mod"),),
    unit_of_file={"a.go": "example.com/app", "b/b.go": "example.com/app/b"},
)
RUST = Layout(
    language="rust",
    dependencies=(Dependency(name="tracing-core", version="1", kind="normal"),),
    unit_of_file={"a.rs": "app"},
)


def imported(path: str, line: int = 3, *, is_test: bool = False) -> Import:
    return Import(path=path, line=line, is_test=is_test)


def used(*files: ParsedFile) -> dict[str, tuple[ImportUse, ...]]:
    layouts = {"go": GO, "rust": RUST}
    return import_uses(read_files(files, layouts, file_roles(files, ROLES)), layouts)


def test_go_imports_are_kept_whole_with_their_files_and_places() -> None:
    a = parsed("a.go", imports=[imported("net/http"), imported("k8s.io/client-go/rest", 4)])
    b = parsed("b/b.go", imports=[imported("net/http", 9)])

    rest, http = used(b, a)["go"]

    assert rest.path == "k8s.io/client-go/rest"
    assert http == ImportUse(
        path="net/http",
        sites=2,
        rows=(0, 1),
        evidence=(("a.go", 3), ("b/b.go", 9)),
    )


def test_own_packages_and_tests_are_left_out() -> None:
    own = parsed("a.go", imports=[imported("example.com/app/b"), imported("fmt", is_test=True)])
    test = parsed("test/a.go", imports=[imported("testing")])

    assert used(own, test) == {"go": ()}


def test_rust_paths_are_cut_to_two_parts_and_need_a_manifest_or_the_language() -> None:
    names = ("std::collections::HashMap", "::std::collections::BTreeMap", "tracing_core::span::Id")
    others = ("crate::a", "inner::Thing", "RunMode::Server")
    file = parsed("a.rs", imports=[imported(name) for name in (*names, *others)])

    found = used(file)["rust"]

    assert [(one.path, one.sites) for one in found] == [
        ("std::collections", 2),
        ("tracing_core::span", 1),
    ]


def test_at_most_five_places_are_kept() -> None:
    file = parsed("a.go", imports=[imported("fmt", line) for line in range(9, 0, -1)])

    (fmt,) = used(file)["go"]

    assert (fmt.sites, fmt.rows) == (9, (0,))
    assert fmt.evidence == tuple(("a.go", line) for line in range(1, 6))


def test_other_files_leave_out_media_and_vendored_code() -> None:
    assert other_files(["api/a.proto", "logo.png", "vendor/x/LICENSE", "Dockerfile"]) == (
        "Dockerfile",
        "api/a.proto",
    )


def test_of_many_other_files_those_near_the_root_are_kept() -> None:
    deep = [f"deep/er/{number:05}.yaml" for number in range(MOST_OTHER_FILES)]

    kept = other_files([*deep, "wrangler.toml"])

    assert len(kept) == MOST_OTHER_FILES
    assert kept[-1] == "wrangler.toml"
    assert kept[0] == deep[0]
