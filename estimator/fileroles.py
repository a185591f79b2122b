"""The source files of a tree and what `[roles]` declares -> how deep each is read, and its role."""

from collections.abc import Sequence
from functools import lru_cache

import msgspec

from estimator.discovery.exclusion import exclusion
from estimator.facts.standing import Declared, Standing, standing
from estimator.languages import LANGUAGES
from estimator.model.config import ScanConfig
from estimator.model.source import ParsedFile, Role, SourceFile, Tree
from estimator.parsing.extract import Depth, at_depth

ROLES = {key: spec.role_of_path for key, spec in LANGUAGES.items()}
_DEPTHS = {Role.VENDORED: Depth.LINES, Role.GENERATED: Depth.LINES, Role.TEST: Depth.OUTLINE}


def at_depths(tree: Tree, config: ScanConfig) -> tuple[SourceFile, ...]:
    """Give the source files, each under the depth that its path is worth.

    What a file's surroundings make of it is known later, so only what the path settles and nothing
    declares is read less deeply.
    """
    declared = declared_roles(config)

    def asked(file: SourceFile) -> SourceFile:
        depth = _DEPTHS.get(ROLES[file.language](file.path), Depth.FULL)
        if depth is not Depth.FULL and any(fits(file.path) for _, fits in declared):
            depth = Depth.FULL
        return msgspec.structs.replace(file, language=at_depth(file.language, depth))

    return tuple(map(asked, tree.files))


def roles_of(tree: Tree, parsed: Sequence[ParsedFile], config: ScanConfig) -> Standing:
    """Give the role of each parsed file. Raises InputError for a pattern without a meaning."""
    return standing(parsed, ROLES, manifests=tree.manifests, declared=declared_roles(config))


@lru_cache(1)
def declared_roles(config: ScanConfig) -> Declared:
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
