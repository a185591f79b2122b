"""Code and the signs of an API shell -> the shell, and the cut to the core behind it.

The signs are data, in `rules/split/shells.toml`, and what they mean is said there. A function
belongs to the shell where it names a path of a sign, where its type belongs to it, or where its
name is a sign. A type does where a sign says so, where most lines of its functions do, and where it
is data or wiring that only the shell names. The rest is core, and so is all of a unit in which
hardly anything is shell. Without anything that serves requests there is no API shell.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from estimator.languages.crossings import CROSSINGS
from estimator.model.hotpaths import ApiShell, Seam, ShellPart
from estimator.model.links import FunctionLinks
from estimator.model.rules import ShellSign
from estimator.structure.cuts.border import border
from estimator.structure.cuts.code import NO_TYPE, Code
from estimator.structure.cuts.crossings import crossings, generic_functions
from estimator.structure.cuts.paths import named_dependencies
from estimator.structure.cuts.quality import judge
from estimator.structure.cuts.sharing import shared_state

_STRUCT = "struct"
_BUILD_SCRIPT = "build.rs"


class _Shown(NamedTuple):
    """Why something belongs to the shell."""

    sign: ShellSign
    what: str


class _Found(NamedTuple):
    """Functions and types of the shell, by number."""

    functions: dict[int, _Shown]
    types: dict[int, _Shown]


def find_shell(  # noqa: PLR0913  # two of them are bounds
    code: Code,
    signs: Sequence[ShellSign],
    *,
    dependencies: Collection[str],
    modules: Collection[str] = (),
    least_share: float = 0.0,
    least_whole: float = 0.0,
) -> ApiShell:
    """Find the shell and describe the cut that would leave the core behind it.

    `dependencies` are the external packages of the manifests: a sign's path counts only where its
    first part is one of them, since ``config`` may be a module of one's own. `modules` are the
    repository's own, whose names are no dependencies. Units in which less than `least_share` of
    the lines is shell, 0-1, stay core whole; below `least_whole` of all lines there is no shell.
    """
    known = {one.replace("-", "_") for one in dependencies}
    own = [_known(one, known) for one in signs if one.language == code.language]
    own.sort(key=lambda one: (one.rank, one.id))
    found = _Found({}, {})
    _types(code, own, found)
    _functions(code, own, found)
    _owners(code, found)
    _leave_scattered(code, found, least_share)
    if any(one.is_api for one in signs) and not any(one.sign.is_api for one in _all(found)):
        found = _Found({}, {})
    _only_named(code, own, found)
    parts = tuple(sorted(_parts(code, found), key=lambda one: (one.path, one.line, one.symbol)))
    if sum(one.code_lines for one in parts) < least_whole * _all_lines(code):
        parts, found = (), _Found({}, {})
    core = frozenset(range(len(code.functions))) - found.functions.keys()
    lines = sum(one.code_lines for one in parts)
    return ApiShell(
        language=code.language,
        parts=parts,
        code_lines=lines,
        core_lines=_all_lines(code) - lines,
        lines_by_part=_summed((one.part, one.code_lines) for one in parts),
        lines_by_unit=_summed((one.unit, one.code_lines) for one in parts),
        dependencies=named_dependencies(code, found.functions, modules, dependencies),
        seam=_seam(code, core) if core and found.functions else None,
    )


def _known(sign: ShellSign, known: Collection[str]) -> ShellSign:
    paths = tuple(path for path in sign.paths if path.partition("::")[0] in known)
    derives = sign.derives if paths or not sign.paths else ()
    return msgspec.structs.replace(sign, paths=paths, derives=derives)


def _summed(pairs: Iterator[tuple[str, int]]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for key, lines in pairs:
        counts[key] += lines
    return {key: counts[key] for key in sorted(counts)}


def _all_lines(code: Code) -> int:
    types = sum(one.links.end_line - one.links.line + 1 for one in code.types.declared)
    return types + sum(one.code_lines for one in code.functions)


def _seam(code: Code, core: frozenset[int]) -> Seam:
    within = code._replace(offered=frozenset())  # the core's own libraries call it as before
    found = border(within, core)
    crossing = crossings(code, found)
    shared = shared_state(code, core)
    generic = generic_functions(code, found)
    judged = judge(code.language, crossing, shared, generic=generic)
    return Seam(
        crossings=crossing,
        shared=shared,
        quality=judged.quality,
        reasons=judged.reasons,
        is_chatty=judged.is_chatty,
    )


def _types(code: Code, signs: Sequence[ShellSign], found: _Found) -> None:
    """Find the types that derive what a sign names, or that hold what one names."""
    for number, declared in enumerate(code.types.declared):
        imports = code.links[declared.path].imports
        texts = [field.type for field in declared.links.fields]
        for sign in signs:
            if not sign.paths:
                continue
            derived = [one for one in declared.links.implements if one in sign.derives]
            hit = next((one for one in derived if _leads(imports.get(one, ""), sign)), "")
            if not hit and declared.links.kind == _STRUCT:
                hit = _named(_names_in(texts, code.language), imports, sign)
            if hit:
                found.types[number] = _Shown(sign, hit)
                break


def _leads(path: str, sign: ShellSign) -> bool:
    """Tell whether an imported path leads into what a sign names; "" is written out in place."""
    return not path or any(path == one or path.startswith(f"{one}::") for one in sign.paths)


def _names_in(texts: Sequence[str], language: str) -> list[str]:
    """Give the names in types, with what stands before them."""
    pattern = CROSSINGS[language].named
    return [
        f"{match['qualifier']}::{match['name']}" if match["qualifier"] else match["name"]
        for text in texts
        for match in pattern.finditer(text)
    ]


def _named(names: Sequence[str], imports: Mapping[str, str], sign: ShellSign) -> str:
    """Give the first path among names that leads into what a sign names, else ""."""
    for name in names:
        first, _, rest = name.partition("::")
        path = imports.get(first, "")
        whole = "::".join(filter(None, (path or first, rest)))
        if (path or rest) and _leads(whole, sign):
            return whole
    return ""


def _functions(code: Code, signs: Sequence[ShellSign], found: _Found) -> None:
    for number, links in enumerate(code.function_links):
        function = code.functions[number]
        shown = found.types.get(code.uses[number].receiver)
        if shown is None and links is not None:
            names = _used(links, code.language)
            imports = code.links[function.path].imports
            for sign in signs:
                hit = _named(names, imports, sign) if sign.paths else ""
                is_built = function.path.endswith(_BUILD_SCRIPT)
                if not hit and function.symbol in sign.entries and not is_built:
                    hit = function.symbol
                if hit:
                    shown = _Shown(sign, hit)
                    break
        if shown is not None:
            found.functions[number] = shown


def _used(links: FunctionLinks, language: str) -> list[str]:
    """Give the names and paths that a function uses; before a dot stands a value, not a path."""
    texts = [one.type for one in (*links.parameters, *links.results)]
    calls = [
        f"{one.qualifier}::{one.name}" if one.qualifier else one.name
        for one in links.calls
        if not one.is_method
    ]
    plain = [re.split(r"[^\w:]", call, maxsplit=1)[0] for call in calls]
    return [*_names_in(texts, language), *plain, *links.names]


def _owners(code: Code, found: _Found) -> None:
    """Find the types most of whose functions' lines belong to the shell."""
    for number in range(len(code.types.declared)):
        methods = _methods(code, number)
        shown = [one for one in methods if one in found.functions]
        lines = sum(code.functions[one].code_lines for one in methods)
        if number not in found.types and shown:
            part = max(shown, key=lambda one: (code.functions[one].code_lines, -one))
            if 2 * sum(code.functions[one].code_lines for one in shown) > lines:
                found.types[number] = found.functions[part]
                _take(methods, found.functions[part], found)


def _all(found: _Found) -> tuple[_Shown, ...]:
    return (*found.functions.values(), *found.types.values())


def _leave_scattered(code: Code, found: _Found, least_share: float) -> None:
    """Leave the units to the core in which hardly anything is shell."""
    lines: Counter[str] = Counter()
    shell: Counter[str] = Counter()
    for number, function in enumerate(code.functions):
        lines[function.unit] += function.code_lines
        shell[function.unit] += function.code_lines if number in found.functions else 0
    for number, declared in enumerate(code.types.declared):
        length = declared.links.end_line - declared.links.line + 1
        lines[declared.unit] += length
        shell[declared.unit] += length if number in found.types else 0
    kept = {unit for unit, count in lines.items() if shell[unit] >= least_share * count}
    for number in [one for one in found.functions if code.functions[one].unit not in kept]:
        del found.functions[number]
    for number in [one for one in found.types if code.types.declared[one].unit not in kept]:
        del found.types[number]


def _take(functions: Sequence[int], shown: _Shown, found: _Found) -> None:
    for one in functions:
        found.functions.setdefault(one, shown)


def _only_named(code: Code, signs: Sequence[ShellSign], found: _Found) -> None:
    """Find data types, and types that hold parts of the shell, that only the shell names."""
    for sign in signs:
        if sign.paths or not (sign.derives or sign.holds_shell):
            continue
        wanted: dict[int, str] = {}
        for number in range(len(code.types.declared)):
            if number not in found.types and (what := _what(code, number, sign, found)):
                wanted[number] = what
        for number in _only_for_shell(code, set(wanted), sign, found):
            found.types[number] = _Shown(sign, wanted[number])
            _take(_methods(code, number), found.types[number], found)


def _what(code: Code, number: int, sign: ShellSign, found: _Found) -> str:
    """Say what shows that a type may be of a sign, "" where nothing does."""
    derived = next(
        (one for one in code.types.declared[number].links.implements if one in sign.derives), ""
    )
    if derived:
        return f"derives {derived}"
    held = [one for one in code.types.parts_of(number) if one in found.types]
    if sign.holds_shell and held:
        return f"holds {code.types.declared[held[0]].name}"
    return ""


def _only_for_shell(
    code: Code, wanted: set[int], sign: ShellSign, found: _Found
) -> tuple[int, ...]:
    """Leave out, until nothing changes, what core functions or types that are left out name."""
    kept = {one for one in wanted if _is_small(code, one, sign)}
    holders: dict[int, set[int]] = {}
    for number in range(len(code.types.declared)):
        for part in code.types.parts_of(number):
            holders.setdefault(part, set()).add(number)
    while True:
        lost = {one for one in kept if not _is_for_shell(code, one, kept, holders, found)}
        if not lost:
            return tuple(sorted(kept))
        kept -= lost


def _is_for_shell(
    code: Code, one: int, kept: set[int], holders: Mapping[int, set[int]], found: _Found
) -> bool:
    users = code.by_named.get(one, ())
    held_by = holders.get(one, set())
    if not held_by <= kept | found.types.keys():
        return False
    if any(user not in found.functions and code.uses[user].receiver not in kept for user in users):
        return False
    return bool(held_by) or any(user in found.functions for user in users)


def _is_small(code: Code, number: int, sign: ShellSign) -> bool:
    lines = sum(code.functions[one].code_lines for one in _methods(code, number))
    return sign.at_most_lines is None or lines <= sign.at_most_lines


def _methods(code: Code, number: int) -> list[int]:
    return [
        one for one in code.by_type.get(number, ()) if code.uses[one].receiver == number != NO_TYPE
    ]


def _parts(code: Code, found: _Found) -> Iterator[ShellPart]:
    for number, shown in found.functions.items():
        one = code.functions[number]
        yield _part("function", shown, one.unit, one.symbol, one.path, one.line, one.code_lines)
    for number, shown in found.types.items():
        declared = code.types.declared[number]
        links = declared.links
        lines = links.end_line - links.line + 1
        yield _part("type", shown, declared.unit, links.symbol, declared.path, links.line, lines)


def _part(  # noqa: PLR0913, PLR0917 (a row of a table)
    kind: str, shown: _Shown, unit: str, symbol: str, path: str, line: int, lines: int
) -> ShellPart:
    return ShellPart(
        kind=kind,
        part=shown.sign.part,
        unit=unit,
        symbol=symbol,
        path=path,
        line=line,
        code_lines=lines,
        reason=f"{shown.sign.reason}: {shown.what}",
        rule=shown.sign.id,
    )
