"""One Cargo.toml: hostile and wrong content, targets, and which workspace a package is in."""

import pytest

from estimator.languages.rust.cargo import CargoManifest, parse_cargo
from estimator.languages.rust.targets import package_targets
from estimator.languages.rust.workspaces import workspace_root


def parse(text: str) -> CargoManifest:
    return parse_cargo(text.encode(), fallback_name="folder")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a = " + "[" * 5_000, ""),
        ("a" + ".a" * 50_000 + " = 1", "a key with over 500 parts"),
        ("x" * 600_000, "larger than 512000 bytes"),
        ("a = 2021-13-45", ""),
        ("a = " + "9" * 5_000, ""),
    ],
)
def test_hostile_text_is_a_fault_and_gives_the_package_its_folders_name(
    text: str, fault: str
) -> None:
    parsed = parse(text)

    assert parsed.faults[0].startswith(fault)
    assert parsed.package == "folder"


def test_text_that_is_no_utf8_is_a_fault() -> None:
    assert parse_cargo(b"\xff", fallback_name="x").faults == ("not UTF-8",)


def test_wrong_types_are_faults_or_nothing_and_the_rest_is_read() -> None:
    parsed = parse(
        "dependencies = 3\nbin = 4\nfeatures = []\n"
        '[package]\nname = 7\n[workspace]\nmembers = "a"\n'
        "[dev-dependencies]\nx = 1\ny = { version = 2, path = 3 }\n"
    )

    assert parsed.faults == (
        "package without a name",
        "features is not a table",
        "dependencies is not a table",
    )
    assert [(found.alias, found.version, found.path) for found in parsed.dependencies] == [
        ("x", "", None),
        ("y", "", None),
    ]


def test_a_virtual_workspace_is_no_package() -> None:
    assert parse("[workspace]\n").package is None


def test_targets_are_found_by_their_place() -> None:
    manifest = parse('[package]\nname = "my-app"\n')
    sources = [
        *("x/src/lib.rs", "x/src/main.rs", "x/src/bin/tool.rs", "x/src/bin/big/main.rs"),
        *("x/src/bin/big/part.rs", "x/examples/e.rs", "x/tests/t.rs", "x/benches/b.rs"),
        *("x/tests/common/mod.rs", "x/build.rs"),
    ]

    found = package_targets(manifest, "x", sources)

    assert [(target.kind, target.name, target.path) for target in found] == [
        ("bench", "b", "x/benches/b.rs"),
        ("bin", "big", "x/src/bin/big/main.rs"),
        ("bin", "my-app", "x/src/main.rs"),
        ("bin", "tool", "x/src/bin/tool.rs"),
        ("example", "e", "x/examples/e.rs"),
        ("lib", "my_app", "x/src/lib.rs"),
        ("test", "t", "x/tests/t.rs"),
    ]


def test_declared_targets_replace_discovered_ones() -> None:
    manifest = parse(
        '[package]\nname = "app"\nautobenches = false\nautotests = false\n'
        '[lib]\nname = "core"\n[[bin]]\nname = "app"\n'
        '[[bin]]\nname = "t"\npath = "src/bin/tool.rs"\n'
        '[[bin]]\nname = "out"\npath = "../../out.rs"\n[[test]]\nname = "it"\n'
    )
    sources = [
        *("src/lib.rs", "src/main.rs", "src/bin/tool.rs", "benches/b.rs", "tests/t.rs"),
        "tests/it/main.rs",
    ]

    found = package_targets(manifest, "", sources)

    assert [(target.kind, target.name, target.path) for target in found] == [
        ("bin", "app", "src/main.rs"),
        ("bin", "out", ""),
        ("bin", "t", "src/bin/tool.rs"),
        ("lib", "core", "src/lib.rs"),
        ("test", "it", "tests/it/main.rs"),
    ]


def root_of(folder: str, root_text: str, text: str = "[package]\nname = 'p'\n") -> str | None:
    return workspace_root(folder, {"": parse(root_text), folder: parse(text)})


def test_a_package_is_in_the_nearest_workspace_above() -> None:
    assert root_of("a/b", "[workspace]\n") == ""


def test_without_a_workspace_above_there_is_none() -> None:
    assert root_of("a/b", "[package]\nname = 'x'\n") is None


def test_an_excluded_package_is_in_no_workspace() -> None:
    assert root_of("old/b", "[workspace]\nexclude = ['./old/']\n") is None


def test_a_member_pattern_takes_a_package_back_in() -> None:
    text = "[workspace]\nexclude = ['old']\nmembers = ['deep/*/x', 'old/b*']\n"

    assert root_of("old/b1", text) == ""


def test_a_package_may_name_its_workspace() -> None:
    text = "[package]\nname = 'p'\nworkspace = '..'\n"

    assert root_of("a", "[workspace]\n", text) == ""


def test_a_named_workspace_outside_the_tree_is_none() -> None:
    text = "[package]\nname = 'p'\nworkspace = '../..'\n"

    assert root_of("a", "[workspace]\n", text) is None
