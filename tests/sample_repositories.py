"""Small repositories of both languages, and the program run on them in this process."""

import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from estimator.__main__ import run
from estimator.model.config import ScanConfig

GO_FUNCTION = """
// F{n} sums.
func F{n}(values []int) (total int) {{
	for _, value := range values {{
		if value > {n} {{
			total += value
		}}
	}}
	go func() {{}}()
	return total
}}
"""
RUST_FUNCTION = """
/// Sums.
pub async fn f{n}(values: &[u32]) -> u32 {{
    let mut total = 0;
    for value in values {{
        if *value > {n} {{
            total += tick(*value).await;
        }}
    }}
    total
}}
"""


class Outcome(NamedTuple):
    """How a run of the program ended."""

    code: int
    out: str
    err: str


def write(root: Path, path: str, text: str | bytes) -> Path:
    """Write a file below a root, with its folders."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def go_repository(root: Path, *, files: int = 6) -> Path:
    """A Go module of several packages; six files are enough for a price."""
    write(root, "go.mod", "module example.com/tool\n\ngo 1.22\n\nrequire github.com/a/b v1.2.3\n")
    for n in range(files):
        functions = "".join(GO_FUNCTION.format(n=n * 5 + k) for k in range(5))
        write(root, f"p{n % 3}/f{n}.go", f"package p{n % 3}\n{functions}")
    write(root, "p0/f0_test.go", 'package p0\n\nimport "testing"\n\nfunc TestF(t *testing.T) {}\n')
    return root


def rust_repository(root: Path, *, files: int = 6) -> Path:
    """A crate; six files are enough for a price."""
    manifest = '[package]\nname = "tool"\nversion = "0.1.0"\nedition = "2021"\n'
    write(root, "Cargo.toml", manifest + '[dependencies]\ntokio = "1"\n')
    write(root, "src/lib.rs", "".join(f"pub mod m{n};\n" for n in range(files)))
    for n in range(files):
        functions = "".join(RUST_FUNCTION.format(n=n * 5 + k) for k in range(5))
        write(root, f"src/m{n}.rs", functions)
    return root


def mixed_repository(root: Path) -> Path:
    """More Go than Rust, both enough for a price."""
    go_repository(root, files=12)
    return rust_repository(root)


def scan_config(cache_dir: Path, **values: object) -> ScanConfig:
    """A configuration of a scan whose cache is the test's own."""
    return ScanConfig(cache_dir=str(cache_dir), **values)  # type: ignore[arg-type]  # the test knows


def environment(cache_dir: Path, **variables: str) -> dict[str, str]:
    """This process's environment without our own variables, with a cache of the test's own."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("ESTIMATOR_")}
    return kept | {"ESTIMATOR_CACHE_DIR": str(cache_dir)} | variables


def program(
    cache_dir: Path, *arguments: object, stdin: bytes = b"", variables: Mapping[str, str] = {}
) -> Outcome:
    """Run the program here, with a cache of the test's own; nothing is a terminal."""
    out, err = (TextIOWrapper(BytesIO(), encoding="utf-8", newline="\n") for _ in range(2))
    settings = environment(cache_dir, **variables)
    with (
        patch.dict(os.environ, settings, clear=True),
        patch.object(sys, "stdin", TextIOWrapper(BytesIO(stdin))),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run([str(argument) for argument in arguments])
    return Outcome(code, _written(out), _written(err))


def _written(stream: TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()
