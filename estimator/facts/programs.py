"""What a build of the repository makes: programs, or a library that others build upon."""

from collections.abc import Sequence

from estimator.facts.places import Places
from estimator.facts.rows import ReadFile
from estimator.model.facts import Module
from estimator.model.source import Role

_NOT_SHIPPED = frozenset({"example", "examples", "hack", "script", "scripts", "tools"})


def program_places(files: Sequence[ReadFile], modules: Sequence[Module]) -> Places:
    """Find programs and, where there is none, the manifests of the libraries.

    ``repo.programs``: Go folders with ``package main``, Rust bin targets of product code; folders
    of tools, scripts and examples are left out. ``repo.libraries``: manifests of a repository that
    has no program.
    """
    paths = {file.path for file in files if file.role is Role.PRODUCT}
    mains = {
        file.path.rpartition("/")[0]: (file.path, 1)
        for file in sorted(files, key=lambda file: file.path, reverse=True)
        if file.language == "go" and file.path in paths and file.facts.package == "main"
    }
    targets = {
        (target.path, 1)
        for module in modules
        for target in module.targets
        if target.kind == "bin" and target.path in paths
    }
    programs = sorted(
        place
        for place in {*mains.values(), *targets}
        if _NOT_SHIPPED.isdisjoint(place[0].split("/")[:-1])
    )
    if programs:
        return {"repo.programs": programs, "repo.libraries": ()}
    return {"repo.programs": (), "repo.libraries": sorted((one.manifest, 1) for one in modules)}
