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

_RETURNS_HANDLER = r"[^(){}\n]{0,200}\) \(?(?:\w{1,80} )?http\.Handler"

WORDS: tuple[WordRow, ...] = (
    word("go.unsafe.unsafe", "unsafe", after=r"\.\w"),
    word("go.std.http_handler", "ResponseWriter", before=r"[^\w.]http\."),
    word("go.std.http_middleware", "Handler", before=r"\Whttp\.", after=_RETURNS_HANDLER),
    word("go.std.http_middleware", "HandlerFunc", before=r"\Whttp\.", after=_RETURNS_HANDLER),
    word("go.std.serve_http", "ServeHTTP", before=r"\) ", after=r"\("),
    *words("go.std.http_client", "Client DefaultClient Transport", before=r"[^\w.]http\."),
    *words("go.std.http_client", "NewRequest NewRequestWithContext", before=r"[^\w.]http\."),
    *words("go.std.http_client", "Get Head Post PostForm", before=r"[^\w.]http\."),
    word("go.std.grpc", "grpc", after=r"\.\w"),
    *words("go.std.sql", "sql pgx pgxpool gorm sqlx xorm", after=r"\.\w"),
    word("go.std.template", "template", after=r"\.\w"),
    *words("go.std.format", "Errorf Fprintf Printf", before=r"[^\w.]fmt\.", after=r"\("),
    *words("go.std.format", "Sprintf Sprint Appendf", before=r"[^\w.]fmt\.", after=r"\("),
    *words("go.std.syscall", "syscall unix windows", after=r"\.\w"),
    *words("go.std.exec", "Command CommandContext", before=r"[^\w.]exec\."),
    *words("go.std.plugin", "Open Serve", before=r"[^\w.]plugin\.", after=r"\("),
    *words("go.std.registry", "MustRegister Register", before=r"[^\w.]prometheus\.", after=r"\("),
    *words("go.std.registry", "DefaultRegisterer DefaultGatherer", before=r"[^\w.]prometheus\."),
    word("go.std.registry", "promauto", after=r"\.New"),
    word("go.std.registry", "flag", after=r"\.\w{1,80}\("),
    *words("go.std.registry", "Handle HandleFunc", before=r"[^\w.]http\.", after=r"\("),
    word("go.std.registry", "Publish", before=r"[^\w.]expvar\.", after=r"\("),
    word("go.runtime.tune", "debug", after=r"\.Set\w"),
    word("go.runtime.tune", "GOMAXPROCS", before=r"[^\w.]runtime\."),
    word("go.runtime.tune", "memlimit", after=r"\.\w"),
    word("go.runtime.tune", "maxprocs", after=r"\.Set"),
    *words("go.runtime.finalizer", "SetFinalizer AddCleanup", before=r"[^\w.]runtime\."),
    word("go.runtime.weak", "weak", after=r"\.\w"),
    *words("go.runtime.query", "NumGoroutine NumCPU Stack", before=r"[^\w.]runtime\."),
    *words("go.runtime.query", "Gosched ReadMemStats", before=r"[^\w.]runtime\."),
)
