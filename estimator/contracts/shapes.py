"""The form that types of both languages are read into, and the tokens they are read from."""

import re
from collections.abc import Callable
from typing import NamedTuple

DEEPEST = 24
"""Nesting beyond which a type is not read further: no person writes such a type."""


class Shape(NamedTuple):
    """A type: what holds it together, and what is inside."""

    kind: str
    """named, optional, list, map, stream, callback, tuple, result, open (any, dyn), or unknown."""
    name: str = ""
    """Of a named type, without its arguments; else the source text."""
    inner: tuple["Shape", ...] = ()
    """Arguments: of a map key and value; of a result value and error."""


class UnreadableTypeError(Exception):
    """The text is not a type that this reader knows."""


class Tokens:
    """The tokens of a type and a place among them."""

    def __init__(self, text: str, pattern: re.Pattern[str]) -> None:
        """Begin before the first token."""
        self.text = text
        self._tokens = pattern.findall(text)
        self._at = 0

    def is_done(self) -> bool:
        """True behind the last token."""
        return self._at == len(self._tokens)

    def peek(self) -> str:
        """Name the next token; "" at the end."""
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        """Pass the next token."""
        token = self.peek()
        self._at += 1
        return token

    def accept(self, token: str) -> bool:
        """Pass the next token if it is this one."""
        if self.peek() != token:
            return False
        self._at += 1
        return True

    def expect(self, token: str) -> None:
        """Pass the next token, which has to be this one."""
        if not self.accept(token):
            raise UnreadableTypeError

    def skip_group(self, opening: str, closing: str) -> None:
        """Pass over a balanced group whose opening token is next."""
        self.expect(opening)
        depth = 1
        while depth:
            token = self.take()
            if not token:
                raise UnreadableTypeError
            depth += (token == opening) - (token == closing)

    def separated(self, closing: str, read: Callable[[], Shape]) -> tuple[Shape, ...]:
        """Read shapes between commas up to the closing token."""
        found: list[Shape] = []
        while not self.accept(closing):
            found.append(read())
            if not self.accept(","):
                self.expect(closing)
                break
        return tuple(found)
