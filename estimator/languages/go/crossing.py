"""What the text of a Go type says about a value that crosses a cut."""

import re

from estimator.languages.crossing import Crossings

GO = Crossings(
    kinds=(
        ("channel", re.compile(r"\bchan\b")),
        ("callback", re.compile(r"\bfunc\s*\(|\bhttp\.HandlerFunc\b|\bcontext\.CancelFunc\b")),
        (
            "stream",
            re.compile(
                r"\bio\.(?:\w*(?:Reader|Writer|Closer|Seeker)\w*)\b|\biter\.Seq2?\b"
                r"|\bnet\.\w*Conn\b|\bhttp\.ResponseWriter\b|\bbufio\.\w+|\bos\.File\b"
                r"|\bsql\.Rows\b"
            ),
        ),
        ("context", re.compile(r"\bcontext\.Context\b")),
        ("error", re.compile(r"^\W*error$")),
        (
            "state",
            re.compile(r"\bsync\.\w+|\batomic\.\w+|\bsql\.(?:DB|Tx|Conn|Stmt)\b|\btime\.Timer\b"),
        ),
        ("interface", re.compile(r"\binterface\s*\{|\bany\b|\bhttp\.Handler\b|\bhash\.Hash\b")),
        ("map", re.compile(r"\bmap\[")),
        ("slice", re.compile(r"\[\]|^\.\.\.|\[\d+\]")),
        ("pointer", re.compile(r"\*")),
    ),
    named=re.compile(r"(?:\b(?P<qualifier>[^\W\d]\w*)\.)?\b(?P<name>[^\W\d]\w*)\b"),
    pointer=re.compile(r"\*|\bmap\[|\[\]"),
    lock=re.compile(r"\bsync\.(?:RW)?Mutex\b"),
    stateful=re.compile(r"\bsync\.\w+|\batomic\.\w+|\bchan\b|\bsql\.DB\b|\brand\.Rand\b|\*"),
    transaction=re.compile(r"\b(?:sql|sqlx|pgx|bbolt|bolt|gorm)\.\w*Tx\b|\bTx\b|\bTransaction\b"),
    offered=re.compile(
        r"(?:Read|Write)(?:At|Byte|From|Rune|String|To|Header)?$|Close$|Seek$|ServeHTTP$|RoundTrip$"
        r"|(?:Un)?[Mm]arshal(?:JSON|Text|Binary|XML|YAML)$|Scan$|Value$|Len$|Less$|Swap$|Push$|Pop$"
        r"|(?:Encode|Decode)$|Sum$|Write(?:Status|Frame)$|Collect$|Describe$"
    ),
    built_in=re.compile(r"[^./]+(?:/.*)?$"),
)
"""A path whose first part has no dot is the standard library: ``net/http``, ``C``."""
