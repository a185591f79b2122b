"""Groups the counts of async and concurrency constructs into words, one table row a group.

The groups are data: per language, a label and the metrics under it. A metric that no group names
is not shown, and one that a group names but that was never counted is not shown either.
"""

from collections.abc import Mapping
from typing import NamedTuple

from estimator.model.source import Value

_PER_LINES = 1_000


class _Group(NamedTuple):
    label: str
    metrics: tuple[tuple[str, str], ...]
    """(metric id, word for it)."""


class Usage(Value, frozen=True, kw_only=True):
    """How often one group of constructs occurs in product code."""

    label: str
    count: float
    per_kloc: float
    words: tuple[str, ...]
    """What the count is made of, most frequent first, such as ``spawn 41``."""


GROUPS: dict[str, tuple[_Group, ...]] = {
    "rust": (
        _Group(
            "async code",
            (
                ("rust.async.fn", "async fn"),
                ("rust.async.block", "async block"),
                ("rust.async.closure", "async closure"),
            ),
        ),
        _Group("await points", (("rust.async.await", ".await"),)),
        _Group(
            "select and join",
            (("rust.async.select", "select!"), ("rust.async.join", "join!")),
        ),
        _Group(
            "tasks",
            (
                ("rust.task.spawn", "spawn"),
                ("rust.task.spawn_method", ".spawn()"),
                ("rust.task.spawn_blocking", "spawn_blocking"),
                ("rust.task.block_on", "block_on"),
                ("rust.task.os_thread", "thread"),
            ),
        ),
        _Group(
            "task handles",
            (
                ("rust.task.join_handle", "join handle or set"),
                ("rust.task.group", "task group"),
                ("rust.task.abort", "abort"),
            ),
        ),
        _Group(
            "channels",
            (
                ("rust.chan.bounded", "bounded"),
                ("rust.chan.unbounded", "unbounded"),
                ("rust.chan.oneshot", "oneshot"),
                ("rust.chan.watch", "watch"),
                ("rust.chan.broadcast", "broadcast"),
            ),
        ),
        _Group(
            "locks",
            (
                ("rust.sync.lock_type", "Mutex or RwLock"),
                ("rust.sync.concurrent_map", "concurrent map"),
            ),
        ),
        _Group(
            "signals",
            (("rust.sync.notify", "Notify"), ("rust.sync.semaphore", "Semaphore")),
        ),
        _Group(
            "locks by library",
            (
                ("rust.sync.lock.std", "std"),
                ("rust.sync.lock.parking_lot", "parking_lot"),
                ("rust.sync.lock.tokio", "tokio"),
            ),
        ),
        _Group("atomics", (("rust.sync.atomic", "atomic"),)),
        _Group(
            "memory orderings",
            (
                ("rust.sync.order_relaxed", "Relaxed"),
                ("rust.sync.order_acqrel", "Acquire or Release"),
                ("rust.sync.order_seqcst", "SeqCst"),
            ),
        ),
        _Group(
            "timeouts and timers",
            (
                ("rust.async.timeout", "timeout"),
                ("rust.async.sleep_interval", "sleep or interval"),
            ),
        ),
        _Group(
            "cancellation",
            (("rust.task.cancel_token", "cancellation token"),),
        ),
        _Group("streams", (("rust.async.stream", "stream"),)),
        _Group(
            "futures by hand",
            (
                ("rust.async.polled_impl", "Future, Stream or Body impl"),
                ("rust.async.tower_impl", "Service or Layer impl"),
                ("rust.async.pin", "Pin"),
            ),
        ),
        _Group("shared ownership", (("rust.own.arc", "Arc"),)),
        _Group(
            "runtime named",
            (
                ("rust.runtime.tokio", "tokio"),
                ("rust.runtime.async_std", "async-std"),
                ("rust.runtime.smol", "smol"),
                ("rust.runtime.actix", "actix"),
            ),
        ),
        _Group("thread bounds", (("rust.sync.send_sync", "Send or Sync"),)),
    ),
    "go": (
        _Group("goroutines", (("go.task.go", "go statement"),)),
        _Group(
            "channels",
            (
                ("go.chan.make_buffered", "made with a buffer"),
                ("go.chan.make_unbuffered", "made without"),
                ("go.chan.field", "channel field"),
            ),
        ),
        _Group(
            "channel operations",
            (
                ("go.chan.send", "send"),
                ("go.chan.receive", "receive"),
                ("go.chan.close", "close"),
            ),
        ),
        _Group("select", (("go.chan.select", "select"),)),
        _Group(
            "locks",
            (("go.sync.mutex", "Mutex or RWMutex"), ("go.sync.map", "sync.Map")),
        ),
        _Group("lock calls", (("go.sync.lock_call", "Lock or Unlock"),)),
        _Group("atomics", (("go.sync.atomic", "atomic"),)),
        _Group(
            "waiting",
            (
                ("go.task.waitgroup", "WaitGroup"),
                ("go.task.errgroup", "errgroup"),
                ("go.sync.cond", "Cond"),
                ("go.sync.once", "Once"),
            ),
        ),
        _Group(
            "context",
            (
                ("go.ctx.derive", "derived"),
                ("go.ctx.background", "Background or TODO"),
                ("go.ctx.type", "context.Context"),
                ("go.ctx.param", "parameter"),
                ("go.ctx.done", "Done"),
                ("go.ctx.value", "Value"),
            ),
        ),
        _Group(
            "timeouts and timers",
            (
                ("go.task.timer", "timer or ticker"),
                ("go.task.sleep", "sleep"),
            ),
        ),
        _Group("recover", (("go.err.recover", "recover"),)),
    ),
}


def usages(language: str, metrics: Mapping[str, float], product_lines: int) -> tuple[Usage, ...]:
    """Count the groups of a language over its product code, in the order of the table."""
    found = (_usage(group, metrics, product_lines) for group in GROUPS.get(language, ()))
    return tuple(usage for usage in found if usage.count)


def _usage(group: _Group, metrics: Mapping[str, float], product_lines: int) -> Usage:
    counts: dict[str, float] = {}
    for metric, word in group.metrics:
        counted = metrics.get(metric, 0)
        if counted:
            counts[word] = counts.get(word, 0) + counted
    total = sum(counts.values())
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Usage(
        label=group.label,
        count=total,
        per_kloc=total * _PER_LINES / product_lines if product_lines else 0.0,
        words=tuple(f"{word} {count:,.0f}" for word, count in ranked),
    )
