"""The API shell of a service: what shows it, what stays core."""

from collections.abc import Mapping, Sequence

from cuts_builders import Fn, program

from estimator.model.hotpaths import ApiShell
from estimator.model.links import TypedName, TypeLinks
from estimator.model.rules import ShellSign
from estimator.model.rulevalue import Source, SourceKind
from estimator.structure.cuts.code import Code
from estimator.structure.cuts.shells import find_shell

CRATE = "svc"
_SOURCE = (Source(kind=SourceKind.JUDGEMENT, cite="test"),)
_CRATES = ("axum", "clap", "sqlx", "serde")


def sign(part: str, rank: int = 10, language: str = "rust", **shown: object) -> ShellSign:
    return ShellSign(
        id=f"shell.{part}",
        part=part,
        language=language,
        rank=rank,
        reason=f"is {part}",
        source=_SOURCE,
        **shown,  # type: ignore[arg-type]  # each is a field of its own type
    )


SIGNS = (
    sign("handlers", paths=("axum", "hyper::server")),
    sign("database", 20, paths=("sqlx",)),
    sign("options", 30, paths=("clap",), derives=("Parser",)),
    sign("data", 50, derives=("Serialize",), at_most_lines=20),
    sign("wiring", 45, holds_shell=True, at_most_lines=20),
    sign("entry", 60, entries=("main",)),
)


def kept(name: str, *derives: str, kind: str = "struct", line: int = 1, **fields: str) -> TypeLinks:
    return TypeLinks(
        symbol=name,
        kind=kind,
        line=line,
        end_line=line + 2,
        fields=tuple(TypedName(name=key, type=text, line=line) for key, text in fields.items()),
        implements=derives,
    )


def rust(
    *functions: Fn, types: Sequence[TypeLinks] = (), imports: Mapping[str, str] | None = None
) -> Code:
    return program(
        *(one._replace(unit=CRATE) for one in functions),
        types={CRATE: types},
        imports=imports,
        language="rust",
    )


def shell_of(code: Code, crates: Sequence[str] = _CRATES) -> ApiShell:
    return find_shell(code, SIGNS, dependencies=crates)


def parts(code: Code, crates: Sequence[str] = _CRATES) -> dict[str, str]:
    return {one.symbol: one.part for one in shell_of(code, crates).parts}


def test_a_function_that_names_a_framework_is_shell() -> None:
    code = rust(Fn("get", takes={"j": "Json<u8>"}), Fn("work"), imports={"Json": "axum::Json"})

    assert parts(code) == {"get": "handlers"}


def test_a_path_written_out_shows_it_too() -> None:
    assert parts(rust(Fn("get", names="axum::Json"))) == {"get": "handlers"}


def test_a_path_of_a_crate_that_no_manifest_names_shows_nothing() -> None:
    assert parts(rust(Fn("get", names="axum::Json")), ["serde"]) == {}


def test_a_crate_is_found_under_its_name_with_a_dash() -> None:
    signs = (sign("handlers", paths=("actix_web",)),)

    found = find_shell(rust(Fn("get", names="actix_web::web")), signs, dependencies=["actix-web"])

    assert [one.symbol for one in found.parts] == ["get"]


def test_only_the_named_part_of_a_crate_shows_it() -> None:
    code = rust(Fn("serve", names="hyper::server::Server"), Fn("send", names="hyper::client"))

    assert parts(code, ["hyper"]) == {"serve": "handlers"}


def test_a_local_name_that_looks_like_a_crate_shows_nothing() -> None:
    assert parts(rust(Fn("get", names="sqlx"))) == {}


def test_of_two_signs_the_lower_rank_names_the_part() -> None:
    assert parts(rust(Fn("get", names="sqlx::Pool axum::Json"))) == {"get": "handlers"}


def test_a_type_that_holds_a_client_is_shell_with_its_functions() -> None:
    code = rust(
        Fn("Store::name", receiver="Store"),
        types=[kept("Store", pool="PgPool")],
        imports={"PgPool": "sqlx::PgPool"},
    )

    assert parts(code) == {"Store": "database", "Store::name": "database"}


def test_an_enum_of_errors_that_holds_one_of_a_client_is_core() -> None:
    code = rust(Fn("work"), types=[kept("Error", kind="enum", db="sqlx::Error")])

    assert parts(code) == {}


def test_a_derive_of_another_crate_shows_nothing() -> None:
    code = rust(Fn("work"), types=[kept("Grammar", "Parser")], imports={"Parser": "pest::Parser"})

    assert parts(code) == {}


def test_a_derive_of_the_crate_shows_options() -> None:
    code = rust(Fn("work"), types=[kept("Opts", "Parser")], imports={"Parser": "clap::Parser"})

    assert parts(code) == {"Opts": "options"}


def test_a_type_most_of_whose_lines_are_shell_is_shell() -> None:
    code = rust(
        Fn("Api::get", receiver="Api", lines=20, names="axum::Json"),
        Fn("Api::key", receiver="Api", lines=5),
        types=[kept("Api")],
    )

    assert parts(code) == {"Api": "handlers", "Api::get": "handlers", "Api::key": "handlers"}


def test_a_type_most_of_whose_lines_are_core_keeps_its_other_functions() -> None:
    code = rust(
        Fn("Engine::get", receiver="Engine", lines=5, names="axum::Json"),
        Fn("Engine::run", receiver="Engine", lines=50),
        types=[kept("Engine")],
    )

    assert parts(code) == {"Engine::get": "handlers"}


def test_data_that_only_the_shell_names_is_shell() -> None:
    code = rust(
        Fn("get", names="axum::Json Reply"),
        Fn("Reply::new", receiver="Reply"),
        types=[kept("Reply", "Serialize", item="Item"), kept("Item", "Serialize", line=9)],
    )

    assert parts(code) == {
        "get": "handlers",
        "Reply": "data",
        "Reply::new": "data",
        "Item": "data",
    }


def test_data_that_the_core_names_is_core() -> None:
    code = rust(
        Fn("get", names="axum::Json Reply"),
        Fn("work", gives=["Reply"]),
        types=[kept("Reply", "Serialize", item="Item"), kept("Item", "Serialize", line=9)],
    )

    assert parts(code) == {"get": "handlers"}


def test_data_that_nobody_names_is_core() -> None:
    assert parts(rust(Fn("work"), types=[kept("Reply", "Serialize")])) == {}


def test_data_with_much_logic_is_core() -> None:
    code = rust(
        Fn("get", names="axum::Json Reply"),
        Fn("Reply::solve", receiver="Reply", lines=21),
        types=[kept("Reply", "Serialize")],
    )

    assert "Reply" not in parts(code)


def test_what_wires_the_shell_together_is_shell() -> None:
    code = rust(
        Fn("get", takes={"s": "State"}, names="axum::Json"),
        Fn("State::new", receiver="State", lines=3),
        types=[kept("Store", line=9, pool="sqlx::PgPool"), kept("State", store="Store")],
    )

    assert parts(code) == {
        "get": "handlers",
        "Store": "database",
        "State": "wiring",
        "State::new": "wiring",
    }


def test_the_entry_of_the_process_is_shell() -> None:
    assert parts(rust(Fn("main"), Fn("work"))) == {"main": "entry"}


def test_signs_of_another_language_say_nothing() -> None:
    signs = (sign("handlers", language="go", paths=("axum",)),)

    found = find_shell(rust(Fn("get", names="axum::Json")), signs, dependencies=_CRATES)

    assert (found.parts, found.seam, found.code_lines) == ((), None, 0)


def test_lines_are_summed_by_part_and_unit_and_make_up_all_with_the_core() -> None:
    code = rust(
        Fn("get", "work", lines=12, names="axum::Json"),
        Fn("work", lines=30),
        types=[kept("Opts", "Parser"), kept("Core", line=9)],
        imports={"Parser": "clap::Parser"},
    )

    found = shell_of(code)

    assert found.lines_by_part == {"handlers": 12, "options": 3}
    assert found.lines_by_unit == {CRATE: 15}
    assert (found.code_lines, found.core_lines) == (15, 33)


def test_the_seam_is_what_the_shell_calls_in_the_core() -> None:
    code = rust(Fn("get", "work", names="axum::Json"), Fn("work", "inner"), Fn("inner"))

    seam = shell_of(code).seam

    assert seam is not None
    assert [(one.symbol, one.direction) for one in seam.crossings] == [("work", "in")]


def test_without_a_core_there_is_no_seam() -> None:
    assert shell_of(rust(Fn("main"))).seam is None


def test_dependencies_of_the_shell_are_named() -> None:
    code = rust(Fn("get", names="Json"), imports={"Json": "axum::Json"})

    assert shell_of(code).dependencies == ("axum",)


def test_each_part_says_which_rule_and_what_showed_it() -> None:
    code = rust(Fn("get", names="axum::Json"))

    (part,) = shell_of(code).parts

    assert (part.rule, part.reason) == ("shell.handlers", "is handlers: axum::Json")


def test_a_unit_in_which_hardly_anything_is_shell_stays_core() -> None:
    code = rust(Fn("get", names="axum::Json"), *(Fn(f"work{n}") for n in range(30)))

    def shown(least: float) -> list[str]:
        found = find_shell(code, SIGNS, dependencies=_CRATES, least_share=least)
        return [one.symbol for one in found.parts]

    assert shown(0.01) == ["get"]
    assert shown(0.5) == []


def test_too_little_of_the_whole_is_no_shell() -> None:
    code = rust(Fn("get", names="axum::Json"), *(Fn(f"work{n}") for n in range(30)))

    found = find_shell(code, SIGNS, dependencies=_CRATES, least_whole=0.5)

    assert (found.parts, found.code_lines, found.seam) == ((), 0, None)


def test_a_command_line_alone_is_no_api_shell() -> None:
    signs = (sign("handlers", paths=("axum",), is_api=True), sign("options", 30, paths=("clap",)))
    tool = rust(Fn("options", names="clap::Command"))
    service = rust(Fn("options", names="clap::Command"), Fn("get", names="axum::Json"))

    assert not find_shell(tool, signs, dependencies=_CRATES).parts
    assert len(find_shell(service, signs, dependencies=_CRATES).parts) == 2
