"""Types of the source into messages: each type once, whatever it holds after it."""

from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from estimator.contracts.expressions import shape_of
from estimator.contracts.implementers import Implementers
from estimator.contracts.names import field_name, message_name, unique
from estimator.contracts.scalars import (
    BLOBS,
    BYTES,
    CARRIED,
    ERRORS,
    GENERATED,
    HOLDERS,
    LOCKS,
    MAP_KEYS,
    OPEN,
    SCALARS,
)
from estimator.contracts.shapes import DEEPEST, Shape
from estimator.contracts.typeindex import KnownType, TypeIndex, last_name
from estimator.model.contract import ContractField, ContractMessage
from estimator.model.links import TypedName

MOST_MESSAGES = 150
"""A contract with more is a sign that the cut is wrong; the rest is listed by name."""

FAILURE = "Failure"
_WITHOUT_COUNTERPART = {
    "callback": "a function does not cross a process",
    "open": "any type behind an interface",
    "unknown": "a type that has no counterpart",
}
_ABSTRACT = frozenset({"interface", "trait"})


class Typed(NamedTuple):
    """What a type becomes: a Protobuf type with its label, or a reason why it has none."""

    type: str
    label: str = ""
    note: str = ""
    is_typed: bool = True
    is_handle: bool = False

    def text(self) -> str:
        """The type behind its label."""
        return f"{self.label} {self.type}".strip()


class Messages:
    """The messages of one contract; they are made when they are first asked for."""

    def __init__(self, types: TypeIndex, behind: Implementers, language: str) -> None:
        """Begin with none; `types` are those that the repository declares, with those `behind`."""
        self.imports: set[str] = set()
        self.left_out: set[str] = set()
        self.taken: set[str] = set()
        self._language = language
        self._made: dict[str, ContractMessage | None] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._helpers: dict[str, str] = {}
        self._aliases: set[tuple[str, str]] = set()
        self._waiting: deque[tuple[str, KnownType]] = deque()
        self._types = types
        self._behind = behind

    def all(self) -> tuple[ContractMessage, ...]:
        """Every message that was needed so far, and what those need, in that order."""
        while self._waiting:
            name, known = self._waiting.popleft()
            self._made[name] = self._message_of(name, known)
        return tuple(message for message in self._made.values() if message is not None)

    def add(self, message: ContractMessage) -> None:
        """Put a message that was made elsewhere among the others."""
        self._made[message.name] = message

    def typed(self, shape: Shape, path: str) -> Typed:
        """What a shape becomes as a field."""
        if shape.kind == "map":
            return self._map(*shape.inner, path=path)
        if shape.kind in ("tuple", "result"):
            return self._tuple(shape, path)
        if shape.kind == "open" and (found := self._types.find(shape.name, path)) is not None:
            return self._own(found)
        if shape.kind in _WITHOUT_COUNTERPART:
            return Typed("", note=_WITHOUT_COUNTERPART[shape.kind], is_typed=False)
        reads = {"named": self._named, "optional": self._optional, "list": self._list}
        return reads.get(shape.kind, self._streamed)(shape, path)

    def _streamed(self, shape: Shape, path: str) -> Typed:
        """One value of a stream: each is a message of its own."""
        return self.typed(shape.inner[0], path)._replace(label="")

    def _named(self, shape: Shape, path: str) -> Typed:
        language, last = self._language, last_name(shape.name)
        if language == "rust" and last in HOLDERS and shape.inner:
            return self.typed(shape.inner[0], path)._replace(note="a copy of what the lock holds")
        found = self._types.find(shape.name, path)
        if found is not None:
            return self._own(found)
        if shape.name in ERRORS[language] or (language == "rust" and last in ERRORS[language]):
            return Typed(self._failure(), note="what the error was, not its type")
        return self._foreign(shape.name, shape.name if language == "go" else last)

    def _foreign(self, name: str, key: str) -> Typed:
        """What a type of the language or of a dependency becomes."""
        scalar = SCALARS[self._language].get(key)
        if scalar is not None:
            self.imports |= {scalar.imported} - {""}
            return Typed(scalar.type, note=scalar.note)
        if name in OPEN[self._language] or key in OPEN[self._language]:
            self.imports.add("google/protobuf/struct.proto")
            return Typed("google.protobuf.Value", note="any JSON value", is_typed=False)
        if _is_generated(name):
            source = f"{name} has a contract already: import its file in place of this"
            made = self._helper(message_name(name), source, ())
            return Typed(made, note="has a contract already")
        if key in BLOBS[self._language]:
            return Typed("bytes", note="plain bytes", is_typed=False)
        return Typed("", note=_reason(name, is_lock=key in LOCKS[self._language]), is_typed=False)

    def _own(self, known: KnownType) -> Typed:
        links = known.links
        if links.kind in _ABSTRACT:
            return self._abstract(known)
        if not links.fields and links.kind != "enum":
            return Typed(self.message(known))
        aliased = links.fields[0] if links.fields else None
        if aliased is not None and not aliased.name and links.kind not in ("struct", "enum"):
            return self._aliased(known, aliased)
        return Typed(self.message(known))

    def _abstract(self, known: KnownType) -> Typed:
        """What stands behind an interface: one of a few kinds of plain data, else an object."""
        found = self._behind.of(known)
        if not found:
            return self._handle(known)
        name = last_name(known.links.symbol)
        many = "the one type" if len(found) == 1 else f"one of the {len(found)} types"
        return Typed(self.message(known), note=f"a copy of {many} behind {name}")

    def _handle(self, known: KnownType) -> Typed:
        """An object behind an interface stays where it is; what crosses is its name."""
        name = last_name(known.links.symbol)
        fields = (_made_field("id", Typed("string")),)
        methods = len(known.links.methods)
        source = (
            f"{known.path}:{known.links.line}: the object stays; its {methods} methods are calls"
        )
        made = self._helper(f"{message_name(name)}Handle", source, fields)
        return Typed(made, note=f"{name} stays where it is", is_handle=True)

    def _aliased(self, known: KnownType, aliased: TypedName) -> Typed:
        key = (known.unit, known.links.symbol)
        if key in self._aliases or len(self._aliases) > DEEPEST:
            note = f"{known.links.symbol} is defined by itself"
            return Typed("", note=note, is_typed=False)
        self._aliases.add(key)
        found = self.typed(shape_of(aliased.type, self._language), known.path)
        self._aliases.remove(key)
        return found._replace(note=_joined(f"{known.links.symbol} in the source", found.note))

    def message(self, known: KnownType) -> str:
        """The name of the message of a type; made when it is first asked for."""
        key = (known.unit, known.links.symbol)
        if key in self._names:
            return self._names[key]
        name = unique(message_name(last_name(known.links.symbol)), self.taken)
        self._names[key] = name
        self._made[name] = None
        if len(self._made) > MOST_MESSAGES:
            self.left_out.add(f"{known.links.symbol} at {known.path}:{known.links.line}")
            self._made[name] = ContractMessage(name=name, source="left out: too many messages")
        else:
            self._waiting.append((name, known))
        return name

    def _message_of(self, name: str, known: KnownType) -> ContractMessage:
        links, source = known.links, f"{known.path}:{known.links.line}"
        if links.kind in _ABSTRACT:
            source += ": types from outside this repository have no place here"
            behind = self._kinds_behind(known)
            return ContractMessage(name=name, source=source, fields=behind, is_choice=True)
        if links.kind != "enum":
            crossing = [field for field in links.fields if not self._stays(field)]
            return ContractMessage(
                name=name,
                source=source,
                fields=self.fields(crossing, known.path),
                stays=tuple(
                    f"{field.name} {field.type}".strip()
                    for field in links.fields
                    if field not in crossing
                ),
            )
        if not any(field.type for field in links.fields):
            values = tuple(dict.fromkeys(field.name for field in links.fields))
            return ContractMessage(name=name, source=source, values=values)
        fields = self._choices(name, known)
        return ContractMessage(name=name, source=source, fields=fields, is_choice=True)

    def _stays(self, field: TypedName) -> bool:
        """Locks, loggers and markers mean nothing on the other side."""
        shape = shape_of(field.type, self._language)
        while shape.kind in ("optional", "list") and shape.inner:
            shape = shape.inner[0]
        key = shape.name if self._language == "go" else last_name(shape.name)
        in_process = LOCKS[self._language] | CARRIED[self._language].keys()
        return shape.kind == "named" and key in in_process and key not in HOLDERS

    def _choices(self, name: str, known: KnownType) -> tuple[ContractField, ...]:
        """Variants with values: each is one field, so several values get a message of theirs."""
        variants: dict[str, list[TypedName]] = defaultdict(list)
        for field in known.links.fields:
            variant, _, inner = field.name.partition(".")
            variants[variant].append(msgspec.structs.replace(field, name=inner))
        found, taken = [], {_key("choice")}
        for position, (variant, fields) in enumerate(variants.items(), start=1):
            if len(fields) == 1:
                shape = (
                    shape_of(fields[0].type, self._language) if fields[0].type else Shape("tuple")
                )
                typed = self._unlabeled(self.typed(shape, known.path))
            else:
                typed = Typed(self._variant(f"{name}{message_name(variant)}", fields, known))
            named = _unique_field(field_name(variant, position), taken)
            source = TypedName(name=variant, type=fields[0].type, line=fields[0].line)
            found.append(_field(named, source, typed, known.path))
        return tuple(found)

    def _kinds_behind(self, known: KnownType) -> tuple[ContractField, ...]:
        taken = {_key("choice")}
        found = []
        for position, one in enumerate(self._behind.of(known), start=1):
            symbol = last_name(one.links.symbol)
            named = _unique_field(field_name(symbol, position), taken)
            source = TypedName(name=symbol, type=symbol, line=one.links.line)
            found.append(_field(named, source, Typed(self.message(one)), one.path))
        return tuple(found)

    def _variant(self, name: str, fields: list[TypedName], known: KnownType) -> str:
        name = unique(name, self.taken)
        source = f"{known.path}:{fields[0].line}"
        made = self.fields(fields, known.path)
        self._made[name] = ContractMessage(name=name, source=source, fields=made)
        return name

    def fields(self, names: Iterable[TypedName], path: str) -> tuple[ContractField, ...]:
        """Fields of one message, in the words of the contract; their names differ."""
        taken: set[str] = set()
        return tuple(
            _field(
                _unique_field(field_name(name.name, position), taken),
                name,
                self.typed(shape_of(name.type, self._language), path),
                path,
            )
            for position, name in enumerate(names, start=1)
        )

    def _optional(self, shape: Shape, path: str) -> Typed:
        found = self.typed(shape.inner[0], path)
        if not found.type or found.label:
            return found
        is_message = found.type[:1].isupper() or found.type.startswith("google.")
        is_map = found.type.startswith("map<")
        return found if is_message or is_map else found._replace(label="optional")

    def _list(self, shape: Shape, path: str) -> Typed:
        shape = shape.inner[0]
        if shape.kind == "named" and shape.name in BYTES[self._language]:
            return Typed("bytes", note="plain bytes", is_typed=False)
        found = self._inside(shape, path)
        return found._replace(label="repeated") if found.type else found

    def _inside(self, shape: Shape, path: str) -> Typed:
        """What a shape becomes inside a list or a map, where labels are not allowed."""
        return self._unlabeled(self.typed(shape, path))

    def _unlabeled(self, found: Typed) -> Typed:
        if found.label == "optional":
            return found._replace(label="", note=_joined(found.note, "missing becomes zero"))
        if not found.label and not found.type.startswith("map<"):
            return found
        fields = (_made_field("items", found),)
        name = self._helper(f"{message_name(found.text())}List", "an inner list", fields)
        return Typed(name, note=found.note, is_typed=found.is_typed)

    def _helper(self, name: str, source: str, fields: tuple[ContractField, ...]) -> str:
        """Make a message that no type of the source stands behind, once for each content."""
        if name not in self._helpers:
            self._helpers[name] = unique(name, self.taken)
            made = ContractMessage(name=self._helpers[name], source=source, fields=fields)
            self._made[made.name] = made
        return self._helpers[name]

    def _map(self, key: Shape, value: Shape, *, path: str) -> Typed:
        keys, values = self.typed(key, path), self._inside(value, path)
        if not keys.type or not values.type:
            note = keys.note if not keys.type else values.note
            return Typed("", note=f"a map: {note}", is_typed=False)
        if keys.type in MAP_KEYS and not keys.label:
            note = _joined(keys.note, values.note)
            return Typed(f"map<{keys.type}, {values.type}>", note=note, is_typed=values.is_typed)
        name = f"{message_name(keys.type)}To{message_name(values.type)}"
        entry = self._parts(name, (key, value), path)
        return Typed(entry, "repeated", "keys of this kind are no map keys in Protobuf")

    def _tuple(self, shape: Shape, path: str) -> Typed:
        parts = shape.inner
        if shape.kind == "result":
            value = self.typed(parts[0], path) if parts else Typed("")
            return value._replace(note=_joined(value.note, "its error is lost"))
        names = [self.typed(part, path).text() or "unknown" for part in parts]
        name = "".join(map(message_name, names)) + "Tuple" if parts else "Nothing"
        return Typed(self._parts(name, parts, path))

    def _parts(self, name: str, parts: Sequence[Shape], path: str) -> str:
        fields = tuple(
            _made_field(f"value_{position}", self.typed(part, path), part.name)
            for position, part in enumerate(parts, start=1)
        )
        return self._helper(name, "parts without names", fields)

    def _failure(self) -> str:
        fields = (
            _made_field("kind", Typed("string", note="what the other side may compare")),
            _made_field("message", Typed("string")),
        )
        return self._helper(FAILURE, "errors inside messages", fields)


def _field(name: str, source: TypedName, found: Typed, path: str) -> ContractField:
    return ContractField(
        name=name,
        type=found.text(),
        source_name=source.name,
        source_type=source.type,
        path=path,
        line=source.line,
        is_typed=found.is_typed,
        is_handle=found.is_handle,
        note=found.note,
    )


def _made_field(name: str, found: Typed, source_type: str = "") -> ContractField:
    """A field that no single place of the source stands behind."""
    return _field(name, TypedName(name="", type=source_type, line=0), found, "")


def _reason(name: str, *, is_lock: bool) -> str:
    """Say why a foreign type has no counterpart."""
    if is_lock:
        return "a lock or pool stays in its process"
    if _is_parameter(name):
        return "a type parameter: choose one type"
    return f"{name} is declared outside this repository"


def _is_generated(name: str) -> bool:
    """Say whether a package or module holds what was generated from a contract."""
    qualifier = last_name(name.replace("::", ".").rpartition(".")[0])
    return qualifier.endswith("pb") or qualifier in GENERATED


def _is_parameter(name: str) -> bool:
    """One capital letter, or a path from one, as type parameters are written."""
    return name[:1].isupper() and not name[1:2].isalnum()


def _unique_field(name: str, taken: set[str]) -> str:
    """A name whose JSON form, which has no underscores, is new in its message."""
    found, number = name, 1
    while _key(found) in taken:
        number += 1
        found = f"{name}_again_{number}"
    taken.add(_key(found))
    return found


def _key(name: str) -> str:
    return name.replace("_", "").lower()


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)
