"""The layout of Rust code from Cargo manifests, paths and imports."""

from collections.abc import Mapping, Sequence

from estimator.languages.rust.crates import read_layout
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


def package(name: str, rest: str = "") -> str:
    return f'[package]\nname = "{name}"\nversion = "0.1.0"\n{rest}'


def edges_of(layout: Layout) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in layout.edges]


def kinds_of(layout: Layout) -> dict[str, str]:
    return {found.name: found.kind for found in layout.dependencies}


def versions_of(layout: Layout) -> dict[str, str]:
    return {found.name: found.version for found in layout.dependencies}


def test_a_file_belongs_to_the_nearest_package() -> None:
    manifests = {"Cargo.toml": package("app"), "lib/a/Cargo.toml": package("lib-a")}

    layout = layout_of(manifests, {}, "src/main.rs", "lib/a/src/lib.rs", "lib/x.rs")

    assert layout.unit_of_file == {
        "lib/a/src/lib.rs": "lib-a",
        "lib/x.rs": "app",
        "src/main.rs": "app",
    }
    assert layout.unit_paths == {"app": "", "lib-a": "lib/a"}


def test_without_a_package_the_folder_above_src_is_the_unit() -> None:
    layout = layout_of({}, {}, "a/src/x/y.rs", "b/c.rs", "d.rs", "src/e.rs")

    assert layout.unit_of_file == {"a/src/x/y.rs": "a", "b/c.rs": "b", "d.rs": ".", "src/e.rs": "."}


def test_normal_and_build_path_dependencies_are_edges_and_dev_ones_are_not() -> None:
    manifests = {
        "a/Cargo.toml": package(
            "a",
            '[dependencies]\nb = { path = "../b" }\n[build-dependencies]\nc = { path = "../c" }\n'
            '[dev-dependencies]\nd = { path = "../d" }\n',
        ),
        **{f"{name}/Cargo.toml": package(name) for name in "bcd"},
    }

    layout = layout_of(manifests, {}, *(f"{name}/src/lib.rs" for name in "abcd"))

    assert edges_of(layout) == [("a", "b"), ("a", "c")]
    assert layout.dependencies == ()


def test_dependencies_of_every_table_are_read_with_the_strongest_kind() -> None:
    text = package(
        "a",
        '[dependencies]\nserde = "1"\n[dev-dependencies]\nserde = "1"\nproptest = "1"\n'
        '[build-dependencies]\ncc = "1"\n[target."cfg(unix)".dependencies]\nlibc = "0.2"\n'
        "[target.'cfg(windows)'.build_dependencies]\nwinres = \"0.1\"\n",
    )

    assert kinds_of(layout_of({"Cargo.toml": text}, {}, "src/lib.rs")) == {
        "cc": "build",
        "libc": "normal",
        "proptest": "dev",
        "serde": "normal",
        "winres": "build",
    }


def test_an_inherited_dependency_takes_version_path_and_name_from_the_workspace() -> None:
    manifests = {
        "Cargo.toml": '[workspace]\nmembers = ["a", "b"]\n[workspace.dependencies]\n'
        'tok = { package = "tokio", version = "1.40" }\nb = { path = "b" }\n',
        "a/Cargo.toml": package(
            "a",
            "[dependencies]\ntok = { workspace = true, optional = true }\nb.workspace = true\n",
        ),
        "b/Cargo.toml": package("b"),
    }

    layout = layout_of(manifests, {"a/src/lib.rs": ["tok::sync", "b::x"]}, "b/src/lib.rs")

    (found,) = layout.dependencies
    assert (found.name, found.version, found.is_optional, found.import_sites) == (
        "tokio",
        "1.40",
        True,
        1,
    )
    assert edges_of(layout) == [("a", "b")]


def test_an_inherited_dependency_that_no_workspace_names_is_a_fault() -> None:
    text = package("a", "[dependencies]\nx = { workspace = true }\n")

    layout = layout_of({"a/Cargo.toml": text}, {}, "a/src/lib.rs")

    assert [(fault.path, fault.reason) for fault in layout.faults] == [
        ("a/Cargo.toml", "x: no workspace names it"),
    ]
    assert kinds_of(layout) == {"x": "normal"}


def test_imports_count_by_the_name_in_the_importing_manifest() -> None:
    text = package("a", '[dependencies]\nfut = { package = "futures-util", version = "0.3" }\n')
    imports = {
        "src/lib.rs": ["fut::stream", "::fut", "futures_util::x", "std::io", "crate::fut"],
        "src/b.rs": ["fut::sink"],
        "src/tests.rs": ["fut::sink"],
    }

    (found,) = layout_of({"Cargo.toml": text}, imports).dependencies

    assert (found.name, found.import_sites, found.files) == ("futures-util", 3, 2)


def test_an_own_package_named_by_version_only_is_an_edge() -> None:
    manifests = {
        "a/Cargo.toml": package("a", '[dependencies]\nb = "1"\n'),
        "b/Cargo.toml": package("b"),
    }

    layout = layout_of(manifests, {}, "a/src/lib.rs", "b/src/lib.rs")

    assert (edges_of(layout), kinds_of(layout)) == ([("a", "b")], {})


def test_a_path_that_leaves_the_tree_or_is_vendored_is_an_external_dependency() -> None:
    manifests = {
        "Cargo.toml": package(
            "a",
            '[dependencies]\nout = { path = "../out" }\nv = { path = "vendor/v" }\n'
            'abs = { path = "/etc" }\n',
        ),
        "vendor/v/Cargo.toml": package("v"),
    }

    layout = layout_of(manifests, {}, "src/lib.rs", "vendor/v/src/lib.rs")

    assert list(kinds_of(layout)) == ["abs", "out", "v"]


def test_git_sources_show_their_state_and_never_their_address() -> None:
    text = package(
        "a",
        '[dependencies]\nx = { git = "https://user:secret@host/x", rev = "abc" }\n'
        'y = { git = "https://host/y" }\n',
    )

    assert versions_of(layout_of({"Cargo.toml": text}, {}, "src/lib.rs")) == {
        "x": "git abc",
        "y": "git",
    }


def test_packages_of_tests_fuzzing_and_examples_require_nothing_for_the_product() -> None:
    extra = '[dependencies]\nx = "1"\nnone = { workspace = true }\n'
    manifests = {
        "Cargo.toml": package("a"),
        "fuzz/Cargo.toml": package("a-fuzz", extra),
        "examples/demo/Cargo.toml": package("demo", '[dependencies]\nx = "1"\n'),
    }

    layout = layout_of(manifests, {}, "src/lib.rs", "fuzz/f.rs", "examples/demo/src/main.rs")

    assert (layout.dependencies, layout.faults) == ((), ())
    assert [found.name for found in layout.modules] == ["a", "demo"]


def test_a_package_without_product_files_requires_nothing() -> None:
    text = package("a", '[dependencies]\nx = "1"\n')

    assert layout_of({"Cargo.toml": text}, {}, "tests/it.rs").dependencies == ()


def test_a_product_crate_keeps_its_name_before_a_test_crate() -> None:
    manifests = {"tests/x/Cargo.toml": package("same"), "z/Cargo.toml": package("same")}

    layout = layout_of(manifests, {}, "tests/x/src/lib.rs", "z/src/lib.rs")

    assert layout.unit_paths == {"same (tests/x)": "tests/x", "same": "z"}


def test_edition_and_rust_version_may_come_from_the_workspace() -> None:
    manifests = {
        "Cargo.toml": '[workspace]\n[workspace.package]\nedition = "2021"\nrust-version = "1.75"\n',
        "a/Cargo.toml": package("a", "edition.workspace = true\nrust-version.workspace = true\n"),
        "b/Cargo.toml": package("b", 'edition = "2018"\n'),
        "c/Cargo.toml": package("c"),
    }

    layout = layout_of(manifests, {}, "a/src/lib.rs")

    assert [found.version for found in layout.modules] == ["2021, 1.75", "2018", ""]


def test_features_and_proc_macros_are_read() -> None:
    text = package("a", "[lib]\nproc-macro = true\n[features]\nfull = []\ndefault = ['full']\n")

    (module,) = layout_of({"Cargo.toml": text}, {}, "src/lib.rs").modules

    assert (module.features, module.is_proc_macro) == (("default", "full"), True)


def test_categories_are_read_and_may_come_from_the_workspace() -> None:
    manifests = {
        "Cargo.toml": '[workspace]\nmembers = ["*"]\n[workspace.package]\ncategories = ["wasm"]\n',
        "a/Cargo.toml": package("a", "categories.workspace = true\n"),
        "b/Cargo.toml": package("b", 'categories = ["embedded", 3, "no-std"]\n'),
        "c/Cargo.toml": package("c"),
    }

    modules = layout_of(manifests, {}, "a/src/lib.rs", "b/src/lib.rs", "c/src/lib.rs").modules

    assert [one.categories for one in modules] == [("wasm",), ("embedded", "no-std"), ()]


def test_a_broken_manifest_is_a_fault_with_its_path_and_its_folder_stands_in() -> None:
    layout = layout_of(
        {"a/Cargo.toml": "[package\n", "b/Cargo.toml": package("b")}, {}, "a/src/x.rs"
    )

    assert [fault.path for fault in layout.faults] == ["a/Cargo.toml"]
    assert layout.unit_of_file == {"a/src/x.rs": "a"}
    assert [found.name for found in layout.modules] == ["a", "b"]


def test_a_missing_member_is_noted_and_a_pattern_is_not() -> None:
    text = '[workspace]\nmembers = ["./a", "gone", "crates/*", "."]\n'

    layout = layout_of({"Cargo.toml": text, "a/Cargo.toml": package("a")}, {})

    assert layout.notes == ("Cargo.toml names the member gone, which was not found.",)


def test_the_order_of_everything_given_does_not_matter() -> None:
    manifests = {
        "Cargo.toml": package("r", '[dependencies]\nx = "1"\na = { path = "a" }\n'),
        "a/Cargo.toml": package("a", '[dependencies]\nx = "2"\n'),
    }
    imports = {"src/lib.rs": ["x::y", "a::z"], "a/src/lib.rs": ["x::y"]}

    backwards = layout_of(
        dict(reversed(manifests.items())),
        {path: list(reversed(names)) for path, names in reversed(imports.items())},
    )

    assert backwards == layout_of(manifests, imports)
