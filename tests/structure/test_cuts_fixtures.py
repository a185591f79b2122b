"""Real programs whose right cut is written down beside the code: found as it says, nothing else."""

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from estimator.facts.roles import file_roles, product_imports
from estimator.languages import LANGUAGES
from estimator.model.config import ScanConfig
from estimator.model.hotpaths import HotPath
from estimator.model.source import ParsedFile, SourceFile
from estimator.parsing.extract import extract
from estimator.parsing.linkfiles import link_files
from estimator.parsing.pool import parse_files
from estimator.rulebook.load import load_rulebook
from estimator.structure.callgraph import call_graph, linked_files
from estimator.structure.cuts.clusters import Measured
from estimator.structure.cuts.code import Code, read_code
from estimator.structure.cuts.shells import find_shell
from estimator.structure.hotpaths import measured_paths

PROGRAMS = Path(__file__).parent.parent / "fixtures" / "hotpaths"
DEPENDENCIES = ("axum", "clap", "serde", "sqlx", "tokio", "tonic")
NAMES = ("go-exchange", "go-search", "go-thumbs", "rust-gateway", "rust-render")
_NOTE = re.compile(r"^\s*// (?:cut|(shell)): (.*)$")


class Note(NamedTuple):
    """What a comment says about the declaration below it."""

    path: str
    line: int
    words: tuple[str, ...]

    def says(self, what: str) -> bool:
        return what in self.words


@cache
def notes(program: str) -> tuple[Note, ...]:
    return tuple(
        note
        for path in sorted((PROGRAMS / program).rglob("*"))
        if path.suffix in {".go", ".rs"}
        for note in _notes(path, path.relative_to(PROGRAMS / program).as_posix())
    )


def _notes(path: Path, name: str) -> Iterator[Note]:
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if found := _NOTE.match(text):
            words = [part.strip() for part in found[2].split(",")]
            yield Note(
                name, number + 1, tuple(f"shell {one}" if found[1] else one for one in words)
            )


@cache
def read(program: str) -> Code:
    root = PROGRAMS / program
    language = program.partition("-")[0]
    suffix = LANGUAGES[language].suffixes[0]
    files = tuple(
        SourceFile(
            path=path.relative_to(root).as_posix(),
            language=language,
            key=f"sha256:{sha256(path.read_bytes()).hexdigest()}",
            size_bytes=path.stat().st_size,
        )
        for path in sorted(root.rglob(f"*{suffix}"))
    )
    config = ScanConfig(jobs=1)
    parsed: tuple[ParsedFile, ...] = parse_files(
        root, files, config=config, extract=extract, cache=None
    )
    roles = file_roles(parsed, {language: LANGUAGES[language].role_of_path})
    manifests = {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.name in LANGUAGES[language].manifest_names
    }
    paths = [file.path for file in files]
    layout = LANGUAGES[language].read_layout(manifests, paths, product_imports(parsed, roles))
    links = link_files(root, files, config=config, cache=None)
    graph = call_graph(language, linked_files(language, parsed, roles, links, layout), layout)
    return read_code(graph, links, layout.unit_of_file, language=language)


def profile(program: str) -> Measured:
    """Own time as the notes say it; samples met each caller of a hot function too."""
    code = read(program)
    places = {(one.path, one.line): number for number, one in enumerate(code.functions)}
    nearest = {
        places[note.path, note.line]: float(word.removeprefix("hot "))
        for note in notes(program)
        for word in note.words
        if word.startswith("hot ")
    }
    cumulative = dict(nearest)
    queue = sorted(nearest)
    while queue:
        for call in code.graph.callers(queue.pop()):
            if call.other not in cumulative:
                cumulative[call.other] = 0.5
                queue.append(call.other)
    return Measured(flat=nearest, nearest=nearest, cumulative=cumulative)


@cache
def found(program: str) -> dict[str, HotPath]:
    """Clusters by the letter that the notes give to their members."""
    paths = measured_paths(read(program), profile(program), share=1.0)
    return {letter(program, path): path for path in paths}


def letter(program: str, path: HotPath) -> str:
    wanted = {(one.path, one.line) for one in path.functions}
    letters = {
        word.removeprefix("member ")
        for note in notes(program)
        for word in note.words
        if word.startswith("member ") and (note.path, note.line) in wanted
    }
    return "+".join(sorted(letters))


def noted(program: str, what: str) -> list[tuple[str, int]]:
    return sorted((note.path, note.line) for note in notes(program) if note.says(what))


def letters(program: str) -> list[str]:
    words = {word for note in notes(program) for word in note.words}
    return sorted(word.removeprefix("member ") for word in words if word.startswith("member "))


CLUSTERS = [(program, one) for program in NAMES for one in letters(program)]


@pytest.mark.parametrize("program", NAMES)
def test_the_clusters_are_those_that_the_program_says(program: str) -> None:
    assert sorted(found(program)) == letters(program)


@pytest.mark.parametrize(("program", "name"), CLUSTERS)
def test_members_are_those_that_the_program_says(program: str, name: str) -> None:
    members = sorted((one.path, one.line) for one in found(program)[name].functions)

    assert members == noted(program, f"member {name}")


@pytest.mark.parametrize(("program", "name"), CLUSTERS)
def test_what_moves_along_is_what_the_program_says(program: str, name: str) -> None:
    dragged = sorted((one.path, one.line) for one in found(program)[name].dragged)

    assert dragged == noted(program, f"moves along {name}")


@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.parametrize(("program", "name"), CLUSTERS)
def test_what_crosses_is_what_the_program_says(program: str, name: str, direction: str) -> None:
    seam = found(program)[name].seam
    assert seam is not None

    crossing = sorted(
        (one.path, one.line) for one in seam.crossings if one.direction in {direction, "both"}
    )

    assert crossing == noted(program, f"crosses {direction} {name}")


@pytest.mark.parametrize(("program", "name"), CLUSTERS)
def test_shared_state_is_what_the_program_says(program: str, name: str) -> None:
    seam = found(program)[name].seam
    assert seam is not None

    shared = sorted((one.path, one.line, f"shared {name} by {one.guard}") for one in seam.shared)

    assert shared == sorted(
        (note.path, note.line, word)
        for note in notes(program)
        for word in note.words
        if word.startswith(f"shared {name} ")
    )


@pytest.mark.parametrize("program", [name for name in NAMES if name.startswith("rust")])
def test_the_shell_is_what_the_program_says(program: str) -> None:
    shell = find_shell(
        read(program), tuple(load_rulebook().shells.values()), dependencies=DEPENDENCIES
    )

    parts = sorted((one.path, one.line, f"shell {one.part}") for one in shell.parts)

    assert parts == sorted(
        (note.path, _declared(program, note), word)
        for note in notes(program)
        for word in note.words
        if word.startswith("shell ")
    )


def _declared(program: str, note: Note) -> int:
    """Give the line of the declaration: attributes may stand between it and its note."""
    lines = (PROGRAMS / program / note.path).read_text(encoding="utf-8").splitlines()
    return next(number for number in range(note.line, len(lines)) if "#[" not in lines[number - 1])


def reasons(program: str, name: str) -> str:
    seam = found(program)[name].seam
    return "" if seam is None else "; ".join(seam.reasons)


def test_plain_arithmetic_on_plain_data_is_a_clean_cut() -> None:
    seam = found("go-thumbs")["A"].seam

    assert seam is not None
    assert (seam.quality, seam.is_chatty) == ("clean", False)


def test_a_hot_function_that_takes_a_transaction_is_a_bad_place_to_cut() -> None:
    seam = found("go-thumbs")["B"].seam

    assert seam is not None
    assert seam.quality == "tangled"
    assert "an open transaction crosses in Fingerprint (*sql.Tx)" in reasons("go-thumbs", "B")


@pytest.mark.parametrize(
    ("program", "name", "reason"),
    [
        ("go-exchange", "A", "callbacks cross"),
        ("go-exchange", "A", "contexts cross"),
        ("go-exchange", "A", "both sides use limits (variable, guarded by limitsMu)"),
        ("go-search", "B", "channels cross"),
        ("go-search", "B", "interfaces cross"),
        ("go-search", "B", "maps cross"),
        ("rust-render", "A", "callbacks cross"),
        ("rust-render", "A", "objects with state cross"),
    ],
)
def test_what_is_awkward_about_a_cut_is_said(program: str, name: str, reason: str) -> None:
    assert reason in reasons(program, name)
