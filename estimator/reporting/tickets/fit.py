"""Turns a block into the text of one tracker, within what the tracker takes.

Whole sections go, never a part of one, so that no table, fence or fold is ever cut.
"""

from collections.abc import Mapping
from hashlib import sha256

from estimator.model.source import Value
from estimator.model.ticket import Markup, RenderedBlock
from estimator.reporting.tickets.adf import write_adf
from estimator.reporting.tickets.markdown import write_markdown
from estimator.reporting.tickets.shape import TicketBlock, TicketSection
from estimator.reporting.tickets.textile import write_textile
from estimator.reporting.tickets.wiki import write_wiki

_DIGEST_DIGITS = 16
_ROOM_FOR_MARKERS = 600
"""Two marker lines, a tag of 64 characters and a commit of 64 digits included."""


class Limit(Value, frozen=True, kw_only=True):
    """What a tracker takes in one text."""

    size: int
    in_bytes: bool
    source: str


LIMITS: Mapping[Markup, Limit] = {
    Markup.GFM: Limit(
        size=60_000,
        in_bytes=True,
        source="GitHub refuses more than 65,536 characters on many servers; Gitea names none",
    ),
    Markup.GLFM: Limit(
        size=200_000, in_bytes=True, source="GitLab refuses more than 1,000,000 characters"
    ),
    Markup.ADF: Limit(
        size=30_000,
        in_bytes=False,
        source="Jira refuses more than 32,767 characters, by a count that is not published",
    ),
    Markup.WIKI: Limit(
        size=30_000, in_bytes=False, source="Jira refuses more than 32,767 characters"
    ),
    Markup.COMMONMARK: Limit(
        size=60_000, in_bytes=True, source="Redmine on MySQL takes 16 MB; people read less"
    ),
    Markup.TEXTILE: Limit(
        size=60_000, in_bytes=True, source="Redmine on MySQL takes 16 MB; people read less"
    ),
}


class Folding(Value, frozen=True, kw_only=True):
    """How a server closes long sections, which its interface does not tell."""

    redmine_collapse: bool = True
    """Redmine's own ``{{collapse}}`` macro."""
    jira_expand: bool = False
    """The ``{expand}`` macro, which not every Jira Data Center has."""
    adf_title: str = ""
    """Title of one node around everything, for a description; "" for a comment."""


def rendered(
    block: TicketBlock,
    markup: Markup,
    *,
    folding: Folding | None = None,
    limit: int | None = None,
    where: str = "the JSON report",
) -> RenderedBlock:
    """Write a block in a markup, without the sections that do not fit.

    Args:
        block: What to write.
        markup: Of the tracker.
        folding: What the server can fold.
        limit: Room in the unit of `LIMITS`, markers included; None: the tracker's own.
        where: Where everything stands that was left out.

    The result is larger than its limit only where headline and last line alone are.
    """
    known = LIMITS[markup]
    room = known.size if limit is None else limit
    folds = folding or Folding()
    kept = list(block.sections)
    while True:
        dropped = tuple(one for one in block.sections if one not in kept)
        text = _written(_with(block, kept, dropped, where), markup, folds)
        size = len(text.encode()) if known.in_bytes else len(text)
        if size + _ROOM_FOR_MARKERS <= room or not kept:
            break
        last = max(kept, key=lambda one: (one.rank, kept.index(one)))
        kept.remove(last)
    return RenderedBlock(
        markup=markup,
        text=text,
        digest=digest_of(text),
        size=size + _ROOM_FOR_MARKERS,
        limit=room,
        dropped=tuple(one.title for one in dropped),
    )


def digest_of(body: str) -> str:
    """Return 16 hex digits of a body; line ends and spaces before them do not count."""
    lines = (line.rstrip() for line in body.strip().splitlines())
    return sha256("\n".join(lines).encode()).hexdigest()[:_DIGEST_DIGITS]


def _with(
    block: TicketBlock,
    kept: list[TicketSection],
    dropped: tuple[TicketSection, ...],
    where: str,
) -> TicketBlock:
    if not dropped:
        return block
    titles = "; ".join(one.title for one in dropped)
    return TicketBlock(
        headline=block.headline,
        sections=tuple(kept),
        footer=(*block.footer, f" Left out for size: {titles}. All of it is in {where}."),
    )


def _written(block: TicketBlock, markup: Markup, folds: Folding) -> str:
    match markup:
        case Markup.GFM | Markup.GLFM:
            return write_markdown(block)
        case Markup.COMMONMARK:
            collapse = "macro" if folds.redmine_collapse else "none"
            return write_markdown(block, collapse=collapse)
        case Markup.TEXTILE:
            return write_textile(block, collapse=folds.redmine_collapse)
        case Markup.WIKI:
            return write_wiki(block, has_expand=folds.jira_expand)
        case Markup.ADF:
            return write_adf(block, wrapped=folds.adf_title)
