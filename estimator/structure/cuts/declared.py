"""What a person names (a package, a file, a symbol) -> the functions that are meant."""

from difflib import get_close_matches

from estimator.errors import InputError
from estimator.structure.cuts.clusters import Cluster, Measured
from estimator.structure.cuts.code import Code, last_part
from estimator.structure.cuts.dragging import drag

_SHOWN = 3


def named_functions(code: Code, text: str) -> tuple[int, ...]:
    """Give the functions that a text names, ascending.

    Tried in this order: a unit (whole, or its last parts), a file or folder, a symbol (function,
    type with its methods, each also behind its unit's last part).

    Raises:
        InputError: it names nothing; the hint says what comes near.
    """
    wanted = text.strip().removeprefix("./").rstrip("/")
    for found in (_in_unit(code, wanted), _in_file(code, wanted), _of_symbol(code, wanted)):
        if found:
            return found
    language = code.language.capitalize()
    raise InputError(
        f"no {language} package, file or symbol of this repository is called {text!r}",
        hint=_hint(code, wanted),
    )


def declared_cluster(code: Code, text: str, time: Measured | None = None) -> Cluster:
    """Take what a text names as the members of one cluster, connected or not; find what it drags.

    Raises:
        InputError: it names nothing, or only what was said to stay.
    """
    members = tuple(one for one in named_functions(code, text) if one not in code.staying)
    if not members:
        raise InputError(f"{text!r} is both named and excluded", hint="leave one of the two out")
    dragged = drag(code, members, None if time is None else time.cumulative)
    return Cluster(members, dragged.functions, 0.0)


def unit_cluster(code: Code, unit: str) -> Cluster:
    """Take one whole unit, alone: what it leaves behind is its boundary.

    Raises:
        InputError: no unit of that name has functions; the hint says what comes near.
    """
    members = _in_unit(code, unit.strip().removeprefix("./").rstrip("/"))
    if not members:
        raise InputError(f"no unit is called {unit!r}", hint=_hint(code, unit))
    return Cluster(members, (), 0.0)


def _in_unit(code: Code, wanted: str) -> tuple[int, ...]:
    whole = tuple(number for number, one in enumerate(code.functions) if one.unit == wanted)
    if whole or not wanted:
        return whole
    ends = {one.unit for one in code.functions if one.unit.endswith(f"/{wanted}")}
    if len(ends) > 1:
        raise InputError(
            f"{wanted!r} may be any of {len(ends)} units",
            hint=f"write one of them whole: {', '.join(sorted(ends)[:_SHOWN])}",
        )
    return tuple(number for number, one in enumerate(code.functions) if one.unit in ends)


def _in_file(code: Code, wanted: str) -> tuple[int, ...]:
    return tuple(
        number
        for number, one in enumerate(code.functions)
        if one.path == wanted or (wanted and one.path.startswith(f"{wanted}/"))
    )


def _of_symbol(code: Code, wanted: str) -> tuple[int, ...]:
    found = []
    for number, one in enumerate(code.functions):
        for name in (one.symbol, f"{last_part(one.unit)}.{one.symbol}", f"{one.unit}.{one.symbol}"):
            if name == wanted or name.startswith((f"{wanted}.", f"{wanted}::")):
                found.append(number)
                break
    return tuple(found)


def _hint(code: Code, wanted: str) -> str:
    known = sorted(
        {
            *(one.unit for one in code.functions),
            *(last_part(one.unit) for one in code.functions),
            *(one.path for one in code.functions),
            *(one.symbol for one in code.functions),
        }
    )
    near = get_close_matches(wanted, known, n=_SHOWN)
    if near:
        return f"near it are {', '.join(near)}"
    return "give a package path, a file, or a symbol such as Type.Method"
