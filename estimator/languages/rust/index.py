"""All Rust crates of a program by name: functions, methods, types, traits and their impls."""

from collections import defaultdict
from typing import NamedTuple

from estimator.languages.program import Member, Program, ProgramFile
from estimator.languages.rust.types import named_type
from estimator.model.links import TypeLinks

_OUTSIDE = frozenset({"std", "core", "alloc", "proc_macro"})


class TypeText(NamedTuple):
    """A type as written in a function or a type's declaration."""

    text: str
    member: Member | None
    """Whose `Self` and type parameters it may name."""


class RustIndex:
    """What is declared where."""

    def __init__(self, program: Program) -> None:
        """Walk once over everything."""
        self.program = program
        self.crates = {name.replace("-", "_") for name in program.unit_folders}
        self.foreign = {name.replace("-", "_") for name in program.dependencies} | _OUTSIDE
        """Crates from elsewhere, as paths write them."""
        self.foreign -= self.crates
        self.free: dict[str, list[int]] = defaultdict(list)
        """Functions outside impls and traits by name."""
        self.beside: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        """(path, symbol of the module or function around, name) -> such functions."""
        self.behind: dict[str, dict[str, list[int]]] = {}
        """Module, any that a function lies in -> name -> such functions."""
        self.with_globs: set[str] = set()
        """Paths of files that import all of some module."""
        self.owned: dict[tuple[str, str], list[int]] = defaultdict(list)
        """(type or trait, function) -> functions; a trait's are its defaults."""
        self.implemented: dict[tuple[str, str], list[int]] = defaultdict(list)
        """(trait, function) -> functions of its impls."""
        self.methods: dict[str, list[int]] = defaultdict(list)
        """Functions with `self` by name."""
        self.types: dict[str, list[tuple[TypeLinks, ProgramFile]]] = defaultdict(list)
        self.traits: dict[str, set[str]] = defaultdict(set)
        """Type or trait -> traits that it implements or extends."""
        self.statics: dict[str, str] = {}
        self._declared: set[tuple[str, str]] = set()
        self._passed_on: dict[tuple[str, str], str] = {}
        for file in program.files:
            self._add(file)
        for number, member in enumerate(program.members):
            self._add_function(number, member)

    def _add(self, file: ProgramFile) -> None:
        for found in file.links.types:
            name = found.symbol.rpartition("::")[2]
            self.types[name].append((found, file))
            self._declared.add((file.unit, name))
            self.traits[name] |= set(found.implements)
        for one in file.links.implementations:
            self.traits[one.type].add(one.trait)
        for variable in file.links.variables:
            self.statics.setdefault(variable.name, variable.type)
        for name, path in file.links.imports.items():
            crate = path.partition("::")[0]
            if crate in self.foreign:
                self._passed_on[file.unit, name] = crate
        if any(name.endswith("*") for name in file.links.imports):
            self.with_globs.add(file.path)

    def _add_function(self, number: int, member: Member) -> None:
        links = member.links
        before, _, name = links.symbol.rpartition("::")
        if not links.receiver:
            self.free[name].append(number)
            self.beside[member.file.path, before, name].append(number)
            for module in _modules(member, self.program):
                self.behind.setdefault(module, {}).setdefault(name, []).append(number)
            return
        if links.receiver not in links.bounds:  # else it is written for all types
            self.owned[links.receiver, name].append(number)
        if links.trait and links.trait != links.receiver:
            self.implemented[links.trait, name].append(number)
        if links.receiver_name:
            self.methods[name].append(number)

    def passed_on(self, unit: str, name: str) -> str:
        """Foreign crate from which a crate has a type or trait that it hands on; ``""``: none."""
        return "" if (unit, name) in self._declared else self._passed_on.get((unit, name), "")

    def is_parameter(self, value: TypeText) -> bool:
        """True where a type is a type parameter of the function or impl that names it."""
        name, _ = named_type(value.text)
        bounds = {} if value.member is None else value.member.links.bounds
        return name in bounds or value.text in bounds

    def is_trait(self, name: str) -> bool:
        """True where the program declares a trait of this name."""
        return any(found.kind == "trait" for found, _ in self.types.get(name, ()))

    def meant(self, value: TypeText) -> tuple[str, tuple[str, ...]]:
        """Name of the type behind references and smart pointers, or the own traits it has."""
        name, traits = named_type(value.text)
        if not traits and value.member is not None:
            links = value.member.links
            name = links.receiver if name == "Self" else name
            bounds = links.bounds.get(name) or links.bounds.get(value.text)
            if bounds:
                _, traits = named_type(f"impl {bounds}")
        if traits:
            return "", tuple(trait for trait in traits if self.is_trait(trait))
        return ("", (name,)) if self.is_trait(name) else (name, ())

    def alias(self, name: str) -> str:
        """What a type alias stands for; ``""`` where it is none."""
        found = self.types[name][0][0]
        return found.fields[0].type if found.kind == "alias" and found.fields else ""


def _modules(member: Member, program: Program) -> set[str]:
    """Modules that a function lies in, by file and by symbol."""
    file, links = member
    inside = file.path.removeprefix(program.unit_folders.get(file.unit, "")).strip("/")
    parts = inside.removesuffix(".rs").removeprefix("src/").split("/")
    inner = links.symbol.partition("<")[0].split("::")[:-1]
    return {*parts, *inner} - {"", "mod", "lib", "main"}
