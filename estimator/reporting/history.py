"""Turns measured history into a table, Markdown, JSON or CSV."""

import msgspec

from estimator.model.history import AuthorEffort, History
from estimator.reporting.blocks import Column, Fit, Paragraph, Section, Table
from estimator.reporting.csv_format import write_rows
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write as draw_markdown
from estimator.reporting.numbers import four_digits, percent
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

_FIELDS = tuple(field.name for field in msgspec.structs.fields(AuthorEffort))


def anonymous(history: History) -> History:
    """Put a number in the place of each author's name, most active days first."""
    authors = tuple(
        msgspec.structs.replace(one, name=f"author {place}")
        for place, one in enumerate(history.authors, start=1)
    )
    return msgspec.structs.replace(history, authors=authors)


def render_history(history: History, form: str, *, width: int = 100) -> str:
    """Write history as ``table``, ``markdown``, ``json`` or ``csv`` (one row an author)."""
    if form == "json":
        return encode(history)
    if form == "csv":
        return write_rows(_FIELDS, map(msgspec.to_builtins, history.authors))
    section = _section(history)
    return draw_markdown((section,)) if form == "markdown" else draw((section,), width=width)


def _section(history: History) -> Section:
    summary = (
        f"{plural(history.commits, 'commit')} without merges, {history.first_day} to "
        f"{history.last_day}; {plural(len(history.authors), 'author')}, half of the commits by "
        f"{history.bus_factor}; {percent(history.squash_share)} name a pull request."
    )
    texts = [summary, *history.caveats]
    if history.bots:
        left_out = plural(history.bot_commits, "commit")
        texts.append(f"Left out: {left_out} of {', '.join(history.bots)}.")
    return Section(
        title="Effort by git history, EM",
        blocks=(_measures(history), *(Paragraph(text=text) for text in texts), _authors(history)),
    )


def _measures(history: History) -> Table:
    return Table(
        columns=(Column(title="measure", fit=Fit.WRAP), Column(title="EM", is_number=True)),
        rows=(
            ("active days of each author", four_digits(history.em_days)),
            ("commit sessions", four_digits(history.em_sessions)),
            ("geometric mean", four_digits(history.em_history)),
        ),
    )


def _authors(history: History) -> Table:
    titles = ("commits", "days", "sessions", "hours")
    return Table(
        columns=(
            Column(title="author", fit=Fit.WRAP),
            *(Column(title=title, is_number=True) for title in titles),
            Column(title="first"),
            Column(title="last"),
        ),
        rows=tuple(
            (
                one.name,
                str(one.commits),
                str(one.active_days),
                str(one.sessions),
                four_digits(one.hours),
                one.first_day,
                one.last_day,
            )
            for one in history.authors
        ),
    )
