"""The source files of a tree and what `[roles]` declares -> how deep each is read, and its role."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from estimator.discovery.exclusion import exclusion
from estimator.languages import LANGUAGES
from estimator.model.config import ScanConfig
from estimator.model.source import ParsedFile, Role, SourceFile, Tree

if TYPE_CHECKING:
    from estimator.facts.standing import Declared, Standing

ROLES = {key: spec.role_of_path for key, spec in LANGUAGES.items()}


def at_depths(tree: Tree, config: ScanConfig) -> tuple[SourceFile, ...]:
    """Give the source files, each under the depth that its path is worth."""
    return tuple(
        msgspec.structs.replace(file, language=reading_of(file.path, file.language, config))
        for file in tree.files
    )


def reading_of(path: str, language: str, config: ScanConfig) -> str:
    """The name under which a file is read: its language at the depth that its path is worth.

    What a file's surroundings make of it is known later, so only what the path settles and nothing
    declares is read less deeply.
    """
    from estimator.parsing.extract import Depth, at_depth  # noqa: PLC0415  # start-up time

    depths = {Role.VENDORED: Depth.LINES, Role.GENERATED: Depth.LINES, Role.TEST: Depth.OUTLINE}
    depth = depths.get(ROLES[language](path), Depth.FULL)
    if depth is not Depth.FULL and any(fits(path) for _, fits in declared_roles(config)):
        depth = Depth.FULL
    return at_depth(language, depth)


def roles_of(tree: Tree, parsed: Sequence[ParsedFile], config: ScanConfig) -> "Standing":
    """Give the role of each parsed file. Raises InputError for a pattern without a meaning."""
    from estimator.facts.standing import standing  # noqa: PLC0415  # start-up time

    return standing(parsed, ROLES, manifests=tree.manifests, declared=declared_roles(config))


@lru_cache(1)
def declared_roles(config: ScanConfig) -> "Declared":
    """Give a test of paths for each declared role, the first that fits counts."""
    declared = (
        (Role.PRODUCT, config.product_paths),
        (Role.TEST, config.test_paths),
        (Role.TOOLING, config.tooling_paths),
    )
    return tuple(
        (role, exclusion(patterns, key=f"roles.{role.value}"))
        for role, patterns in declared
        if patterns
    )
