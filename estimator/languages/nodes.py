"""Small questions to a syntax node that every language asks."""

import re
from collections.abc import Iterator

from estimator.languages.spec import NodeTest, SyntaxNode


def bytes_of(node: SyntaxNode | None, source: bytes) -> bytes:
    """The node's source bytes, ``b""`` for no node.

    Never `node.text`: the tree was parsed through a read callback (only so can a parse be stopped
    when its time is up), and then `text` calls back for every node.
    """
    return b"" if node is None else source[node.start_byte : node.end_byte]


_TEXT_OR_COMMENT = re.compile(
    rb'"(?:[^"\\\n]|\\.)*+"?|`[^`]*+`?|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/)?'
)


def without_comments(text: bytes) -> bytes:
    """Go or Rust source without its comments, so that they decide nothing; texts stay."""
    if b"//" not in text and b"/*" not in text:
        return text
    return _TEXT_OR_COMMENT.sub(_unless_comment, text)


def _unless_comment(found: re.Match[bytes]) -> bytes:
    return b" " if found[0].startswith(b"/") else found[0]


def text_of(node: SyntaxNode | None, source: bytes) -> str:
    """The node's source text, ``""`` for no node; bad UTF-8 is replaced."""
    return bytes_of(node, source).decode("utf-8", "replace")


def field_text(node: SyntaxNode, field: str, source: bytes) -> str:
    """Source text of a field, ``""`` where there is none."""
    return text_of(node.child_by_field_name(field), source)


def has_child(kind: str) -> NodeTest:
    """True where a direct child, anonymous ones included, has this kind."""

    def test(node: SyntaxNode, _source: bytes) -> bool:
        return any(child.type == kind for child in node.children)

    return test


def has_field(field: str, *kinds: str) -> NodeTest:
    """True where the field exists and, if kinds are given, has one of them."""

    def test(node: SyntaxNode, _source: bytes) -> bool:
        child = node.child_by_field_name(field)
        return child is not None and (not kinds or child.type in kinds)

    return test


def ancestors(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """Parents from the inside out. Each step costs a walk from the root: for rare nodes only."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent
