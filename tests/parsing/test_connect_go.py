"""The second walk over Go: calls, signatures, fields, variables, names and writes."""

from pathlib import Path

import pytest
from links_builders import annotated, called, function_of, links_of, pairs

SOURCE = (Path(__file__).parent.parent / "fixtures" / "links" / "go" / "shop.go").read_text()
SHOP = links_of(SOURCE, "go")


def body(*statements: str) -> str:
    return "package a\nfunc f() {\n" + "\n".join(statements) + "\n}\n"


def test_each_call_is_found_on_the_line_of_its_name_and_no_other() -> None:
    assert called(SHOP) == annotated(SOURCE)


def test_the_package_and_what_its_imports_are_called_here() -> None:
    assert SHOP.package == "shop"
    assert SHOP.imports == {
        "fmt": "fmt",
        "http": "net/http",
        "store": "example.com/shop/internal/storage/v2",
        "yaml": "gopkg.in/yaml.v3",
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("net/http", "http"),
        ("example.com/a/v2", "a"),
        ("gopkg.in/yaml.v3", "yaml"),
        ("github.com/x/go-redis", "redis"),
        ("github.com/x/log-go", "log"),
        ("github.com/x/a-b", "a_b"),
        ("v2", "v2"),
    ],
)
def test_the_name_of_a_package_is_guessed_from_its_path(path: str, name: str) -> None:
    assert links_of(f'package a\nimport "{path}"\n', "go").imports == {name: path}


def test_dot_and_blank_imports_have_their_path_as_name() -> None:
    found = links_of('package a\nimport (\n. "math"\n_ "embed"\n)\n', "go")

    assert found.imports == {"math": "math", "embed": "embed"}


def test_package_level_variables_have_the_type_that_their_declaration_says() -> None:
    assert pairs(SHOP.variables) == [
        ("total", "int"),
        ("seen", "int"),
        ("prices", "map[string]*Price"),
        ("stock", ""),
        ("closed", "bool"),
    ]


def test_a_method_has_receiver_parameters_and_results() -> None:
    sell = function_of(SHOP, "Shop.Sell")

    assert (sell.receiver, sell.receiver_name, sell.takes_pointer) == ("Shop", "s", True)
    assert pairs(sell.parameters) == [
        ("ctx", "context.Context"),
        ("names", "[]string"),
        ("f", "func(int) error"),
    ]
    assert pairs(sell.results) == [("sum", "Price"), ("_", "error")]


def test_a_receiver_by_value_is_no_pointer_and_a_function_has_none() -> None:
    bare, new = function_of(SHOP, "Shop.bare"), function_of(SHOP, "New")

    assert (bare.receiver, bare.receiver_name, bare.takes_pointer) == ("Shop", "", False)
    assert (new.receiver, new.receiver_name, new.takes_pointer) == ("", "", False)
    assert function_of(SHOP, "Pair.print").receiver == "Pair"


def test_a_local_variable_has_a_type_or_what_it_is_made_from() -> None:
    shop, pair = function_of(SHOP, "Shop.Sell"), function_of(SHOP, "Pair.print")

    assert shop.locals == {"items": "[]int"}
    assert shop.bindings == {"i": "", "name": "names[]", "price": "s.byName[][]"} | {}
    assert pair.locals == {"err": "error", "local": "Prices", "shop": "*Shop"}
    assert pair.bindings == {
        "a": "split()",
        "b": "split()#1",
        "first": "events[]",
        "ok": "",
        "v": "",
    }


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("x := T{}", "T"),
        ("x := &T{}", "*T"),
        ("x := []T{}", "[]T"),
        ("x := make(chan T, 1)", "chan T"),
        ("x := new(T)", "*T"),
        ("x := y.(*T)", "*T"),
        ("var x T", "T"),
        ("var x T = y", "T"),
        ("var x = T{}", "T"),
        ("x := func() {}", "func"),
        ("g(func(x T) {})", "T"),
        ("g(func(x ...T) {})", "...T"),
    ],
)
def test_the_type_of_a_variable_is_seen_where_its_declaration_says_it(
    statement: str, kind: str
) -> None:
    found = function_of(links_of(body(statement), "go"), "f")

    assert found.locals.get("x") == kind


@pytest.mark.parametrize(
    ("statement", "expression"),
    [
        ("x := y", "y"),
        ("x := &y", "y"),
        ("x := y.z", "y.z"),
        ("x := y[1].z", "y[].z"),
        ("x := g(1).h(2)", "g().h()"),
        ("x := <-y", "y[]"),
        ("for _, x := range y { }", "y[]"),
        ("x, ok := g(1)", "g()"),
        ("ok, x := g(1)", "g()#1"),
        ("x := y + 1", ""),
        ("x := 1", ""),
        ("x := -y", ""),
        ("for x := range y { }", ""),
        ("ok, x := y[1]", ""),
        ("const x = 1", ""),
        ("var x", ""),
    ],
)
def test_an_inferred_variable_is_kept_with_what_it_is_made_from(
    statement: str, expression: str
) -> None:
    found = function_of(links_of(body(statement), "go"), "f")

    assert found.locals == {}
    assert found.bindings.get("x") == expression


def test_a_name_that_is_declared_with_two_types_has_none() -> None:
    found = function_of(
        links_of(body("x := A{}", "{ x := B{} }", "y := A{}", "y := A{}"), "go"), "f"
    )

    assert found.locals == {"y": "A"}
    assert found.bindings == {"x": ""}


def test_names_are_those_that_are_neither_called_nor_declared_here() -> None:
    sell, helpers = function_of(SHOP, "Shop.Sell"), function_of(SHOP, "helpers")

    assert sell.names == ("Price", "Shop", "closed", "context", "prices", "total")
    assert {"Pair", "handle", "rows", "limit"} <= set(helpers.names)
    assert {"w", "x", "helpers", "Encode", "store.Open"}.isdisjoint(helpers.names)


def test_a_value_of_another_package_is_named_with_it() -> None:
    source = 'package a\nimport "b/c"\nfunc f() { g(c.Limit, c.Do(1), s.c) }\n'

    assert function_of(links_of(source, "go"), "f").names == ("c.Limit", "s")


def test_writes_are_names_and_beginnings_of_paths_but_no_plain_local_variables() -> None:
    sell = function_of(SHOP, "Shop.Sell")

    assert sell.writes == ("closed", "prices", "s", "s.byName", "s.name", "sum", "total")


@pytest.mark.parametrize(
    ("statement", "writes"),
    [
        ("x++", ("x",)),
        ("*x = 1", ("x",)),
        ("(*x).y = 1", ("x",)),
        ("x.y.z -= 1", ("x", "x.y")),
        ("x[1].y = 1", ("x",)),
        ("_ = 1", ()),
        ("y := 1; y = 2", ()),
        ("y := &T{}; y.z = 2", ("y.z",)),
        ("x == 1", ()),
        ("f(1).x = 1", ("f",)),
    ],
)
def test_what_an_assignment_writes(statement: str, writes: tuple[str, ...]) -> None:
    assert function_of(links_of(body(statement), "go"), "f").writes == writes


def test_types_have_fields_methods_and_what_they_embed() -> None:
    types = {one.symbol: one for one in SHOP.types}

    assert pairs(types["Shop"].fields) == [
        ("", "*Base"),
        ("", "http.Handler"),
        ("name", "string"),
        ("owner", "string"),
        ("byName", "map[string][]*Price"),
        ("keeper", "Keeper"),
        ("onSale", "func(int) error"),
    ]
    assert types["Shop"].implements == ("Base", "http.Handler")
    assert [one.symbol for one in types["Keeper"].methods] == ["Keep", "Close"]
    assert types["Keeper"].implements == ("fmt.Stringer",)
    assert pairs(types["Keeper"].methods[0].parameters) == [
        ("name", "string"),
        ("amounts", "...int"),
    ]
    assert pairs(types["Keeper"].methods[0].results) == [("kept", "int"), ("err", "error")]


def test_what_a_defined_type_or_alias_stands_for_is_its_only_field() -> None:
    found = {one.symbol: (one.kind, pairs(one.fields)) for one in SHOP.types}

    assert found["Price"] == ("defined", [("", "float64")])
    assert found["Prices"] == ("alias", [("", "[]Price")])
    assert found["Step"] == ("func", [("", "func(s *Shop) error")])


def test_names_outside_functions_and_methods_as_values_are_kept() -> None:
    source = "package a\nvar x = newX\nfunc f() { run(s.step) }\n"

    found = links_of(source, "go")

    assert "newX" in found.names
    assert found.selected == ("step",)
