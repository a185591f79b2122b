"""Source trees of the public ports -> their `[port.facts]`: sizes and counts by our own counters.

    python benchmarks/ports.py FOLDER

FOLDER holds one folder for each port in the statistics, named by the port's id without `port.`,
with the source at the commit that `from_repository` names. What is printed for a port replaces its
`[port.facts]` table in `rules/reference/ports.toml`; run it again when a counter changes. What was
left out of the sizes of a port, tools and demos mostly, is left out here too (`LEFT_OUT`).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from estimator import load_rulebook, scan
from estimator.model.config import Config, ScanConfig
from estimator.model.rules import Port

LEFT_OUT = {
    "port.bbolt-jammdb": ("cmd",),
    "port.etcd-raft-raft-rs": ("rafttest",),
    "port.kaspad-rusty-kaspa": ("cmd", "stability-tests"),
    "port.ristretto-stretto": ("contrib", "sim"),
}


def main() -> None:
    """Print the facts of every port whose folder is there, and name those that are missing."""
    root = Path(sys.argv[1])
    for key, port in sorted(load_rulebook().ports.items()):
        folder = root / key.removeprefix("port.")
        if not port.in_statistics:
            continue
        if not folder.is_dir():
            print(f"# {key}: no {folder.name}", file=sys.stderr)
            continue
        print("\n".join((f"# {key}", *facts_of(port, folder))) + "\n")


def facts_of(port: Port, folder: Path) -> Iterator[str]:
    """Give the lines of one `[port.facts]` table."""
    language = port.direction.partition("-")[0]
    exclude = LEFT_OUT.get(port.id, ())
    facts = scan(folder, config=Config(scan=ScanConfig(exclude=exclude)))
    size = next(one for one in facts.languages if one.name == language)
    spread = next(one for one in facts.spread if one.language == language)
    yield "[port.facts]"
    yield f"product_lines = {size.product_lines}"
    if any(module.language == language for module in facts.modules):
        yield f"dependencies = {size.direct_dependencies}"
    yield f"units = {spread.units}"
    counts = (
        f"{msgspec.json.encode(key).decode()} = {count:g}"
        for key, count in sorted(facts.metrics.items())
        if key.startswith(f"{language}.") and count
    )
    yield f"counts = {{ {', '.join(counts)} }}"


if __name__ == "__main__":
    main()
