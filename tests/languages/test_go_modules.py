"""The layout of Go code from go.mod and go.work files, paths and imports."""

from collections.abc import Mapping, Sequence

from estimator.languages.go.modules import read_layout
from estimator.model.facts import Layout
from estimator.model.source import Import


def layout_of(
    manifests: Mapping[str, str],
    imports: Mapping[str, Sequence[str]],
    *more: str,
) -> Layout:
    """Layout of files that import; `more` are further source files."""
    return read_layout(
        {path: text.encode() for path, text in manifests.items()},
        [*imports, *more],
        {
            path: tuple(Import(path=name, line=1) for name in names)
            for path, names in imports.items()
        },
    )


def edges_of(layout: Layout) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in layout.edges]


def kinds_of(layout: Layout) -> dict[str, str]:
    return {found.name: found.kind for found in layout.dependencies}


def test_a_package_is_named_by_its_import_path() -> None:
    layout = layout_of(
        {"go.mod": "module m.org/app\n"}, {}, "a.go", "pkg/x/b.go", "pkg/x/b_test.go"
    )

    assert layout.unit_of_file == {
        "a.go": "m.org/app",
        "pkg/x/b.go": "m.org/app/pkg/x",
        "pkg/x/b_test.go": "m.org/app/pkg/x",
    }
    assert layout.unit_paths == {"m.org/app": "", "m.org/app/pkg/x": "pkg/x"}


def test_a_file_belongs_to_the_nearest_module() -> None:
    manifests = {"go.mod": "module m.org/app\n", "sub/go.mod": "module m.org/sub/v2\n"}

    layout = layout_of(manifests, {}, "sub/x/a.go")

    assert layout.unit_of_file["sub/x/a.go"] == "m.org/sub/v2/x"


def test_own_imports_are_edges_and_the_standard_library_is_not() -> None:
    manifests = {"go.mod": "module m.org/app\n", "lib/go.mod": "module m.org/app/lib\n"}
    imports = {"a.go": ["fmt", "C", "m.org/app/x", "m.org/app/lib/y", "m.org/app/gone"]}

    layout = layout_of(manifests, imports, "x/x.go", "lib/y/y.go")

    assert edges_of(layout) == [("m.org/app", "m.org/app/lib/y"), ("m.org/app", "m.org/app/x")]


def test_a_replacement_with_a_folder_of_the_tree_is_an_own_module() -> None:
    manifests = {
        "go.mod": "module m.org/app\nrequire up.org/lib v1.0.0\nreplace up.org/lib => ./fork\n",
        "fork/go.mod": "module fork.org/lib\n",
    }

    layout = layout_of(manifests, {"a.go": ["up.org/lib/x"]}, "fork/x/x.go")

    assert edges_of(layout) == [("m.org/app", "fork.org/lib/x")]
    assert layout.dependencies == ()


def test_a_replacement_outside_the_tree_stays_external() -> None:
    text = "module m\nrequire up.org/lib v1.0.0\nreplace up.org/lib => ../../elsewhere\n"

    assert kinds_of(layout_of({"go.mod": text}, {"a.go": ["up.org/lib/x"]})) == {
        "up.org/lib": "normal",
    }


def test_a_replacement_with_another_module_stays_external() -> None:
    text = "module m\nrequire up.org/lib v1.0.0\nreplace up.org/lib => fork.org/lib v1.0.1\n"

    layout = layout_of({"go.mod": text}, {"a.go": ["up.org/lib"]})

    assert kinds_of(layout) == {"up.org/lib": "normal"}
    assert layout.modules[0].replaces == {"up.org/lib": "fork.org/lib v1.0.1"}


def test_only_modules_that_product_code_imports_are_normal() -> None:
    text = "module m\nrequire (\na.org/a v1.0.0\nb.org/b v1.0.0\nc.org/c v1.0.0 // indirect\n)\n"
    imports = {"x.go": ["a.org/a/sub"], "x_test.go": ["b.org/b"], "examples/e.go": ["b.org/b"]}

    assert kinds_of(layout_of({"go.mod": text}, imports)) == {
        "a.org/a": "normal",
        "b.org/b": "dev",
        "c.org/c": "indirect",
    }


def test_import_sites_and_files_go_to_the_longest_required_module() -> None:
    text = "module m\nrequire (\ncloud.org/go v1.0.0\ncloud.org/go/store v1.1.0\n)\n"
    imports = {
        "a.go": ["cloud.org/go/store/x", "cloud.org/go/store/y", "cloud.org/go/log"],
        "b.go": ["cloud.org/go/store"],
    }

    layout = layout_of({"go.mod": text}, imports)

    assert [(found.name, found.import_sites, found.files) for found in layout.dependencies] == [
        ("cloud.org/go", 1, 1),
        ("cloud.org/go/store", 3, 2),
    ]


def test_one_dependency_of_two_modules_keeps_both_versions_and_manifests() -> None:
    manifests = {
        "a/go.mod": "module m/a\nrequire x.org/x v1.1.0\n",
        "b/go.mod": "module m/b\nrequire x.org/x v1.2.0\n",
    }

    (found,) = layout_of(manifests, {"a/a.go": ["x.org/x"]}).dependencies

    assert found.version == "v1.1.0, v1.2.0"
    assert found.manifests == ("a/go.mod", "b/go.mod")


def test_an_import_that_no_manifest_requires_counts_under_its_usual_module() -> None:
    imports = {"a.go": ["github.com/a/b/c", "golang.org/x/net/http2", "k8s.io/api/core/v1"]}

    layout = layout_of({"go.mod": "module m\n"}, imports)

    assert kinds_of(layout) == {
        "github.com/a/b": "normal",
        "golang.org/x/net": "normal",
        "k8s.io/api": "normal",
    }
    assert layout.dependencies[0].manifests == ()


def test_without_a_go_mod_folders_are_the_units() -> None:
    imports = {
        "main.go": ["github.com/me/app/pkg/x", "github.com/me/app", "github.com/you/x"],
        "pkg/y/y.go": ["github.com/me/app/pkg/x"],
    }

    layout = layout_of({}, imports, "pkg/x/x.go")

    assert layout.unit_of_file["main.go"] == "."
    assert edges_of(layout) == [(".", "pkg/x"), ("pkg/y", "pkg/x")]
    assert kinds_of(layout) == {"github.com/you/x": "normal"}


def test_without_a_go_mod_a_local_looking_import_is_no_root() -> None:
    assert edges_of(layout_of({}, {"main.go": ["encoding/json"]}, "json/a.go")) == []


def test_a_module_below_a_test_folder_requires_nothing_for_the_product() -> None:
    manifests = {
        "go.mod": "module m\n",
        "tests/go.mod": "module m/tests\nrequire t.org/t v1.0.0\nbroken\n",
        "vendor/v.org/v/go.mod": "module v.org/v\nbroken\n",
    }

    layout = layout_of(manifests, {"a.go": []}, "tests/a.go")

    assert [found.name for found in layout.modules] == ["m"]
    assert (layout.dependencies, layout.faults) == ((), ())
    assert layout.unit_of_file["tests/a.go"] == "m/tests"


def test_two_modules_of_one_name_are_two_units() -> None:
    manifests = {"b/go.mod": "module m\n", "examples/a/go.mod": "module m\n"}

    layout = layout_of(manifests, {}, "b/b.go", "examples/a/a.go", "c/go.txt")

    assert layout.unit_paths == {"m": "b", "m (examples/a)": "examples/a"}


def test_a_broken_manifest_is_a_fault_with_its_path_and_the_rest_is_read() -> None:
    layout = layout_of({"x/go.mod": "nonsense\nrequire a.org/a v1.0.0\n"}, {"x/a.go": ["a.org/a"]})

    assert [(fault.path, fault.reason) for fault in layout.faults] == [
        ("x/go.mod", "no module line"),
        ("x/go.mod", "line 1: unknown directive 'nonsense'"),
    ]
    assert kinds_of(layout) == {"a.org/a": "normal"}
    assert layout.modules[0].name == "x"


def test_a_manifest_of_garbage_gives_a_few_faults_only() -> None:
    layout = layout_of({"go.mod": "module m\n" + "garbage\n" * 50}, {})

    assert [fault.reason for fault in layout.faults][-1] == "45 more broken lines"


def test_an_oversized_manifest_is_a_fault() -> None:
    (fault,) = layout_of({"go.mod": "//" + "x" * 600_000}, {}).faults

    assert fault.reason == "larger than 512000 bytes"


def test_a_manifest_that_is_no_utf8_is_read_with_a_fault() -> None:
    layout = read_layout({"go.mod": b"module m\n// \xff\n"}, ["a.go"], {})

    assert [fault.reason for fault in layout.faults] == ["not UTF-8"]
    assert layout.unit_of_file == {"a.go": "m"}


def test_a_go_work_file_that_uses_a_missing_folder_is_noted() -> None:
    manifests = {
        "go.work": "go 1.22\nuse (\n\t./a\n\t./gone\n\t../out\n)\n",
        "a/go.mod": "module a\n",
    }

    assert layout_of(manifests, {}).notes == (
        "go.work uses ./gone, where no go.mod was found.",
        "go.work uses ../out, where no go.mod was found.",
    )


def test_a_go_work_replacement_counts_too() -> None:
    manifests = {
        "go.work": "use ./a\nreplace up.org/lib => ./b\n",
        "a/go.mod": "module a.org/a\nrequire up.org/lib v1.0.0\n",
        "b/go.mod": "module b.org/b\n",
    }

    layout = layout_of(manifests, {"a/a.go": ["up.org/lib"]}, "b/b.go")

    assert edges_of(layout) == [("a.org/a", "b.org/b")]


def test_imports_of_tests_and_absurd_paths_are_ignored() -> None:
    imports = {
        "a.go": (
            Import(path="t.org/t", line=1, is_test=True),
            Import(path="x.org/" + "x/" * 1_000, line=2),
        ),
    }

    assert read_layout({}, ["a.go"], imports).dependencies == ()


def test_the_order_of_everything_given_does_not_matter() -> None:
    manifests = {"go.mod": "module m\nrequire x.org/x v1.0.0\n", "l/go.mod": "module m/l\n"}
    imports = {"a.go": ["x.org/x", "m/l"], "l/l.go": ["x.org/x"], "b/b.go": ["m", "m/l"]}

    backwards = layout_of(
        dict(reversed(manifests.items())),
        {path: list(reversed(names)) for path, names in reversed(imports.items())},
    )

    assert backwards == layout_of(manifests, imports)
