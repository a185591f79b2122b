"""Turns the hot paths of a report into the section that `estimate` shows of them."""

from estimator.model.report import HotPath, Report
from estimator.reporting.blocks import (
    Block,
    Code,
    Column,
    Fit,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import grouped, people
from estimator.reporting.pathrows import KNOWN
from estimator.reporting.pathsections import kept_words, share_words
from estimator.reporting.seams import cut_graph
from estimator.reporting.wording import CANDIDATES_SENTENCE, plural

_KNOWN_SENTENCE = (
    "Each path's price is of it alone, without the second toolchain;"
    " the cut around it and what it can win at most:"
)

_CUTS_SENTENCE = "The cut around each path and what faster code in it can win at most:"


def hot_paths_section(report: Report) -> Section | None:
    """List hot paths, most time first; or else candidates by package, in no order of importance."""
    known = tuple(one for one in report.hot_paths if one.basis in KNOWN)
    if known:
        return _known_section(known, report)
    static = tuple(one for one in report.hot_paths if one.basis not in KNOWN)
    return _static_section(static) if static else None


def _known_section(paths: tuple[HotPath, ...], report: Report) -> Section:
    kept = next((one for one in paths if one.rest_moves_to), None)
    lead = _KNOWN_SENTENCE if kept is None else f"{kept_words(kept)} {_CUTS_SENTENCE}"
    command = (lead, " ", Code("estimator hotpaths PATH"), ".")
    blocks: list[Block] = [paths_table(paths), Paragraph(text=command)]
    language = report.repository.priced_language
    graphs = (cut_graph(one, language) for one in paths)
    blocks += [one for one in graphs if one is not None]
    return Section(title=f"Hot paths ({paths[0].basis})", blocks=tuple(blocks))


def paths_table(paths: tuple[HotPath, ...]) -> Table:
    """Show paths with both prices, one a line."""
    kept = "kept behind a " if any(one.rest_moves_to for one in paths) else ""
    columns = (
        Column(title="path", fit=Fit.WRAP),
        Column(title="of the time", is_number=True),
        Column(title="lines", is_number=True),
        Column(title="items that cross", is_number=True),
        Column(title="cut", fit=Fit.WRAP),
        Column(title=f"{kept}sidecar, EM", is_number=True),
        Column(title=f"{kept}library, EM", is_number=True),
        Column(title="take"),
    )
    rows = tuple(map(_row, paths))
    return Table(columns=columns, rows=rows)


def _row(one: HotPath) -> tuple[Text, ...]:
    sidecar, library = (one.prices.get(form) for form in ("sidecar", "library"))
    return (
        (Code(one.id), " ", Code(one.name)),
        "" if one.share is None else share_words(one.share),
        grouped(one.lines + one.dragged_lines),
        grouped(len(one.seam.crossings)) if one.seam else "",
        one.seam.quality if one.seam else "not known",
        "" if sidecar is None else people(sidecar),
        "" if library is None else people(library),
        one.choice,
    )


def _static_section(static: tuple[HotPath, ...]) -> Section:
    """Never a share, a speed-up or an order of importance."""
    columns = (
        Column(title="function", fit=Fit.MIDDLE),
        Column(title="lines", is_number=True),
        Column(title="where", fit=Fit.MIDDLE),
        Column(title="why it is listed", fit=Fit.WRAP),
    )
    blocks: list[Block] = [Paragraph(text=CANDIDATES_SENTENCE)]
    for path in static:
        count = plural(len(path.functions), "function")
        blocks.append(Paragraph(text=(Code(path.id), f": {count}, {grouped(path.lines)} lines")))
        blocks.append(Table(columns=columns, rows=_candidate_rows(path)))
    return Section(title="Hot-path candidates (static)", blocks=tuple(blocks))


def _candidate_rows(path: HotPath) -> tuple[tuple[Text, ...], ...]:
    return tuple(
        (
            Code(one.symbol),
            grouped(one.code_lines),
            Code(f"{one.path}:{one.line}"),
            ", ".join(one.reasons),
        )
        for one in path.functions
    )
