"""Parts of the word patterns of Rust's construct tables, all of them bounded on any input."""

from estimator.languages.spec import WordRow, word, words

CALL = r"\s*\("
EXPRESSION_CALL = r"\s*(?:\(|::\s*<)"
"""A call, perhaps with type arguments."""
TYPE_ARGUMENTS = r"\s*<"
MACRO = r"\s*!(?!=)"

_LEAF = r"[^<>{};-]|-(?!>)|->"
_INNER = rf"<(?:{_LEAF}){{0,200}}>"
_MIDDLE = rf"<(?:{_LEAF}|{_INNER}){{0,200}}>"
_OUTER = rf"<(?:{_LEAF}|{_MIDDLE}){{0,200}}>"
IMPL_OF = rf"\s*(?:{_OUTER})?\s+for\b"
"""Behind the trait's name in ``impl Trait<A, B<C<D>>> for Type``, and nowhere else."""

_LONGEST_MODULE = 24
_A_MODULE = "|".join(rf"(?<=(?<!\w)[a-z_]\w{{{more}}}::)" for more in range(_LONGEST_MODULE))
"""A look-behind has a fixed width, so there is one for each length of a module's name."""


def derive_of(*traits: str) -> str:
    """Behind ``derive``: it lists one of the traits."""
    return rf"\s*\([^)]{{0,500}}?\b(?:{'|'.join(traits)})\b"


IN_DERIVE = r"[\w\s,:]{0,300}\)\s*\]"
"""Behind a trait in a derive list: cheaper than `derive_of` for rare traits, and counts each."""


ERROR_ENUM = (
    rf"(?>{derive_of('Error', 'Snafu')})"
    r"[^)\]]{0,300}\)\s*\]\s*(?:(?:#\[[^\]]{0,300}\]|//[^\n]{0,300}\n)\s*){0,20}"
    r"(?:pub\s*(?:\([^)]{0,80}\)\s*)?)?enum\b"
)
"""Behind ``derive``: it makes the enum below an error; other attributes may stand between."""


NO_PART_OF_TYPE = rf"(?<!::)|{_A_MODULE}"
"""Before a name: it is bare or in a module, and no variant or item of a type: ``Task::Send``."""


def mention(
    metric: str, names: str, *, before: str = "", after: str = "", imported: str = ""
) -> tuple[WordRow, ...]:
    """Names that count wherever they are mentioned, but not in imports, which make nothing."""
    return words(metric, names, before=before, after=after, imported=imported)


def free_call(metric: str, names: str, *, but_not: str = "") -> tuple[WordRow, ...]:
    """A function called by its bare name or by its path: no method, no definition.

    `but_not` is a module whose function of the name is another one.
    """
    elsewhere = f"(?<!{but_not}::)" if but_not else ""
    return words(metric, names, before=rf"(?<!fn )(?<!\.){elsewhere}", after=EXPRESSION_CALL)


def module_call(metric: str, name: str, *, but_not: str) -> WordRow:
    """A function called by its bare name or through a module other than `but_not`.

    Modules are told from types by their small first letter: ``tokio::spawn``, not ``Pool::spawn``.
    """
    bare = r"(?<![.:])(?<!fn )"
    return word(
        metric,
        name,
        before=rf"{bare}|(?<!{but_not}::)(?:{_A_MODULE})",
        after=EXPRESSION_CALL,
    )


def attribute(metric: str, path: str) -> WordRow:
    """An outer attribute by its path: ``#[tokio::main]``."""
    module, colons, name = path.rpartition("::")
    return word(metric, name, before=rf"#\[{module}{colons}")
