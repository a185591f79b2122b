"""What stands behind an interface: kinds of plain data are sent, objects stay."""

from pathlib import Path

import pytest
from compiler import compiled
from msgspec.structs import replace
from seam_builders import PATH, UNIT, crossing, declared, file, function, hot_path

from estimator.contracts.draft import draft_contract
from estimator.contracts.implementers import MOST
from estimator.contracts.text import contract_text
from estimator.model.links import FunctionLinks, Implementation, TypeLinks

MARCH = function("March", "shape: Shape")


def shape(*, language: str = "go", methods: str = "Dist", embeds: str = "") -> TypeLinks:
    kind = "interface" if language == "go" else "trait"
    return replace(
        declared("Shape", kind=kind),
        methods=tuple(function(name) for name in methods.split()),
        implements=tuple(embeds.split()),
    )


def method(owner: str, name: str = "Dist", *, changes: bool = False) -> FunctionLinks:
    return replace(
        function(f"{owner}.{name}", receiver=owner), receiver_name="me", takes_pointer=changes
    )


def behind(*items: FunctionLinks | TypeLinks, asked: TypeLinks | None = None) -> str:
    """The type that a parameter of the interface becomes."""
    links = {PATH: file(MARCH, asked or shape(), *items)}
    draft = draft_contract(hot_path(crossing("March")), links, {PATH: UNIT}, language="go")
    request = next(one for one in draft.messages if one.name == "MarchRequest")
    (field,) = request.fields
    return field.type


def test_one_of_the_types_behind_an_interface_is_sent(tmp_path: Path) -> None:
    items = (
        shape(),
        declared("Ball", "center: Vec | rad: float64 | color: color.RGBA"),
        method("Ball"),
        declared("Box", "sides: []float64 | inner: *Vec | of: map[string]T"),
        method("Box"),
        declared("Vec", "x: float64"),
        declared("Other"),
    )
    links = {PATH: file(MARCH, *items)}

    draft = draft_contract(hot_path(crossing("March")), links, {PATH: UNIT}, language="go")

    made = compiled(contract_text(draft), tmp_path)
    (choice,) = [one for one in made.message_type if one.name == "Shape"]
    assert [(one.name, one.type_name.rpartition(".")[2]) for one in choice.field] == [
        ("ball", "Ball"),
        ("box", "Box"),
    ]
    assert [one.name for one in choice.oneof_decl] == ["choice"]
    (field,) = next(one for one in draft.messages if one.name == "MarchRequest").fields
    assert (field.note, field.is_handle) == ("a copy of one of the 2 types behind Shape", False)


def test_the_one_type_behind_an_interface_is_sent() -> None:
    assert behind(declared("Ball", "rad: float64"), method("Ball")) == "Shape"


def test_types_that_embed_one_with_the_methods_are_behind_an_interface_too() -> None:
    ball = replace(declared("Ball", "_: Round | rad: float64"), implements=("Round",))
    links = {PATH: file(MARCH, shape(), ball, declared("Round", "id: int"), method("Round"))}

    draft = draft_contract(hot_path(crossing("March")), links, {PATH: UNIT}, language="go")

    choice = next(one for one in draft.messages if one.name == "Shape")
    assert [one.type for one in choice.fields] == ["Ball", "Round"]


def test_a_type_with_some_of_the_methods_is_not_behind_an_interface() -> None:
    asked = shape(methods="Dist Name")
    full = (declared("Ball"), method("Ball"), method("Ball", "Name"))

    assert behind(declared("Ball"), method("Ball"), asked=asked) == "ShapeHandle"
    assert behind(*full, asked=asked) == "Shape"


@pytest.mark.parametrize(
    "field",
    [
        "mu: sync.Mutex",
        "done: chan bool",
        "on: func()",
        "other: Shape",
        "any: any",
        "db: *sql.DB",
        "r: io.Reader",
        "hits: atomic.Int64",
        "all: map[string]sync.Mutex",
        "ctx: context.Context",
    ],
)
def test_an_object_behind_an_interface_stays(field: str) -> None:
    plain = (declared("Box", "side: int"), method("Box"))

    assert behind(*plain, declared("Ball", field), method("Ball")) == "ShapeHandle"


def test_a_value_that_its_method_changes_stays() -> None:
    assert behind(declared("Ball"), method("Ball", changes=True)) == "ShapeHandle"


def test_an_interface_with_nothing_behind_it_or_too_much_is_a_handle() -> None:
    names = [f"Kind{number}" for number in range(MOST + 1)]
    many = [item for name in names for item in (declared(name), method(name))]

    assert behind() == "ShapeHandle"
    assert behind(*many) == "ShapeHandle"
    assert behind(*many[2:]) == "Shape"


def test_an_interface_that_takes_over_others_is_a_handle() -> None:
    asked = shape(embeds="io.Closer")

    assert behind(declared("Ball"), method("Ball"), asked=asked) == "ShapeHandle"


def test_a_type_that_holds_itself_ends() -> None:
    node = declared("Ball", "left: *Ball | right: *Ball")

    assert behind(node, method("Ball")) == "ShapeHandle"


@pytest.mark.parametrize(
    ("field", "also", "found"),
    [
        ("f64", "Ball", "Shape"),
        ("pool::Pool", "Ball", "ShapeHandle"),
        ("AtomicU64", "Ball", "ShapeHandle"),
        ("f64", "Box", "ShapeHandle"),
    ],
)
def test_types_behind_a_trait_are_sent_where_all_are_known(
    field: str, also: str, found: str
) -> None:
    march = function("march", "shape: &dyn Shape")
    ball = declared("Ball", f"rad: {field}")
    links = {
        "src/shapes.rs": replace(
            file(shape(language="rust", methods="dist"), ball, march),
            implementations=tuple(
                Implementation(type=one, trait="Shape", line=1) for one in ("Ball", also)
            ),
        )
    }
    crossed = replace(crossing("march"), path="src/shapes.rs")

    draft = draft_contract(hot_path(crossed), links, {"src/shapes.rs": "s"}, language="rust")

    request = next(one for one in draft.messages if one.name == "MarchRequest")
    assert [one.type for one in request.fields] == [found]


def test_types_nested_without_end_are_no_data() -> None:
    chain = [declared(f"T{number}", f"next: T{number + 1}") for number in range(2000)]

    assert behind(*chain, method("T0")) == "ShapeHandle"
