"""What is counted in Rust of types, errors, macros, wire formats and the build."""

from itertools import product

from estimator.languages.rust.constructs_items import (
    has_type_parameter,
    is_designed,
    is_more_than_plain,
    is_no_error_object,
    is_owning_newtype,
    is_sum_type,
)
from estimator.languages.rust.constructs_shapes import (
    carries_data,
    is_blanket,
    is_exhaustive,
    is_generic_type,
    is_newtype,
    is_numeric_cast,
    passes_error_on,
)
from estimator.languages.rust.constructs_words import (
    CALL,
    ERROR_ENUM,
    IMPL_OF,
    IN_DERIVE,
    MACRO,
    TYPE_ARGUMENTS,
    attribute,
    derive_of,
    mention,
)
from estimator.languages.spec import NodeRow, WordRow, word, words

TYPE_NODES: tuple[NodeRow, ...] = (
    NodeRow("trait_item", "rust.type.trait"),
    NodeRow("trait_item", "rust.type.designed_trait", is_designed),
    NodeRow("associated_type", "rust.type.assoc_type"),
    NodeRow("associated_type", "rust.type.gat", is_generic_type),
    NodeRow("impl_item", "rust.type.blanket_impl", is_blanket),
    NodeRow("const_parameter", "rust.type.const_param"),
    NodeRow("enum_item", "rust.type.enum_data", carries_data),
    NodeRow("enum_item", "rust.type.sum_type", is_sum_type),
    NodeRow("struct_item", "rust.type.newtype", is_newtype),
    NodeRow("struct_item", "rust.type.owning_newtype", is_owning_newtype),
    NodeRow("function_item", "rust.type.generic_fn", has_type_parameter),
    NodeRow("abstract_type", "rust.type.impl_trait", is_more_than_plain),
    NodeRow("dynamic_type", "rust.type.dyn", is_no_error_object),
    NodeRow("match_expression", "rust.type.exhaustive_match", is_exhaustive),
    NodeRow("type_cast_expression", "rust.type.cast", is_numeric_cast),
    NodeRow("try_expression", "rust.err.question"),
    NodeRow("try_expression", "rust.err.propagation", passes_error_on),
    NodeRow("macro_definition", "rust.macro.definition"),
)

_OPERATORS = (
    "Add Sub Mul Div Rem Neg Not BitAnd BitOr BitXor Shl Shr Index IndexMut Deref DerefMut"
    " AddAssign SubAssign MulAssign DivAssign BitOrAssign BitAndAssign PartialEq PartialOrd Ord"
    " Hash"
)
_OVERFLOW = " ".join(
    f"{policy}_{operation}"
    for policy, operation in product(
        ("checked", "wrapping", "saturating", "overflowing"),
        ("add", "sub", "mul", "div", "rem", "neg", "pow", "shl", "shr", "abs"),
    )
)

_AN_ERROR = r"\s+(?:\w+::){0,4}\w{0,60}(?:Error|Err|ErrorKind|Status|Failure|Rejection)\b"

_NO_LOCK = r"(?<!\.lock\(\))(?<!\.read\(\))(?<!\.write\(\))\."
"""A poisoned lock passes on the panic of another thread."""
_NOT_REQUIRED = r'\s*\((?!\s*"[^"\n]{0,80}\brequired\b)'
"""An argument that the parser of the command line has asked for is there."""

TYPE_WORDS: tuple[WordRow, ...] = (
    *words("rust.type.operator_impl", _OPERATORS, after=IMPL_OF),
    word("rust.type.iterator_impl", "Iterator", after=IMPL_OF),
    word("rust.type.phantom", "PhantomData", after=TYPE_ARGUMENTS),
    word("rust.type.option", "Option", after=TYPE_ARGUMENTS),
    *mention("rust.type.btree", "BTreeMap BTreeSet"),
    *words("rust.type.int128", "i128 u128"),
    *words("rust.type.overflow", _OVERFLOW, before=r"\.", after=CALL),
    word("rust.type.non_exhaustive", "non_exhaustive"),
    word("rust.err.enum", "derive", after=ERROR_ENUM),
    word("rust.err.derived", "derive", after=derive_of("Error", "Snafu")),
    word("rust.err.map_err", "map_err", before=r"\.", after=CALL),
    *words("rust.err.from_impl", "From TryFrom FromStr", after=IMPL_OF),
    word("rust.err.from_error", "From", after=IMPL_OF + _AN_ERROR),
    *words("rust.err.panic", "panic unreachable todo unimplemented", after=MACRO),
    word("rust.err.unwrap", "unwrap", before=_NO_LOCK, after=r"\s*\(\s*\)"),
    word("rust.err.unwrap", "expect", before=_NO_LOCK, after=_NOT_REQUIRED),
    *mention("rust.err.catch_unwind", "catch_unwind"),
    word("rust.err.anyhow", "anyhow", after=r"\s*(?:::|!)"),
    attribute("rust.macro.derive", "derive"),
    *words("rust.macro.clap_derive", "Parser Args Subcommand ValueEnum", after=IN_DERIVE),
    attribute("rust.macro.proc_macro", "proc_macro"),
    attribute("rust.macro.proc_macro", "proc_macro_derive"),
    attribute("rust.macro.proc_macro", "proc_macro_attribute"),
    word("rust.wire.serde_derive", "derive", after=derive_of("Serialize", "Deserialize")),
    word("rust.wire.serde_attr", "serde", before=r"#\[", after=CALL),
    *words("rust.wire.serde_impl", "Serialize Deserialize Visitor", after=IMPL_OF),
    word("rust.wire.tonic", "tonic", after=r"\s*::"),
    *words(
        "rust.wire.sqlx_macro", "query query_as query_scalar query_file query_file_as", after=MACRO
    ),
    *words("rust.wire.diesel", "Queryable Insertable AsChangeset Selectable", after=IN_DERIVE),
    word("rust.wire.diesel", "table", after=MACRO),
    attribute("rust.build.cfg", "cfg"),
    word("rust.build.cfg", "cfg", before=r"#!\["),
    word("rust.build.cfg_feature", "cfg", before=r"#\[", after=r"\s*\([^\]{};]{0,200}?\bfeature\b"),
    attribute("rust.build.global_allocator", "global_allocator"),
    word("rust.build.no_std", "no_std"),
)
