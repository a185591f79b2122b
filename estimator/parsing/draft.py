"""What the second walk has gathered of one function, into its links."""

from collections.abc import Iterable, Mapping

import msgspec

from estimator.languages.linking import Binding, Names
from estimator.model.links import CallSite, FunctionLinks


class FunctionDraft:
    """A function that the walk is in, or was."""

    def __init__(self, signature: FunctionLinks, start: int, end: int) -> None:
        """Start at its first byte, with what its head says."""
        self.calls: list[CallSite] = []
        self.writes: set[str] = set()
        self.loops = self.spawns = 0
        self._signature = signature
        self._start, self._end = start, end
        self._types: dict[str, str] = {}
        self._expressions: dict[str, str] = {}
        self._declared = {
            signature.receiver_name,
            *(one.name for one in (*signature.parameters, *signature.results)),
        }
        self._heads = frozenset(self._declared)
        self._doubtful: set[str] = set()
        self._places: set[int] = set()

    def bind(self, found: Iterable[Binding]) -> None:
        """Take note of variables; a second declaration that says something else makes doubt."""
        for name, kind, expression, at in found:
            if at in self._places:
                continue
            self._places |= {at} - {-1}
            known = name in self._declared and name not in self._heads
            self._declared.add(name)
            if known and (
                self._types.get(name, "") != kind or self._expressions.get(name, "") != expression
            ):
                self._doubtful.add(name)
            if kind:
                self._types[name] = kind
            elif expression:
                self._expressions[name] = expression

    def links(self, code: bytes, names: Names, imports: Mapping[str, str]) -> FunctionLinks:
        """Put it together; `code` is the file with comments and strings blanked."""
        used = names_used(code[self._start : self._end], names, imports)
        own = self._signature.symbol.rpartition(names.separator)[2]
        return msgspec.structs.replace(
            self._signature,
            calls=tuple(sorted(self.calls, key=lambda one: (one.line, one.name, one.qualifier))),
            locals=self._certain(self._types),
            bindings=self._made(),
            names=tuple(sorted(used - self._declared - {own})),
            writes=tuple(sorted(self.writes - (self._declared - self._heads) - {"_"})),
        )

    def _certain(self, found: Mapping[str, str]) -> dict[str, str]:
        left_out = self._doubtful | self._heads | {"_", ""}
        return {name: found[name] for name in sorted(found) if name not in left_out}

    def _made(self) -> dict[str, str]:
        """Variables without a certain type, and what each is made from, as far as that is one."""
        typed = self._types.keys() - self._doubtful
        names = self._declared - typed - self._heads - {"_", ""}
        certain = self._certain(self._expressions)
        return {name: certain.get(name, "") for name in sorted(names)}


def names_used(
    code: bytes, names: Names, imports: Mapping[str, str], *, calls: bool = False
) -> set[str]:
    """Names and paths in a text; those before a parenthesis only where `calls` asks for them.

    A path whose first part is no import is a value's field or method: its first part is kept.
    """
    found: set[str] = set()
    for name, mark in set(names.pattern.findall(code.decode("utf-8", "replace"))):
        first, separator, _ = name.partition(names.separator)
        if name in names.keywords or (separator == "." and first in names.keywords):
            continue
        if separator == "." and first not in imports:
            found.add(first)
        elif not mark or calls or names.keeps_calls(name.rpartition(names.separator)[2]):
            found.add(name)
    return found
