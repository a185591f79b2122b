"""Errors and panics: open sets of errors, compared by identity or by type."""

from estimator.languages.go.shapes import is_top_level, may_hold
from estimator.languages.spec import NodeRow, SyntaxNode, WordRow, word

_MAKERS = (b"errors.New(", b"fmt.Errorf(")


def _sentinels(spec: SyntaxNode, source: bytes) -> int:
    """Errors made in a variable specification outside functions."""
    if not any(may_hold(spec, source, maker) for maker in _MAKERS) or not is_top_level(spec):
        return 0
    value = spec.child_by_field_name("value")
    parts = () if value is None else value.named_children
    return sum(source.startswith(_MAKERS, part.start_byte) for part in parts)


NODES: tuple[NodeRow, ...] = (NodeRow("var_spec", "go.err.sentinel", _sentinels),)

WORDS: tuple[WordRow, ...] = (
    word("go.err.error_type", "Error", before=r"\) ", after=r"\("),
    word("go.err.error_string", "Error", before=r"\) ", after=r"\(\)\s*string\b"),
    word("go.err.is_as", "errors", after=r"\.(?:Is|As|Join)\("),
    word("go.err.check", "nil", before=r"rr != "),
    word("go.err.wrap", "fmt", after=r"\.Errorf\([^\n]{0,400}%w"),
    word("go.err.panic", "panic", after=r"\("),
    word("go.err.panic_value", "panic", after=r"\((?:&?[\w.]{1,60}\{|http\.ErrAbortHandler\))"),
    word("go.err.recover", "recover", after=r"\(\)"),
)
