"""Turns paths, imports and manifests into places of oracles: what tells a right port from a wrong.

What CI jobs run is read in `facts.buildtexts`. Names of packages are those that the two registries
know; the lists are judgement and may miss one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

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
}
"""Kind of oracle -> packages as an import names them, versions left out."""
_KIND_OF = {name: kind for kind, names in _PACKAGES.items() for name in names}
_VERSION = re.compile(r"\.v\d+$")

_RECORDED_SUFFIXES = (".har", ".pcap", ".pcapng")
_RECORDED_FOLDERS = frozenset({"cassettes", "vcr_cassettes", "vcr"})
_BENCH_FOLDERS = frozenset(
    {"bench", "benches", "benchmark", "benchmarks", "loadtest", "loadtests", "load-test"}
)
_CORPUS_FOLDERS = frozenset({"corpus", "corpora", "seeds", "testdata"})
_INTEGRATION_FOLDER = re.compile(
    r"integration([-_][a-z]+)*|(e2e|acceptance|blackbox)([-_]?tests?)?|(functional|system)[-_]?tests?"
)
_NO_SUITE = (".md", ".sum", ".lock", ".gitignore")
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
    imported = {one.path for file in files for one in file.facts.imports}
    kinds = {path: kind for path in imported if (kind := _kind_of(path))}
    for file in files:
        if file.role not in (Role.VENDORED, Role.GENERATED):
            for kind, place in _kinds_of_file(file, kinds):
                places.setdefault(f"repo.oracle.{kind}", []).append(place)
    for kind, place in _manifest_places(layouts, manifests):
        places.setdefault(f"repo.oracle.{kind}_manifests", []).append(place)
    return {metric: sorted(places[metric]) for metric in sorted(places)}


def _kind_of(package: str) -> str:
    """The kind of oracle that an import or a package belongs to, "" for none."""
    crate = package.partition("::")[0]
    if crate in _KIND_OF:
        return _KIND_OF[crate]
    parts = package.split("/")
    names = (_VERSION.sub("", "/".join(parts[:count])) for count in (2, 3))
    return next((_KIND_OF[name] for name in names if name in _KIND_OF), "")


def _manifest_places(
    layouts: Mapping[str, Layout], manifests: Mapping[str, bytes]
) -> Iterator[tuple[str, Place]]:
    """Yield the lines of manifests that ask for such a package; indirect ones do not."""
    for layout in layouts.values():
        for one in layout.dependencies:
            kind = _kind_of(one.name.replace("-", "_")) or _kind_of(one.name)
            if kind and one.kind != _INDIRECT:
                for path in one.manifests:
                    for place in lines_naming(path, manifests.get(path, b""), one.name):
                        yield kind, place


def lines_naming(path: str, content: bytes, name: str) -> list[Place]:
    """Give the first line of a manifest that names a package, outside comments."""
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
    if name.endswith(_NO_SUITE):
        return found
    if _is_conformance(folders, name):
        found.append("conformance")
    if not _BENCH_FOLDERS.isdisjoint(folders):
        found.append("bench_files")
    return found


def _kinds_of_file(file: ReadFile, kinds: Mapping[str, str]) -> list[tuple[str, Place]]:
    *folders, name = file.path.lower().split("/")
    first: dict[str, int] = {}
    for one in file.facts.imports:
        if one.path in kinds:
            first.setdefault(kinds[one.path], one.line)
    found = [(f"{kind}_files", (file.path, line)) for kind, line in sorted(first.items())]
    is_counted = file.role is Role.TEST and "benches" in folders  # as repo.benchmarks
    if not is_counted and not _BENCH_FOLDERS.isdisjoint(folders):
        found.append(("bench_files", (file.path, 1)))
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
