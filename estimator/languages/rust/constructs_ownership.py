"""What is counted in Rust of ownership, borrowing, resources and unsafe code."""

from estimator.languages.rust.constructs_items import (
    borrows_data,
)
from estimator.languages.rust.constructs_polls import ends_self, is_exclusive_self
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
    NodeRow("self_parameter", "rust.own.ended_self", ends_self),
    NodeRow("self_parameter", "rust.own.mut_self", takes_mut_self),
    NodeRow("self_parameter", "rust.own.exclusive_self", is_exclusive_self),
    NodeRow("reference_type", "rust.own.mut_ref", is_mut_reference),
    NodeRow("reference_type", "rust.own.mut_argument", is_mut_argument),
    NodeRow("let_declaration", "rust.own.raii_binding", binds_to_scope_end),
    NodeRow("closure_expression", "rust.own.move_closure", moves_captures),
    NodeRow("struct_item", "rust.own.borrowing_type", has_lifetime_parameter),
    NodeRow("enum_item", "rust.own.borrowing_type", has_lifetime_parameter),
    NodeRow("struct_item", "rust.own.borrowing_data", borrows_data),
    NodeRow("enum_item", "rust.own.borrowing_data", borrows_data),
    NodeRow("lifetime_parameter", "rust.own.lifetime_param", ties_lifetimes),
    NodeRow("unsafe_block", "rust.unsafe.block"),
    NodeRow("foreign_mod_item", "rust.unsafe.extern_block"),
    NodeRow("pointer_type", "rust.unsafe.raw_pointer"),
    NodeRow("static_item", "rust.unsafe.static_mut", is_static_mut),
)

_IN_A_BOUND = "|".join(rf"(?<={sign} ')" for sign in (":", r"\+", "dyn", "impl"))
"""``T: 'static``, ``+ 'static``; a reference or an argument of that lifetime is no bound."""

_NO_VARIANT = rf"(?<!::<)(?:{NO_PART_OF_TYPE})"
"""Nor a type argument of a variant or call: ``Commit::<Bytes>``."""
_NO_OBJECT = r"(?<!type Future: )(?<!dyn )(?<!dyn std::future::)"
_FOR_EVER = (
    r"(?:\([^;{}()]{0,160}\)|<[^;{}]{0,120}?>)?(?:\s*->\s*[^;{},+]{1,80})?"
    r"(?:\s*\+\s*(?:Send|Sync|Unpin|Clone|Copy)){0,5}\s*\+\s*'static\b"
)
"""Behind the trait of a closure or future that is started: what it captures lives for ever."""
_NO_SOCKET = r"(?<!socket)(?<!sock)\."
"""A socket borrows what it sends."""
_OF_A_NAME = r"\s*\(\s*[a-z_]\w{0,60}\s*\)"
"""What is sent has a name, which is dead from then on."""

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
    *mention("rust.own.bytes", "Bytes BytesMut", before=_NO_VARIANT, after=r"(?!\s*(?:\(|=>))"),
    word("rust.own.static_bound", "static", before=_IN_A_BOUND),
    *words("rust.own.static_capture", "FnOnce FnMut Fn Future", before=_NO_OBJECT, after=_FOR_EVER),
    word("rust.own.sent_value", "send", before=_NO_SOCKET, after=_OF_A_NAME),
    word("rust.own.sent_value", "try_send", before=r"\.", after=_OF_A_NAME),
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
