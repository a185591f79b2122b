"""Turns the sections of a page into text: a table for a terminal, or Markdown."""

from estimator.reporting.blocks import Section
from estimator.reporting.markdown import write
from estimator.reporting.table import MAX_WIDTH, draw


def render_page(sections: tuple[Section, ...], form: str, *, width: int = MAX_WIDTH) -> str:
    """Write sections as ``table`` (`width` columns, kept between 80 and 100) or ``markdown``."""
    return write(sections) if form == "markdown" else draw(sections, width=width)
