"""Builds blocks and markers as a ticket gets them."""

from typing import Any

from reporting_builders import rust_report

from estimator.model.report import Report
from estimator.model.ticket import Marker
from estimator.reporting.blocks import Code
from estimator.reporting.tickets.block import ticket_block
from estimator.reporting.tickets.linking import Forge
from estimator.reporting.tickets.shape import (
    Grid,
    Lines,
    Link,
    Sentence,
    TicketBlock,
    TicketSection,
)

FORGE = Forge(url="https://forge.example/team/relay")
HOSTILE = (
    "@everyone fixes #12 !3 ~bug %1 $9 GH-4 <script>alert(1)</script> --> | ``` {code} [~admin]"
    " {{macro(x)}} [[wiki]] *b* _i_ \\ ![x](http://e.example) :) (x) \n/close \u202e"
)


def whole_block(report: Report | None = None, **changes: Any) -> TicketBlock:
    """Build the block of a real looking report, linked to a forge."""
    fields: dict[str, Any] = {"forge": FORGE, "valid_until": "2026-10-08", **changes}
    return ticket_block(report or rust_report(), **fields)


def small_block(text: str = "plain", *, sections: int = 3, rows: int = 2) -> TicketBlock:
    """Build a block that says `text` everywhere: as words, as code, as a link, in each part."""
    everywhere = (text, " ", Code(text), " ", Link(text=text, url="https://forge.example/a?b=(c)"))
    grid = Grid(
        titles=("what", "EM"),
        is_number=(False, True),
        rows=tuple(((text,), (f"{row}.5",)) for row in range(rows)),
    )
    return TicketBlock(
        headline=everywhere,
        sections=tuple(
            TicketSection(
                title=f"Section {number}",
                parts=(Sentence(words=everywhere), Lines(items=(everywhere, (text,))), grid),
                is_collapsed=bool(number),
                rank=number,
            )
            for number in range(sections)
        ),
        footer=everywhere,
    )


def marker(**changes: Any) -> Marker:
    """Build a marker as a run leaves it."""
    fields: dict[str, Any] = {
        "commit": "0123456789abcdef0123456789abcdef01234567",
        "committed_at": "2026-07-10T09:00:00+02:00",
        "attached_at": "2026-07-11T10:00:00+00:00",
        "valid_until": "2026-10-08",
        "digest": "0123456789abcdef",
        **changes,
    }
    return Marker(**fields)
