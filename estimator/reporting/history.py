"""Turns measured history into a table, Markdown, JSON or CSV."""

import msgspec

from estimator.model.history import AuthorEffort, History
from estimator.reporting.blocks import Block, Bullets, Column, Fit, Paragraph, Section, Table
from estimator.reporting.csv_format import write_rows
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write as draw_markdown
from estimator.reporting.numbers import four_digits, percent
from estimator.reporting.table import draw
from estimator.reporting.wording import plural

SHOWN_AUTHORS = 20
"""JSON and CSV name every author."""
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
        f"{plural(history.commits, 'commit')} without merges, {history.first_day} to"
        f" {history.last_day}; {plural(len(history.authors), 'author')}, of whom"
        f" {history.bus_factor} made half of the commits; {percent(history.squash_share)} end with"
        " a pull request's number, as squashed ones do."
    )
    caveats = list(history.caveats)
    if history.bots:
        left_out = plural(history.bot_commits, "commit")
        caveats.append(f"Left out: {left_out} of {', '.join(history.bots)}.")
    blocks: tuple[Block, ...] = (
        _measures(history),
        Paragraph(text=summary),
        Bullets(title="Mind", items=tuple(caveats)),
        _authors(history),
    )
    return Section(title="Effort by git history, EM", blocks=blocks)


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
    """One row an author, most active days first, and one for the many behind them."""
    shown, rest = history.authors[:SHOWN_AUTHORS], history.authors[SHOWN_AUTHORS:]
    titles = ("commits", "days", "sessions", "hours")
    return Table(
        columns=(
            Column(title="author", fit=Fit.WRAP),
            *(Column(title=title, is_number=True) for title in titles),
            Column(title="first"),
            Column(title="last"),
        ),
        rows=tuple(_row(one) for one in (*shown, *_together(rest))),
    )


def _row(one: AuthorEffort) -> tuple[str, ...]:
    return (
        one.name,
        f"{one.commits:,}",
        f"{one.active_days:,}",
        f"{one.sessions:,}",
        f"{one.hours:,.1f}",
        one.first_day,
        one.last_day,
    )


def _together(rest: tuple[AuthorEffort, ...]) -> tuple[AuthorEffort, ...]:
    if not rest:
        return ()
    whole = AuthorEffort(
        name=f"{len(rest):,} more",
        commits=sum(one.commits for one in rest),
        active_days=sum(one.active_days for one in rest),
        sessions=sum(one.sessions for one in rest),
        hours=sum(one.hours for one in rest),
        first_day=min(one.first_day for one in rest),
        last_day=max(one.last_day for one in rest),
    )
    return (whole,)
