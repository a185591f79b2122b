"""Turns the path of a Go file into its role."""

import re
from functools import lru_cache

from estimator.languages.roles import MOST_ROLES, PathRules, role_by_rules
from estimator.model.source import Role

_RULES = PathRules(
    generated_names=re.compile(
        r".*\.pb\.go|.*\.pb\.gw\.go|.*_generated\.go|zz_generated.*\.go"
        r"|(.*[-_.])?bindata(_assetfs)?\.go",
    ),
    test_names=re.compile(r".*_test\.go"),
)


@lru_cache(MOST_ROLES)
def role_of_path(path: str) -> Role:
    """Tell what a Go file is for, by its path alone; mocks count as generated only by header."""
    return role_by_rules(path, _RULES)
