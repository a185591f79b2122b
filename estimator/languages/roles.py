"""Turns a path into the role of its file, by rules that Go and Rust share.

Precedence: vendored > generated > test > example > product. A vendored test is vendored, a
generated test is generated, a test among the examples is a test.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from estimator.model.source import Role, Value

VENDORED_FOLDERS = frozenset({"vendor", "third_party", "third-party", "thirdparty", "node_modules"})
EXAMPLE_FOLDERS = frozenset({"example", "examples", "_example", "_examples"})
TEST_FOLDERS = frozenset(
    {
        *("test", "tests", "testing", "testdata", "e2e", "integration"),
        *("testutil", "testutils", "testhelper", "testhelpers"),
        *("fuzz", "fuzzing", "fuzz_targets"),
    },
)
"""`integration` as a whole name holds end-to-end tests in both languages; `integrations` not."""

TEST_FOLDER_NAME = re.compile(r"_?tests?[-_].*|.*[-_]tests")
"""test-util, test_helpers, integration-tests; but not unit_test, which may be a feature."""


NO_ROLES: Mapping[str, Role] = MappingProxyType({})
"""Where paths alone say what files are for."""

MOST_ROLES = 1 << 16
"""Roles that are remembered: a scan asks several times for that of each file."""


class PathRules(Value, frozen=True, kw_only=True):
    """What one language adds to the shared folder names."""

    generated_names: re.Pattern[str]
    """File names that generators write, matched whole."""
    test_names: re.Pattern[str]
    """File names of tests, matched whole."""
    test_folders: frozenset[str] = frozenset()
    """More folders that hold nothing but tests."""


def role_by_rules(path: str, rules: PathRules) -> Role:
    """Tell what the file at `path` is for, by its path alone.

    The content decides too (a generator's header, ``#![cfg(test)]``): see `facts.roles`.
    """
    *folders, name = path.lower().split("/")
    if not VENDORED_FOLDERS.isdisjoint(folders):
        return Role.VENDORED
    if rules.generated_names.fullmatch(name):
        return Role.GENERATED
    if _is_test(folders, name, rules):
        return Role.TEST
    if not EXAMPLE_FOLDERS.isdisjoint(folders):
        return Role.EXAMPLE
    return Role.PRODUCT


def _is_test(folders: Sequence[str], name: str, rules: PathRules) -> bool:
    if not TEST_FOLDERS.isdisjoint(folders) or not rules.test_folders.isdisjoint(folders):
        return True
    if rules.test_names.fullmatch(name):
        return True
    return any(TEST_FOLDER_NAME.fullmatch(folder) for folder in folders)
