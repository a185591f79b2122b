"""What the text of a Rust type says about a value that crosses a cut."""

import re

from estimator.languages.crossing import Crossings

RUST = Crossings(
    kinds=(
        (
            "channel",
            re.compile(r"\b(?:\w*Sender|\w*Receiver|mpsc|oneshot|broadcast|watch)\b(?=\s*[<:])"),
        ),
        ("callback", re.compile(r"\bFn(?:Mut|Once)?\s*\(|\bfn\s*\(")),
        (
            "stream",
            re.compile(
                r"\b(?:\w*Iterator|IntoIter|\w*Stream|Async(?:Buf)?Read|AsyncWrite|BufRead|Body)\b"
                r"|\b(?:impl|dyn)\s+(?:\w+::)*(?:Read|Write)\b|\bBuf(?:Reader|Writer)\b|\bFile\b"
            ),
        ),
        ("context", re.compile(r"\bCancellationToken\b|\bContext\s*<\s*'")),
        (
            "state",
            re.compile(
                r"\b(?:Mutex|RwLock|RefCell|Cell|OnceCell|OnceLock|DashMap|ArcSwap|Atomic\w+)\b"
                r"|\b\w*Pool\b|\bTransaction\s*<"
            ),
        ),
        ("interface", re.compile(r"\b(?:dyn|impl)\s|^&?(?:mut\s+)?[A-Z]$")),
        ("map", re.compile(r"\b(?:Hash|BTree|Index)(?:Map|Set)\b")),
        ("slice", re.compile(r"\bVec(?:Deque)?\s*<|\[|\bBytes(?:Mut)?\b")),
        ("pointer", re.compile(r"&\s*(?:'\w+\s+)?mut\b|\b(?:Arc|Rc|Weak)\s*<|\*(?:mut|const)\b")),
        ("error", re.compile(r"^(?:\w+::)*\w*Error$|\bResult\s*<")),
    ),
    named=re.compile(r"(?:\b(?P<qualifier>[^\W\d]\w*)::)?(?<!')\b(?P<name>[^\W\d]\w*)\b(?!\s*::)"),
    pointer=re.compile(r"&\s*(?:'\w+\s+)?mut\b|\b(?:Arc|Rc|Mutex|RwLock|RefCell)\s*<|\*mut\b"),
    lock=re.compile(r"\b(?:Mutex|RwLock)\b"),
    stateful=re.compile(
        r"\b(?:Mutex|RwLock|RefCell|Cell|Once\w*|Lazy\w*|DashMap|ArcSwap|Atomic\w+|\w*Sender)\b"
    ),
    transaction=re.compile(r"\bTransaction\b|\b\w*Txn\b"),
    offered=re.compile(
        r"(?:DoubleEnded|Parallel)?Iterator$|(?:Buf|Async|AsyncBuf)?Read$|(?:Async)?Write$|Seek$"
        r"|Future$|Stream$|Sink$|Service$|Layer$|Handler$|Body$|FromStr$|Hasher$|Hash$|Decoder$"
        r"|Encoder$|Visitor$|Fold$|Ord$|PartialOrd$"
    ),
    built_in=re.compile(r"(?:std|core|alloc|crate|self|super|proc_macro|test)(?:::.*)?$"),
)
"""`crate`, `self` and `super` lead to the crate itself."""
