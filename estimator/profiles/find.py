"""A discovered tree into the files in it that are CPU profiles by their names."""

import re

from estimator.model.source import Tree

MAX_FOUND = 20
_NAMES = (
    re.compile(r"default\.pgo"),
    re.compile(r".*\.pgo"),
    re.compile(r".*cpu.*\.(pprof|prof|pb\.gz|pb|out)"),
    re.compile(r".*\.pprof"),
    re.compile(r".*\.prof"),
    re.compile(r".*flame.*\.svg"),
    re.compile(r".*\.folded"),
)
_OTHER_KINDS = re.compile(r"mem|heap|alloc|mutex|block|goroutine|trace")
_FOREIGN = frozenset({"testdata", "vendor", "third_party", "node_modules", "fixtures"})


def find_profiles(tree: Tree) -> tuple[str, ...]:
    """List the files whose names say that they are CPU profiles, at most 20.

    The best come first: `default.pgo`, which Go builds with, then by how plainly the name says
    CPU, then those nearest to the root. What a dependency or a test brings along is left out.
    """
    found = []
    for path in tree.others:
        *folders, name = path.lower().split("/")
        rank = next((rank for rank, form in enumerate(_NAMES) if form.fullmatch(name)), None)
        if rank is None or _FOREIGN.intersection(folders) or _OTHER_KINDS.search(name):
            continue
        found.append((rank, len(folders), path))
    return tuple(path for _rank, _depth, path in sorted(found)[:MAX_FOUND])
