"""Profiles and own functions of small programs, as values."""

from collections.abc import Mapping

from estimator.model.profile import Frame, OwnCode, OwnCrate, OwnFunction, Profile, Stack
from estimator.model.source import Role


def profile_of(stacks: Mapping[tuple[Frame | str, ...], float], *, source: str = "p") -> Profile:
    """A profile of these stacks, innermost frame first."""
    frames: dict[Frame, int] = {}
    rows = []
    for stack, value in stacks.items():
        whole = [Frame(symbol=each) if isinstance(each, str) else each for each in stack]
        indices = tuple(frames.setdefault(frame, len(frames)) for frame in whole)
        rows.append(Stack(frames=indices, value=value))
    return Profile(
        kind="pprof",
        source=source,
        unit="samples",
        samples=round(sum(stacks.values())),
        frames=tuple(frames),
        stacks=tuple(rows),
    )


def go_function(  # noqa: PLR0913  # an own function has as many facts
    symbol: str,
    *,
    unit: str = "example.com/tool/work",
    path: str = "work/work.go",
    line: int = 10,
    package: str = "work",
    role: Role = Role.PRODUCT,
) -> OwnFunction:
    """A Go function of ten lines."""
    return OwnFunction(
        unit=unit,
        package=package,
        path=path,
        symbol=symbol,
        line=line,
        end_line=line + 9,
        code_lines=10,
        role=role,
    )


def go_code(*functions: OwnFunction, unparsed: frozenset[str] = frozenset()) -> OwnCode:
    """A module example.com/tool with the files of these functions."""
    return OwnCode(
        language="go",
        modules={"example.com/tool": ""},
        files={function.path: function.unit for function in functions},
        unparsed=unparsed,
    )


def rust_function(symbol: str, *, path: str = "src/lib.rs", line: int = 10) -> OwnFunction:
    """A Rust function of ten lines in the package `tool`."""
    return OwnFunction(
        unit="tool", path=path, symbol=symbol, line=line, end_line=line + 9, code_lines=10
    )


def rust_code(*functions: OwnFunction) -> OwnCode:
    """A package with a library `tool` and a program `tool-cli`."""
    return OwnCode(
        language="rust",
        crates=(
            OwnCrate(name="tool", root="src/lib.rs", folder=""),
            OwnCrate(name="tool_cli", root="src/bin/tool-cli.rs", folder=""),
        ),
        files={function.path: function.unit for function in functions},
    )
