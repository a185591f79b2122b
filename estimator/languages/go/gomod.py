"""Turns the text of a go.mod or go.work file into its directives; a broken line costs itself only.

Grammar: https://go.dev/ref/mod#go-mod-file-grammar and https://go.dev/ref/mod#go-work-file-grammar
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from estimator.model.source import Value

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"|`[^`\n]*`|//.*|=>|[()]|(?:(?!//)[^\s"`()])+|["`/]')
_MAX_LINE = 2_000
"""Characters; longer lines are no requirement, and matching their quotes could take long."""

_DIRECTIVES = frozenset(
    {
        *("module", "go", "toolchain", "godebug", "require", "exclude", "replace", "retract"),
        *("tool", "ignore", "use"),
    },
)


class Require(Value, frozen=True, kw_only=True):
    """One required module."""

    module: str
    version: str
    is_indirect: bool


class Replace(Value, frozen=True, kw_only=True):
    """One replaced module, as written. A `target` that starts with ``.`` is a folder."""

    module: str
    version: str
    target: str
    target_version: str


class GoMod(Value, frozen=True, kw_only=True):
    """What a go.mod or go.work file says."""

    module: str = ""
    go: str = ""
    requires: tuple[Require, ...] = ()
    replaces: tuple[Replace, ...] = ()
    uses: tuple[str, ...] = ()
    """Folders of a go.work file, as written."""
    faults: tuple[str, ...] = ()


def parse_go_mod(text: str) -> GoMod:
    """Read the directives of a go.mod or go.work file; faults name their line."""
    values: dict[str, list[tuple[Sequence[str], str]]] = {name: [] for name in _DIRECTIVES}
    faults: list[str] = []
    for number, directive, words, comment in _statements(text):
        if directive not in _DIRECTIVES:
            faults.append(f"line {number}: unknown directive {directive[:40]!r}")
        elif _is_well_formed(directive, words):
            values[directive].append((words, comment))
        else:
            faults.append(f"line {number}: malformed {directive}")
    return GoMod(
        module=_last(values["module"]),
        go=_last(values["go"]),
        requires=tuple(_require(words, comment) for words, comment in values["require"]),
        replaces=tuple(_replace(words) for words, _ in values["replace"]),
        uses=tuple(words[0] for words, _ in values["use"]),
        faults=tuple(faults),
    )


def _statements(text: str) -> Iterator[tuple[int, str, Sequence[str], str]]:
    """Yield line number, directive, words and comment; blocks are taken apart."""
    block = ""
    for number, line in enumerate(text.splitlines(), start=1):
        words, comment = _words(line[:_MAX_LINE])
        if not words:
            continue
        if block:
            if words == [")"]:
                block = ""
            else:
                yield number, block, words, comment
        elif len(words) == 2 and words[1] == "(":  # noqa: PLR2004 (directive and parenthesis)
            block = words[0]
        else:
            yield number, words[0], words[1:], comment


def _words(line: str) -> tuple[list[str], str]:
    words = _TOKEN.findall(line)
    comment = words.pop() if words and words[-1].startswith("//") else ""
    return [_unquoted(word) for word in words], comment


def _unquoted(word: str) -> str:
    is_quoted = len(word) > 1 and word[0] == word[-1] and word[0] in '"`'
    return word[1:-1] if is_quoted else word


def _is_well_formed(directive: str, words: Sequence[str]) -> bool:
    if any(word in ('"', "`") for word in words):
        return False
    match directive:
        case "require" | "exclude":
            return len(words) == 2 and "=>" not in words  # noqa: PLR2004 (module and version)
        case "replace":
            return _is_replacement(words)
        case "module" | "go" | "toolchain" | "tool" | "ignore" | "use":
            return len(words) == 1
        case _:
            return len(words) > 0


def _is_replacement(words: Sequence[str]) -> bool:
    if words.count("=>") != 1:
        return False
    arrow = words.index("=>")
    return arrow in (1, 2) and len(words) - arrow - 1 in (1, 2)


def _last(statements: Sequence[tuple[Sequence[str], str]]) -> str:
    return statements[-1][0][0] if statements else ""


def _require(words: Sequence[str], comment: str) -> Require:
    remark = comment.removeprefix("//").strip()
    is_indirect = remark == "indirect" or remark.startswith("indirect;")
    return Require(module=words[0], version=words[1], is_indirect=is_indirect)


def _replace(words: Sequence[str]) -> Replace:
    arrow = list(words).index("=>")
    old, new = words[:arrow], words[arrow + 1 :]
    return Replace(
        module=old[0],
        version=" ".join(old[1:]),
        target=new[0],
        target_version=" ".join(new[1:]),
    )


def replaces_as_written(parsed: GoMod) -> Mapping[str, str]:
    """Module (with its version, where only that one is replaced) -> target, sorted."""
    pairs = (
        (_spelled(entry.module, entry.version), _spelled(entry.target, entry.target_version))
        for entry in parsed.replaces
    )
    return dict(sorted(pairs))


def _spelled(name: str, version: str) -> str:
    return f"{name} {version}" if version else name
