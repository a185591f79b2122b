"""Reads lock files and toolchains: are the packages that the crosswalk names really published?

    python benchmarks/crosswalk.py FOLDER... [--write]

Each FOLDER is a git repository, bare or checked out. No registry is asked. A crate exists where a
Cargo.lock of one of them has it from crates.io with the registry's checksum; a module where a
go.sum has its hash. Else the repository itself may be the package (its manifest says so), or a page
of documentation was read, or the registry's client asked, by hand (kept in the result under
`by_hand`). Names in a standard library are looked up in the installed Go toolchain and Rust
documentation. A lock file says that a version was published, not that it is the newest, maintained
or free of a yank.

`--write` writes benchmarks/crosswalk.json, which tests hold the rule files to. Fewer folders find
fewer names: look at the difference.
"""

import argparse
import datetime as dt
import functools
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tabulate import tabulate

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).with_suffix(".json")
LOCKS = frozenset({"Cargo.lock", "Cargo.toml", "go.mod", "go.sum"})
OTHER = {"crates": "modules", "modules": "crates"}
LANGUAGE = {"crates": "rust", "modules": "go"}
PARTS = (*OTHER, *LANGUAGE.values())
MAJOR = re.compile(r"/v[0-9]+\Z")
NUMBER = re.compile(r"[0-9]+")

WORDS = {
    "go": frozenset(
        [
            "blank",
            "build",
            "cgo",
            "channels",
            "constants",
            "generics",
            "goroutines",
            "init",
            "interfaces",
            "iota",
            "map",
            "package",
            "plain",
            "pointers",
            "raw",
            "struct",
        ]
    ),
    "rust": frozenset({"iterators", "std"}),
}
"""First words of counterparts that name a part of the language instead of its library."""

Packages = dict[str, dict[str, str]]
"""Ecosystem -> name -> newest version of a lock file, "" where only its source was seen."""


def main() -> int:
    """Print what was not found; 1 where something was not."""
    parser = argparse.ArgumentParser(description="Are the crosswalk's packages published?")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.name}")
    options = parser.parse_args()
    by_hand = json.loads(RESULT.read_text())["by_hand"] if RESULT.exists() else {}
    seen = read_all(options.folders)
    result = check(named(), seen, by_hand, options.folders)
    if options.write:
        RESULT.write_text(pretty(result))
    missing = [
        [part, name]
        for part in PARTS
        for name, state in result[part].items()
        if state.startswith("not seen")
    ]
    print(tabulate(missing, headers=["where", "not seen"]))
    return bool(missing)


def named() -> dict[str, set[str]]:
    """Collect every name of the rule files: crates and modules, go and rust standard libraries.

    The first word of a counterpart is a name; what follows it is a remark.
    """
    names: dict[str, set[str]] = {part: set() for part in PARTS}
    for ecosystem, other in OTHER.items():
        file = ROOT / "rules" / "crosswalk" / f"{ecosystem}.toml"
        for entry in tomllib.loads(file.read_text())["dependency"]:
            names[ecosystem].add(entry["name"])
            for text in entry["counterparts"]:
                word = text.removeprefix("std: ").split()[0]
                if text.startswith("std: "):
                    names[LANGUAGE[other]].add(word)
                else:
                    names[other].add(word.split("::")[0])
    return names


def read_all(folders: Iterable[Path]) -> Packages:
    """Read the lock files and manifests at HEAD of every folder."""
    seen: Packages = {"crates": {}, "modules": {}}
    for folder in folders:
        for path in git(folder, "ls-tree", "-r", "--name-only", "HEAD").splitlines():
            if path.rpartition("/")[2] in LOCKS:
                text = git(folder, "show", f"HEAD:{path}")
                for ecosystem, name, version in packages(path.rpartition("/")[2], text):
                    known = seen[ecosystem].get(name, "")
                    seen[ecosystem][name] = max(known, version, key=order)
    return seen


def packages(file: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield (ecosystem, name, version) of a lock file, or of the package that a manifest makes."""
    if file == "go.sum":
        for fields in map(str.split, text.splitlines()):
            if len(fields) == 3:  # noqa: PLR2004 - module, version, hash
                yield "modules", fields[0], fields[1].removesuffix("/go.mod")
    elif file == "go.mod":
        for name in re.findall(r'^module\s+"?([^\s"]+)', text, re.MULTILINE):
            yield "modules", name, ""
    else:
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError:
            return
        yield from crates(tables.get("package", []))


def crates(package: list[dict[str, str]] | dict[str, object]) -> Iterator[tuple[str, str, str]]:
    """Yield the crates of the `package` of a lock file (a list) or of a manifest (a table)."""
    if isinstance(package, dict):
        name = package.get("name")
        if package.get("publish") is not False and isinstance(name, str):
            yield "crates", crate(name), ""
        return
    for one in package:
        source = one.get("source", "")
        if "crates.io-index" in source and "checksum" in one:
            yield "crates", crate(one["name"]), one["version"]
        elif source.startswith("git+"):
            yield "crates", crate(one["name"]), ""


def check(
    names: Mapping[str, set[str]],
    seen: Packages,
    by_hand: Mapping[str, str],
    folders: list[Path],
) -> dict[str, Any]:
    """Give each name its state: what shows that it exists, or that nothing does."""
    imported = grep_imports(folders, names["modules"] - set(seen["modules"]))
    result: dict[str, Any] = {
        "checked": f"{dt.datetime.now(dt.UTC):%Y-%m}",
        "read": {"repositories": len(folders)} | {key: len(seen[key]) for key in sorted(seen)},
        "by_hand": dict(sorted(by_hand.items())),
    }
    for part in ("crates", "modules"):
        result[part] = {
            name: state(part, name, seen[part], by_hand, imported) for name in sorted(names[part])
        }
    result["go"] = {name: go_state(name) for name in sorted(names["go"])}
    result["rust"] = {name: rust_state(name) for name in sorted(names["rust"])}
    return result


def state(
    part: str,
    name: str,
    seen: Mapping[str, str],
    by_hand: Mapping[str, str],
    imported: frozenset[str],
) -> str:
    """Say what shows that a package, or one of a family `name*`, exists."""
    key = crate(name) if part == "crates" else name
    beginning = key.removesuffix("*")
    family = sum(one.startswith(beginning) for one in seen) if beginning != key else 0
    if family:
        return f"family: {family} seen"
    if key in seen:
        return f"locked: {seen[key]}" if seen[key] else "source tree"
    if name in imported:
        return "imported"
    if name in by_hand:
        return "by hand"
    around = [one for one in seen if key.startswith(f"{one}/") and part == "modules"]
    if around and not MAJOR.search(key):
        return f"below: {max(around, key=len)}"
    return "not seen"


def grep_imports(folders: Iterable[Path], paths: set[str]) -> frozenset[str]:
    """Give the paths, packages inside modules, that Go files of the folders import."""
    wanted = sorted(path for path in paths if not path.endswith("*"))
    pattern = [part for path in wanted for part in ("-e", f'"{path}"')]
    found: set[str] = set()
    for folder in folders:
        lines = git(folder, "grep", "-h", "-F", *pattern, "HEAD", "--", "*.go")
        found.update(re.findall(r'"([^"]+)"', lines))
    return frozenset(found & set(wanted))


def go_state(name: str) -> str:
    """Say whether a name is of Go's standard library, a package or a symbol, or of the language."""
    known = go_packages()
    beginning = name.removesuffix("*")
    if name in known or (beginning != name and any(one.startswith(beginning) for one in known)):
        return "standard library"
    if name in WORDS["go"]:
        return "language"
    return "standard library" if output("go", "doc", name) else "not seen"


@functools.cache
def go_packages() -> frozenset[str]:
    """List the packages of the installed Go toolchain, here and in a browser."""
    browser = ("env", "GOOS=js", "GOARCH=wasm", "go", "list", "std")
    return frozenset((output("go", "list", "std") + output(*browser)).splitlines())


def rust_state(name: str) -> str:
    """Say whether the Rust documentation has a page of that module, type or macro."""
    root = Path(output("rustc", "--print", "sysroot").strip()) / "share/doc/rust/html/std"
    *modules, last = name.removesuffix("!").split("::")
    pages = [*root.glob(f"**/*.{last}.html"), *root.glob(f"**/{last}/index.html")]
    if any("/".join(modules) in page.as_posix() for page in pages):
        return "standard library"
    return "language" if name in WORDS["rust"] else "not seen"


def pretty(result: Mapping[str, Any]) -> str:
    """Write the result as JSON with one name on a line."""
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"


def crate(name: str) -> str:
    """Cargo takes ``-`` and ``_`` in names as equal."""
    return name.replace("_", "-")


def order(version: str) -> tuple[int, ...]:
    """Order versions by their numbers, as far as a table needs it."""
    return tuple(int(part) for part in NUMBER.findall(version.partition("-")[0]))


def git(folder: Path, *arguments: str) -> str:
    """Give what git prints, nothing where it fails."""
    return output("git", "-c", "safe.directory=*", "-C", str(folder), *arguments)


def output(*command: str) -> str:
    """Give what a command prints, nothing where it fails."""
    answer = subprocess.run(command, capture_output=True, check=False)
    return answer.stdout.decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
