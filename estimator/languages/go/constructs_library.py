"""The standard library and its kin, build directives, foreign and unsafe code."""

import re

from estimator.languages.go.shapes import is_top_level, may_hold
from estimator.languages.nodes import bytes_of
from estimator.languages.spec import DirectiveRow, NodeRow, SyntaxNode, WordRow, word, words


def _is_cgo(spec: SyntaxNode, source: bytes) -> bool:
    return source.startswith(b'"C"', spec.start_byte)


_FLAG = re.compile(rb"\bflag\.\w{1,80}\(")
_COMMAND = re.compile(rb"^[ \t]*package main\b", re.MULTILINE)
_HEAD_BYTES = 8_000


def _package_flags(spec: SyntaxNode, source: bytes) -> int:
    """Flags that a library registers by being imported; those of a command are its own."""
    if not may_hold(spec, source, b"flag.") or not is_top_level(spec):
        return 0
    if _COMMAND.search(source, 0, _HEAD_BYTES):
        return 0
    return len(_FLAG.findall(bytes_of(spec, source)))


NODES: tuple[NodeRow, ...] = (
    NodeRow("import_spec", "go.unsafe.cgo", _is_cgo),
    NodeRow("var_spec", "go.std.registry", _package_flags),
)

_NEVER_BUILT = r"(?:tools?|libs?|ignore|never|dummy)[ \t]{0,20}(?:\r?\n|//|\Z)"
"""A tag that nobody sets: files that only hold tools' imports, and scripts run by hand."""

DIRECTIVES: tuple[DirectiveRow, ...] = (
    DirectiveRow("//go:build ", "go.build.tag", _NEVER_BUILT),
    DirectiveRow("//go:embed ", "go.build.embed"),
    DirectiveRow("//go:generate ", "go.build.generate"),
    DirectiveRow("//go:linkname ", "go.unsafe.linkname"),
)

_RETURNS_HANDLER = r"\.Handler(?:Func)?\b[^(){}\n]{0,200}\) \(?(?:\w{1,80} )?http\.Handler"
_HTTP_CLIENT = r"\.(?:(?:Default)?Client|Transport|NewRequest\w{0,40}|Get|Head|Post(?:Form)?)\b"
_RUNTIME_QUERY = r"\.(?:NumGoroutine|NumCPU|Stack|Gosched|ReadMemStats)\("

_UNSAFE = r"\.(?:Pointer|Sizeof|Offsetof|Alignof|Add|Slice|SliceData|String|StringData)\b"
_TEMPLATE = (
    r"\.(?:New\(|FuncMap\{|(?:HTML|HTMLAttr|JS|JSStr|CSS|URL|Srcset)\(|Parse(?:Files|FS|Glob)\("
    r"|\w{1,20}Escape\w{0,20}\()"
)
"""Calls of text/template and html/template: a type makes nothing, and Must holds another call."""
_FORMATS = r"\.(?:Sprint\(|(?:Errorf|Fprintf|Printf|Sprintf|Appendf)\([^)]{0,400}?%(?![w%]))"
"""Prints values: fixed text formats nothing, and %w alone wraps."""
_PRINTS_ANY = r"\.(?:Sprint\(|(?:Fprintf(?!\(os\.Std)|Sprintf|Appendf)\([^)]{0,400}?%[+#]?v)"
"""Leaves it to the value how it prints; %d and %s do not, and nobody parses what an
error says or the terminal shows."""

WORDS: tuple[WordRow, ...] = (
    word("go.unsafe.unsafe", "unsafe", after=_UNSAFE),
    word("go.std.http_handler", "http", after=r"\.ResponseWriter\b"),
    word("go.std.http_middleware", "http", after=_RETURNS_HANDLER),
    word("go.std.serve_http", "ServeHTTP", before=r"\) ", after=r"\("),
    word("go.std.http_client", "http", after=_HTTP_CLIENT),
    word("go.std.grpc", "grpc", after=r"\.\w"),
    *words("go.std.sql", "sql pgx pgxpool gorm sqlx xorm", after=r"\.\w"),
    word("go.std.template", "template", after=_TEMPLATE),
    word("go.std.format", "fmt", after=_FORMATS),
    word("go.std.format_any", "fmt", after=_PRINTS_ANY),
    *words("go.std.syscall", "syscall unix windows", after=r"\.\w"),
    word("go.std.exec", "exec", after=r"\.Command"),
    word("go.std.plugin", "plugin", after=r"\.(?:Open|Serve)\("),
    word("go.std.registry", "prometheus", after=r"\.(?:(?:Must)?Register\(|Default\w)"),
    word("go.std.registry", "promauto", after=r"\.New"),
    word("go.std.registry", "http", after=r"\.Handle(?:Func)?\("),
    word("go.std.registry", "expvar", after=r"\.Publish\("),
    word("go.runtime.tune", "debug", after=r"\.Set\w"),
    word("go.runtime.tune", "runtime", after=r"\.GOMAXPROCS\((?!0\))"),
    word("go.runtime.tune", "memlimit", after=r"\.Set"),
    word("go.runtime.tune", "maxprocs", after=r"\.Set"),
    word("go.runtime.finalizer", "runtime", after=r"\.(?:SetFinalizer|AddCleanup)\("),
    word("go.runtime.weak", "weak", after=r"\.\w"),
    word("go.runtime.query", "runtime", after=_RUNTIME_QUERY),
)
