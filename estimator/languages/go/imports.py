"""Turns import paths of Go code into own packages and external modules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from estimator.languages.go.gomod import GoMod
from estimator.languages.manifests import joined_folder
from estimator.model.source import Value

_HOSTS_WITH_OWNERS = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
_OWNED_SEGMENTS = 3
_PLAIN_SEGMENTS = 2


class OwnPackages(Value, frozen=True, kw_only=True):
    """Where the packages of the repository are, by import path."""

    folders: frozenset[str]
    """Folders with Go files."""
    roots: Mapping[str, str]
    """Module path -> folder; replaced modules with a folder of the tree included."""

    def folder_of_import(self, path: str) -> str | None:
        """Find the folder of an own package, or None for a package from elsewhere."""
        for prefix in prefixes_of(path):
            if prefix in self.roots:
                rest = path[len(prefix) + 1 :]
                folder = joined_folder(self.roots[prefix], rest) if rest else self.roots[prefix]
                if folder is not None and folder in self.folders:
                    return folder
        return None

    def is_own(self, path: str) -> bool:
        """Tell whether an import path lies in an own module, whether or not the folder is there."""
        return any(prefix in self.roots for prefix in prefixes_of(path))


def prefixes_of(path: str) -> Iterable[str]:
    """Yield the path and its ancestors, longest first."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def module_roots(go_mods: Mapping[str, GoMod], works: Mapping[str, GoMod]) -> dict[str, str]:
    """Map module paths to folders: own modules first, then what `replace` points into the tree."""
    roots: dict[str, str] = {}
    for folder in sorted(go_mods):
        if go_mods[folder].module:
            roots.setdefault(go_mods[folder].module, folder)
    for files in (works, go_mods):
        for folder in sorted(files):
            for entry in files[folder].replaces:
                target = _local_target(folder, entry.target)
                if target in go_mods:
                    roots.setdefault(entry.module, target)
    return roots


def _local_target(folder: str, target: str) -> str:
    """Folder that a `replace` points to, or a text that is no folder of the tree."""
    if not target.startswith((".", "/")):
        return "?"
    joined = joined_folder(folder, target)
    return "?" if joined is None else joined


def gopath_root(imports: Iterable[str], folders: frozenset[str]) -> dict[str, str]:
    """Guess the import path of a repository without go.mod from what its files import.

    An import that ends with a folder of the tree votes for what stands before; most votes win.
    """
    votes: Counter[str] = Counter()
    for path in imports:
        segments = path.split("/")
        for start in range(1, len(segments)):
            if "/".join(segments[start:]) in folders:
                votes["/".join(segments[:start])] += 1
                break
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    return {ranked[0][0]: ""} if ranked and is_external_path(ranked[0][0]) else {}


def is_external_path(path: str) -> bool:
    """Tell whether a path starts with a host name; the standard library's do not."""
    return "." in path.partition("/")[0]


def external_module(path: str, required: frozenset[str]) -> str | None:
    """Find the external module of an import: the longest required prefix.

    An import that no go.mod requires counts under the part that hosts usually make a module of;
    the standard library and C are None.
    """
    for prefix in prefixes_of(path):
        if prefix in required:
            return prefix
    if not is_external_path(path):
        return None
    segments: Sequence[str] = path.split("/")
    if segments[0] in _HOSTS_WITH_OWNERS or path.startswith("golang.org/x/"):
        return "/".join(segments[:_OWNED_SEGMENTS])
    return "/".join(segments[:_PLAIN_SEGMENTS])
