"""Parts of a Markdown file that are made by the program: what each should hold, and rewriting.

A comment before a fenced block says where its text comes from:

    <!-- run: estimator estimate examples/go-service; show: headline, Effort -->
    <!-- run: make demo = estimator estimate ...; show: ... -->

`show` names sections of a report by how their titles begin, with `TITLE / N` for the first N lines
of one; `headline` is what stands before the first. What is left out is marked `[...]`. Without
`show` the block holds everything.
A `python` block with a `text` block behind it prints that text.
Between `<!-- NAME: begin -->` and `<!-- NAME: end -->` stands a generated table.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from estimator.configuration.keys import KEYS, Key

CUT = "[...]"
_RUN = re.compile(
    r"(?P<head><!-- run: (?P<shown>[^=;]+?)(?: = (?P<command>[^;]+?))?"
    r"(?:; show: (?P<show>[^>]+?))? -->\n```console\n)(?P<text>.*?)(?P<tail>```\n)",
    re.DOTALL,
)
_SNIPPET = re.compile(
    r"(?P<head>```python\n(?P<code>.*?)```\n\n```text\n).*?(?P<tail>```\n)", re.DOTALL
)
_UNDERLINE = re.compile(r"^=+$")


class Block(NamedTuple):
    """A block of output in a document."""

    shown: str
    """The command as the reader sees it."""
    command: str
    """What is run."""
    show: tuple[str, ...]
    text: str


def blocks_of(document: str) -> tuple[Block, ...]:
    """All blocks whose comment says how they are made."""
    return tuple(_block(found) for found in _RUN.finditer(document))


def with_blocks(document: str, output_of: Callable[[str], str]) -> str:
    """The document with every such block made anew."""

    def replaced(found: re.Match[str]) -> str:
        block = _block(found)
        text = f"$ {block.shown}\n{excerpt(output_of(block.command), block.show)}"
        return found["head"] + text + found["tail"]

    return _RUN.sub(replaced, document)


def with_snippets(document: str, printed_by: Callable[[str], str]) -> str:
    """The document with what each Python snippet prints in the text block behind it."""

    def replaced(found: re.Match[str]) -> str:
        return found["head"] + printed_by(found["code"]) + found["tail"]

    return _SNIPPET.sub(replaced, document)


def with_table(document: str, name: str, table: str) -> str:
    """The document with the generated table of that name put in its place."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    before, _, rest = document.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{table}{end}{after}"


def excerpt(output: str, show: tuple[str, ...]) -> str:
    """The parts of an output that are shown, with a mark where something is left out."""
    if not show:
        return output
    lines_of = {
        title: int(count or 0) for title, _, count in (one.partition(" / ") for one in show)
    }
    parts: list[str] = []
    for title, text in _sections(output):
        wanted = next((start for start in lines_of if title.startswith(start)), None)
        lines = text.strip("\n").splitlines() if wanted is not None else []
        kept = lines[: lines_of[wanted] or None] if wanted is not None else []
        if kept:
            parts.append("\n".join(kept) + "\n")
        if len(kept) < len(lines) or not kept:
            parts += [] if parts[-1:] == [f"{CUT}\n"] else [f"{CUT}\n"]
    return "\n".join(parts)


def configuration_table() -> str:
    """All configuration keys as a Markdown table."""
    rows = [
        "| key | default | option | environment | in the repository's own file | what |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join((*rows, *(_row(key) for key in KEYS))) + "\n"


def _row(key: Key) -> str:
    own = "no" if not key.in_repository else "lower only" if key.is_limit else "yes"
    cells = (_code(key.name), _default(key), _code(key.option), _code(key.environment), own)
    return f"| {' | '.join(cells)} | {key.help} |"


def _default(key: Key) -> str:
    if key.is_optional:
        return ""
    value = key.default
    if isinstance(value, bool):
        return _code(str(value).lower())
    return _code(f"{value:,}".replace(",", "_") if isinstance(value, int) else str(value or ""))


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


def _block(found: re.Match[str]) -> Block:
    show = tuple(part.strip() for part in (found["show"] or "").split(",") if part.strip())
    return Block(found["shown"], found["command"] or found["shown"], show, found["text"])


def _sections(output: str) -> list[tuple[str, str]]:
    """Title and text of each section of a report; what comes first is the headline."""
    lines = output.splitlines(keepends=True)
    sections: list[tuple[str, str]] = []
    title, start = "headline", 0
    for number, line in enumerate(lines):
        if _UNDERLINE.match(line) and number > 0:
            sections.append((title, "".join(lines[start : number - 1])))
            title, start = lines[number - 1].strip(), number - 1
    sections.append((title, "".join(lines[start:])))
    return [(title, text) for title, text in sections if text.strip()]
