"""Names that tell tooling and test doubles from product code, each with its reason.

A name is a first guess only: `facts.standing` holds it against what else is there, so that a
repository whose product is a tool, or a test library, keeps it.
"""

import re
from collections.abc import Mapping

TOP_FOLDERS: Mapping[str, str] = {
    "tools": "programs for those who work on the code: generators, linters, analysis of logs",
    "hack": "the same, by the custom of Kubernetes and what is built like it",
    "scripts": "run by hand or by a CI job",
    "script": "the same, by GitHub's custom",
    "ci": "run by a CI job",
    ".ci": "the same, hidden",
    ".github": "the same, where GitHub looks for it",
    "contrib": "contributed beside the product, not released with it",
    "magefiles": "targets of mage, a build tool: magefile.org/magefiles",
    "xtask": "commands of a workspace, by convention: github.com/matklad/cargo-xtask",
}
"""Folders at the top of a repository or of a module. Deeper ones are parts of the product: a
folder `scripts` may hold a script engine."""

XTASK = "xtask"
"""A package of this name is a workspace's own commands wherever it lies."""

BUILD_SCRIPT = "build.rs"
"""Beside a Cargo.toml: compiled and run before the package is, and left behind by a port to
another language."""

_GO_LEFT_OUT = re.compile(r"_.+")
"""`go help packages`: directory names that begin with "_" are left out of ./..."""

_DOUBLES: Mapping[str, re.Pattern[str]] = {
    "go": re.compile(
        r"mocks?|mock[a-z]+|[a-z]+mocks?|(.+[-_])mocks?|mocks?[-_].+"  # gomock, mockery
        r"|fakes?|[a-z]+fakes|.+[-_]fakes?"  # client-go, counterfeiter: FOOfakes
        r"|test(lib|kit|support|fixtures)"
    ),
    "rust": re.compile(r"mocks?|mock[a-z]+|[a-z]+mocks|(.+[-_])mocks?|mocks?[-_].+"),
}
"""Folders that hold stand-ins for tests, matched whole. No stub (a no-op for another platform), no
dummy, no fake_dns: those are features."""

_DOUBLE_FILES: Mapping[str, re.Pattern[str]] = {
    "go": re.compile(
        r"(mock_.+|.+_mocks?|mocks|fakes"
        r"|(.+_)?test_?(utils?|helpers?|lib|kit|support|fixtures?)(_.+)?)\.go"
    ),
    "rust": re.compile(
        r"(mocks?|mock_.+|.+_mocks?|(.+_)?testing|(.+_)?test_?(utils?|helpers?|support))\.rs"
    ),
}
"""Files of stand-ins and of what tests share, matched whole."""

_NAMED_FOR_TESTS = re.compile(r"(?<![a-z])test|test(s|ing)?(?![a-z])|mock|fake|stub")
"""A module of such a name is about tests: what is called so in it is its product."""
_MAJOR = re.compile(r"/v\d+$")

_TEST_SUPPORT_FOLDER = re.compile(r"test.*|.*tests?")
_TEST_SUPPORT_FILE = re.compile(r"(.+_)?test(_.+)?\.go")


def is_double_folder(name: str, language: str) -> bool:
    """Tell whether a folder of this name (lower case) holds test doubles."""
    return language in _DOUBLES and _DOUBLES[language].fullmatch(name) is not None


def is_double_file(name: str, language: str) -> bool:
    """Tell whether a file of this name (lower case) holds test doubles or what tests share."""
    return language in _DOUBLE_FILES and _DOUBLE_FILES[language].fullmatch(name) is not None


def is_double(path: str, language: str) -> bool:
    """Tell whether a path is that of test doubles or of what tests share."""
    *folders, name = path.lower().split("/")
    return is_double_file(name, language) or any(
        is_double_folder(folder, language) for folder in folders
    )


def is_about_tests(module: str) -> bool:
    """Tell whether a module's name says that tests are its product: testify, gomock, wiremock."""
    return _NAMED_FOR_TESTS.search(_MAJOR.sub("", module.lower()).rpartition("/")[2]) is not None


def is_left_out_by_go(name: str) -> bool:
    """Tell whether the go command looks past a folder of this name."""
    return _GO_LEFT_OUT.fullmatch(name) is not None


def is_test_support(name: str, *, is_folder: bool) -> bool:
    """Tell whether a Go file that imports `testing` is test support by its name or its folder's.

    The name alone says too little (attest, latest); without such a name it may be a benchmark.
    """
    pattern = _TEST_SUPPORT_FOLDER if is_folder else _TEST_SUPPORT_FILE
    return pattern.fullmatch(name) is not None
