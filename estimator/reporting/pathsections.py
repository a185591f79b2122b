"""Turns one priced hot path into blocks: members, what it drags along, its cut, both prices."""

from collections.abc import Iterator

from estimator.model.pathprice import PathPrice
from estimator.model.report import HotPath, PathFunction
from estimator.reporting.blocks import (
    Block,
    Code,
    Column,
    Fit,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import grouped, people
from estimator.reporting.pathrows import KNOWN
from estimator.reporting.seams import cut_graph, seam_blocks
from estimator.reporting.wording import language_name, plural

MEMBERS_SHOWN = 12
NAMES_SHOWN = 6


def path_section(path: HotPath, language: str, *, members: int = MEMBERS_SHOWN) -> Section:
    """Show one path; a static one has neither shares nor a place among the others."""
    blocks: list[Block] = [Pairs(rows=tuple(_rows(path)))]
    blocks.append(members_table(_in_order(path)[:members]))
    more = len(path.functions) - members
    if more > 0:
        blocks.append(Paragraph(text=f"And {plural(more, 'more function')}."))
    if path.seam:
        blocks += seam_blocks(path.seam)
    if path.variants:
        blocks.append(prices_table(path.variants))
        blocks.append(Paragraph(text=_price_words(path)))
    graph = cut_graph(path, language)
    if graph:
        blocks.append(graph)
    return Section(title=path_title(path), blocks=tuple(blocks))


def _in_order(path: HotPath) -> tuple[PathFunction, ...]:
    """Give the members as they come; those that a person named without a profile largest first."""
    if path.basis not in KNOWN or path.share is not None:
        return path.functions
    return tuple(sorted(path.functions, key=lambda one: (-one.code_lines, one.path, one.line)))


def path_title(path: HotPath) -> str:
    """Write the id, the name and, where it was measured, the share of a path."""
    named = f"{path.id} {path.name}".strip()
    if path.basis not in KNOWN:
        return f"{named} (static candidate)"
    if path.share is None:
        return f"{named} ({path.basis})"
    return f"{named}: {share_words(path.share)} of the time"


def share_words(share: float) -> str:
    """Write a share of time with a tenth of a percent."""
    return f"{share * 100:.1f} %"


def _rows(path: HotPath) -> Iterator[tuple[str, Text]]:
    functions = plural(len(path.functions), "function")
    yield "stays" if path.rest_moves_to else "moves", f"{functions}, {grouped(path.lines)} lines"
    if path.units:
        yield "in", tuple(_listed(path.units))
    if path.entry_points:
        yield "entered by", tuple(_listed(path.entry_points))
    if path.dragged or path.dragged_types:
        words = [plural(len(path.dragged), "function")] if path.dragged else []
        words += [plural(len(path.dragged_types), "type")] if path.dragged_types else []
        yield (
            "drags along",
            (
                f"{' and '.join(words)}, {grouped(path.dragged_lines)} lines: ",
                *_listed((*(one.symbol for one in path.dragged), *path.dragged_types)),
            ),
        )
    if path.shared_with:
        lead = f"{grouped(path.shared_lines)} of these lines with "
        yield "shares", (lead, *_listed(path.shared_with), "; a sum of paths counts them once")
    if path.dependencies:
        yield "needs", tuple(_dependencies(path))
    if path.left_behind:
        total = path.left_behind_total or len(path.left_behind)
        lead = f"{plural(total, 'function')} of the same units: "
        yield (
            "moves away" if path.rest_moves_to else "leaves behind",
            (lead, *_listed(path.left_behind, total=total)),
        )


def _dependencies(path: HotPath) -> Iterator[str | Code]:
    for index, name in enumerate(path.dependencies[:NAMES_SHOWN]):
        yield ", " if index else ""
        yield Code(name)
        if name in path.counterparts:
            yield f" (there: {', '.join(path.counterparts[name])})"
    more = len(path.dependencies) - NAMES_SHOWN
    yield f" and {more} more" if more > 0 else ""


def _listed(names: tuple[str, ...], *, total: int | None = None) -> Iterator[str | Code]:
    for index, name in enumerate(names[:NAMES_SHOWN]):
        yield ", " if index else ""
        yield Code(name)
    more = (len(names) if total is None else total) - NAMES_SHOWN
    yield f" and {grouped(more)} more" if more > 0 else ""


def members_table(functions: tuple[PathFunction, ...]) -> Table:
    """Show functions with what is known of each: shares, or the reasons of a static candidate."""
    columns = (
        Column(title="function", fit=Fit.MIDDLE, weight=3),
        Column(title="nearest", is_number=True),
        Column(title="flat", is_number=True),
        Column(title="cum", is_number=True),
        Column(title="lines", is_number=True),
        Column(title="where", fit=Fit.MIDDLE, weight=3),
        Column(title="why it is listed", fit=Fit.WRAP, weight=2),
    )
    return Table(columns=columns, rows=tuple(map(_member, functions)))


def _member(one: PathFunction) -> tuple[Text, ...]:
    nearest, flat, cumulative = (
        "" if share is None else share_words(share)
        for share in (one.nearest, one.flat, one.cumulative)
    )
    where = Code(f"{one.path}:{one.line}")
    reasons = ", ".join(one.reasons)
    lines = grouped(one.code_lines)
    return (Code(one.symbol), nearest, flat, cumulative, lines, where, reasons)


def prices_table(variants: tuple[PathPrice, ...]) -> Table:
    """Show both forms of a path side by side, EM; a path that stays has no core to port."""
    is_kept = any(one.is_kept for one in variants)
    columns = (
        Column(title="kept behind a, EM" if is_kept else "as a, EM"),
        *(Column(title=name, is_number=True) for name in ("P10", "P50", "P80", "P90")),
        Column(title="core", is_number=True),
        Column(title="boundary", is_number=True),
        Column(title="items", is_number=True),
        Column(title="one call"),
        Column(title="", fit=Fit.WRAP),
    )
    rows = tuple(
        (
            one.form,
            *map(people, (one.effort.p10, one.effort.p50, one.effort.p80, one.effort.p90)),
            "" if one.is_kept else people(one.core),
            people(one.boundary),
            grouped(one.items) + (" assumed" if one.are_items_assumed else ""),
            _call_words(one),
            "capped by the whole port" if one.is_capped else "",
        )
        for one in variants
    )
    return Table(columns=columns, rows=rows)


def _call_words(one: PathPrice) -> str:
    ends = (one.call.microseconds, one.call.microseconds_most)
    is_short = ends[1] < 1
    low, high = (people(end * 1_000 if is_short else end) for end in ends)
    return f"{low if low == high else f'{low}-{high}'} {'ns' if is_short else 'us'}"


def _price_words(path: HotPath) -> str:
    capped = [one for one in path.variants if one.is_capped]
    words = path.choice_reason
    if path.rest_moves_to:
        words = f"{kept_words(path)} {words}"
    if capped:
        both = "; ".join(
            f"{one.form} {people(one.uncapped.p50)} -> {people(one.effort.p50)} EM"
            for one in capped
        )
        what = "The boundary alone" if path.rest_moves_to else "Alone it"
        words += f" {what} would cost more than porting everything, which caps it ({both})."
    return words


def kept_words(path: HotPath) -> str:
    """Say what the prices of a path are of that stays while the rest of the program moves."""
    return (
        "The prices are of the boundary alone, should the rest of the program move to"
        f" {language_name(path.rest_moves_to)} and this stay: nothing of it is rewritten. They"
        " enter no scenario."
    )
