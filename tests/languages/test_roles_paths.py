"""Which role a path gives a file, and which rule comes first."""

import pytest

from estimator.languages.go.roles import role_of_path as go_role
from estimator.languages.rust.roles import role_of_path as rust_role
from estimator.model.source import Role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("main.go", Role.PRODUCT),
        ("pkg/vendored/a.go", Role.PRODUCT),
        ("pkg/vendor.go", Role.PRODUCT),
        ("pkg/latest/attest.go", Role.PRODUCT),
        ("integrations/github/a.go", Role.PRODUCT),
        ("internal/mocks/a.go", Role.PRODUCT),
        ("pkg/a_test.go", Role.TEST),
        ("pkg/testdata/src/a.go", Role.TEST),
        ("test/e2e/a.go", Role.TEST),
        ("pkg/testutil/a.go", Role.TEST),
        ("integration/a.go", Role.TEST),
        ("helper/test-fixtures/a.go", Role.TEST),
        ("api/a.pb.go", Role.GENERATED),
        ("api/a.pb.gw.go", Role.GENERATED),
        ("api/zz_generated.deepcopy.go", Role.GENERATED),
        ("api/client_generated.go", Role.GENERATED),
        ("web/bindata.go", Role.GENERATED),
        ("web/assets_bindata.go", Role.GENERATED),
        ("vendor/github.com/x/y/a.go", Role.VENDORED),
        ("third_party/a/a.go", Role.VENDORED),
        ("ui/node_modules/x/a.go", Role.VENDORED),
        ("examples/a.go", Role.EXAMPLE),
        ("pkg/_examples/a.go", Role.EXAMPLE),
    ],
)
def test_a_go_path_gives_the_role(path: str, role: Role) -> None:
    assert go_role(path) is role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("src/lib.rs", Role.PRODUCT),
        ("build.rs", Role.PRODUCT),
        ("src/target/mod.rs", Role.PRODUCT),
        ("src/spec/targets/x86_64.rs", Role.PRODUCT),
        ("src/config/unit_test/mod.rs", Role.PRODUCT),
        ("src/codegen/mod.rs", Role.PRODUCT),
        ("tests/it.rs", Role.TEST),
        ("benches/b.rs", Role.TEST),
        ("fuzz/fuzz_targets/f.rs", Role.TEST),
        ("src/tests.rs", Role.TEST),
        ("src/test_util.rs", Role.TEST),
        ("src/a_test.rs", Role.TEST),
        ("src/a_tests.rs", Role.TEST),
        ("src/test_util/mod.rs", Role.TEST),
        ("lib/k8s-test-framework/src/lib.rs", Role.TEST),
        ("components/engine_test/lib.rs", Role.TEST),
        ("x-integration-tests/src/lib.rs", Role.TEST),
        ("src/a_generated.rs", Role.GENERATED),
        ("src/proto/a.pb.rs", Role.GENERATED),
        ("target/debug/build/x/out/a.rs", Role.GENERATED),
        ("sub/target/release/a.rs", Role.GENERATED),
        ("sub/target/x86_64-unknown-linux-gnu/debug/a.rs", Role.GENERATED),
        ("vendor/serde/src/lib.rs", Role.VENDORED),
        ("examples/hello.rs", Role.EXAMPLE),
    ],
)
def test_a_rust_path_gives_the_role(path: str, role: Role) -> None:
    assert rust_role(path) is role


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("vendor/x/target/debug/a.rs", Role.VENDORED),
        ("vendor/x/tests/a_generated.rs", Role.VENDORED),
        ("tests/a_generated.rs", Role.GENERATED),
        ("examples/tests/a.rs", Role.TEST),
        ("examples/my-test-kit/src/lib.rs", Role.TEST),
    ],
)
def test_vendored_beats_generated_beats_test_beats_example(path: str, role: Role) -> None:
    assert rust_role(path) is role


def test_folder_names_are_compared_without_case() -> None:
    assert go_role("Vendor/x/a.go") is Role.VENDORED
