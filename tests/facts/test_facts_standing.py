"""What names say of tooling and test doubles, and what overrules them."""

from collections.abc import Mapping

import pytest
from facts_builders import function, parsed

from estimator.facts.standing import Declared, Standing, standing
from estimator.languages import LANGUAGES
from estimator.languages.tooling import TOP_FOLDERS
from estimator.model.source import Import, ParsedFile, Role

ROLES = {key: spec.role_of_path for key, spec in LANGUAGES.items()}
TESTING = Import(path="testing", line=3)
GO_MOD = {"go.mod": b"module example.org/service\n"}


def code(path: str, *imports: str, **content: bool) -> ParsedFile:
    """A file with a function, that imports paths."""
    found = [Import(path=one, line=number) for number, one in enumerate(imports, start=3)]
    return parsed(path, functions=[function()], imports=found, **content)  # type: ignore[arg-type]  # flags only


def stand(
    *files: ParsedFile | str,
    manifests: Mapping[str, bytes] | None = None,
    declared: Declared = (),
) -> Standing:
    given = [code(file) if isinstance(file, str) else file for file in files]
    known = GO_MOD if manifests is None else manifests
    return standing(given, ROLES, manifests=known, declared=declared)


def crate(name: str, *, released: bool = False, needs: str = "") -> bytes:
    more = '\ndescription = "d"\nlicense = "MIT"' if released else ""
    return f'[package]\nname = "{name}"{more}\n{needs}'.encode()


@pytest.mark.parametrize("folder", sorted(TOP_FOLDERS))
def test_a_folder_of_tooling_at_the_top_is_tooling_beside_a_product(folder: str) -> None:
    roles = stand("main.go", f"{folder}/gen/main.go").files

    assert roles == {"main.go": Role.PRODUCT, f"{folder}/gen/main.go": Role.TOOLING}


@pytest.mark.parametrize("folder", sorted(TOP_FOLDERS))
def test_a_folder_of_that_name_further_down_is_product(folder: str) -> None:
    assert stand("main.go", f"engine/{folder}/a.go").files[f"engine/{folder}/a.go"] is Role.PRODUCT


def test_a_folder_of_tooling_at_the_top_of_a_module_is_tooling() -> None:
    manifests = {"server/go.mod": b"module example.org/server\n"}

    roles = stand("server/main.go", "server/hack/a.go", manifests=manifests).files

    assert roles["server/hack/a.go"] is Role.TOOLING


def test_a_module_inside_a_folder_of_tooling_is_tooling_with_its_manifest() -> None:
    manifests = {**GO_MOD, "tools/maps/go.mod": b"module example.org/tools/maps\n"}

    found = stand("main.go", "tools/maps/main.go", "tools/maps/cmd/a.go", manifests=manifests)

    assert found.files["tools/maps/main.go"] is found.files["tools/maps/cmd/a.go"] is Role.TOOLING
    assert found.manifests == {"tools/maps/go.mod": Role.TOOLING}


@pytest.mark.parametrize("folder", ["tools", "scripts"])
def test_code_in_nothing_but_a_folder_of_tooling_is_the_product(folder: str) -> None:
    found = stand(f"{folder}/a/main.go", f"{folder}/b/main.go")

    assert set(found.files.values()) == {Role.PRODUCT}
    assert found.manifests == {}


def test_a_package_comment_at_the_top_makes_no_tooling_of_the_rest() -> None:
    assert stand(parsed("doc.go"), "tools/a.go").files["tools/a.go"] is Role.PRODUCT


def test_a_module_whose_only_code_sits_in_tools_is_product_beside_another_module() -> None:
    manifests = {"a/go.mod": b"module example.org/a\n", "b/go.mod": b"module example.org/b\n"}

    roles = stand("a/main.go", "b/tools/main.go", manifests=manifests).files

    assert roles["b/tools/main.go"] is Role.PRODUCT


def test_a_package_of_tools_that_product_code_imports_is_product_with_what_it_imports() -> None:
    found = stand(
        code("main.go", "example.org/service/tools/report"),
        code("tools/report/a.go", "example.org/service/tools/text"),
        "tools/text/a.go",
        "tools/lint/main.go",
    )

    assert found.files["tools/report/a.go"] is found.files["tools/text/a.go"] is Role.PRODUCT
    assert found.files["tools/lint/main.go"] is Role.TOOLING
    assert found.notes == ("tools counts as product despite the name: product code uses it.",)


def test_the_note_names_the_first_three_folders() -> None:
    names = ["amock", "bmock", "cmock", "dmock"]
    main = code("main.go", *(f"example.org/service/{name}" for name in names))

    found = stand(main, *(f"{name}/a.go" for name in names))

    (note,) = found.notes
    assert note.startswith("amock, bmock, cmock and 1 more count as product ")


def test_a_crate_of_tools_that_a_product_crate_is_built_with_is_product() -> None:
    manifests = {
        "app/Cargo.toml": crate("app", needs='[dependencies]\ntext = { path = "../tools/text" }\n'),
        "tools/text/Cargo.toml": crate("text"),
        "tools/lint/Cargo.toml": crate("lint"),
    }

    found = stand(
        "app/src/main.rs", "tools/text/src/lib.rs", "tools/lint/src/main.rs", manifests=manifests
    )

    assert found.files["tools/text/src/lib.rs"] is Role.PRODUCT
    assert found.files["tools/lint/src/main.rs"] is Role.TOOLING
    assert found.manifests == {"tools/lint/Cargo.toml": Role.TOOLING}


@pytest.mark.parametrize(
    "needs",
    [
        '[dev-dependencies]\ntext = { path = "../tools/text" }\n',
        '[build-dependencies]\ntext = { path = "../tools/text" }\n',
        '[dependencies]\ntext = { path = "../tools/text", optional = true }\n',
    ],
)
def test_a_crate_that_is_not_built_in_stays_tooling(needs: str) -> None:
    manifests = {
        "app/Cargo.toml": crate("app", needs=needs),
        "tools/text/Cargo.toml": crate("text"),
    }

    roles = stand("app/src/main.rs", "tools/text/src/lib.rs", manifests=manifests).files

    assert roles["tools/text/src/lib.rs"] is Role.TOOLING


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("", Role.PRODUCT),
        ("publish = false\n", Role.TOOLING),
        ("publish = []\n", Role.TOOLING),
        ('publish = ["ours"]\n', Role.PRODUCT),
    ],
)
def test_a_crate_of_tools_that_is_released_is_product(line: str, role: Role) -> None:
    manifests = {
        "app/Cargo.toml": crate("app"),
        "tools/ctl/Cargo.toml": crate("ctl", released=True, needs=line),
    }

    roles = stand("app/src/main.rs", "tools/ctl/src/main.rs", manifests=manifests).files

    assert roles["tools/ctl/src/main.rs"] is role


def test_the_commands_of_a_workspace_are_tooling_wherever_they_lie() -> None:
    manifests = {"rust/app/Cargo.toml": crate("app"), "rust/xtask/Cargo.toml": crate("xtask")}

    found = stand("rust/app/src/main.rs", "rust/xtask/src/main.rs", manifests=manifests)

    assert found.files["rust/xtask/src/main.rs"] is Role.TOOLING
    assert found.manifests == {"rust/xtask/Cargo.toml": Role.TOOLING}


def test_a_build_script_lies_beside_its_manifest() -> None:
    manifests = {"app/Cargo.toml": crate("app")}

    roles = stand("app/build.rs", "app/src/build.rs", "app/src/lib.rs", manifests=manifests).files

    assert roles["app/build.rs"] is Role.TOOLING
    assert roles["app/src/build.rs"] is Role.PRODUCT


def test_what_the_go_command_looks_past_is_tooling() -> None:
    assert stand("main.go", "flate/_gen/a.go").files["flate/_gen/a.go"] is Role.TOOLING


def test_a_go_file_that_no_build_takes_is_tooling() -> None:
    roles = stand("main.go", parsed("internal/gen.go", is_tooling=True)).files

    assert roles["internal/gen.go"] is Role.TOOLING


@pytest.mark.parametrize(
    "path",
    [
        "client/mock/client.go",
        "server/mockstore/store.go",
        "internal/testmocks/a.go",
        "pkg/fake/clientset.go",
        "db/dbfakes/fake_conn.go",
        "internal/testlib/skip.go",
        "agent/mock_agent.go",
        "file/adapter_mock.go",
        "store/mocks.go",
        "store/fakes.go",
        "tsdb/testutil.go",
        "graph/testutil_unix.go",
        "k8s/test_helper.go",
        "operator/reloader_test_lib.go",
    ],
)
def test_a_go_name_of_test_doubles_is_test(path: str) -> None:
    assert stand("main.go", path).files[path] is Role.TEST


@pytest.mark.parametrize(
    "path",
    [
        "app/src/mock.rs",
        "app/src/mock/clock.rs",
        "app/src/mocks/mod.rs",
        "app/src/kv/mock_engine.rs",
        "app/src/testing.rs",
        "app/src/model_testing.rs",
        "app/src/testutil.rs",
        "app/src/event_test_util.rs",
        "mock-io/src/lib.rs",
    ],
)
def test_a_rust_name_of_test_doubles_is_test(path: str) -> None:
    assert stand("app/src/lib.rs", path, manifests={}).files[path] is Role.TEST


@pytest.mark.parametrize(
    "path",
    [
        "dns/fakedns/fake.go",
        "dns/fake_dns/pool.go",
        "net/fake_ip.go",
        "rpc/stub.go",
        "rpc/stub/a.go",
        "net/dummy/a.go",
        "image/attestation.go",
        "text/latest/a.go",
        "cmd/test.go",
        "llm/mock.go",
        "rules/unittest.go",
        "src/fake_tun.rs",
        "src/fake/mod.rs",
        "src/commands/contest.rs",
    ],
)
def test_a_name_that_may_be_a_feature_is_product(path: str) -> None:
    assert stand("main.go", path).files[path] is Role.PRODUCT


def test_a_fake_protocol_that_product_code_imports_is_product() -> None:
    found = stand(code("main.go", "example.org/service/tls/fake"), "tls/fake/hello.go")

    assert found.files["tls/fake/hello.go"] is Role.PRODUCT


def test_a_double_inside_a_crate_that_is_used_stays_a_double() -> None:
    manifests = {
        "app/Cargo.toml": crate("app", needs='[dependencies]\nkv = { path = "../kv" }\n'),
        "kv/Cargo.toml": crate("kv"),
    }

    roles = stand(
        "app/src/main.rs", "kv/src/lib.rs", "kv/src/mock/engine.rs", manifests=manifests
    ).files

    assert roles["kv/src/mock/engine.rs"] is Role.TEST


def test_a_crate_of_nothing_but_doubles_is_no_package_of_the_product() -> None:
    manifests = {"app/Cargo.toml": crate("app"), "mock/io/Cargo.toml": crate("mock-io")}

    found = stand("app/src/main.rs", "mock/io/src/lib.rs", manifests=manifests)

    assert found.manifests == {"mock/io/Cargo.toml": Role.TEST}


@pytest.mark.parametrize(
    "module",
    ["github.com/stretchr/testify", "go.uber.org/mock", "gotest.tools/v3", "x.org/mockery"],
)
def test_doubles_are_the_product_of_a_module_that_is_named_for_them(module: str) -> None:
    manifests = {"go.mod": f"module {module}\n".encode()}

    roles = stand("main.go", "mock/mock.go", "a/mock_b.go", manifests=manifests).files

    assert set(roles.values()) == {Role.PRODUCT}


def test_a_name_that_only_holds_the_letters_is_not_about_tests() -> None:
    manifests = {"go.mod": b"module example.org/attestation\n"}

    assert stand("main.go", "mock/a.go", manifests=manifests).files["mock/a.go"] is Role.TEST


def test_a_crate_of_doubles_that_is_released_is_product() -> None:
    manifests = {
        "mockall/Cargo.toml": crate("mockall", released=True),
        "mockall_derive/Cargo.toml": crate("mockall_derive", released=True),
    }

    roles = stand("mockall/src/lib.rs", "mockall_derive/src/lib.rs", manifests=manifests).files

    assert set(roles.values()) == {Role.PRODUCT}


def test_doubles_inside_a_released_crate_are_doubles() -> None:
    manifests = {"app/Cargo.toml": crate("app", released=True)}

    roles = stand("app/src/lib.rs", "app/src/mock/a.rs", manifests=manifests).files

    assert roles["app/src/mock/a.rs"] is Role.TEST


def test_where_only_doubles_and_tooling_are_left_they_are_the_product() -> None:
    found = stand("mocks/a.go", "pkg/fake/a.go", parsed("doc.go"))

    assert set(found.files.values()) == {Role.PRODUCT}
    assert found.notes == (
        "Only tooling or test doubles were found by their names, so they are the product.",
    )


def test_beside_doubles_the_scripts_are_the_product() -> None:
    roles = stand("mocks/a.go", "scripts/a.go").files

    assert roles == {"mocks/a.go": Role.TEST, "scripts/a.go": Role.PRODUCT}


def test_a_go_folder_named_for_tests_is_test_where_a_file_imports_testing() -> None:
    roles = stand(
        "main.go", code("rafttest/env.go", "testing"), "rafttest/network.go", "dnstest/server.go"
    ).files

    assert roles["rafttest/env.go"] is roles["rafttest/network.go"] is Role.TEST
    assert roles["dnstest/server.go"] is Role.PRODUCT


def test_a_go_file_named_for_tests_is_test_where_it_imports_testing() -> None:
    roles = stand(
        "main.go",
        code("a/filewriter_test_windows.go", "testing"),
        code("b/bench.go", "testing"),
        "c/wrap_test_race.go",
    ).files

    assert roles["a/filewriter_test_windows.go"] is Role.TEST
    assert roles["b/bench.go"] is roles["c/wrap_test_race.go"] is Role.PRODUCT


def test_what_the_configuration_declares_is_stronger_than_names_and_folders() -> None:
    declared: Declared = (
        (Role.PRODUCT, lambda path: path.startswith("tools/ctl/")),
        (Role.TEST, lambda path: path.startswith(("tools/", "sim/"))),
        (Role.TOOLING, lambda path: path.startswith(("vdev/", "vendor/"))),
    )

    found = stand(
        "main.go",
        "tools/ctl/main.go",
        "tools/a.go",
        "sim/a.go",
        "vdev/a.go",
        "vendor/x/a.go",
        parsed("vdev/b.go", is_generated=True),
        declared=declared,
    )

    assert found.files == {
        "main.go": Role.PRODUCT,
        "tools/ctl/main.go": Role.PRODUCT,
        "tools/a.go": Role.TEST,
        "sim/a.go": Role.TEST,
        "vdev/a.go": Role.TOOLING,
        "vendor/x/a.go": Role.TOOLING,
        "vdev/b.go": Role.GENERATED,
    }
    assert found.declared == set(found.files) - {"main.go", "vdev/b.go"}


def test_declared_product_beside_tooling_keeps_the_tooling() -> None:
    declared: Declared = ((Role.PRODUCT, lambda path: path == "tools/ctl/main.go"),)

    found = stand("tools/ctl/main.go", "scripts/a.go", declared=declared)

    assert found.files["tools/ctl/main.go"] is Role.PRODUCT


def test_without_a_go_mod_imports_tell_the_root() -> None:
    found = stand(
        code("cmd/main.go", "example.org/x/service/pkg/a", "example.org/x/service/hack/b"),
        "pkg/a/a.go",
        "hack/b/b.go",
        "hack/c/c.go",
        manifests={},
    )

    assert found.files["hack/b/b.go"] is Role.PRODUCT
    assert found.files["hack/c/c.go"] is Role.TOOLING
