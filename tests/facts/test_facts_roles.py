"""Roles by path and content together, and what product code imports."""

import pytest
from facts_builders import ROLES, parsed, skipped

from estimator.facts.roles import file_roles, product_imports
from estimator.model.source import Import, ParsedFile, Role


def roles_of(*files: ParsedFile) -> dict[str, Role]:
    return file_roles(files, ROLES)


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("a.go", Role.GENERATED),
        ("test/a.go", Role.GENERATED),
        ("example/a.go", Role.GENERATED),
        ("vendored/a.go", Role.VENDORED),
    ],
)
def test_a_generators_header_beats_every_path_rule_but_vendored(path: str, role: Role) -> None:
    assert roles_of(parsed(path, is_generated=True)) == {path: role}


def test_a_file_that_calls_itself_a_test_is_one() -> None:
    assert roles_of(parsed("a.rs", is_test=True)) == {"a.rs": Role.TEST}


def test_a_skipped_file_has_no_role() -> None:
    assert roles_of(skipped("a.go")) == {}


@pytest.mark.parametrize(
    ("declaring", "module", "test_file"),
    [
        ("src/lib.rs", "checks", "src/checks.rs"),
        ("src/lib.rs", "checks", "src/checks/mod.rs"),
        ("src/lib.rs", "checks", "src/checks/deep/er.rs"),
        ("src/a.rs", "checks", "src/a/checks.rs"),
        ("src/a/mod.rs", "checks", "src/a/checks.rs"),
        ("src/bin/tool.rs", "checks", "src/bin/checks.rs"),
        ("src/lib.rs", "inner::checks", "src/inner/checks.rs"),
        ("lib.rs", "checks", "checks.rs"),
    ],
)
def test_a_module_declared_under_cfg_test_is_a_test(
    declaring: str, module: str, test_file: str
) -> None:
    root = test_file if "deep" not in test_file else "src/checks.rs"

    roles = roles_of(parsed(declaring, test_modules=[module]), parsed(test_file), parsed(root))

    assert roles[test_file] is Role.TEST
    assert roles[declaring] is Role.PRODUCT


def test_a_declared_test_module_touches_no_namesake_elsewhere() -> None:
    roles = roles_of(parsed("src/a.rs", test_modules=["checks"]), parsed("src/checks.rs"))

    assert roles["src/checks.rs"] is Role.PRODUCT


def test_a_generated_file_stays_generated_under_a_test_module() -> None:
    roles = roles_of(
        parsed("src/lib.rs", test_modules=["x"]), parsed("src/x.rs", is_generated=True)
    )

    assert roles["src/x.rs"] is Role.GENERATED


def test_product_imports_leave_tests_out() -> None:
    files = [
        parsed("a.go", imports=[Import(path="x", line=1), Import(path="t", line=2, is_test=True)]),
        parsed("test/a.go", imports=[Import(path="y", line=1)]),
        skipped("b.go"),
    ]

    assert product_imports(files, file_roles(files, ROLES)) == {
        "a.go": (Import(path="x", line=1),),
    }
