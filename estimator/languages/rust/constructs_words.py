"""Parts of the word patterns of Rust's construct tables, all of them bounded on any input."""

from estimator.languages.spec import WordRow, word, words

CALL = r"\s*\("
EXPRESSION_CALL = r"\s*(?:\(|::\s*<)"
"""A call, perhaps with type arguments."""
TYPE_ARGUMENTS = r"\s*<"
MACRO = r"\s*!"

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


def free_call(metric: str, names: str) -> tuple[WordRow, ...]:
    """A function called by its bare name or by its path: no method, no definition."""
    return words(metric, names, before=r"(?<!fn )(?<!\.)", after=EXPRESSION_CALL)


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
