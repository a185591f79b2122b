"""Turns a path into what it says about building and testing a tree: a CI job, a build file, or not.

Shared by Go and Rust. Content is read by others; here are names only.
"""

from collections.abc import Sequence

from estimator.languages.roles import VENDORED_FOLDERS

CI_NAMES = frozenset(
    {
        *(".gitlab-ci.yml", ".travis.yml", "jenkinsfile", "azure-pipelines.yml", "appveyor.yml"),
        *(
            ".appveyor.yml",
            ".drone.yml",
            ".cirrus.yml",
            "bitbucket-pipelines.yml",
            ".woodpecker.yml",
        ),
    },
)
_CI_FOLDERS = ((".github", "workflows"), (".circleci",), (".buildkite",), (".semaphore",))
_CI_SUFFIXES = (".yml", ".yaml", ".star", ".sh")
_ACTIONS = (".github", "actions")
_BUILD_NAMES = frozenset(
    {
        *("makefile", "gnumakefile", "justfile", ".justfile", "taskfile.yml", "taskfile.yaml"),
        *(
            "makefile.toml",
            "cross.toml",
            "rust-toolchain",
            "rust-toolchain.toml",
            ".goreleaser.yml",
        ),
        *(".goreleaser.yaml", "goreleaser.yml", "goreleaser.yaml", "buf.gen.yaml", "buf.gen.yml"),
    },
)
_CARGO_NAMES = frozenset({"config.toml", "config"})
_SCRIPT_FOLDERS = frozenset({"scripts", "script", "hack", "ci", ".ci"})
"""Folders whose files without an ending are scripts too."""
MAILMAP = ".mailmap"
"""Git's file of the addresses that belong to one person, at the top of a tree."""


def is_ci_path(folders: Sequence[str], name: str) -> bool:
    """Tell whether a lower-case path is a CI job; a folder of CI counts at the top only."""
    if name in CI_NAMES:
        return True
    starts = any(tuple(folders[: len(start)]) == start for start in _CI_FOLDERS)
    return starts and name.endswith(_CI_SUFFIXES)


def is_build_path(folders: Sequence[str], name: str) -> bool:
    """Tell whether a lower-case path is a build file or a script beside one, but no manifest."""
    if name in _BUILD_NAMES or name.endswith(".mk"):
        return True
    if name in _CARGO_NAMES and folders[-1:] == [".cargo"]:
        return True
    if tuple(folders[:2]) == _ACTIONS and name.endswith(_CI_SUFFIXES):
        return True
    is_script = name.endswith(".sh") or "." not in name[1:]
    return is_script and not _SCRIPT_FOLDERS.isdisjoint(folders)


def is_wanted_text(path: str) -> bool:
    """Tell whether the content of a path is looked at for how the tree is built and tested."""
    *folders, name = path.lower().split("/")
    if path == MAILMAP:
        return True
    if not VENDORED_FOLDERS.isdisjoint(folders):
        return False
    return is_ci_path(folders, name) or is_build_path(folders, name)
