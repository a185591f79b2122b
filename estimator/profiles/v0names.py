"""Rust's v0 symbols (``_RNvC3foo3bar``) into paths without hashes of crates.

Grammar: https://doc.rust-lang.org/rustc/symbol-mangling/v0.html. Lifetimes and the value of
constants that are no number, bool or char are left out: nothing that names a function.
"""

import re
from collections.abc import Callable

_SYMBOL = re.compile(r"_{0,2}R(?=[A-Z])([0-9A-Za-z_]+)")
_MAX_STEPS = 20_000
"""Back references can make a short symbol arbitrarily long."""
_MAX_DEPTH = 200
_MAX_LETTERS = 200_000
"""Of all names written out."""
_LETTERS = "abcdefhijlmnostuvxyzp"
_TYPES = (
    *("i8", "bool", "char", "f64", "str", "f32", "u8", "isize", "usize", "i32", "u32"),
    *("i128", "u128", "i16", "u16", "()", "...", "i64", "u64", "!", "_"),
)
_BASIC = dict(zip(_LETTERS, _TYPES, strict=True))
_SIGNED, _UNSIGNED = "ailnsx", "hjmoty"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MAX_NUMBER_DIGITS = 12
_LENGTH = re.compile(r"0|[1-9]\d{0,6}")

Production = Callable[[], str]


class _NotV0Error(Exception):
    """The text does not follow the grammar, or is too long when written out."""


def demangled_v0(symbol: str) -> str | None:
    """Give the path of a v0 symbol; None where it is none."""
    found = _SYMBOL.match(symbol)
    if found is None or symbol[found.end() : found.end() + 1] not in {"", ".", "$"}:
        return None
    reader = _Reader(found[1])
    try:
        path = reader.path(in_value=True)
        if reader.at < len(reader.text):
            reader.path(in_value=False)  # the crate that it was made for
    except (_NotV0Error, UnicodeError):
        return None
    return path if reader.at == len(reader.text) else None


class _Reader:
    """A place in a symbol, with a budget. Each method reads one production and writes it out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._steps = 0
        self._depth = 0
        self._letters = 0

    def path(self, *, in_value: bool) -> str:
        self._enter()
        kind = self._next()
        match kind:
            case "C":
                written = self._identifier()[1]
            case "N":
                written = self._nested(in_value=in_value)
            case "M" | "X":
                self._disambiguator()
                self.path(in_value=False)  # of the impl block
                written = self._qualified(has_trait=kind == "X")
            case "Y":
                written = self._qualified(has_trait=True)
            case "I":
                path = self.path(in_value=in_value)
                arguments = ", ".join(filter(None, self._until_end(self._generic_argument)))
                written = f"{path}{'::' if in_value else ''}<{arguments}>"
            case "B":
                written = self._back(lambda: self.path(in_value=in_value))
            case _:
                raise _NotV0Error
        self._depth -= 1
        return written

    def type(self) -> str:
        self._enter()
        kind = self._next()
        if kind in _BASIC:
            written = _BASIC[kind]
        elif kind in "CNMXYI":
            self.at -= 1
            written = self.path(in_value=False)
        else:
            written = self._compound(kind)
        self._depth -= 1
        return written

    def _compound(self, kind: str) -> str:  # noqa: C901, PLR0911  # one case a production
        match kind:
            case "A":
                return f"[{self.type()}; {self._constant()}]"
            case "S":
                return f"[{self.type()}]"
            case "T":
                parts = list(self._until_end(self.type))
                return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"
            case "R" | "Q":
                self._lifetime()
                return ("&" if kind == "R" else "&mut ") + self.type()
            case "P" | "O":
                return ("*const " if kind == "P" else "*mut ") + self.type()
            case "F":
                return self._function()
            case "D":
                self._binder()
                bounds = " + ".join(self._until_end(self._bound))
                if not self._lifetime():
                    raise _NotV0Error
                return f"dyn {bounds}"
            case "W":
                return f"{self.type()} is {self._pattern()}"
            case "B":
                return self._back(self.type)
            case _:
                raise _NotV0Error

    def _pattern(self) -> str:
        kind = self._next()
        if kind == "R":
            return f"{self._constant()}..={self._constant()}"
        if kind == "O":
            self._enter()
            written = " | ".join(self._until_end(self._pattern))
            self._depth -= 1
            return written
        raise _NotV0Error

    def _nested(self, *, in_value: bool) -> str:
        space = self._next()
        parent = self.path(in_value=in_value)
        number, name = self._identifier()
        if space.islower():
            return f"{parent}::{name}" if name else parent
        if not space.isupper():
            raise _NotV0Error
        kind = {"C": "closure", "S": "shim"}.get(space, space)
        return f"{parent}::{{{kind}{':' if name else ''}{name}#{number}}}"

    def _qualified(self, *, has_trait: bool) -> str:
        own = self.type()
        return f"<{own} as {self.path(in_value=False)}>" if has_trait else f"<{own}>"

    def _generic_argument(self) -> str:
        if self._lifetime():
            return ""
        return self._constant() if self._takes("K") else self.type()

    def _function(self) -> str:
        self._binder()
        unsafe = "unsafe " if self._takes("U") else ""
        abi = ""
        if self._takes("K"):
            name = "C" if self._takes("C") else self._name().replace("_", "-")
            abi = f'extern "{name}" '
        parameters = ", ".join(self._until_end(self.type))
        result = self.type()
        return f"{unsafe}{abi}fn({parameters})" + (f" -> {result}" if result != "()" else "")

    def _bound(self) -> str:
        path = self.path(in_value=False)
        bindings = []
        while self._takes("p"):
            name = self._name()
            bindings.append(f"{name} = {self._generic_argument()}")
        if not bindings:
            return path
        inner = ", ".join(bindings)
        return f"{path[:-1]}, {inner}>" if path.endswith(">") else f"{path}<{inner}>"

    def _constant(self) -> str:
        self._enter()
        kind = self._next()
        if kind == "B":
            written = self._back(self._constant)
        elif kind == "p":
            written = "_"
        else:
            written = self._number_of(kind)
        self._depth -= 1
        return written

    def _number_of(self, kind: str) -> str:
        sign = "-" if kind in _SIGNED and self._takes("n") else ""
        end = self.text.find("_", self.at)
        digits = self.text[self.at : end]
        if end < 0 or re.fullmatch("[0-9a-f]*", digits) is None:
            raise _NotV0Error
        self.at = end + 1
        value = int(digits or "0", 16)
        if kind in _SIGNED or kind in _UNSIGNED:
            return f"{sign}{value}"
        if kind == "b":
            return "true" if value else "false"
        if kind == "c":
            return repr(chr(value)) if value <= 0x10FFFF else "_"  # noqa: PLR2004  # last character
        raise _NotV0Error

    def _identifier(self) -> tuple[int, str]:
        number = self._disambiguator()
        return number, self._name()

    def _name(self) -> str:
        is_puny = self._takes("u")
        found = _LENGTH.match(self.text, self.at)
        if found is None:
            raise _NotV0Error
        self._letters += int(found[0])
        self.at = found.end()
        self._takes("_")
        name = self.text[self.at : self.at + int(found[0])]
        self.at += int(found[0])
        if self.at > len(self.text) or self._letters > _MAX_LETTERS:
            raise _NotV0Error
        if not is_puny:
            return name
        plain, _, rest = name.rpartition("_")
        return f"{plain}-{rest}".lstrip("-").encode("ascii").decode("punycode")

    def _disambiguator(self) -> int:
        return self._number() + 1 if self._takes("s") else 0

    def _lifetime(self) -> bool:
        if not self._takes("L"):
            return False
        self._number()
        return True

    def _binder(self) -> None:
        if self._takes("G"):
            self._number()

    def _number(self) -> int:
        """A number in base 62, ended by an underscore; the underscore alone is zero."""
        value = 0
        start = self.at
        while not self._takes("_"):
            digit = _DIGITS.find(self._next())
            if digit < 0 or self.at - start > _MAX_NUMBER_DIGITS:
                raise _NotV0Error
            value = value * len(_DIGITS) + digit
        return value + 1 if self.at - start > 1 else 0

    def _back(self, read: Production) -> str:
        begin = self.at - 1
        target = self._number()
        if target >= begin:
            raise _NotV0Error
        behind, self.at = self.at, target
        written = read()
        self.at = behind
        return written

    def _until_end(self, read: Production) -> list[str]:
        parts = []
        while not self._takes("E"):
            parts.append(read())
        return parts

    def _enter(self) -> None:
        self._depth += 1
        self._steps += 1
        if self._depth > _MAX_DEPTH or self._steps > _MAX_STEPS:
            raise _NotV0Error

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise _NotV0Error
        self.at += 1
        return self.text[self.at - 1]

    def _takes(self, letter: str) -> bool:
        if self.text[self.at : self.at + 1] != letter:
            return False
        self.at += 1
        return True
