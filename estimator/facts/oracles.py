"""Turns paths, imports and manifests into places of oracles: what tells a right port from a wrong.

What CI jobs run is read in `facts.buildtexts`. Names of packages are those that the two registries
know; the lists are judgement and may miss one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from estimator.facts.places import Place, Places
from estimator.facts.rows import ReadFile
from estimator.languages.roles import VENDORED_FOLDERS
from estimator.model.facts import Layout
from estimator.model.source import Role

_PACKAGES: Mapping[str, tuple[str, ...]] = {
    "property": (
        *("proptest", "quickcheck", "bolero", "arbtest", "test_strategy", "testing/quick"),
        *("pgregory.net/rapid", "github.com/leanovate/gopter"),
    ),
    "snapshot": (
        *("insta", "expect_test", "goldenfile", "trycmd", "snapbox", "gotest.tools/v3/golden"),
        *("github.com/sebdah/goldie", "github.com/gkampitakis/go-snaps"),
        *("github.com/bradleyjkemp/cupaloy", "github.com/hexops/autogold"),
    ),
    "recorded": (
        *("rvcr", "vcr_cassette", "reqwest_vcr", "gopkg.in/dnaeon/go-vcr"),
        *("github.com/dnaeon/go-vcr", "github.com/seborama/govcr"),
        "github.com/google/go-replayers",
    ),
    "model": (
        *("stateright", "loom", "shuttle", "madsim", "turmoil"),
        "github.com/anishathalye/porcupine",
    ),
    "container": (
        *("testcontainers", "github.com/testcontainers/testcontainers-go"),
        "github.com/ory/dockertest",
    ),
    "leak": ("go.uber.org/goleak",),
}
"""Kind of oracle -> packages, as an import names them."""

_RECORDED_SUFFIXES = (".har", ".pcap", ".pcapng")
_RECORDED_FOLDERS = frozenset({"cassettes", "vcr_cassettes", "vcr"})
_CORPUS_FOLDERS = frozenset({"corpus", "corpora", "seeds", "testdata"})
_INTEGRATION_FOLDER = re.compile(
    r"(integration|e2e|acceptance|functional|system|blackbox)([-_]?tests?)?"
)
_CONFORMANCE = re.compile(r"(?<![a-z])(conformance|compliance|jepsen)(?![a-z])")
_INDIRECT = "indirect"


def oracle_places(
    others: Iterable[str],
    files: Sequence[ReadFile],
    layouts: Mapping[str, Layout],
    manifests: Mapping[str, bytes],
) -> Places:
    """Find oracles beside those of `facts.repository`; what is not there has no key.

    ``repo.oracle.KIND_files`` are files that import a package of that kind, and
    ``repo.oracle.KIND_manifests`` the lines of manifests that ask for one.
    """
    places: dict[str, list[Place]] = {}
    for path in others:
        *folders, name = path.lower().split("/")
        if VENDORED_FOLDERS.isdisjoint(folders):
            for kind in _kinds_of_path(folders, name):
                places.setdefault(f"repo.oracle.{kind}", []).append((path, 1))
    for file in files:
        if file.role not in (Role.VENDORED, Role.GENERATED):
            for kind, place in _kinds_of_file(file):
                places.setdefault(f"repo.oracle.{kind}", []).append(place)
    for kind, names in _PACKAGES.items():
        named = manifest_places(layouts, manifests, names)
        if named:
            places[f"repo.oracle.{kind}_manifests"] = named
    return {metric: sorted(places[metric]) for metric in sorted(places)}


def manifest_places(
    layouts: Mapping[str, Layout], manifests: Mapping[str, bytes], names: Sequence[str]
) -> list[Place]:
    """Find the lines of manifests that ask for one of these packages; indirect ones do not."""
    found: list[Place] = []
    for layout in layouts.values():
        for one in layout.dependencies:
            if one.kind != _INDIRECT and is_named(one.name.replace("-", "_"), names):
                for path in one.manifests:
                    found += _lines_naming(path, manifests.get(path, b""), one.name)
    return sorted(found)


def is_named(package: str, names: Sequence[str]) -> bool:
    """Tell whether an import or package is one of these, or a version or part of one."""
    plain = package.partition("::")[0]
    return any(
        plain == name.replace("-", "_")
        or (package.startswith(name) and package[len(name) :].startswith(("/", ".v")))
        for name in (*names, *(name.replace("-", "_") for name in names))
    )


def _lines_naming(path: str, content: bytes, name: str) -> list[Place]:
    pattern = re.compile(rb"(?<![\w./-])" + re.escape(name.encode()) + rb"(?![\w/-])")
    for number, line in enumerate(content.split(b"\n"), start=1):
        if pattern.search(line) and not line.lstrip().startswith((b"#", b"//")):
            return [(path, number)]
    return []


def _kinds_of_path(folders: Sequence[str], name: str) -> list[str]:
    found = []
    if name.endswith(_RECORDED_SUFFIXES) or not _RECORDED_FOLDERS.isdisjoint(folders):
        found.append("recorded_traffic")
    if "fuzz" in folders and not _CORPUS_FOLDERS.isdisjoint(folders):
        found.append("fuzz_corpus")
    if _is_conformance(folders, name):
        found.append("conformance")
    return found


def _kinds_of_file(file: ReadFile) -> list[tuple[str, Place]]:
    *folders, name = file.path.lower().split("/")
    found = [
        (f"{kind}_files", (file.path, lines[0]))
        for kind, names in _PACKAGES.items()
        if (lines := [one.line for one in file.facts.imports if is_named(one.path, names)])
    ]
    if file.role is Role.TEST:
        if _is_integration(folders, file.language):
            found.append(("integration", (file.path, 1)))
        if _is_conformance(folders, name):
            found.append(("conformance", (file.path, 1)))
    return found


def _is_integration(folders: Sequence[str], language: str) -> bool:
    """By a folder's name; Cargo's own integration tests are what lies in `tests` beside `src`."""
    if any(_INTEGRATION_FOLDER.fullmatch(folder) for folder in folders):
        return True
    return language == "rust" and "tests" in folders and "src" not in folders


def _is_conformance(folders: Sequence[str], name: str) -> bool:
    return any(_CONFORMANCE.search(part) for part in (*folders, name))
