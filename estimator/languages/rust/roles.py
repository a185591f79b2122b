"""Turns the path of a Rust file into its role."""

import re
from functools import lru_cache

from estimator.languages.roles import MOST_ROLES, PathRules, role_by_rules
from estimator.model.source import Role

_RULES = PathRules(
    generated_names=re.compile(r".*\.pb\.rs|.*_generated\.rs"),
    test_names=re.compile(r"tests\.rs|test_.*\.rs|.*_tests?\.rs"),
    test_folders=frozenset({"benches"}),
)
_PACKAGE_TEST_WORD = re.compile(r"(.*[-_])?tests?([-_].*)?")
_BUILD_OUTPUT = re.compile(
    r"target/.*|(.*/)?target/(debug|release|doc|package|tmp|build|[a-z0-9_]+(-[a-z0-9_.]+){2,3})/.*",
)


@lru_cache(MOST_ROLES)
def role_of_path(path: str) -> Role:
    """Tell what a Rust file is for, by its path alone.

    ``target/`` counts as build output at the root, or where a profile or platform follows; a
    module named `target` is product code. A package folder (above any ``src``) with the word
    `test` in its name holds test support; below ``src`` such a folder may be a feature.
    """
    role = role_by_rules(path, _RULES)
    if role is Role.VENDORED:
        return role
    if "target/" in path and _BUILD_OUTPUT.fullmatch(path):
        return Role.GENERATED
    if role in (Role.PRODUCT, Role.EXAMPLE) and _is_in_test_package(path):
        return Role.TEST
    return role


def _is_in_test_package(path: str) -> bool:
    folders = path.lower().split("/")[:-1]
    package = folders[: folders.index("src")] if "src" in folders else folders
    return any(_PACKAGE_TEST_WORD.fullmatch(folder) for folder in package)
