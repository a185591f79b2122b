"""Turns a diagnosis into a table, Markdown or JSON: problems first, each with what to do."""

from collections.abc import Iterator

from estimator.model.doctor import CacheState, Diagnosis, Gravity, Problem, ValueInForce
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
from estimator.reporting.numbers import people
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

_MEGABYTE = 1e6


def render_diagnosis(found: Diagnosis, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another."""
    if output_format == "json":
        return encode(found)
    sections = tuple(_sections(found))
    return write(sections) if output_format == "markdown" else draw(sections, width=width)


def _sections(found: Diagnosis) -> Iterator[Section]:
    yield Section(title="", blocks=(Paragraph(text=_verdict(found), is_strong=True),))
    if found.problems:
        yield Section(title="Problems", blocks=(Bullets(items=tuple(_items(found.problems))),))
    yield Section(title="Versions", blocks=tuple(_versions(found)))
    yield Section(title="Repository", blocks=(Pairs(rows=tuple(_repository(found))),))
    yield Section(title="Cache", blocks=tuple(_cache(found.cache)))
    yield Section(title="Rules", blocks=(Pairs(rows=tuple(_rules(found))),))
    yield Section(title="Configuration in force", blocks=tuple(_configuration(found)))


def _verdict(found: Diagnosis) -> str:
    errors = sum(one.gravity is Gravity.ERROR for one in found.problems)
    warnings = len(found.problems) - errors
    if errors:
        also = f", and {plural(warnings, 'warning')}" if warnings else ""
        return (
            f"{plural(errors, 'problem')} that a run would end with{also}; exit code"
            f" {found.exit_code}."
        )
    if warnings:
        return f"A run would work, with {plural(warnings, 'warning')}."
    return "Everything that a run needs is here."


def _items(problems: tuple[Problem, ...]) -> Iterator[Text]:
    for one in problems:
        lead = f"{one.gravity.value}, {one.about}: "
        hint = f". Hint: {one.hint}" if one.hint else ""
        yield (lead, Code(one.message), hint)


def _versions(found: Diagnosis) -> Iterator[Block]:
    yield Table(
        columns=(
            Column(title="what"),
            Column(title="version", fit=Fit.WRAP),
            Column(title="asked for", fit=Fit.WRAP),
        ),
        rows=tuple((one.name, one.version or "missing", one.asked) for one in found.components),
    )
    if found.extras:
        states = (
            f"{one.name}: {'there' if one.is_there else 'not there, ' + _install(one.name)}"
            for one in found.extras
        )
        yield Bullets(title="Optional extras", items=tuple(states))
    else:
        yield Paragraph(text="This version has no optional extras.")


def _install(extra: str) -> str:
    return f"pip install 'port-estimator[{extra}]'"


def _repository(found: Diagnosis) -> Iterator[tuple[str, Text]]:
    state = found.repository
    yield "path", Code(state.path)
    yield "git", "yes" if state.is_git else "no"
    if state.commit:
        yield "commit", Code(state.commit)
    if state.notes:
        yield "mind", "; ".join(state.notes)
    yield "baseline", state.baseline or "none; estimator baseline write makes one"


def _cache(state: CacheState) -> Iterator[Block]:
    if not state.is_used:
        yield Paragraph(text="No cache is used.")
        return
    rows: list[tuple[str, Text]] = [("folder", Code(state.folder))]
    size = f"{_megabytes(state.size_bytes)} of at most {_megabytes(state.bound_bytes)}"
    rows.append(("size", size if state.exists else "nothing yet; the next run makes it"))
    if state.free_bytes is not None:
        rows.append(("free on its disk", _megabytes(state.free_bytes)))
    yield Pairs(rows=tuple(rows))
    if state.files:
        columns = (
            Column(title="file", fit=Fit.MIDDLE),
            Column(title="size", is_number=True),
            Column(title="rows", is_number=True),
            Column(title="health", fit=Fit.WRAP),
        )
        yield Table(
            columns=columns,
            rows=tuple(
                (
                    Code(one.name),
                    _megabytes(one.size_bytes),
                    "" if one.rows is None else f"{one.rows:,}",
                    (Code(one.fault),) if one.fault else "good" if one.rows is not None else "",
                )
                for one in state.files
            ),
        )


def _rules(found: Diagnosis) -> Iterator[tuple[str, Text]]:
    yield "digest", Code(found.rules.digest) if found.rules.digest else "none: they do not load"
    yield "entries", f"{found.rules.entries:,}"
    folders = found.rules.folders
    yield "own folders", Code(", ".join(folders)) if folders else "none, the built-in rules only"


def _configuration(found: Diagnosis) -> Iterator[Block]:
    columns = (
        Column(title="key"),
        Column(title="value", fit=Fit.WRAP, weight=2),
        Column(title="from", fit=Fit.WRAP),
    )
    yield Table(columns=columns, rows=tuple(map(_value_row, found.configuration)))
    text = "Option before environment before file before default."
    yield Paragraph(text=text)


def _value_row(one: ValueInForce) -> tuple[Text, ...]:
    value = Code(one.value) if one.value else "not declared"
    return (one.key, value, (one.origin, " ", Code(one.named)) if one.named else one.origin)


def _megabytes(size_bytes: int) -> str:
    return f"{people(size_bytes / _MEGABYTE)} MB"
