"""Turns the answer of `estimator hotpaths` into a table, Markdown, JSON or CSV."""

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from estimator.model.hotpaths import Ceiling, HotFunction, ProfileSummary
from estimator.model.hotreport import HotPathReport
from estimator.model.report import HotPath
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
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write
from estimator.reporting.numbers import floor_percent, grouped, people, percent
from estimator.reporting.pathcsv import path_rows
from estimator.reporting.pathrows import KNOWN
from estimator.reporting.pathsections import kept_words, path_section, share_words
from estimator.reporting.pathtable import paths_table
from estimator.reporting.priced import scenario_sections, unpriced_section
from estimator.reporting.shells import shell_section
from estimator.reporting.table import draw
from estimator.reporting.wording import CANDIDATES_SENTENCE, EM_SENTENCE, language_name, plural

ENOUGH_MATCHED = 0.9
"""Under this match rate, every format for people says so first."""
PACKAGES_SHOWN = 10
SHARE_SHOWN = 0.001
"""Functions and packages with less of the time are left to JSON and CSV."""
CALL_PATHS_SHOWN = 3
CALLS_SHOWN = 4
_MEASURES = (
    "Nearest: the function is the deepest one of this repository on the stack, so the time of"
    " libraries and the runtime on its behalf is its own. Flat: only its own instructions. Cum: it"
    " is anywhere on the stack. All are shares of all samples."
)
_WORKLOAD = (
    "A profile belongs to the workload it was taken under; another one of the same program may be"
    " hot elsewhere."
)
_STAYS = (
    "No scenario moves hot code out of {language}: what is hot stays, and each cut shows what the"
    " rest of the program would have to call, should it move to another language."
)
_ALONE = "The prices are of each part alone and enter no scenario."
_NOT_TAIL = (
    "A port of own code will not move the tail here: most of the time is in system calls, C code"
    " and libraries."
)


def render_hot_paths(report: HotPathReport, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown``, ``json`` or ``csv``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(sections_of(report), width=width),
        "markdown": lambda: write(sections_of(report)),
        "json": lambda: encode(report),
        "csv": lambda: path_rows(report),
    }
    return renderers[output_format]()


def sections_of(report: HotPathReport) -> tuple[Section, ...]:
    """Lay the answer out; measured and static are never in one list."""
    known = tuple(one for one in report.hot_paths if one.basis in KNOWN)
    static = tuple(one for one in report.hot_paths if one.basis not in KNOWN)
    language = report.repository.priced_language
    sections = [Section(title="", blocks=tuple(_lead(report, known)))]
    if report.profile:
        sections.append(_profile_section(report.profile))
        sections.append(_ceiling_section(report))
    if known and report.functions:
        sections.append(_functions_section(report))
    sections += [path_section(one, language) for one in known]
    if not known:
        sections += _static(report, static)
    if report.shell:
        sections.append(shell_section(report.shell))
    if report.scenarios:
        sections += _priced(report)
    if report.notes:
        blocks = (Bullets(items=report.notes),)
        sections.append(Section(title="Notes", blocks=blocks))
    if report.command and not report.profile:
        sections.append(_record_section(report))
    return tuple(sections)


def _lead(report: HotPathReport, known: tuple[HotPath, ...]) -> Iterator[Block]:
    profile = report.profile
    if profile and profile.match_rate < ENOUGH_MATCHED:
        yield Paragraph(
            text=f"Only {floor_percent(profile.match_rate)} of the profile's time in this"
            " repository's code was found in its source. The profile is probably of another"
            " version: read everything below with that in mind, or record a new one.",
            is_strong=True,
        )
    name = Code(report.repository.name)
    yield Paragraph(text=(name, _headline(report, known)), is_strong=True)
    if known and not any(one.variants and not one.rest_moves_to for one in known):
        language = language_name(report.repository.priced_language)
        yield Paragraph(text=_STAYS.format(language=language))


def _headline(report: HotPathReport, known: tuple[HotPath, ...]) -> str:
    language = language_name(report.repository.priced_language)
    if not known:
        count = len(report.functions)
        return (
            f" ({language}): no profile, so {plural(count, 'static candidate')}, not measured."
            if count
            else f" ({language}): no profile and no candidates."
        )
    share = _held(known)
    lines = sum(one.lines + one.dragged_lines - one.counted_before for one in known)
    paths = plural(len(known), "hot path")
    held = "" if report.profile is None else f" with {share_words(share)} of the time"
    if report.profile and report.profile.own_nearest:
        own = percent(min(1.0, share / report.profile.own_nearest))
        held += f" ({own} of what own code spends)"
    words = f" ({language}): {paths}{held} in {grouped(lines)} lines, {report.basis}"
    priced = next((one for one in report.scenarios if one.effort), None)
    are_kept = any(one.rest_moves_to for one in known)
    if are_kept or priced is None or priced.effort is None:
        return f"{words}."
    effort = priced.effort
    return (
        f"{words}; moving {'it' if len(known) == 1 else 'them'} to"
        f" {language_name(priced.target_language)} costs about {people(effort.p50)} EM"
        f" (P10-P90 {people(effort.p10)}-{people(effort.p90)})."
    )


def _held(paths: tuple[HotPath, ...]) -> float:
    """Sum the time (nearest) in paths; code that several of them drag along counts once."""
    nearest = {
        (one.path, one.line, one.symbol): one.nearest or 0.0
        for path in paths
        for one in (*path.functions, *path.dragged)
    }
    return min(1.0, math.fsum(nearest[key] for key in sorted(nearest)))


def _profile_section(profile: ProfileSummary) -> Section:
    rows: list[tuple[str, Text]] = [("file", _sources(profile)), ("samples", _samples(profile))]
    if profile.commit:
        age = "" if profile.age_days is None else f", {_age(profile.age_days)}"
        rows.append(("of commit", (Code(profile.commit[:12]), age)))
    elif profile.age_days is not None:
        rows.append(("age", _age(profile.age_days)))
    rows.append(("matched", _match_words(profile)))
    shares = profile.shares
    spent = (
        f"own code {share_words(shares.own)}, runtime, garbage collection and allocation"
        f" {share_words(shares.runtime)}, system calls and C code"
        f" {share_words(shares.system)}, libraries {share_words(shares.libraries)}"
    )
    rows.append(("time is in", spent))
    blocks: list[Block] = [Pairs(rows=tuple(rows)), Paragraph(text=_WORKLOAD)]
    if profile.notes:
        blocks.append(Bullets(items=profile.notes))
    return Section(title="Profile", blocks=tuple(blocks))


def _sources(profile: ProfileSummary) -> Text:
    parts: list[str | Code] = []
    for index, source in enumerate(profile.sources):
        parts += [", " if index else "", Code(source)]
    kinds = ", ".join(profile.kinds)
    return (*parts, f" ({kinds})" if kinds else "")


def _samples(profile: ProfileSummary) -> str:
    seconds = "" if profile.seconds is None else f", {people(profile.seconds)} s of CPU time"
    samples = "not said" if profile.samples is None else f"{profile.samples:,}"
    return f"{samples}{seconds}"


def _age(days: int) -> str:
    if days <= 0:
        return "not older than the scanned commit"
    return f"{plural(days, 'day')} older than the scanned commit"


def _match_words(profile: ProfileSummary) -> str:
    return (
        f"{floor_percent(profile.match_rate)} of the time in this repository's functions was found"
        " in the source"
    )


def _ceiling_section(report: HotPathReport) -> Section:
    blocks: list[Block] = []
    if report.ceiling:
        blocks += _ceiling_blocks(report.ceiling)
    if report.moves_tail is False:
        blocks.append(Paragraph(text=_NOT_TAIL, is_strong=True))
    return Section(title="What a port can win at most", blocks=tuple(blocks))


def _ceiling_blocks(found: Ceiling) -> Iterator[Block]:
    yield Paragraph(
        text=f"{share_words(found.share)} of the time is in these paths or spent on their behalf:"
        f" own instructions {share_words(found.own)}, allocation, garbage collection and runtime"
        f" {share_words(found.runtime)}, system calls and C code {share_words(found.system)},"
        f" libraries {share_words(found.libraries)}."
    )
    most = "without limit" if found.most is None else f"{found.most:.2f}"
    yield Paragraph(
        text="By Amdahl's law, 1 / ((1 - p) + p / x) with p = own instructions and runtime"
        f" ({share_words(found.own + found.runtime)}): twice as fast there, the program becomes"
        f" {found.doubled:.2f} times as fast; ten times, {found.tenfold:.2f}; no time at all,"
        f" {most}. That is the ceiling, not a forecast: what calls over the cut cost comes off it."
        " System calls stay as they are, libraries change with their counterparts only."
    )


def _functions_section(report: HotPathReport) -> Section:
    columns = (
        Column(title="function", fit=Fit.MIDDLE, weight=3),
        Column(title="nearest", is_number=True),
        Column(title="flat", is_number=True),
        Column(title="cum", is_number=True),
        Column(title="lines", is_number=True),
        Column(title="where", fit=Fit.MIDDLE, weight=3),
    )
    shown = tuple(one for one in report.functions if (one.nearest or 0.0) >= SHARE_SHOWN)
    rows = tuple(map(_row, shown))
    blocks: list[Block] = [Paragraph(text=_MEASURES), Table(columns=columns, rows=rows)]
    along = tuple(_call_path(one) for one in shown if len(one.call_path) > 1)
    if along:
        title = "Where they are called from, on the heaviest stack"
        blocks.append(Bullets(title=title, items=along[:CALL_PATHS_SHOWN]))
    if report.packages:
        blocks.append(_packages_table(report.packages))
    return Section(title="Functions, most time first", blocks=tuple(blocks))


def _call_path(one: HotFunction) -> Text:
    """Write the calls to one function; a long chain keeps its ends."""
    names = one.call_path
    if len(names) > 2 * CALLS_SHOWN:
        names = (*names[:CALLS_SHOWN], "...", *names[-CALLS_SHOWN:])
    parts: list[str | Code] = []
    for index, name in enumerate(names):
        parts += [" > " if index else "", Code(name)]
    return tuple(parts)


def _row(one: HotFunction) -> tuple[Text, ...]:
    nearest, flat, cumulative = (
        "" if share is None else share_words(share)
        for share in (one.nearest, one.flat, one.cumulative)
    )
    where = Code(f"{one.path}:{one.line}")
    return (Code(one.symbol), nearest, flat, cumulative, grouped(one.code_lines), where)


def _packages_table(packages: Mapping[str, float]) -> Table:
    columns = (Column(title="unit", fit=Fit.MIDDLE), Column(title="nearest", is_number=True))
    ordered = sorted(packages, key=lambda name: (-packages[name], name))
    rows = tuple(
        (Code(name), share_words(packages[name]))
        for name in ordered[:PACKAGES_SHOWN]
        if packages[name] >= SHARE_SHOWN
    )
    return Table(columns=columns, rows=rows)


def _priced(report: HotPathReport) -> Iterator[Section]:
    yield Section(title="Price of moving them", blocks=(Paragraph(text=EM_SENTENCE),))
    yield from scenario_sections(report.scenarios)
    unpriced = unpriced_section(report.scenarios)
    if unpriced:
        yield unpriced


def _static(report: HotPathReport, static: tuple[HotPath, ...]) -> Iterator[Section]:
    """List candidates by package, then what each would take along; no order of importance."""
    blocks: list[Block] = [Paragraph(text=CANDIDATES_SENTENCE)]
    columns = (
        Column(title="function", fit=Fit.MIDDLE, weight=2),
        Column(title="lines", is_number=True),
        Column(title="where", fit=Fit.MIDDLE, weight=2),
        Column(title="why it is listed", fit=Fit.WRAP, weight=2),
    )
    ordered = sorted(report.functions, key=lambda one: (one.unit, one.symbol, one.path, one.line))
    for unit, functions in groupby(ordered, key=lambda one: one.unit):
        rows = tuple(
            (
                Code(one.symbol),
                grouped(one.code_lines),
                Code(f"{one.path}:{one.line}"),
                ", ".join(one.reasons),
            )
            for one in functions
        )
        blocks.append(Paragraph(text=(Code(unit), f": {plural(len(rows), 'function')}")))
        blocks.append(Table(columns=columns, rows=rows))
    yield Section(title="Hot-path candidates (static)", blocks=tuple(blocks))
    cuts = tuple(one for one in static if one.seam or one.variants)
    if cuts:
        words = "If a profile confirmed them, these parts could be cut out."
        if any(one.variants for one in cuts):
            kept = next((one for one in cuts if one.rest_moves_to), None)
            words += f" {kept_words(kept) if kept else _ALONE}"
        more = ("Everything about one of them: ", Code("estimator explain hp-... PATH"), ".")
        blocks = [Paragraph(text=words), paths_table(cuts), Paragraph(text=more)]
        yield Section(title="What a cut would take", blocks=tuple(blocks))


def _record_section(report: HotPathReport) -> Section:
    lines = [Paragraph(text=Code(line)) for line in report.command.splitlines() if line]
    words = Paragraph(text="Record one under the workload that matters, then give it by --profile:")
    if report.repository.priced_language == "go":
        kept = " as default.pgo beside package main is found by itself, and `go build` uses it too."
        lines.append(Paragraph(text=("Kept", kept)))
    return Section(title="To know instead of guess", blocks=(words, *lines))
