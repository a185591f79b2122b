"""Turns the API shell of a service into a section: what it is made of, and the cut to the core."""

from estimator.model.hotpaths import ApiShell
from estimator.reporting.blocks import Block, Code, Column, Fit, Paragraph, Section, Table
from estimator.reporting.numbers import grouped, percent
from estimator.reporting.seams import seam_blocks

UNITS_SHOWN = 8
_PARTS = (
    Column(title="part of the shell"),
    Column(title="lines", is_number=True),
    Column(title="first place", fit=Fit.MIDDLE),
    Column(title="what shows it", fit=Fit.WRAP),
)
_UNITS = (Column(title="unit", fit=Fit.MIDDLE), Column(title="shell lines", is_number=True))


def shell_section(shell: ApiShell) -> Section:
    """Show one shell: its parts, the units it lies in, and what crosses to the core."""
    whole = shell.code_lines + shell.core_lines
    share = percent(shell.code_lines / whole) if whole else "0 %"
    lead = (
        f"{grouped(shell.code_lines)} lines ({share}) are shell: handlers, routing, command line,"
        " configuration, database and plain data. The other"
        f" {grouped(shell.core_lines)} are core. Recognized by what code names; judgement."
    )
    blocks: list[Block] = [Paragraph(text=lead), _parts_table(shell), _units_table(shell)]
    if shell.seam:
        blocks += seam_blocks(shell.seam)
    return Section(title="API shell and core", blocks=tuple(blocks))


def _parts_table(shell: ApiShell) -> Table:
    lines = shell.lines_by_part
    first = {one.part: one for one in reversed(shell.parts)}
    rows = tuple(
        (
            part,
            grouped(lines[part]),
            Code(f"{first[part].path}:{first[part].line}") if part in first else "",
            Code(first[part].reason) if part in first else "",
        )
        for part in sorted(lines, key=lambda part: (-lines[part], part))
    )
    return Table(columns=_PARTS, rows=rows)


def _units_table(shell: ApiShell) -> Table:
    lines = shell.lines_by_unit
    ordered = sorted(lines, key=lambda unit: (-lines[unit], unit))[:UNITS_SHOWN]
    return Table(columns=_UNITS, rows=tuple((Code(one), grouped(lines[one])) for one in ordered))
