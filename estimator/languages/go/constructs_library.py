"""The standard library and its kin, build directives, foreign and unsafe code."""

from estimator.languages.go.syntax import LEXIS
from estimator.languages.spec import NodeRow, NodeTest, SyntaxNode, WordRow, word, words


def _directives(name: str) -> NodeTest:
    """Count the ``//go:name`` comments of a file.

    Asked once a file, not once a comment: comments are many, and the walk passes over them.
    """
    directive = f"//go:{name} ".encode()

    def test(_file: SyntaxNode, source: bytes) -> int:
        if b"//go:" not in source or directive not in source:
            return 0
        lexemes = LEXIS.lexemes.finditer(source)
        return sum(source.startswith(directive, lexeme.start()) for lexeme in lexemes)

    return test


def _is_cgo(spec: SyntaxNode, source: bytes) -> bool:
    return source.startswith(b'"C"', spec.start_byte)


NODES: tuple[NodeRow, ...] = (
    NodeRow("source_file", "go.build.tag", _directives("build")),
    NodeRow("source_file", "go.build.embed", _directives("embed")),
    NodeRow("source_file", "go.build.generate", _directives("generate")),
    NodeRow("source_file", "go.unsafe.linkname", _directives("linkname")),
    NodeRow("import_spec", "go.unsafe.cgo", _is_cgo),
)

_RETURNS_HANDLER = r"\.Handler(?:Func)?\b[^(){}\n]{0,200}\) \(?(?:\w{1,80} )?http\.Handler"
_HTTP_CLIENT = r"\.(?:(?:Default)?Client|Transport|NewRequest\w{0,40}|Get|Head|Post(?:Form)?)\b"
_RUNTIME_QUERY = r"\.(?:NumGoroutine|NumCPU|Stack|Gosched|ReadMemStats)\("

WORDS: tuple[WordRow, ...] = (
    word("go.unsafe.unsafe", "unsafe", after=r"\.\w"),
    word("go.std.http_handler", "http", after=r"\.ResponseWriter\b"),
    word("go.std.http_middleware", "http", after=_RETURNS_HANDLER),
    word("go.std.serve_http", "ServeHTTP", before=r"\) ", after=r"\("),
    word("go.std.http_client", "http", after=_HTTP_CLIENT),
    word("go.std.grpc", "grpc", after=r"\.\w"),
    *words("go.std.sql", "sql pgx pgxpool gorm sqlx xorm", after=r"\.\w"),
    word("go.std.template", "template", after=r"\.\w"),
    word("go.std.format", "fmt", after=r"\.(?:Errorf|Fprintf|Printf|Sprintf|Sprint|Appendf)\("),
    *words("go.std.syscall", "syscall unix windows", after=r"\.\w"),
    word("go.std.exec", "exec", after=r"\.Command"),
    word("go.std.plugin", "plugin", after=r"\.(?:Open|Serve)\("),
    word("go.std.registry", "prometheus", after=r"\.(?:(?:Must)?Register\(|Default\w)"),
    word("go.std.registry", "promauto", after=r"\.New"),
    word("go.std.registry", "flag", after=r"\.\w{1,80}\("),
    word("go.std.registry", "http", after=r"\.Handle(?:Func)?\("),
    word("go.std.registry", "expvar", after=r"\.Publish\("),
    word("go.runtime.tune", "debug", after=r"\.Set\w"),
    word("go.runtime.tune", "runtime", after=r"\.GOMAXPROCS\b"),
    word("go.runtime.tune", "memlimit", after=r"\.\w"),
    word("go.runtime.tune", "maxprocs", after=r"\.Set"),
    word("go.runtime.finalizer", "runtime", after=r"\.(?:SetFinalizer|AddCleanup)\("),
    word("go.runtime.weak", "weak", after=r"\.\w"),
    word("go.runtime.query", "runtime", after=_RUNTIME_QUERY),
)
