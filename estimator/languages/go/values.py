"""Go expressions into the types of their values, as far as declarations say them."""

import re
from typing import NamedTuple

from estimator.languages.go.index import GoIndex, Key, Outside, TypeText
from estimator.languages.program import Member

DEEPEST = 6
"""Steps through bindings, aliases and embedded types."""
_PART = re.compile(r"\.?(\w+)((?:\(\)|\[\]|\{\})*)(?:#(\d+))?")
_ELEMENT = re.compile(r"(?:\[[^\]]*\]|\.\.\.|<-\s*chan\b|chan<-|chan\b)\s*")


class Package(NamedTuple):
    """What an imported name stands for."""

    import_path: str


Value = TypeText | Package | Outside | None


class GoValues:
    """Answers for one function at a time."""

    def __init__(self, index: GoIndex) -> None:
        """Start with nothing known."""
        self._index = index
        self._known: dict[str, Value] = {}
        self._types: dict[str, str] = {}
        self._asked_in: Member | None = None

    def enter(self, member: Member) -> None:
        """Ask about this function from now on."""
        if member is self._asked_in:
            return
        self._asked_in, self._known = member, {}
        links = member.links
        self._types = dict(links.locals)
        for found in (*links.results, *links.parameters):
            self._types[found.name] = found.type
        if links.receiver_name:
            self._types[links.receiver_name] = links.receiver

    def declares(self, name: str, member: Member) -> bool:
        """True for a parameter or local variable: what it calls is not known."""
        self.enter(member)
        return name in self._types or name in member.links.bindings

    def value(self, expression: str, member: Member, depth: int = 0) -> Value:
        """What an expression in a function stands for; None where that is not known."""
        self.enter(member)
        if depth > DEEPEST:
            return None
        if expression not in self._known:
            self._known[expression] = None  # a variable that is made from itself says nothing
            self._known[expression] = self._follow(expression, member, depth)
        return self._known[expression]

    def _follow(self, expression: str, member: Member, depth: int) -> Value:
        value: Value = None
        position = 0
        while position < len(expression):
            part = _PART.match(expression, position)
            if part is None or (position and expression[position] != "."):
                return None
            name, marks, which = part[1], part[2], int(part[3] or 0)
            if position:
                value = self._member(value, name, marks, which)
            else:
                value = self._first(name, marks, which, member, depth)
            if value is None:
                return None
            position = part.end()
        return value

    def _first(self, name: str, marks: str, which: int, member: Member, depth: int) -> Value:
        """What the first name of an expression stands for."""
        file, links = member
        if name in self._types:
            return self._indexed(TypeText(self._types[name], file), marks)
        if name in links.bindings:
            return self._indexed(self.value(links.bindings[name], member, depth + 1), marks)
        path = self._index.imports_of(file).get(name)
        if path is not None and not marks:
            return Package(path)
        return self._declared(file.unit, name, marks, which)

    def _member(self, value: Value, name: str, marks: str, which: int) -> Value:
        """What a name behind a dot stands for."""
        if isinstance(value, Package):
            path = value.import_path
            if path in self._index.packages:
                return self._declared(path, name, marks, which)
            return None if self._index.is_own(path) else Outside(path)
        if isinstance(value, TypeText):
            return self._field_or_result(value, name, marks, which)
        return value

    def _declared(self, unit: str, name: str, marks: str, which: int) -> Value:
        """A function's result, a variable, or a type's value, of a package."""
        key = unit, name
        index = self._index
        if marks.startswith("()") and key in index.functions:
            return self._result(index.functions[key][0], marks, which)
        if key in index.variables:
            return self._indexed(index.variables[key], marks)
        if key in index.types and marks[:2] in ("()", "{}"):
            return self._indexed(TypeText(name, index.types[key][1]), marks[2:])
        return None

    def _result(self, number: int, marks: str, which: int) -> Value:
        file, links = self._index.program.members[number]
        if which >= len(links.results):
            return None
        return self._indexed(TypeText(links.results[which].type, file), marks[2:])

    def _field_or_result(self, value: TypeText, name: str, marks: str, which: int) -> Value:
        index = self._index
        queue = [value]
        outside: Value = None
        for _ in range(2 * DEEPEST):
            if not queue:
                break
            key = index.named(queue.pop(0))
            if isinstance(key, Outside):
                outside = key
            elif key is not None and key in index.types:
                numbers = index.methods.get(key, {}).get(name)
                if numbers and marks.startswith("()"):
                    return self._result(numbers[0], marks, which)
                found, is_known = self._part(key, name, marks, which)
                if is_known:
                    return found
                queue += index.inner(key)
        return outside

    def _part(self, key: Key, name: str, marks: str, which: int) -> tuple[Value, bool]:
        """A field, or a method that an interface asks for; and whether there is one."""
        declared, file = self._index.types[key]
        for method in declared.methods:
            if method.symbol == name and which < len(method.results):
                return self._indexed(TypeText(method.results[which].type, file), marks[2:]), True
        for field in declared.fields:
            if name == (field.name or _embedded_name(field.type)):
                return self._indexed(TypeText(field.type, file), marks), True
        return None, False

    def _indexed(self, value: Value, marks: str) -> Value:
        """Apply indices to a value; a call of a value, or anything else, is unknown."""
        while marks and isinstance(value, TypeText):
            if not marks.startswith("[]"):
                return None
            value, marks = self._element(value), marks[2:]
        return value

    def _element(self, value: TypeText) -> TypeText | None:
        """What an index, a range or a receive gives."""
        index = self._index
        for _ in range(DEEPEST):
            text = value.text.lstrip("*( ")
            if text.startswith("map["):
                return TypeText(_behind_bracket(text[3:]), value.file)
            found = _ELEMENT.match(text)
            if found is not None:
                return TypeText(text[found.end() :], value.file)
            key = index.named(value)
            if key is None or isinstance(key, Outside) or key not in index.types:
                return None
            inner = index.inner(key)
            if index.types[key][0].kind == "struct" or len(inner) != 1:
                return None
            value = inner[0]
        return None


def _embedded_name(kind: str) -> str:
    return kind.lstrip("*").partition("[")[0].rpartition(".")[2]


def _behind_bracket(text: str) -> str:
    """What stands behind a bracket and its counterpart: the value type of a map."""
    depth = 0
    for index, char in enumerate(text):
        depth += (char == "[") - (char == "]")
        if not depth:
            return text[index + 1 :]
    return ""
