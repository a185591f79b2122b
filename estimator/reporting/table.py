"""Turns a report into text for a terminal: at most 100 columns, fewer when asked."""

import re

from tabulate import tabulate

from estimator.model.report import Report
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Graph,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
    pieces,
    without_empty_columns,
)
from estimator.reporting.characters import display_width, is_wide, plain, shortened, wrapped
from estimator.reporting.view import sections

MAX_WIDTH = 100
MIN_WIDTH = 80
_GAP = 2
_NARROWEST = 8
_BOLD, _RESET = "\x1b[1m", "\x1b[0m"
_PLANE_15, _PLANE_16, _LOW = 0xF0000, 0x100000, 256


def render(report: Report, *, width: int = MAX_WIDTH, color: bool = False) -> str:
    """Draw the report as text.

    Args:
        report: What to draw.
        width: Columns to use, kept between 80 and 100.
        color: Make titles and the headline bold with ANSI codes.
    """
    return draw(sections(report), width=width, color=color)


def draw(drawn: tuple[Section, ...], *, width: int = MAX_WIDTH, color: bool = False) -> str:
    """Draw any sections as text, kept between 80 and 100 columns."""
    columns = max(MIN_WIDTH, min(width, MAX_WIDTH))
    return "\n\n\n".join(_section(one, columns, color=color) for one in drawn) + "\n"


def _section(section: Section, width: int, *, color: bool) -> str:
    shown = [block for block in section.blocks if not isinstance(block, Graph)]
    drawn = [_block(block, width, color=color) for block in shown]
    text = "\n\n".join(drawn)
    if not section.title:
        return text
    lines = wrapped(plain(section.title), width)
    title = "\n".join((*lines, "=" * max(map(display_width, lines))))
    return f"{_bold(title) if color else title}\n\n{text}"


def _bold(text: str) -> str:
    return "\n".join(f"{_BOLD}{line}{_RESET}" for line in text.splitlines())


def _block(block: Block, width: int, *, color: bool) -> str:
    match block:
        case Paragraph():
            text = "\n".join(wrapped(_flat(block.text), width))
            return _bold(text) if color and block.is_strong else text
        case Bullets():
            return _bullets(block, width)
        case Pairs():
            return _pairs(block, width)
        case Table():
            return _table(without_empty_columns(block), width)
        case Graph():
            return ""


def _flat(text: Text) -> str:
    parts = (piece.text if isinstance(piece, Code) else piece for piece in pieces(text))
    return "".join(map(plain, parts))


def _bullets(block: Bullets, width: int) -> str:
    lines = [f"{block.title}:"] if block.title else []
    for item in block.items:
        first, *others = wrapped(_flat(item), width - _GAP)
        lines += [f"- {first}", *(f"  {line}" for line in others)]
    return "\n".join(lines)


def _pairs(block: Pairs, width: int) -> str:
    label_width = max(display_width(label) for label, _ in block.rows)
    room = width - label_width - _GAP
    lines = []
    for label, text in block.rows:
        for index, line in enumerate(wrapped(_flat(text), room)):
            name = "" if index else label
            lines.append(f"{name:<{label_width}}  {line}".rstrip())
    return "\n".join(lines)


def _table(table: Table, width: int) -> str:
    columns = table.columns
    cells = [[_flat(cell) for cell in row] for row in table.rows]
    widths = _widths(columns, cells, width)
    rows = [
        ["\n".join(wrapped(one.title, room)) for one, room in zip(columns, widths, strict=True)],
        ["-" * room for room in widths],
        *([_fitted(*each) for each in zip(row, columns, widths, strict=True)] for row in cells),
    ]
    # Titles are rows of their own: tabulate 0.10 pads real headers by two columns each.
    drawn = tabulate(
        [[_masked(cell) for cell in row] for row in rows],
        tablefmt="plain",
        disable_numparse=True,
        colalign=["right" if column.is_number else "left" for column in columns],
    )
    return "\n".join(line.rstrip() for line in _unmasked(drawn).splitlines())


def _widths(columns: tuple[Column, ...], cells: list[list[str]], width: int) -> list[int]:
    """Give fixed columns what they need and share the rest, small columns first."""
    natural = [
        max([display_width(row[index]) for row in cells] + [display_width(column.title)])
        for index, column in enumerate(columns)
    ]
    room = width - _GAP * (len(columns) - 1)
    flexible = []
    for index, column in enumerate(columns):
        if column.fit is Fit.FIXED:
            natural[index] = _fixed_width(column, natural[index], cells, index)
            room -= natural[index]
        else:
            flexible.append(index)
    flexible.sort(key=lambda index: natural[index] / columns[index].weight)
    weights = sum(columns[index].weight for index in flexible)
    for index in flexible:
        fair = max(room * columns[index].weight // weights, _NARROWEST)
        natural[index] = min(natural[index], fair)
        room -= natural[index]
        weights -= columns[index].weight
    return natural


def _fixed_width(column: Column, natural: int, cells: list[list[str]], index: int) -> int:
    """Let a long title of a number column wrap to two lines instead of taking the room."""
    widest_cell = max((display_width(row[index]) for row in cells), default=0)
    widest_word = max(map(display_width, column.title.split()), default=0)
    return max(widest_cell, widest_word) if column.is_number else natural


def _fitted(cell: str, column: Column, width: int) -> str:
    match column.fit:
        case Fit.MIDDLE:
            return shortened(cell, width)
        case Fit.WRAP:
            return "\n".join(wrapped(cell, width))
        case Fit.FIXED:
            return cell


def _masked(text: str) -> str:
    """Replace each wide character by two narrow ones, because tabulate measures by length.

    It measures by columns only where another package happens to be installed (tabulate 0.10), and
    the same report must be the same bytes everywhere. Plain text holds no private characters.
    """
    if text.isascii():
        return text
    return "".join(
        f"{chr(_PLANE_15 + ord(char) // _LOW)}{chr(_PLANE_16 + ord(char) % _LOW)}"
        if is_wide(char)
        else char
        for char in text
    )


def _unmasked(text: str) -> str:
    pattern = (
        f"[{chr(_PLANE_15)}-{chr(_PLANE_15 + 0xFFFF)}][{chr(_PLANE_16)}-{chr(_PLANE_16 + _LOW)}]"
    )
    return re.sub(pattern, _original, text)


def _original(found: re.Match[str]) -> str:
    pair = found.group()
    return chr((ord(pair[0]) - _PLANE_15) * _LOW + ord(pair[1]) - _PLANE_16)
