"""A name for what was scanned, where no remote gives one."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from estimator.discovery.folder import printable

_MODULE = re.compile(r'^\s*module\s+"?([^\s"]+)"?\s*(?://.*)?$', re.MULTILINE)


def local_name(manifests: Mapping[str, bytes], folder: Path) -> str:
    """The module of the root go.mod, else the package of the root Cargo.toml, else the folder."""
    return (
        _go_module(manifests.get("go.mod", b""))
        or _cargo_package(manifests.get("Cargo.toml", b""))
        or printable(folder.name)
        or "repository"
    )


def _go_module(content: bytes) -> str:
    match = _MODULE.search(content.decode("utf-8", "replace"))
    return match[1] if match and match[1].isprintable() else ""


def _cargo_package(content: bytes) -> str:
    try:
        package = tomllib.loads(content.decode("utf-8", "replace")).get("package")
    except (tomllib.TOMLDecodeError, RecursionError):  # the manifest reader reports the fault
        return ""
    name = package.get("name") if isinstance(package, dict) else None
    return name if isinstance(name, str) and name.isprintable() else ""
