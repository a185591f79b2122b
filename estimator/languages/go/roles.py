"""Turns the path of a Go file into its role."""

import re

from estimator.languages.roles import PathRules, role_by_rules
from estimator.model.source import Role

_RULES = PathRules(
    generated_names=re.compile(
        r".*\.pb\.go|.*\.pb\.gw\.go|.*_generated\.go|zz_generated.*\.go"
        r"|(.*[-_.])?bindata(_assetfs)?\.go",
    ),
    test_names=re.compile(r".*_test\.go"),
)


def role_of_path(path: str) -> Role:
    """Tell what a Go file is for, by its path alone; mocks count as generated only by header."""
    return role_by_rules(path, _RULES)
