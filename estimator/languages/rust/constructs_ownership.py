"""What is counted in Rust of ownership, borrowing, resources and unsafe code."""

from estimator.languages.rust.constructs_shapes import (
    binds_to_scope_end,
    has_lifetime_parameter,
    is_mut_argument,
    is_mut_reference,
    is_static_mut,
    moves_captures,
    takes_mut_self,
    takes_self,
    ties_lifetimes,
)
from estimator.languages.rust.constructs_words import (
    CALL,
    IMPL_OF,
    MACRO,
    NO_PART_OF_TYPE,
    TYPE_ARGUMENTS,
    mention,
)
from estimator.languages.spec import NodeRow, WordRow, word, words

OWNERSHIP_NODES: tuple[NodeRow, ...] = (
    NodeRow("self_parameter", "rust.own.consume_self", takes_self),
    NodeRow("self_parameter", "rust.own.mut_self", takes_mut_self),
    NodeRow("reference_type", "rust.own.mut_ref", is_mut_reference),
    NodeRow("reference_type", "rust.own.mut_argument", is_mut_argument),
    NodeRow("let_declaration", "rust.own.raii_binding", binds_to_scope_end),
    NodeRow("closure_expression", "rust.own.move_closure", moves_captures),
    NodeRow("struct_item", "rust.own.borrowing_type", has_lifetime_parameter),
    NodeRow("enum_item", "rust.own.borrowing_type", has_lifetime_parameter),
    NodeRow("lifetime_parameter", "rust.own.lifetime_param", ties_lifetimes),
    NodeRow("unsafe_block", "rust.unsafe.block"),
    NodeRow("foreign_mod_item", "rust.unsafe.extern_block"),
    NodeRow("pointer_type", "rust.unsafe.raw_pointer"),
    NodeRow("static_item", "rust.unsafe.static_mut", is_static_mut),
)

_IN_A_BOUND = "|".join(rf"(?<={sign} ')" for sign in (":", r"\+", "dyn", "impl"))
"""``T: 'static``, ``+ 'static``; a reference or an argument of that lifetime is no bound."""

OWNERSHIP_WORDS: tuple[WordRow, ...] = (
    word("rust.own.arc", "Arc", after=TYPE_ARGUMENTS),
    word("rust.own.rc", "Rc", after=TYPE_ARGUMENTS),
    word("rust.own.weak", "Weak", after=TYPE_ARGUMENTS),
    word("rust.own.drop_impl", "Drop", after=IMPL_OF),
    *mention("rust.own.scopeguard", "scopeguard", after=r"\s*::"),
    word("rust.own.scopeguard", "defer", after=MACRO),
    *words("rust.own.interior_mut", "RefCell Cell UnsafeCell", after=r"\s*(?:<|::)"),
    word("rust.own.mem_swap", "take", before="mem::"),
    word("rust.own.mem_swap", "replace", before="mem::"),
    word("rust.own.mem_swap", "swap", before="mem::"),
    word("rust.own.mem_forget", "forget", before="mem::"),
    *mention("rust.own.mem_forget", "ManuallyDrop"),
    word("rust.own.cow", "Cow", after=TYPE_ARGUMENTS),
    *mention("rust.own.bytes", "Bytes BytesMut", before=NO_PART_OF_TYPE, after=r"(?!\s*(?:\(|=>))"),
    word("rust.own.static_bound", "static", before=_IN_A_BOUND),
    word("rust.unsafe.fn", "unsafe", after=r'\s+(?:extern\s+(?:"[^"\n]{0,40}"\s+)?)?fn\b'),
    word("rust.unsafe.impl", "unsafe", after=r"\s+impl\b"),
    word("rust.unsafe.send_sync_impl", "Send", before=r"unsafe impl ", after=r"\s+for\b"),
    word("rust.unsafe.send_sync_impl", "Sync", before=r"unsafe impl ", after=r"\s+for\b"),
    word("rust.unsafe.extern_fn", "extern", after=r'\s+(?:"[^"\n]{0,40}"\s+)?fn\b'),
    word("rust.unsafe.no_mangle", "no_mangle"),
    *words("rust.unsafe.asm", "asm global_asm", after=MACRO),
    *words("rust.unsafe.simd", "target_feature"),
    word("rust.unsafe.simd", "arch", before="core::"),
    word("rust.unsafe.simd", "arch", before="std::"),
    *words("rust.unsafe.transmute", "transmute transmute_copy", after=CALL),
)
