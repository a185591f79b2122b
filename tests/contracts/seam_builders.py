"""Hot paths with seams, and the declarations around them, from a few words."""

from estimator.model.hotpaths import Crossing, HotPath, Seam
from estimator.model.links import FileLinks, FunctionLinks, TypedName, TypeLinks

PATH = "store/store.go"
UNIT = "example.com/app/store"


def typed(names: str, *, line: int = 3) -> tuple[TypedName, ...]:
    """``key: string | limit: int`` as typed names; a missing name is written as ``_``."""
    pairs = (part.partition(":") for part in names.split("|") if part.strip())
    return tuple(
        TypedName(
            name=name.strip().replace("_", "", name.strip() == "_"), type=type_.strip(), line=line
        )
        for name, _, type_ in pairs
    )


def function(
    symbol: str, parameters: str = "", results: str = "", receiver: str = ""
) -> FunctionLinks:
    """A function that takes and gives what is said."""
    return FunctionLinks(
        symbol=symbol,
        line=10,
        receiver=receiver,
        takes_pointer=bool(receiver),
        parameters=typed(parameters),
        results=typed(results),
    )


def declared(symbol: str, fields: str = "", kind: str = "struct") -> TypeLinks:
    """A type with the fields said."""
    return TypeLinks(symbol=symbol, kind=kind, line=20, end_line=30, fields=typed(fields))


def file(*items: FunctionLinks | TypeLinks) -> FileLinks:
    """A file that declares the items."""
    return FileLinks(
        functions=tuple(item for item in items if isinstance(item, FunctionLinks)),
        types=tuple(item for item in items if isinstance(item, TypeLinks)),
    )


def crossing(symbol: str, direction: str = "in", kind: str = "function") -> Crossing:
    """A function or type on the cut."""
    return Crossing(kind=kind, symbol=symbol, unit=UNIT, path=PATH, line=10, direction=direction)


def hot_path(*crossings: Crossing, name: str = "store index") -> HotPath:
    """A hot path with this cut."""
    return HotPath(
        id="hp-123456",
        name=name,
        basis="declared",
        units=(UNIT,),
        functions=(),
        code_lines=200,
        entry_points=(),
        seam=Seam(crossings=crossings, quality="clean", reasons=()),
    )
