"""Frames of Rust profiles find their functions by the path of the type or module."""

import pytest
from measured_builders import rust_code, rust_function

from estimator.model.profile import Frame, OwnCode, OwnCrate, OwnFunction
from estimator.structure.place import Place
from estimator.structure.rustindex import RustIndex

FREE = rust_function("run")
MODULE = rust_function("run", path="src/net/client.rs")
NESTED = rust_function("run", path="src/net/mod.rs")
METHOD = rust_function("Client::send", path="src/net/client.rs", line=30)
CLIENT = "tool::net::client::Client"
INLINE = rust_function("wire::Frame::send", path="src/net/client.rs", line=50)
TRAIT = rust_function("<Client as Sink>::put", path="src/net/client.rs", line=70)
FOREIGN = rust_function("<Vec as Sink>::put", path="src/sink.rs", line=10)
DEFAULT = rust_function("Sink::flush", path="src/sink.rs", line=30)
BLANKET = rust_function("<T as Extra>::more", path="src/sink.rs", line=50)
SLICE = rust_function("<[T] as Extra>::most", path="src/sink.rs", line=60)
FROM_TEXT = rust_function("<Client as From<String>>::from", path="src/net/client.rs", line=90)
FROM_BYTES = rust_function("<Client as From<Vec<u8>>>::from", path="src/net/client.rs", line=110)
NEXT = rust_function("<Client as Iterator>::next", path="src/net/client.rs", line=130)
INNER = rust_function("Client::send::inner", path="src/net/client.rs", line=35)
DYN = rust_function("dyn Sink::erased", path="src/sink.rs", line=80)
CLI = rust_function("main", path="src/bin/tool-cli.rs")
ALL = (
    *(FREE, MODULE, NESTED, METHOD, INLINE, TRAIT, FOREIGN, DEFAULT, BLANKET, SLICE),
    *(FROM_TEXT, FROM_BYTES, NEXT, INNER, DYN, CLI),
)


def place(symbol: str, path: str = "", line: int = 0) -> Place:
    return RustIndex(ALL, rust_code(*ALL)).place(Frame(symbol=symbol, path=path, line=line))


@pytest.mark.parametrize(
    ("symbol", "function"),
    [
        ("tool::run", FREE),
        ("tool::net::client::run", MODULE),
        ("tool::net::run", NESTED),
        ("tool::net::client::Client::send", METHOD),
        ("tool::net::client::Client<T>::send", METHOD),
        ("<tool::net::client::Client>::send", METHOD),
        ("<tool::net::client::Client<u8>>::send::{closure#0}", METHOD),
        ("tool::net::client::Client::send::{{closure}}", METHOD),
        ("tool::other::<impl tool::net::client::Client>::send", METHOD),
        ("tool::net::client::Client::send::inner", INNER),
        ("tool::net::client::wire::Frame::send", INLINE),
        ("<tool::net::client::Client as tool::sink::Sink>::put", TRAIT),
        ("tool::net::client::<impl tool::sink::Sink for tool::net::client::Client>::put", TRAIT),
        ("<alloc::vec::Vec<T> as tool::sink::Sink>::put", FOREIGN),
        ("<tool::net::client::Client as tool::sink::Sink>::flush", DEFAULT),
        ("tool::sink::Sink::flush", DEFAULT),
        ("<tool::net::client::Client as tool::sink::Extra>::more", BLANKET),
        ("<[u8] as tool::sink::Extra>::most", SLICE),
        (f"<{CLIENT} as core::convert::From<alloc::string::String>>::from", FROM_TEXT),
        (f"<{CLIENT} as core::convert::From<alloc::vec::Vec<u8>>>::from", FROM_BYTES),
        ("<tool::net::client::Client as core::iter::traits::iterator::Iterator>::next", NEXT),
        ("<tool::net::client::Client as tool::sink::OldName>::put", TRAIT),
        ("<dyn tool::sink::Sink>::erased", DYN),
        ("tool_cli::main", CLI),
        ("tool::net::client::{{impl}}::next", NEXT),
    ],
)  # fmt: skip
def test_a_frame_finds_its_function(symbol: str, function: OwnFunction) -> None:
    assert place(symbol).function == function


@pytest.mark.parametrize(
    "symbol",
    [
        "core::ptr::drop_in_place<tool::net::client::Client>",
        "<alloc::vec::Vec<tool::net::client::Client> as core::clone::Clone>::clone",
        "<tool::net::client::Client as core::iter::traits::iterator::Iterator>::fold",
        "<tool::net::client::Client as core::clone::Clone>::clone",
        "tokio::runtime::task::run",
        "malloc",
        "[unknown]",
    ],
)
def test_code_of_others_and_derived_code_is_not_own(symbol: str) -> None:
    assert place(symbol) == Place(is_own=False, function=None)


@pytest.mark.parametrize(
    "symbol", ["tool::gone", "tool::net::client::Client::gone", "tool::gone::Gone::run2"]
)
def test_own_code_that_is_not_there_is_missing(symbol: str) -> None:
    assert place(symbol) == Place(is_own=True, function=None)


def test_a_file_and_line_find_what_a_name_does_not() -> None:
    found = place("tool::made_by_a_macro", "/x/tool/src/net/client.rs", 33)

    assert found.function == METHOD


@pytest.mark.parametrize(
    "path", ["/rustc/abc/library/core/src/x.rs", "/h/.cargo/registry/src/x.rs"]
)
def test_paths_of_others_are_not_own(path: str) -> None:
    assert not place("tool::run", path, 1).is_own


@pytest.mark.parametrize(
    ("symbol", "path", "line", "function"),
    [
        ("send<u8>", "/x/tool/src/net/client.rs", 31, METHOD),
        ("{closure#3}", "/x/tool/src/net/client.rs", 33, METHOD),
        ("send_all", "/x/tool/src/net/client.rs", 33, None),
        ("most", "/x/tool/src/sink.rs", 900, SLICE),
        ("most", "/x/tool/src/sink.rs", 0, SLICE),
    ],
)
def test_a_name_without_a_path_is_found_in_its_file(
    symbol: str, path: str, line: int, function: OwnFunction | None
) -> None:
    found = place(symbol, path, line)

    assert (found.is_own, found.function) == (True, function)
    assert found.lines_agree == (line < 900)


def test_a_name_without_a_path_in_a_file_of_others_is_not_own() -> None:
    assert not place("send", "/x/sqlite3.c", 31).is_own
    assert not place("send").is_own


def test_a_file_outside_all_targets_belongs_to_its_package() -> None:
    function = rust_function("run", path="tools/run.rs")
    own = OwnCode(
        language="rust",
        crates=(OwnCrate(name="odd", root="", folder=""),),
        files={"tools/run.rs": "odd"},
    )

    found = RustIndex((function,), own).place(Frame(symbol="odd::tools::run::run"))

    assert found.function == function


def test_a_file_without_a_package_is_never_own() -> None:
    function = rust_function("run", path="x/run.rs")
    own = OwnCode(language="rust", files={"x/run.rs": ""})

    assert not RustIndex((function,), own).place(Frame(symbol="x::run::run")).is_own


def test_a_kernel_frame_is_not_own() -> None:
    index = RustIndex(ALL, rust_code(*ALL))

    assert not index.place(Frame(symbol="tool::run", is_kernel=True)).is_own
