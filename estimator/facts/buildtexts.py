"""Turns texts about building and testing (CI jobs, Makefiles, scripts, manifests) into places.

A plain search by lines, outside comments: nothing is executed, expanded or followed, so a line that
never runs counts as well. That is why these are shown as evidence and never priced.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from estimator.facts.oracles import lines_naming
from estimator.facts.places import Place, Places
from estimator.languages.buildfiles import MAILMAP
from estimator.languages.roles import TEST_FOLDERS, VENDORED_FOLDERS
from estimator.model.facts import Layout

_MAX_BYTES = 256_000
_MAX_LINE_BYTES = 2_000
_HEAD_BYTES = 4_096
_NOT_RUN = (b"#", b"//", b"if ", b"elif ", b"case ")
"""Comments, and conditions of a script: they ask about a flag and do not set it."""
_NATIVE_BUILDERS = frozenset({"autotools", "bindgen", "cc", "cmake", "pkg-config", "vcpkg"})
_SYSTEM_LIBRARY = "-sys"
_NOT_LINKED = frozenset({"js-sys", "libfuzzer-sys", "wasi-sys", "web-sys", "windows-sys"})
"""Declarations only, or a test tool."""

_PATCH = re.compile(rb"\[(?:patch\.(?:\"[^\"]*\"|'[^']*'|[\w-]+)|replace)(\.[^\]]+)?\]")
"""A table of replaced crates; its group is there where the table is one crate's."""
_GO_REPLACE = re.compile(rb"\s*(?:replace\s+)?[^\s/][^\s]*(?:\s+v\S+)?\s+=>\s+(?!\.{1,2}/|/)\S")


_TOOL = re.compile(rb"(?:\{\{ {0,3}|\$[({])_?(cargo|go)(?: {0,3}\}\}|[)}])")
"""The tool as a variable of a build file: ``$(GO) test``, ``{{ _cargo }} fmt``."""


class _Row(NamedTuple):
    """A metric, what shows it, and in which texts."""

    metric: str
    words: tuple[bytes, ...]
    """One of them is in every line that can match, in lower case."""
    pattern: re.Pattern[bytes]
    """Of a line in lower case. Linear: no nested repetition."""
    is_in: Callable[[str], bool]
    """Of a lower-case path."""


def _is_job(path: str) -> bool:
    """CI, build files and scripts; not the settings of a toolchain."""
    return not path.endswith(".toml") and not _is_toolchain(path)


def _is_toolchain(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name.startswith("rust-toolchain") or ".cargo" in path.split("/")


def _is_any(path: str) -> bool:
    return bool(path)


_ROWS = (
    _Row("repo.ci.race", (b"race",), re.compile(rb"(?<![\w-])--?race(?![\w-]|=false)"), _is_job),
    _Row("repo.ci.miri", (b"miri",), re.compile(rb"\bmiri\b"), _is_any),
    _Row(
        "repo.ci.sanitizer",
        (b"sanitize", b"asan", b"msan", b"valgrind"),
        re.compile(rb"-z ?sanitizer|-fsanitize|(?<![\w-])--?[am]san(?![\w-])|\bvalgrind\b"),
        _is_any,
    ),
    _Row("repo.ci.loom", (b"loom",), re.compile(rb"\bloom\b"), _is_job),
    _Row(
        "repo.ci.fuzz",
        (b"fuzz",),
        re.compile(
            rb"(?<![\w-])-fuzz(?:time)?\b|\bcargo(?: \+\S{1,40})?[ -]fuzz\b|\bcifuzz\b"
            rb"|oss-fuzz|clusterfuzzlite"
        ),
        _is_job,
    ),
    _Row(
        "repo.ci.bench",
        (b"bench", b"codspeed"),
        re.compile(
            rb"\bcargo(?: \+\S{1,40})? bench\b|(?<![\w-])-bench[= .]|\bbenchstat\b"
            rb"|benchmark-action|codspeed"
        ),
        _is_job,
    ),
    _Row(
        "repo.ci.format",
        (b"fmt", b"gofumpt", b"goimports"),
        re.compile(
            rb"\bgofmt\b|\bgo fmt\b|\bgofumpt\b|\bgoimports\b|\brustfmt\b"
            rb"|\bcargo(?: \+\S{1,40})? fmt\b"
        ),
        _is_job,
    ),
    _Row(
        "repo.ci.lint",
        (b"lint", b"vet", b"staticcheck", b"clippy"),
        re.compile(rb"\bgolangci-lint\b|\bgo vet\b|\bstaticcheck\b|\bclippy\b"),
        _is_job,
    ),
    _Row(
        "repo.ci.test",
        (b"test",),
        re.compile(rb"\bgo test\b|\bgotestsum\b|\bcargo(?: \+\S{1,40})? (?:test|nextest)(?![\w-])"),
        _is_job,
    ),
    _Row(
        "repo.ci.audit",
        (b"govulncheck", b"gosec", b"audit", b"deny", b"codeql", b"trivy", b"snyk"),
        re.compile(
            rb"\bgovulncheck\b|\bgosec\b|\bcargo[- ](?:audit|deny)\b|\baudit-check\b|\bcodeql\b"
            rb"|\btrivy\b|\bsnyk\b"
        ),
        _is_job,
    ),
    _Row(
        "repo.ci.coverage",
        (b"cov", b"tarpaulin"),
        re.compile(
            rb"-cover(?:profile|mode|pkg)?[= ]|\bcodecov\b|\bcoveralls\b|\btarpaulin\b|\bllvm-cov\b"
        ),
        _is_job,
    ),
    _Row(
        "repo.build.runtime",
        (b"gogc", b"gomemlimit", b"gomaxprocs", b"tokio_worker_threads"),
        re.compile(rb"\b(?:gogc|gomemlimit|gomaxprocs|tokio_worker_threads)\b[\"']?\s{0,3}[=:]"),
        _is_any,
    ),
    _Row(
        "repo.build.pgo",
        (b"pgo", b"profile-"),
        re.compile(
            rb"(?<![\w-])-pgo[= ]|\bdefault\.pgo\b|\bcargo[- ]pgo\b|profile-(?:use|generate)="
        ),
        _is_any,
    ),
    _Row(
        "repo.build.codegen",
        (b"gen", b"protoc", b"flatc", b"capnp"),
        re.compile(
            rb"(?<![\w/.-])protoc\s+(?!--version)[-$\\\w]|\bbuf generate\b|\bgo generate\b"
            rb"|\bsqlc generate\b|\bswagger generate\b|\bgqlgen\b|\bopenapi-generator\b"
            rb"|(?<![\w/.-])(?:controller|deepcopy|client|mock|oapi-code)-?gen\b"
            rb"|(?<![\w/.-])(?:flatc|capnp)\s+[-$\w]"
        ),
        _is_job,
    ),
    _Row(
        "repo.build.cross",
        (b"goos", b"goarch", b"cross", b"zigbuild", b"--target"),
        re.compile(
            rb"\bgo(?:os|arch)[=:]|\bcross (?:build|test)\b|\bcargo[- ]zigbuild\b"
            rb"|--target[= ][\"']?[\w.-]{1,40}-(?:linux|windows|apple|darwin|wasi|unknown)\b"
        ),
        _is_any,
    ),
    _Row(
        "repo.build.cgo",
        (b"cgo_enabled",),
        # The race detector alone needs cgo too, which says nothing of the program.
        re.compile(rb"^(?!.{0,400}-race\b).{0,400}\bcgo_enabled\s{0,3}[=:]\s{0,3}[\"']?1\b"),
        _is_any,
    ),
    _Row("repo.build.nightly", (b"nightly",), re.compile(rb"\bnightly\b"), _is_toolchain),
    _Row(
        "repo.build.linker",
        (b"link", b"-extldflags", b"-fuse-ld"),
        re.compile(rb"^\s*linker\s*=|link-arg|-extldflags|-fuse-ld|-linkmode"),
        _is_any,
    ),
)


def build_text_places(texts: Mapping[str, bytes], manifests: Mapping[str, bytes]) -> Places:
    """Find what CI, build files and manifests say; what is not there has no key.

    ``repo.build.texts`` are the texts that were searched. It is always there, so that a reader can
    tell what was not found from what was not looked for. Of one text, the first 256 kB are read.
    """
    places: dict[str, list[Place]] = {"repo.build.texts": []}
    for path, content in sorted({**texts, **manifests}.items()):
        *folders, name = path.lower().split("/")
        if path == MAILMAP or not VENDORED_FOLDERS.isdisjoint(folders):
            continue
        if b"\0" in content[:_HEAD_BYTES]:  # not a text
            continue
        if path in texts:
            places["repo.build.texts"].append((path, 1))
            for metric, line in _matches(content[:_MAX_BYTES].lower(), path.lower()):
                places.setdefault(metric, []).append((path, line))
        elif TEST_FOLDERS.isdisjoint(folders):
            for line in _replaced(content[:_MAX_BYTES], name):
                places.setdefault("repo.build.replaced", []).append((path, line))
    return {metric: sorted(places[metric]) for metric in sorted(places)}


def native_places(layouts: Mapping[str, Layout], manifests: Mapping[str, bytes]) -> Places:
    """Find the manifests' lines of crates that compile or link C: ``cc``, ``openssl-sys`` ..."""
    rust = layouts.get("rust")
    found = [
        place
        for one in (rust.dependencies if rust is not None else ())
        if one.kind in {"normal", "build"}
        and (one.name.endswith(_SYSTEM_LIBRARY) or one.name in _NATIVE_BUILDERS)
        and one.name not in _NOT_LINKED
        for path in one.manifests
        for place in lines_naming(path, manifests.get(path, b""), one.name)
    ]
    return {"repo.build.native_packages": sorted(found)} if found else {}


def _matches(text: bytes, path: str) -> Iterator[tuple[str, int]]:
    """Yield metrics with the lines that show them; only lines with one of its words can."""
    for row in _ROWS:
        if not row.is_in(path):
            continue
        number, counted_to = 1, 0
        for start in sorted(_lines_with(text, row.words)):
            number += text.count(b"\n", counted_to, start)
            counted_to = start
            end = text.find(b"\n", start)
            line = text[start:end] if end >= 0 else text[start:]
            is_run = not line.lstrip().startswith(_NOT_RUN)
            if is_run and row.pattern.search(_TOOL.sub(rb"\1", line[:_MAX_LINE_BYTES])):
                yield row.metric, number


def _lines_with(text: bytes, words: tuple[bytes, ...]) -> set[int]:
    """Offsets of the lines that hold one of the words."""
    starts: set[int] = set()
    for word in words:
        at = text.find(word)
        while at >= 0:
            starts.add(text.rfind(b"\n", 0, at) + 1)
            end = text.find(b"\n", at)
            at = text.find(word, end) if end >= 0 else -1
    return starts


def _replaced(content: bytes, name: str) -> Iterator[int]:
    """Lines that put another package in the place of one; folders of the tree are none in Go."""
    if name == "go.mod":
        for number, line in enumerate(content.split(b"\n"), start=1):
            if _GO_REPLACE.match(line[:_MAX_LINE_BYTES]):
                yield number
        return
    if name != "cargo.toml":
        return
    is_open = False
    for number, line in enumerate(content.split(b"\n"), start=1):
        stripped = line.strip()
        if stripped.startswith(b"["):
            table = _PATCH.match(stripped[:_MAX_LINE_BYTES])
            is_open = table is not None and not table[1]
            if table is not None and table[1]:  # [patch.crates-io.name]
                yield number
        elif is_open and b"=" in stripped and not stripped.startswith(b"#"):
            yield number
