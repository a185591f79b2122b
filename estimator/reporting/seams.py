"""Turns the cut around one hot path into blocks: what crosses, what is shared, a better cut."""

from collections.abc import Iterator

from estimator.model.hotpaths import BetterCut, Crossing, Seam
from estimator.model.report import HotPath
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Graph,
    Paragraph,
    Table,
    Text,
)
from estimator.reporting.numbers import grouped
from estimator.reporting.wording import language_name, plural

CROSSINGS_SHOWN = 15
REASONS_SHOWN = 6
STATES_SHOWN = 6
_STATE = "both sides use "
ARROWS_SHOWN = 12
_CONTRACTS_SHOWN = 3
_MOVED_SHOWN = 5
_HARD = (
    ("pointer", "pointers"),
    ("channel", "channels"),
    ("callback", "callbacks"),
    ("context", "contexts"),
    ("interface", "interfaces"),
    ("map", "maps"),
    ("stream", "streams"),
    ("error", "errors"),
    ("state", "state"),
)
_DIRECTIONS = {
    "in": "the shell calls it",
    "out": "the path calls it",
    "both": "both call it",
}


def seam_blocks(seam: Seam) -> Iterator[Block]:
    """Show one cut, the worst first: quality with reasons, crossings, state, a better cut."""
    yield Paragraph(text=quality_words(seam))
    reasons = _reasons(seam)
    if reasons:
        yield Bullets(items=reasons)
    if seam.crossings:
        yield _crossings_table(seam)
    more = len(seam.crossings) - CROSSINGS_SHOWN
    if more > 0:
        yield Paragraph(text=f"And {plural(more, 'more item')}; JSON and CSV hold all of them.")
    if seam.shared:
        yield Bullets(title="State that both sides use", items=tuple(_states(seam)))
    if seam.contracts:
        named: list[str | Code] = ["A contract names some of this already: "]
        for index, path in enumerate(seam.contracts[:_CONTRACTS_SHOWN]):
            named += [", " if index else "", Code(path)]
        yield Paragraph(text=(*named, "."))
    if seam.better:
        yield Paragraph(text=better_words(seam.better))


def quality_words(seam: Seam) -> str:
    """Write how good a cut is and how much crosses it."""
    if not seam.crossings:
        return (
            f"The cut is {seam.quality}: nothing was seen to cross. What moves is entered in ways"
            " that source does not show, such as an interface or a library; one item is priced."
        )
    chatty = " Calls cross inside loops (chatty)." if seam.is_chatty else ""
    return f"The cut is {seam.quality}: {_items(seam)}.{chatty}"


def _items(seam: Seam) -> str:
    functions = sum(one.kind == "function" for one in seam.crossings)
    types = len(seam.crossings) - functions
    return f"{plural(functions, 'function')} and {plural(types, 'type')} cross"


def _reasons(seam: Seam) -> tuple[str, ...]:
    """Give why a cut is as good as it is; items are told before, state has its own list."""
    told = tuple(
        one
        for one in seam.reasons
        if one != _items(seam) and not (seam.shared and one.startswith(_STATE))
    )
    more = len(told) - REASONS_SHOWN
    return (*told[:REASONS_SHOWN], *((f"and {plural(more, 'more reason')}",) if more > 0 else ()))


def better_words(better: BetterCut) -> Text:
    """Write which functions would lower the crossing if they changed sides."""
    parts: list[str | Code] = [
        f"A better cut: {better.items_before} items become {better.items_after}"
    ]
    for names, words in (
        (better.pulled_in, " with these pulled in: "),
        (better.pushed_out, " with these left behind: "),
    ):
        if names:
            parts.append(words)
            parts += list(_codes(names[:_MOVED_SHOWN]))
            more = len(names) - _MOVED_SHOWN
            parts.append(f" and {more} more" if more > 0 else "")
    lines = better.lines_added
    change = f"{grouped(abs(lines))} lines {'more' if lines >= 0 else 'fewer'} move"
    return (*parts, f"; {change}.")


def _crossings_table(seam: Seam) -> Table:
    columns = (
        Column(title="crosses", fit=Fit.MIDDLE, weight=3),
        Column(title="how", fit=Fit.WRAP, weight=2),
        Column(title="calls", is_number=True),
        Column(title="in loops", is_number=True),
        Column(title="what makes it hard", fit=Fit.WRAP, weight=2),
        Column(title="where", fit=Fit.MIDDLE, weight=2),
    )
    rows = tuple(
        (
            Code(one.symbol),
            _how(one),
            grouped(one.call_sites) if one.call_sites else "",
            grouped(one.sites_in_loops) if one.sites_in_loops else "",
            ", ".join(_hard_kinds(one)),
            Code(f"{one.path}:{one.line}"),
        )
        for one in seam.crossings[:CROSSINGS_SHOWN]
    )
    return Table(columns=columns, rows=rows)


def _how(one: Crossing) -> str:
    if one.kind != "function":
        return one.kind
    many = f", {one.implementations} implementations" if one.implementations > 1 else ""
    return _DIRECTIONS.get(one.direction, one.direction) + many


def _hard_kinds(one: Crossing) -> Iterator[str]:
    kinds = {field.kind for field in one.fields}
    for kind, words in _HARD:
        if kind in kinds:
            yield words
    if one.is_streaming and not kinds & {"channel", "stream"}:
        yield "streams"


def _states(seam: Seam) -> Iterator[Text]:
    for one in seam.shared[:STATES_SHOWN]:
        guard = f", guarded by {one.guard}" if one.guard else ", no lock shows"
        users = f"{plural(one.readers, 'reader')}, {plural(one.writers, 'writer')}{guard}"
        yield (Code(one.symbol), f" ({one.kind}), {users}, ", Code(f"{one.path}:{one.line}"))
    more = len(seam.shared) - STATES_SHOWN
    if more > 0:
        yield f"and {more} more"


def cut_graph(path: HotPath, language: str) -> Graph | None:
    """Draw the calls over the cut of a path; None where no cut is known or nothing crosses."""
    seam = path.seam
    calls = [one for one in seam.crossings if one.kind == "function"] if seam else []
    if not calls:
        return None
    shell: list[str] = []
    core: list[str] = []
    arrows: list[tuple[str, str, str]] = []
    for one in calls[:ARROWS_SHOWN]:
        words = plural(one.call_sites, "call") if one.call_sites else ""
        words += f", {one.sites_in_loops} in loops" if one.sites_in_loops else ""
        if one.direction == "out":
            source, target = path.name or path.id, one.symbol
            _add(core, source)
            _add(shell, target)
        else:
            source, target = _caller(one), one.symbol
            _add(shell, source)
            _add(core, target)
        arrows.append((source, target, words))
    number = {label: index for index, label in enumerate(shell)}
    number |= {label: index + len(shell) for index, label in enumerate(core) if label not in number}
    core = [label for label in core if number[label] >= len(shell)]
    number = {label: index for index, label in enumerate((*shell, *core))}
    return Graph(
        groups=(
            (_shell_title(path, language), tuple(shell)),
            (f"{'stays' if path.rest_moves_to else 'moves'}: {path.id}", tuple(core)),
        ),
        arrows=tuple((number[source], number[target], words) for source, target, words in arrows),
    )


def _shell_title(path: HotPath, language: str) -> str:
    if path.rest_moves_to:
        return f"moves to {language_name(path.rest_moves_to)}"
    return f"stays {language_name(language)}"


def _caller(one: Crossing) -> str:
    """Name the side that calls: the folder of the first call sites."""
    folders = sorted({path.rpartition("/")[0] or "." for path, _ in one.evidence})
    if not folders:
        return "callers"
    return folders[0] if len(folders) == 1 else f"{folders[0]} and {len(folders) - 1} more"


def _add(labels: list[str], label: str) -> None:
    if label not in labels:
        labels.append(label)


def _codes(names: tuple[str, ...]) -> Iterator[str | Code]:
    for index, name in enumerate(names):
        if index:
            yield ", "
        yield Code(name)
