"""All Go packages of a program by name: functions, methods, types, variables, imports."""

import re
from collections import defaultdict
from typing import NamedTuple

from estimator.languages.go.imports import prefixes_of
from estimator.languages.linking import words_in
from estimator.languages.program import Program, ProgramFile
from estimator.model.links import TypeLinks

_NAME = re.compile(r"(?:(\w+)\.)?(\w+)")
_NO_DECLARED_TYPE = words_in(
    "any bool byte chan comparable complex64 complex128 float32 float64 func int int8 int16 int32"
    " int64 interface map rune string struct uint uint8 uint16 uint32 uint64 uintptr"
)

Key = tuple[str, str]
"""Unit and name."""


class TypeText(NamedTuple):
    """A type as written in a file."""

    text: str
    file: ProgramFile


class Outside(NamedTuple):
    """A package or type from elsewhere."""

    path: str


class GoIndex:
    """What is declared where."""

    def __init__(self, program: Program) -> None:
        """Walk once over everything."""
        self.program = program
        self.functions: dict[Key, list[int]] = defaultdict(list)
        self.methods: dict[Key, dict[str, list[int]]] = {}
        self.owners: dict[str, list[Key]] = defaultdict(list)
        """Method name -> types that declare it, in order."""
        self.types: dict[Key, tuple[TypeLinks, ProgramFile]] = {}
        self.variables: dict[Key, TypeText] = {}
        self.packages: dict[str, str] = {}
        """Unit -> name in its package clause."""
        self._imports: dict[str, dict[str, str]] = {}
        for file in program.files:
            self._add(file)
        for number, (file, links) in enumerate(program.members):
            if not links.receiver:
                self.functions[file.unit, links.symbol].append(number)
                continue
            owner, name = (file.unit, links.receiver), links.symbol.rpartition(".")[2]
            methods = self.methods.setdefault(owner, {})
            if name not in methods:
                self.owners[name].append(owner)
            methods.setdefault(name, []).append(number)

    def _add(self, file: ProgramFile) -> None:
        self.packages.setdefault(file.unit, file.links.package)
        for found in file.links.types:
            self.types.setdefault((file.unit, found.symbol), (found, file))
        for variable in file.links.variables:
            if variable.type:
                key = file.unit, variable.name
                self.variables.setdefault(key, TypeText(variable.type, file))

    def is_own(self, path: str) -> bool:
        """True for an import path within the repository's modules."""
        return any(prefix in self.program.own for prefix in prefixes_of(path))

    def imports_of(self, file: ProgramFile) -> dict[str, str]:
        """Imports of a file, own packages also by the names in their package clauses."""
        found = self._imports.get(file.path)
        if found is None:
            found = dict(file.links.imports)
            for path in file.links.imports.values():
                name = self.packages.get(path)
                if name and name not in found:
                    found[name] = path
            self._imports[file.path] = found
        return found

    def named(self, value: TypeText) -> Key | Outside | None:
        """The declared type behind pointers; None for slices, maps and the like."""
        found = _NAME.match(value.text.lstrip("*( "))
        if found is None:
            return None
        package, name = found.groups()
        if package is None:
            if name == "error":
                return Outside("")
            return None if name in _NO_DECLARED_TYPE else (value.file.unit, name)
        path = self.imports_of(value.file).get(package)
        if path is None:
            return None
        if path in self.packages:
            return (path, name)
        return None if self.is_own(path) else Outside(path)

    def inner(self, key: Key) -> list[TypeText]:
        """Types whose fields and methods a type has too: embedded ones, and what an alias means."""
        declared, file = self.types[key]
        if declared.kind == "interface":
            return [TypeText(embedded, file) for embedded in declared.implements]
        return [TypeText(field.type, file) for field in declared.fields if not field.name]
