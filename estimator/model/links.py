"""How the functions and types of one file hang together: what a cut through the code has to know.

Found by a second walk, over product files only and only where hot paths are asked for.
"""

from collections.abc import Mapping

from estimator.model.source import Value


class TypedName(Value, frozen=True, kw_only=True, gc=False):
    """A parameter, result, field or variable, with its type as written."""

    name: str
    """``""`` where it has none: a result, an embedded type, a tuple field."""
    type: str
    """Source text, white space collapsed; ``""`` where it is left to inference."""
    line: int
    """1-based."""


class CallSite(Value, frozen=True, kw_only=True, gc=False):
    """One call. Whom it reaches is settled over the whole repository."""

    name: str
    """The last name: ``Encode`` of ``json.NewEncoder(w).Encode(v)``."""
    qualifier: str = ""
    """What stands before it: package, receiver or path; ``""`` for a plain call.

    Without white space, turbofish, and what stands in brackets: ``json.NewEncoder()``, ``s.xs[]``,
    ``T{}``. ``()`` stands for an expression that is longer or something else.
    """
    line: int
    loop_depth: int = 0
    """Loops around it within its function, closures included."""
    is_method: bool = False
    """Written with a dot. In Go that may still be a package's function."""
    is_spawned: bool = False
    """Runs beside its caller: ``go f()``, ``spawn(f())``."""


class FunctionLinks(Value, frozen=True, kw_only=True):
    """What one function with a body takes, gives, calls and names."""

    symbol: str
    """As in its `FunctionFacts`."""
    line: int
    receiver: str = ""
    """Its type's name, without pointers and parameters; ``""`` for a free function.

    In Rust the type or trait around it, for functions without `self` too.
    """
    receiver_name: str = ""
    """What the body calls the receiver's value; ``""`` where it takes none."""
    trait: str = ""
    """Rust: the trait whose impl it is in, without path and arguments."""
    bounds: Mapping[str, str] = {}
    """Rust: type parameter -> its bounds as written, ``Read + Send``."""
    takes_pointer: bool = False
    """The receiver is a pointer (Go) or an exclusive reference (Rust ``&mut self``)."""
    parameters: tuple[TypedName, ...] = ()
    """Without the receiver."""
    results: tuple[TypedName, ...] = ()
    calls: tuple[CallSite, ...] = ()
    locals: Mapping[str, str] = {}
    """Variable -> type, where its declaration says it: ``x := T{}``, ``let x: T``, ``T::new()``.

    Parameters of closures too.
    """
    bindings: Mapping[str, str] = {}
    """Any other variable -> expression that it is made from, written as a call's qualifier:
    ``pkg.Open()``; ``#1`` behind it is the call's second result, ``[]`` an element. ``""`` where
    the declaration does not say it or several say different things."""
    names: tuple[str, ...] = ()
    """Identifiers used besides calls that may be types or package-level values, sorted: names and
    paths (``pkg.Name``, ``a::Name``) that are no parameter or local variable."""
    writes: tuple[str, ...] = ()
    """What is assigned to besides plain local variables, sorted: names, and of a path the first
    part and the first two: ``s`` and ``s.count``."""


class TypeLinks(Value, frozen=True, kw_only=True):
    """What one declared type is made of."""

    symbol: str
    """As in its `TypeFacts`."""
    kind: str
    line: int
    end_line: int
    fields: tuple[TypedName, ...] = ()
    """Fields of a struct, variants' fields of an enum, the aliased or underlying type (no name)."""
    methods: tuple[FunctionLinks, ...] = ()
    """What an interface or trait asks for; without calls."""
    implements: tuple[str, ...] = ()
    """Traits that a derive or an impl of the same file names and supertraits (Rust), embedded types
    (Go), without pointers and parameters; sorted."""
    is_public: bool = False


class Implementation(Value, frozen=True, kw_only=True, gc=False):
    """An ``impl Trait for Type`` of Rust, wherever it stands."""

    type: str
    """Without path and parameters."""
    trait: str
    """The same."""
    line: int


class FileLinks(Value, frozen=True, kw_only=True):
    """What the second walk found in one file. Depends on the content only."""

    package: str = ""
    imports: Mapping[str, str] = {}
    """Name in this file -> imported path.

    Go: without an alias the name is guessed from the path; ``.`` and ``_`` have the path itself as
    name. Rust: the whole path; a glob import (``a::*``) has itself as name.
    """
    functions: tuple[FunctionLinks, ...] = ()
    """Those outside test items, by line."""
    types: tuple[TypeLinks, ...] = ()
    variables: tuple[TypedName, ...] = ()
    """Package-level variables (Go `var`, Rust `static`), not constants."""
    implementations: tuple[Implementation, ...] = ()
    names: tuple[str, ...] = ()
    """Identifiers used outside functions, as in `FunctionLinks.names`, calls included."""
    selected: tuple[str, ...] = ()
    """Names behind a dot that are not called: fields, and methods taken as values; sorted."""
