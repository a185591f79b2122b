"""Links of the documents lead somewhere, and no file names a place on somebody's disk."""

import re
import subprocess
from pathlib import Path

import pytest

from estimator import load_rulebook

DOCUMENTS = ("ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "README.md", "rules/README.md")
_LINK = re.compile(r"\]\((?!https?:)([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_NUMBER = re.compile(
    r"^\| `([\w.-]+(?:` share)?)`? \| [^|]* \| ([\d.e+-]+)(?: [^|]*)? \|$", re.MULTILINE
)
_LOCAL_PATH = re.compile(rb"(?<![\w.$}~<>*/-])/(?:work|root|home|Users)/\w|[A-Z]:\\+Users\\")


def anchors(text: str) -> set[str]:
    """Names of the headings, as GitHub makes them."""
    titles = (title.lower().replace("`", "") for title in _HEADING.findall(_FENCE.sub("", text)))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_links_of_a_document_lead_somewhere(checkout: Path, name: str) -> None:
    document = checkout / name
    for link in _LINK.findall(_FENCE.sub("", document.read_text(encoding="utf-8"))):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_names_only_files_that_are_there(checkout: Path, name: str) -> None:
    text = (checkout / name).read_text(encoding="utf-8")
    for path in re.findall(r"`((?:estimator|rules|tests|examples|benchmarks)/[\w./-]+)`", text):
        assert (checkout / path).exists(), path


def tracked(checkout: Path) -> list[Path]:
    """Files under version control, or all files of an unpacked archive."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=checkout, check=False, capture_output=True
    )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    if listed.returncode or not names:
        rooms = ("estimator", "rules", "tests", "examples", "benchmarks")
        return [path for room in rooms for path in (checkout / room).rglob("*") if path.is_file()]
    return [path for name in names if (path := checkout / name).is_file()]


def test_no_file_names_a_place_on_a_disk(checkout: Path) -> None:
    found = [
        path.relative_to(checkout).as_posix()
        for path in tracked(checkout)
        if path != Path(__file__) and _LOCAL_PATH.search(path.read_bytes())
    ]
    assert found == []


def test_the_documents_keep_to_plain_words(checkout: Path) -> None:
    for name in DOCUMENTS[:4]:
        prose = _FENCE.sub("", (checkout / name).read_text(encoding="utf-8"))
        words = re.sub(r"`[^`\n]*`|<!--.*?-->|!\[|\bselect!|\bjoin!", "", prose, flags=re.DOTALL)
        assert "!" not in words, name
        assert words.isascii(), name


def numbers() -> dict[str, float]:
    """The numbers of the formula, by their names in the change log."""
    rulebook = load_rulebook()
    values = {constant.id: constant.value for constant in rulebook.constants.values()}
    return values | {
        f"{rule.id}` share": rule.line.share for rule in rulebook.rules.values() if rule.line
    }


def test_the_newest_number_in_the_change_log_is_the_number_in_the_rules(checkout: Path) -> None:
    text = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    newest: dict[str, str] = {}
    for name, new in _NUMBER.findall(text):
        newest.setdefault(name, new)
    current = numbers()
    assert newest == {name: f"{current[name]:.6g}" for name in newest}


def test_the_change_log_lists_the_anchors_and_all_shares(checkout: Path) -> None:
    listed = {name for name, _ in _NUMBER.findall((checkout / "CHANGELOG.md").read_text())}
    expected = {name for name in numbers() if name.startswith("anchor.") or "share" in name}
    assert expected <= listed
