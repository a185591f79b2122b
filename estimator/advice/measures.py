"""Constructs that say the same thing -> one measure: what the advice counts, by language. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from estimator.model.facts import RepositoryFacts
from estimator.model.source import Role

_CONCURRENT = ("go.task.go", "go.task.group_go", "go.task.errgroup")
_TOKIO_LOCKS = ("rust.sync.lock.std", "rust.sync.lock.parking_lot", "rust.sync.lock.tokio")

MEASURES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "dispatch": {
        "go": ("go.type.any", "go.type.assert", "go.type.switch", "go.type.reflect"),
        "rust": ("rust.type.dyn",),
    },
    "allocation": {
        "go": ("go.std.format", "go.type.bytes_string", "go.task.go_closure"),
        "rust": ("rust.own.rc", "rust.own.arc", "rust.own.cow"),
    },
    "generics": {
        "go": ("go.type.generics",),
        "rust": ("rust.type.generic_fn", "rust.type.impl_trait"),
    },
    "interfaces": {"go": ("go.type.interface",), "rust": ("rust.type.trait",)},
    "tasks": {
        "go": _CONCURRENT,
        "rust": ("rust.task.spawn", "rust.task.spawn_method", "rust.task.spawn_local"),
    },
    "threads": {"go": (), "rust": ("rust.task.os_thread", "rust.task.parallel")},
    "async": {"go": (), "rust": ("rust.async.fn", "rust.async.block", "rust.async.move_block")},
    "channels": {
        "go": ("go.chan.make_buffered", "go.chan.make_unbuffered", "go.chan.select"),
        "rust": (
            *("rust.chan.bounded", "rust.chan.unbounded", "rust.chan.oneshot", "rust.chan.watch"),
            *("rust.chan.broadcast", "rust.async.select"),
        ),
    },
    "tuning": {
        "go": ("go.runtime.tune",),
        "rust": ("rust.runtime.builder", "rust.runtime.workers", "rust.runtime.single_thread"),
    },
    "pooling": {"go": ("go.sync.pool",), "rust": ("rust.build.global_allocator",)},
    "locks": {"go": ("go.sync.mutex", "go.sync.map"), "rust": _TOKIO_LOCKS},
    "shared": {
        "go": ("go.own.package_var", "go.own.field_map"),
        "rust": ("rust.sync.arc_lock", "rust.own.interior_mut", "rust.sync.lazy_global"),
    },
    "unsafe": {
        "go": ("go.unsafe.unsafe", "go.unsafe.cgo", "go.unsafe.assembly", "go.unsafe.linkname"),
        "rust": ("rust.unsafe.block", "rust.unsafe.fn", "rust.unsafe.impl"),
    },
    "leaks": {
        "go": ("go.runtime.finalizer", "go.task.unwaited"),
        "rust": ("rust.own.mem_forget", "rust.task.detached"),
    },
    "native": {
        "go": ("go.unsafe.cgo", "go.std.plugin"),
        "rust": ("rust.unsafe.extern_block", "rust.unsafe.extern_fn"),
    },
    "errors": {"go": ("go.err.check",), "rust": ("rust.err.question",)},
    "error-types": {
        "go": ("go.err.error_type", "go.err.sentinel"),
        "rust": ("rust.err.enum", "rust.err.derived"),
    },
    "panics": {"go": ("go.err.panic",), "rust": ("rust.err.panic", "rust.err.unwrap")},
    "matches": {"go": ("go.type.enum_switch",), "rust": ("rust.type.exhaustive_match",)},
}
"""Measure -> language -> the constructs whose sum it is. Which belong together is judgement."""

_OPEN_MAPS = ("go.own.field_map",)
_WIRE = "go.wire.struct_tag"
_GUARDS = ("go.sync.mutex", "go.sync.map", "go.sync.atomic", "go.chan.field")


def measured(metrics: Mapping[str, float], language: str) -> Mapping[str, float]:
    """Give each measure of one language; what was counted and not found is 0."""
    return {
        name: sum(metrics.get(metric, 0.0) for metric in parts[language])
        for name, parts in MEASURES.items()
    }


def hot_counts(
    facts: RepositoryFacts, functions: Iterable[tuple[str, str]], language: str
) -> Mapping[str, float]:
    """Give each measure inside functions, given as (path, symbol)."""
    symbols = {row.path: row.symbols for row in facts.files}
    total: dict[str, float] = {}
    for path, symbol in sorted(set(functions)):
        for metric, count in symbols.get(path, {}).get(symbol, {}).items():
            total[metric] = total.get(metric, 0.0) + count
    return measured(total, language)


def open_maps(facts: RepositoryFacts) -> Iterator[tuple[str, str]]:
    """Yield (path, type) of Go types with a map and no lock, atomic or channel of their own.

    Only in packages that start goroutines: elsewhere one caller at a time is the rule. What has no
    methods, or tags of a wire format, is data that is passed on, and no state that tasks share. A
    lock in the holder of such a type is not seen, so this is exposure, no proof of a race.
    """
    busy = {
        unit.name
        for unit in facts.units
        if unit.language == "go" and any(unit.metrics.get(metric) for metric in _CONCURRENT)
    }
    rows = [row for row in facts.files if row.language == "go" and row.role is Role.PRODUCT]
    active = {
        (row.unit, symbol.partition(".")[0])
        for row in rows
        for symbol in row.symbols
        if "." in symbol
    }
    for row in rows:
        if row.unit not in busy:
            continue
        for symbol, counts in sorted(row.symbols.items()):
            has_map = any(counts.get(metric) for metric in _OPEN_MAPS)
            is_state = (row.unit, symbol) in active and not counts.get(_WIRE)
            if is_state and has_map and not any(counts.get(metric) for metric in _GUARDS):
                yield row.path, symbol
