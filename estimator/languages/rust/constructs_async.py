"""What is counted in Rust of async code, tasks, channels and shared state."""

from estimator.languages.rust.constructs_items import (
    thread_bounds,
)
from estimator.languages.rust.constructs_polls import awaits, is_async_with_await, polls_by_hand
from estimator.languages.rust.constructs_shapes import (
    drops_bound_handle,
    drops_handle,
    guard_across_await,
    permit_across_await,
    selects_in_loop,
)
from estimator.languages.rust.constructs_words import (
    CALL,
    EXPRESSION_CALL,
    IMPL_OF,
    MACRO,
    NO_PART_OF_TYPE,
    TYPE_ARGUMENTS,
    attribute,
    free_call,
    mention,
    module_call,
)
from estimator.languages.spec import NodeRow, WordRow, word, words

_ASYNC_NODES = (
    NodeRow("macro_invocation", "rust.async.select_in_loop", selects_in_loop),
    NodeRow("await_expression", "rust.async.guard_across_await", guard_across_await),
    NodeRow("await_expression", "rust.async.permit_across_await", permit_across_await),
    NodeRow("function_item", "rust.async.waiting_fn", is_async_with_await),
    NodeRow("async_block", "rust.async.waiting_block", awaits),
    NodeRow("impl_item", "rust.async.hand_poll", polls_by_hand),
    NodeRow("trait_item", "rust.sync.thread_bound", thread_bounds),
    NodeRow("expression_statement", "rust.task.detached", drops_handle),
    NodeRow("let_declaration", "rust.task.detached", drops_bound_handle),
)

_AUTO_TRAIT = rf"(?<!\bfor )(?<!struct )(?<!enum )(?:{NO_PART_OF_TYPE})"
_STREAM = rf"(?<!type )(?:{NO_PART_OF_TYPE})"
_OF_A_TASK = "|".join(
    rf"(?<={name}\.)" for name in ("handle", "handles", "task", "join", "jh", "cancel", "abort")
)
"""The method of that name belongs to other types too, so the receiver says what it is."""
_MADE = r"\s*::\s*(?:new|const_new|default)\b"

_ASYNC_WORDS = (
    word("rust.async.fn", "async", after=r'\s+(?:unsafe\s+)?(?:extern\s+(?:"\w*"\s+)?)?fn\b'),
    word("rust.async.block", "async", after=r"\s+(?:move\s*)?\{"),
    word("rust.async.move_block", "async", after=r"\s+move\s*\{"),
    word("rust.async.closure", "async", after=r"\s+(?:move\s*)?\|"),
    word("rust.async.await", "await", before=r"\."),
    *words("rust.async.select", "select select_biased", after=MACRO),
    *words("rust.async.join", "join try_join", after=MACRO),
    *words("rust.async.join", "join_all try_join_all", after=CALL),
    *words(
        "rust.async.polled_impl",
        "Future Stream Sink AsyncRead AsyncWrite Body HttpBody",
        after=IMPL_OF,
    ),
    word("rust.async.tower_impl", "Service", after=IMPL_OF),
    *words("rust.async.layer_impl", "Layer NewService", after=IMPL_OF),
    *mention("rust.async.stream", "Stream BoxStream", before=_STREAM, after=r"(?!\s*(?:\(|::))"),
    *words("rust.async.stream_named", "Stream BoxStream"),
    *words("rust.async.stream", "stream try_stream", after=MACRO),
    word("rust.async.pin", "Pin", after=TYPE_ARGUMENTS),
    attribute("rust.async.pin_project", "pin_project"),
    word("rust.async.pin_project", "pin", before=r"#\[", after=r"\]"),
    *mention("rust.async.unpin", "Unpin"),
    word("rust.async.poll", "Poll", after=r"\s*(?:<|::)"),
    *free_call("rust.async.timeout", "timeout timeout_at"),
    *free_call("rust.async.sleep_interval", "sleep", but_not="thread"),
    *free_call("rust.async.sleep_interval", "sleep_until interval interval_at"),
    *mention(
        "rust.async.io",
        "AsyncRead AsyncWrite AsyncBufRead AsyncReadExt AsyncWriteExt AsyncBufReadExt",
    ),
    word("rust.async.trait_macro", "async_trait", before=r"#\[", after=r"\s*[\](:]"),
    attribute("rust.async.span", "instrument"),
    attribute("rust.async.span", "tracing::instrument"),
    word("rust.async.span", "instrument", before=r"\.", after=CALL),
    *words("rust.async.span", "in_current_span or_current", before=r"\.", after=CALL),
    *words(
        "rust.async.span",
        "span trace_span debug_span info_span warn_span error_span",
        after=MACRO,
    ),
)

_TASK_WORDS = (
    module_call("rust.task.spawn", "spawn", but_not="thread"),
    word("rust.task.spawn_method", "spawn", before=r"\.", after=r"\s*\(\s*[^)\s]"),
    word("rust.task.os_thread", "spawn", before="thread::", after=EXPRESSION_CALL),
    word("rust.task.os_thread", "scope", before="thread::", after=EXPRESSION_CALL),
    word("rust.task.os_thread", "Builder", before="thread::"),
    *words("rust.task.spawn_blocking", "spawn_blocking block_in_place", after=EXPRESSION_CALL),
    word("rust.task.spawn_local", "spawn_local", after=EXPRESSION_CALL),
    word("rust.task.block_on", "block_on", after=CALL),
    *mention("rust.task.join_handle", "JoinHandle"),
    word("rust.task.abort", "abort", before=_OF_A_TASK, after=r"\s*\(\s*\)"),
    *mention("rust.task.abort", "AbortHandle"),
    *mention("rust.task.group", "JoinSet TaskTracker FuturesUnordered FuturesOrdered"),
    *mention("rust.task.cancel_token", "CancellationToken child_token drop_guard"),
    word("rust.task.local", "task_local", after=MACRO),
    word("rust.task.thread_local", "thread_local", after=MACRO),
    *words("rust.task.signal", "ctrl_c SignalKind"),
    word("rust.task.parallel", "rayon", after=r"\s*::\s*(?:scope|join|spawn|in_place_scope)\b"),
    *words(
        "rust.task.parallel",
        "par_iter par_iter_mut into_par_iter par_bridge par_chunks par_chunks_mut par_sort"
        " par_sort_by par_sort_unstable par_sort_unstable_by par_extend",
        before=r"\.",
    ),
)

_CHANNEL_WORDS = (
    word("rust.chan.bounded", "channel", before="mpsc::"),
    word("rust.chan.bounded", "sync_channel", before="mpsc::"),
    *free_call("rust.chan.bounded", "bounded"),
    *words("rust.chan.unbounded", "unbounded_channel unbounded", after=EXPRESSION_CALL),
    word("rust.chan.oneshot", "channel", before="oneshot::"),
    word("rust.chan.watch", "channel", before="watch::"),
    word("rust.chan.broadcast", "channel", before="broadcast::"),
    word("rust.chan.notify", "Notify", after=_MADE),
    word("rust.chan.semaphore", "Semaphore", after=_MADE),
    *words(
        "rust.chan.end_type",
        "Sender Receiver UnboundedSender UnboundedReceiver",
        after=TYPE_ARGUMENTS,
    ),
)

_LOCKS = r"(?:Mutex|RwLock)\b"
_LOCK_IMPORT = rf"(?:{_LOCKS}|\{{[^{{}};]{{0,300}}?\b{_LOCKS})"
_NESTED_IMPORT = rf"::\{{[^;]{{0,300}}sync::{_LOCK_IMPORT}"

_SYNC_WORDS = (
    *words("rust.sync.lock_type", "Mutex RwLock", after=TYPE_ARGUMENTS),
    word("rust.sync.arc_lock", "Arc", after=rf"\s*<\s*(?:\w+::){{0,4}}{_LOCKS}\s*<"),
    word("rust.sync.lock.std", "sync", before="std::", after=f"::{_LOCK_IMPORT}"),
    word("rust.sync.lock.std", "std", after=_NESTED_IMPORT),
    word("rust.sync.lock.tokio", "sync", before="tokio::", after=f"::{_LOCK_IMPORT}"),
    word("rust.sync.lock.tokio", "tokio", after=_NESTED_IMPORT),
    word("rust.sync.lock.parking_lot", "parking_lot", after=f"::{_LOCK_IMPORT}"),
    *words("rust.sync.lock_call", "lock read write", before=r"\.", after=r"\s*\(\s*\)"),
    *mention(
        "rust.sync.concurrent_map",
        "DashMap DashSet",
        imported="rust.sync.concurrent_map_import",
    ),
    *words("rust.sync.swap", "ArcSwap ArcSwapOption ArcSwapAny"),
    word("rust.sync.notify", "Notify"),
    word("rust.sync.semaphore", "Semaphore"),
    *mention("rust.sync.condvar", "Condvar"),
    *mention("rust.sync.send_sync", "Send Sync", before=_AUTO_TRAIT, after=r"(?!\s*\()"),
    *mention(
        "rust.sync.atomic",
        "AtomicBool AtomicPtr AtomicUsize AtomicIsize AtomicU8 AtomicU16 AtomicU32 AtomicU64"
        " AtomicI8 AtomicI16 AtomicI32 AtomicI64",
    ),
    *mention("rust.sync.order_relaxed", "Relaxed"),
    *mention("rust.sync.order_acqrel", "Acquire Release AcqRel", after=r"\s*[,)]"),
    *mention("rust.sync.order_seqcst", "SeqCst"),
    *words("rust.sync.lazy_global", "LazyLock OnceLock Lazy", after=TYPE_ARGUMENTS),
    word("rust.sync.lazy_global", "lazy_static", after=MACRO),
)

_RUNTIME_WORDS = (
    *words("rust.runtime.tokio", "tokio tokio_util tokio_stream", after=r"\s*::"),
    word("rust.runtime.async_std", "async_std", after=r"\s*::"),
    *words("rust.runtime.smol", "smol async_executor", after=r"\s*::"),
    *words("rust.runtime.actix", "actix actix_rt actix_web", after=r"\s*::"),
    attribute("rust.runtime.entry", "tokio::main"),
    attribute("rust.runtime.entry", "async_std::main"),
    attribute("rust.runtime.entry", "smol::main"),
    attribute("rust.runtime.entry", "actix_web::main"),
    attribute("rust.runtime.entry", "actix_rt::main"),
    *mention("rust.runtime.builder", "Builder", before="runtime::"),
    *mention("rust.runtime.single_thread", "LocalSet new_current_thread"),
    *words("rust.runtime.workers", "worker_threads max_blocking_threads", before=r"\.", after=CALL),
)

ASYNC_NODES: tuple[NodeRow, ...] = _ASYNC_NODES
ASYNC_WORDS: tuple[WordRow, ...] = (
    *_ASYNC_WORDS,
    *_TASK_WORDS,
    *_CHANNEL_WORDS,
    *_SYNC_WORDS,
    *_RUNTIME_WORDS,
)
