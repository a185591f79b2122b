"""Fields that go to moved code, and that no file that code moves from reads."""

from msgspec.structs import replace
from seam_builders import PATH, UNIT, crossing, declared, file, function, hot_path

from estimator.contracts.draft import draft_contract
from estimator.contracts.text import contract_text
from estimator.model.contract import ContractDraft
from estimator.model.hotpaths import Crossing, HotFunction
from estimator.model.links import FunctionLinks, TypeLinks

FIND = function("Find", "given: *Query", "_: Row")
QUERY = declared("Query", "Text: string | Limit: int | Row: Row | Extra: Extra | _: Base")
TYPES = (QUERY, declared("Row", "ID: int"), declared("Extra", "Seen: *sql.DB"), declared("Base"))


def drafted(
    *items: FunctionLinks | TypeLinks,
    crossings: tuple[Crossing, ...] = (crossing("Find"),),
    selected: tuple[str, ...] = ("Text",),
    path: str = PATH,
    language: str = "go",
) -> ContractDraft:
    moved = HotFunction(unit=UNIT, symbol="Find", path=path, line=10, end_line=20, code_lines=10)
    links = {PATH: replace(file(FIND, *TYPES, *items), selected=selected)}
    found = replace(hot_path(*crossings), functions=(moved,))
    return draft_contract(found, links, {PATH: UNIT}, language=language)


def unread(draft: ContractDraft) -> list[str]:
    return sorted(field.source_name for field in draft.fields() if field.is_unread)


def test_fields_that_no_moved_file_reads_are_marked() -> None:
    draft = drafted()

    assert unread(draft) == ["Extra", "Limit", "Row", "Seen"]
    text = contract_text(draft)
    assert "int64 limit = 2;  // read by no file that moves\n" in text
    assert "outside this repository; read by no file that moves\n" in text
    assert "// 4 of them are read by no file that moves: leave out what is not needed.\n" in text


def test_a_field_that_a_moved_file_reads_is_not_marked() -> None:
    draft = drafted(selected=("Text", "Limit", "Row", "Extra", "Seen"))

    assert unread(draft) == []
    assert "read by no file" not in contract_text(draft)


def test_what_goes_back_to_the_shell_is_not_marked() -> None:
    found = [field for message in drafted().messages for field in message.fields]

    assert [field.is_unread for field in found if field.source_name == "ID"] == [False]


def test_what_the_shell_is_asked_with_is_not_marked() -> None:
    save = function("Save", "extra: Extra")

    draft = drafted(save, crossings=(crossing("Find"), crossing("Save", "out")))

    assert unread(draft) == ["Extra", "Limit", "Row"]


def test_a_file_that_was_not_read_reads_nothing() -> None:
    assert "Text" in unread(drafted(path="other.go"))


def test_rust_is_not_marked() -> None:
    assert unread(drafted(language="rust")) == []
