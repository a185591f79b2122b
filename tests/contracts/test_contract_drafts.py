"""A seam becomes a contract that the Protocol Buffers compiler accepts."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from compiler import compiled
from google.protobuf.descriptor_pb2 import FieldDescriptorProto, FileDescriptorProto
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from seam_builders import (
    PATH,
    UNIT,
    crossing,
    declared,
    file,
    function,
    hot_path,
)

from estimator.contracts.draft import draft_contract
from estimator.contracts.text import contract_text, is_untouched
from estimator.model.contract import ContractDraft
from estimator.model.hotpaths import Crossing, CrossingField
from estimator.model.links import FileLinks, FunctionLinks, TypedName, TypeLinks


def drafted(
    *items: FunctionLinks | TypeLinks,
    crossings: tuple[Crossing, ...] = (),
    language: str = "go",
) -> ContractDraft:
    found = crossings or tuple(
        crossing(item.symbol) for item in items if isinstance(item, FunctionLinks)
    )
    links: dict[str, FileLinks] = {PATH: file(*items)}
    return draft_contract(hot_path(*found), links, {PATH: UNIT}, language=language)


def types_of(fields: str, *others: TypeLinks, language: str = "go") -> dict[str, str]:
    """Field name -> type in the contract, of a message with these fields."""
    draft = drafted(
        declared("Row", fields),
        *others,
        crossings=(crossing("Row", kind="type"),),
        language=language,
    )
    row = next(message for message in draft.messages if message.name == "Row")
    return {field.name: field.type for field in row.fields}


def test_a_function_that_the_shell_calls_becomes_a_call_of_the_hot_path(tmp_path: Path) -> None:
    find = function(
        "Index.Find",
        "ctx: context.Context | key: string | limit: int",
        "_: []Row | _: error",
        receiver="Index",
    )

    made = compiled(contract_text(drafted(find, declared("Row", "ID: uint32"))), tmp_path)

    (service,) = made.service
    (call,) = service.method
    assert made.package == "store_index.v1"
    assert (service.name, call.name) == ("StoreIndex", "Find")
    assert _fields(made, "FindRequest") == {"key": "string", "limit": "int64"}
    assert _fields(made, "FindResponse") == {"value_1": "repeated Row"}
    assert _fields(made, "Row") == {"id": "uint32"}


def test_a_call_inside_a_loop_says_what_can_be_saved() -> None:
    march = function("March", "ray: Ray | scene: *Scene | limit: int")
    fields = tuple(
        CrossingField(name=name, type="", kind=kind, path=PATH, line=1)
        for name, kind in {"ray": "plain", "scene": "pointer", "(receiver)": "state"}.items()
    )
    crossed = replace(crossing("March"), sites_in_loops=2, fields=fields)

    (looped,) = drafted(march, crossings=(crossed,)).services[0].calls
    (once,) = drafted(march, crossings=(replace(crossed, sites_in_loops=0),)).services[0].calls

    assert looped.notes == (
        "called inside a loop: one call for many values saves the time of the others",
        "scene may be the same each time: send it once and name it",
    )
    assert once.notes == ()


def test_what_the_call_carries_is_said_beside_it() -> None:
    draft = drafted(function("Index.Find", "ctx: context.Context", "_: error", receiver="Index"))

    (call,) = draft.services[0].calls
    assert call.notes == (
        "the state of Index lives on the side that serves this call",
        "context.Context: deadline and cancellation travel with the call",
        "its error is the status of the call",
    )
    assert draft.fields() == ()


def test_a_channel_without_values_is_no_field() -> None:
    wait = function("Wait", "stop: <-chan struct{} | log: *zap.Logger", "_: <-chan struct{}")

    draft = drafted(wait)

    assert draft.fields() == ()
    assert draft.services[0].calls[0].notes == (
        "the caller cancels the call",
        "zap.Logger: each side writes a log of its own",
        "it says that it is done",
    )


def test_self_is_the_type_around_it() -> None:
    draft = drafted(
        function("Row::double", results="_: Option<Self>", receiver="Row"),
        declared("Row", "id: u8"),
        language="rust",
    )

    response = next(message for message in draft.messages if message.name == "DoubleResponse")
    assert [field.type for field in response.fields] == ["Row"]


def test_a_function_of_the_shell_that_the_hot_path_calls_is_served_by_the_shell() -> None:
    draft = drafted(
        function("Index.Find"),
        function("audit", "name: string"),
        crossings=(crossing("Index.Find"), crossing("audit", direction="out")),
    )

    assert [(service.name, service.served_by) for service in draft.services] == [
        ("StoreIndex", "the hot path"),
        ("StoreIndexShell", "the shell"),
    ]


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("bool", "bool"),
        ("*int32", "optional int32"),
        ("[]string", "repeated string"),
        ("[4]float64", "repeated double"),
        ("[][]string", "repeated RepeatedStringList"),
        ("map[string]int", "map<string, int64>"),
        ("map[string][]string", "map<string, RepeatedStringList>"),
        ("map[float64]bool", "repeated DoubleToBool"),
        ("time.Time", "google.protobuf.Timestamp"),
        ("*time.Duration", "google.protobuf.Duration"),
        ("error", "Failure"),
        ("[]byte", "bytes"),
        ("any", ""),
        ("func(int) error", ""),
        ("*http.Request", ""),
        ("struct{ A int }", ""),
        ("interface{ Close() error }", ""),
        ("chan<- string", "string"),
        ("(((", ""),
        ("struct{}", "Nothing"),
        ("*raftpb.Entry", "RaftpbEntry"),
        ("structpb.Value", "google.protobuf.Value"),
    ],
)
def test_a_go_type_becomes(written: str, becomes: str) -> None:
    assert types_of(f"Value: {written}") == {"value": becomes}


@pytest.mark.parametrize(
    ("written", "becomes"),
    [
        ("&'a mut String", "string"),
        ("Option<u64>", "optional uint64"),
        ("Option<Vec<u32>>", "repeated uint32"),
        ("std::collections::HashMap<String, Vec<i8>>", "map<string, RepeatedInt32List>"),
        ("Arc<Mutex<Option<bool>>>", "optional bool"),
        ("(u32, String)", "Uint32StringTuple"),
        ("()", "Nothing"),
        ("[u8; 32]", "bytes"),
        ("Bytes", "bytes"),
        ("std::time::Duration", "google.protobuf.Duration"),
        ("Result<u32, Error>", "uint32"),
        ("anyhow::Error", "Failure"),
        ("Box<dyn Fn(u32) -> u32 + Send + 'static>", ""),
        ("fn(u32) -> bool", ""),
        ("Box<dyn Backend>", ""),
        ("impl for<'a> Fn(&'a str)", ""),
        ("*const u8", ""),
        ("HashSet<u64>", "repeated uint64"),
        ("T", ""),
        ("std::string::Row", ""),
        ("serde_json::Value", "google.protobuf.Value"),
        ("Vec<meta::pb::Region>", "repeated MetaPbRegion"),
        ("Pin<Box<dyn Stream<Item = u32> + Send>>", "uint32"),
        ("Cow<'static, str>", "string"),
        ("Foreign<u32>", ""),
        ("<T as Iterator>::Item", ""),
    ],
)
def test_a_rust_type_becomes(written: str, becomes: str) -> None:
    assert types_of(f"value: {written}", language="rust") == {"value": becomes}


def test_what_has_no_counterpart_is_a_comment_with_its_place() -> None:
    text = contract_text(drafted(function("Run", "each: func(Row) error | limit: int")))

    assert (
        "  // unmapped: each func(Row) error at store/store.go:3: "
        "a function does not cross a process\n  int64 limit = 1;" in text
    )
    assert "// 1 of 2 fields have a type" in text


def test_locks_and_loggers_inside_a_type_stay_and_are_said(tmp_path: Path) -> None:
    row = declared("Row", "mu: sync.Mutex | log: *zap.Logger | ID: int")
    text = contract_text(drafted(row, crossings=(crossing("Row", kind="type"),)))

    assert _fields(compiled(text, tmp_path), "Row") == {"id": "int64"}
    assert "  // stays: mu sync.Mutex\n  // stays: log *zap.Logger\n}" in text


def test_an_object_behind_an_own_interface_crosses_as_a_handle(tmp_path: Path) -> None:
    codec = declared("Codec", kind="interface")

    text = contract_text(drafted(function("Use", "codec: Codec"), codec))

    made = compiled(text, tmp_path)
    assert _fields(made, "UseRequest") == {"codec": "CodecHandle"}
    assert _fields(made, "CodecHandle") == {"id": "string"}
    assert "// 1 of them are handles" in text


@pytest.mark.parametrize(
    ("imported", "found"),
    [("crate::events::Event", "near"), ("other_core::events::Event", "far"), ("", "near")],
)
def test_a_rust_name_means_what_its_file_imports(imported: str, found: str) -> None:
    name = "src/api.rs"
    api = replace(
        file(function("send", "event: Event")), imports={"Event": imported} if imported else {}
    )
    links = {
        name: api,
        "src/events.rs": file(declared("Event", "near: u8")),
        "core/src/events.rs": file(declared("Event", "far: u8")),
    }
    units = {name: "app", "src/events.rs": "app", "core/src/events.rs": "other-core"}
    crossed = replace(crossing("send"), path=name, unit="app")

    draft = draft_contract(hot_path(crossed), links, units, language="rust")

    names = [field.name for one in draft.messages if one.name == "Event" for field in one.fields]
    assert names == [found]


def test_a_channel_becomes_a_stream_in_its_direction(tmp_path: Path) -> None:
    scan = function("Scan", "keys: <-chan string | rows: chan<- Row | limit: int")

    made = compiled(contract_text(drafted(scan, declared("Row", "ID: int"))), tmp_path)

    (call,) = made.service[0].method
    assert (call.client_streaming, call.server_streaming) == (True, True)
    assert _fields(made, "ScanRequest") == {"keys": "string", "limit": "int64"}
    assert _fields(made, "ScanResponse") == {"rows": "Row"}


def test_a_plain_enumeration_gets_a_zero_value(tmp_path: Path) -> None:
    state = declared("State", "Open:  | NotFound:  | notfound: ", kind="enum")
    draft = drafted(state, crossings=(crossing("State", kind="type"),), language="rust")

    (found,) = compiled(contract_text(draft), tmp_path).enum_type

    assert [value.name for value in found.value] == [
        "STATE_UNSPECIFIED",
        "STATE_OPEN",
        "STATE_NOT_FOUND",
        "STATE_NOTFOUND_AGAIN_2",
    ]


def test_an_enumeration_with_values_becomes_a_choice(tmp_path: Path) -> None:
    event = declared(
        "Event",
        "Stop:  | Names: Vec<String> | Moved.from: u32 | Moved.to: u32 | Choice: u8",
        kind="enum",
    )
    draft = drafted(event, crossings=(crossing("Event", kind="type"),), language="rust")

    made = compiled(contract_text(draft), tmp_path)

    assert _fields(made, "Event") == {
        "stop": "Nothing",
        "names": "RepeatedStringList",
        "moved": "EventMoved",
        "choice_again_2": "uint32",
    }
    assert _fields(made, "EventMoved") == {"from": "uint32", "to": "uint32"}


def test_types_that_hold_each_other_and_themselves_end(tmp_path: Path) -> None:
    node = declared("Node", "Left: *Node | Tree: Tree | Own: Loop")
    draft = drafted(
        node,
        declared("Tree", "Root: *Node"),
        declared("Loop", "_: Loop", kind="alias"),
        crossings=(crossing("Node", kind="type"),),
    )

    made = compiled(contract_text(draft), tmp_path)

    assert _fields(made, "Node") == {"left": "Node", "tree": "Tree"}
    assert _fields(made, "Tree") == {"root": "Node"}


def test_a_named_basic_type_is_sent_as_what_it_is() -> None:
    kind = declared("Kind", "_: uint8", kind="alias")

    draft = drafted(function("Set", "kind: Kind"), kind)

    (field,) = draft.fields()
    assert (field.type, field.note) == (
        "uint32",
        "Kind in the source; a narrower range in the source",
    )


def test_an_own_type_goes_before_a_known_one_of_that_name() -> None:
    assert types_of("Value: Duration", declared("Duration", "Ticks: u32"), language="rust") == {
        "value": "Duration"
    }


def test_a_type_of_another_package_is_found_by_its_package() -> None:
    other = file(declared("Row", "Far: bool"))
    links = {
        PATH: file(function("Get", "row: wire.Row"), declared("Row", "Near: int")),
        "w.go": other,
    }
    units = {PATH: UNIT, "w.go": "example.com/app/wire"}

    draft = draft_contract(hot_path(crossing("Get")), links, units, language="go")

    row = next(message for message in draft.messages if message.name == "Row")
    assert [field.name for field in row.fields] == ["far"]


def test_a_function_that_was_not_read_is_said() -> None:
    draft = drafted(crossings=(crossing("Gone"),))

    assert draft.services[0].calls[0].notes == (
        "its declaration was not read: parameters and results are open",
    )


def test_namesakes_get_names_of_their_own(tmp_path: Path) -> None:
    a, b = function("A.Get", receiver="A"), function("B.Get", receiver="B")

    made = compiled(contract_text(drafted(a, b)), tmp_path)

    assert [call.name for call in made.service[0].method] == ["Get", "BGet"]


def test_names_that_differ_by_underscores_only_stay_apart(tmp_path: Path) -> None:
    same = declared("Row", "valueOne: int | value_one: int | ValueOne: int | 名: int")

    made = compiled(
        contract_text(drafted(same, crossings=(crossing("Row", kind="type"),))), tmp_path
    )

    assert list(_fields(made, "Row")) == [
        "value_one",
        "value_one_again_2",
        "value_one_again_3",
        "value_4",
    ]


def test_more_messages_than_a_person_can_read_are_listed_by_name(tmp_path: Path) -> None:
    chain = [declared(f"T{n}", f"Next: T{n + 1}") for n in range(200)]
    draft = drafted(*chain, declared("T200"), crossings=(crossing("T0", kind="type"),))

    compiled(contract_text(draft), tmp_path)

    assert draft.left_out == ("T150 at store/store.go:20",)


def test_an_edit_can_be_seen() -> None:
    text = contract_text(drafted(function("Get", "key: string")))

    assert is_untouched(text)
    assert not is_untouched(text.replace("string key", "bytes key"))
    assert not is_untouched("syntax = 'proto3';")


def test_a_name_cannot_break_out_of_its_comment(tmp_path: Path) -> None:
    bad = function("Get", "key: string\n}\nmessage Evil {")

    made = compiled(contract_text(drafted(bad)), tmp_path)

    assert [message.name for message in made.message_type] == ["GetRequest", "GetResponse"]


_GO = st.recursive(
    st.sampled_from(["int", "string", "byte", "Row", "State", "error", "any", "http.Client", "x["]),
    lambda inner: st.one_of(
        inner.map("*{}".format),
        inner.map("[]{}".format),
        inner.map("chan {}".format),
        st.tuples(inner, inner).map(lambda pair: f"map[{pair[0]}]{pair[1]}"),
    ),
    max_leaves=6,
)
_RUST = st.recursive(
    st.sampled_from(["u8", "String", "Row", "State", "()", "Error", "dyn Fn()", "T::X", "&"]),
    lambda inner: st.one_of(
        inner.map("Option<{}>".format),
        inner.map("Vec<{}>".format),
        inner.map("&'a {}".format),
        inner.map("impl Stream<Item = {}>".format),
        st.tuples(inner, inner).map(lambda pair: f"HashMap<{pair[0]}, {pair[1]}>"),
        st.lists(inner, max_size=3).map(lambda parts: f"({', '.join(parts)})"),
    ),
    max_leaves=6,
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    language=st.sampled_from(["go", "rust"]),
    data=st.data(),
)
def test_every_draft_compiles(tmp_path: Path, language: str, data: st.DataObject) -> None:
    written = _GO if language == "go" else _RUST
    names = st.sampled_from(["key", "Key", "_", "9", "type", "choice", "a b", "x_1", "x1"])
    fields = st.lists(st.tuples(names, written), max_size=5).map(
        lambda pairs: " | ".join(f"{name}: {type_}" for name, type_ in pairs)
    )
    items = (
        function("Index.Get", data.draw(fields), data.draw(fields)),
        function("get", data.draw(fields)),
        declared("Row", data.draw(fields)),
        declared("State", data.draw(fields), kind=data.draw(st.sampled_from(["enum", "alias"]))),
    )

    compiled(contract_text(drafted(*items, language=language)), tmp_path)


@given(st.text(max_size=60))
def test_no_text_is_too_strange_for_a_type(text: str) -> None:
    for language in ("go", "rust"):
        row = TypeLinks(
            symbol="Row",
            kind="struct",
            line=1,
            end_line=1,
            fields=(TypedName(name=text, type=text, line=1),),
        )
        draft = drafted(row, crossings=(crossing("Row", kind="type"),), language=language)
        assert "message Row {" in contract_text(draft)


def _fields(made: FileDescriptorProto, name: str) -> dict[str, str]:
    (message,) = [found for found in made.message_type if found.name == name]
    entries = {nested.name: nested for nested in message.nested_type}
    return {field.name: _written(field, entries) for field in message.field}


def _written(field: FieldDescriptorProto, entries: Mapping[str, object]) -> str:
    type_name = field.type_name.rpartition(".")[2]
    scalar = FieldDescriptorProto.Type.Name(field.type).removeprefix("TYPE_").lower()
    is_repeated = field.label == FieldDescriptorProto.LABEL_REPEATED
    label = "repeated " if is_repeated and type_name not in entries else ""
    return f"{label}{type_name or scalar}"
