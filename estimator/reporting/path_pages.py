"""Turns one hot path of a report into its page: everything known, and the sums of its prices."""

from collections.abc import Iterator

from estimator.errors import InputError
from estimator.model.pathprice import PathPrice
from estimator.model.report import HotPath, Report
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import four_digits, grouped, people
from estimator.reporting.pathrows import KNOWN
from estimator.reporting.pathsections import members_table, path_section
from estimator.reporting.wording import CANDIDATES_SENTENCE

_PREFIX = "hp-"
_IDS_SHOWN = 10


def path_pages(identifier: str, report: Report) -> tuple[Section, ...]:
    """Lay out the page of one path, or of the package of a static candidate.

    Raises:
        InputError: there is none of that id; the hint names those there are.
    """
    path = _find(identifier, report)
    language = report.repository.priced_language
    pages = [path_section(path, language, members=len(path.functions))]
    if path.basis not in KNOWN:
        lead = Section(title="", blocks=(Paragraph(text=CANDIDATES_SENTENCE),))
        pages.insert(0, lead)
    if path.dragged:
        blocks = (members_table(path.dragged),)
        pages.append(Section(title="What it drags along", blocks=blocks))
    if path.seam and any(one.fields for one in path.seam.crossings):
        pages.append(Section(title="Every field that crosses", blocks=(_fields(path),)))
    pages += [_sum(one, report.toolchain) for one in path.variants]
    return tuple(pages)


def _find(identifier: str, report: Report) -> HotPath:
    for path in report.hot_paths:
        if identifier in {path.id, *(one.id for one in path.functions)}:
            return path
    known = [path.id for path in report.hot_paths if path.id.startswith(_PREFIX)]
    hint = (
        f"here are {', '.join(known[:_IDS_SHOWN])}" if known else "`estimator hotpaths` lists ids"
    )
    raise InputError(f"no hot path is called {identifier!r} here", hint=hint)


def _fields(path: HotPath) -> Table:
    columns = (
        Column(title="of", fit=Fit.MIDDLE, weight=2),
        Column(title="name"),
        Column(title="type", fit=Fit.MIDDLE, weight=2),
        Column(title="kind"),
        Column(title="where", fit=Fit.MIDDLE, weight=2),
    )
    rows: list[tuple[Text, ...]] = [
        (
            Code(crossing.symbol),
            Code(field.name) if field.name else "",
            Code(field.type),
            field.kind,
            Code(f"{field.path}:{field.line}"),
        )
        for crossing in (path.seam.crossings if path.seam else ())
        for field in crossing.fields
    ]
    return Table(columns=columns, rows=tuple(rows))


def _sum(one: PathPrice, toolchain: float | None) -> Section:
    core = f"{four_digits(one.core)} EM: the whole port's formula at {one.size_kloc:.4g} kLoC"
    rows: list[tuple[str, Text]] = [
        ("core", "none: it stays as it is" if one.is_kept else core),
        ("boundary", _boundary_words(one)),
        ("sum", f"{four_digits(one.core + one.boundary)} EM at P50"),
    ]
    if one.is_capped:
        rows.append(("cap", f"{four_digits(one.effort.p50)} EM: porting everything costs less"))
    if toolchain is not None:
        words = f"{four_digits(toolchain)} EM, once for all paths" if toolchain else "here already"
        rows.append(("toolchain", words))
    blocks: list[Block] = [Pairs(rows=tuple(rows))]
    blocks += _parts(one)
    form = f"{'Kept behind' if one.is_kept else 'As'} a {one.form}"
    return Section(title=f"{form}: {people(one.effort.p50)} EM", blocks=tuple(blocks))


def _boundary_words(one: PathPrice) -> str:
    assumed = ", assumed" if one.are_items_assumed else ""
    return (
        f"{four_digits(one.boundary)} EM: fixed hours + hours an item x {grouped(one.items)}"
        f" items{assumed}; see boundary.{one.form}.fixed and boundary.{one.form}.item"
    )


def _parts(one: PathPrice) -> Iterator[Block]:
    items: tuple[Text, ...] = tuple((Code(part.rule), f" {part.title}") for part in one.parts)
    if items:
        yield Bullets(title="What the boundary's hours are for", items=items)
