"""Frames of others into whose code they are."""

import pytest

from estimator.model.profile import Frame, TimeKind
from estimator.structure.timekinds import kind_of, shares_of

GO = {
    "runtime.mallocgc": TimeKind.ALLOCATION,
    "runtime.(*mcache).nextFree": TimeKind.ALLOCATION,
    "runtime.growslice": TimeKind.ALLOCATION,
    "runtime.gcDrain": TimeKind.COLLECTION,
    "runtime.scanobject": TimeKind.COLLECTION,
    "runtime.(*gcWork).balance": TimeKind.COLLECTION,
    "runtime.gcWriteBarrier2": TimeKind.COLLECTION,
    "runtime.findRunnable": TimeKind.SCHEDULING,
    "runtime.selectgo": TimeKind.SCHEDULING,
    "runtime.lock2": TimeKind.SCHEDULING,
    "runtime.memmove": TimeKind.MOVING,
    "runtime.memclrNoHeapPointers": TimeKind.MOVING,
    "runtime.mapaccess1_faststr": TimeKind.RUNTIME,
    "internal/runtime/maps.(*Map).getWithKey": TimeKind.RUNTIME,
    "runtime.futex": TimeKind.SYSCALL,
    "runtime.epollwait": TimeKind.SYSCALL,
    "internal/runtime/syscall.Syscall6": TimeKind.SYSCALL,
    "syscall.Syscall": TimeKind.SYSCALL,
    "golang.org/x/sys/unix.Read": TimeKind.SYSCALL,
    "runtime.cgocall": TimeKind.FOREIGN,
    "x_cgo_thread_start": TimeKind.FOREIGN,
    "net/http.(*conn).serve": TimeKind.STANDARD,
    "fmt.Fprintf": TimeKind.STANDARD,
    "vendor/golang.org/x/net/http2/hpack.Decode": TimeKind.STANDARD,
    "github.com/a/b.F": TimeKind.LIBRARY,
    "golang.org/x/text/unicode/norm.F": TimeKind.LIBRARY,
    "memcpy": TimeKind.MOVING,
    "__libc_malloc": TimeKind.ALLOCATION,
}
RUST = {
    "core::slice::sort::merge": TimeKind.STANDARD,
    "<alloc::vec::Vec<T> as core::clone::Clone>::clone": TimeKind.STANDARD,
    "<T as core::fmt::Display>::fmt": TimeKind.STANDARD,
    "alloc::alloc::dealloc": TimeKind.ALLOCATION,
    "__rust_alloc": TimeKind.ALLOCATION,
    "_int_malloc": TimeKind.ALLOCATION,
    "je_malloc": TimeKind.ALLOCATION,
    "mi_free": TimeKind.ALLOCATION,
    "__memcpy_evex_unaligned_erms": TimeKind.MOVING,
    "memcpy": TimeKind.MOVING,
    "memmove@plt": TimeKind.MOVING,
    "hashbrown::map::HashMap<K,V>::insert": TimeKind.LIBRARY,
    "<tokio::task::T as core::future::Future>::poll": TimeKind.LIBRARY,
    "__GI___libc_read": TimeKind.SYSCALL,
    "entry_SYSCALL_64_after_hwframe": TimeKind.SYSCALL,
    "sqlite3_step": TimeKind.FOREIGN,
    "[unknown]": TimeKind.UNKNOWN,
    "0x1234": TimeKind.UNKNOWN,
}


@pytest.mark.parametrize("symbol", GO)
def test_frames_of_go_programs(symbol: str) -> None:
    assert kind_of(Frame(symbol=symbol), "go") is GO[symbol]


@pytest.mark.parametrize("symbol", RUST)
def test_frames_of_rust_programs(symbol: str) -> None:
    assert kind_of(Frame(symbol=symbol), "rust") is RUST[symbol]


@pytest.mark.parametrize("language", ["go", "rust"])
def test_the_kernel_is_the_kernel(language: str) -> None:
    assert kind_of(Frame(symbol="f", is_kernel=True), language) is TimeKind.KERNEL


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/usr/local/go/src/internal/bytealg/equal_amd64.s", TimeKind.RUNTIME),
        ("/usr/local/go/src/crypto/sha256/block_amd64.s", TimeKind.STANDARD),
        ("/go/pkg/mod/github.com/a/b@v1/sum_amd64.s", TimeKind.LIBRARY),
        ("", TimeKind.FOREIGN),
    ],
)
def test_assembly_belongs_to_its_folder(path: str, kind: TimeKind) -> None:
    assert kind_of(Frame(symbol="somebody", path=path), "go") is kind


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/rustc/abc/library/core/src/iter/mod.rs", TimeKind.STANDARD),
        ("/rustc/abc/library/alloc/src/alloc.rs", TimeKind.ALLOCATION),
        ("/x/.cargo/registry/src/index.crates.io-1/tokio-1/src/lib.rs", TimeKind.LIBRARY),
        ("", TimeKind.FOREIGN),
    ],
)
def test_an_inlined_rust_call_belongs_to_its_file(path: str, kind: TimeKind) -> None:
    assert kind_of(Frame(symbol="fold<u8>", path=path), "rust") is kind


def test_the_groups_hold_all_kinds() -> None:
    shares = shares_of(dict.fromkeys(TimeKind, 1.0))

    assert (shares.own, shares.runtime, shares.system, shares.libraries) == (1, 5, 4, 2)
