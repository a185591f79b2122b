"""Frames that are not the repository's own into whose code they are, by their symbols.

By the innermost frame alone: where a program waits in a system call that an allocation made, the
kind is system call. Names are those of the Go runtime (1.2x), the C library and common allocators.
"""

import re

from estimator.model.hotpaths import TimeShares
from estimator.model.profile import Frame, TimeKind
from estimator.structure.gonames import parse_go
from estimator.structure.rustnames import parse_rust

_RUNTIME_PACKAGES = re.compile(
    r"runtime|(?:runtime|internal/runtime)/.*|internal/(?:abi|cpu|bytealg)"
)
_SYSCALL_PACKAGES = re.compile(
    r"syscall|internal/runtime/syscall.*|runtime/internal/syscall|internal/syscall/.*"
    r"|(?:vendor/)?golang\.org/x/sys/(?:unix|windows)"
)
_ASSEMBLY = re.compile(r"/(?:src|pkg/mod)/(.+)/[^/]+\.s$")
_GO_SYSCALL = re.compile(
    r"futex|futexsleep|futexwakeup|epoll\w*|kevent\w*|usleep|osyield|nanotime1?|walltime|madvise"
    r"|sysMmap|mmap|munmap|read|write1?|writeErrData|tgkill|sigaltstack|rt_sigaction|sigprocmask"
    r"|pthread_\w+|semasleep|semawakeup|syscall\w*|libcCall|clone|sched_getaffinity|sysFault\w*"
    r"|sysUnused\w*|sysUsed\w*|sysHugePage\w*|timer_settime|setitimer|exitsyscall\w*|entersyscall"
    r"|reentersyscall|libc_\w+|vdsoClockgettime\w*"
)
_FOREIGN = re.compile(r"cgocall\w*|asmcgocall\w*|cgocallback\w*|crosscall\w*")
_MOVING = re.compile(r"memmove|memclr\w*|typedmemmove|memequal\w*|duffcopy|duffzero|bulkBarrier\w*")
_COLLECTION = re.compile(
    r"gc(?!o)\w*|scan\w*|greyobject|findObject|mark\w*|sweep\w*|bgsweep|bgscavenge|wb\w+|spanOf\w*"
    r"|tryDeferToSpanScan|heapBits\w*|typePointers|scavenge\w*|deductSweepCredit|drain|balance"
    r"|getempty|putempty|trygetfull|putfull|handoff|shade|cheney|pacer\w*|flushallmcaches"
)
_COLLECTION_OWNERS = frozenset(
    {
        *("gcWork", "workbuf", "sweepLocked", "sweepLocker", "activeSweep", "gcControllerState"),
        *(
            "wbBuf",
            "gcBits",
            "markBits",
            "typePointers",
            "pageAlloc",
            "scavengeIndex",
            "gcCPULimiterState",
        ),
        *("heapBitsSetType", "spanScanOwnership", "spanInlineMarkBits", "spanQueue", "spanSPMC"),
    }
)
_ALLOCATION = re.compile(
    r"malloc\w*|new(?:object|array)|makeslice\w*|growslice|makemap\w*|makechan\w*|nextFree\w*"
    r"|rawstring\w*|rawbyteslice|stackalloc\w*|stackcache\w*|persistentalloc\w*|profilealloc"
    r"|publicationBarrier|slicebytetostring|stringtoslicebyte|concatstring\w*|allocm\w*|memhash\w*alloc"
)
_ALLOCATION_OWNERS = frozenset({"mcache", "mcentral", "mheap", "mspan", "fixalloc", "linearAlloc"})
_SCHEDULING = re.compile(
    r"schedule|findRunnable|findrunnable|runq\w*|park\w*|gopark\w*|goready|ready|mcall|systemstack\w*"
    r"|gosched\w*|goschedImpl|goexit\w*|newproc\w*|startm|stopm|wakep|resetspinning|injectglist"
    r"|netpoll\w*|lock2?|unlock2?|lockWithRank|unlockWithRank|notesleep|notewakeup|casgstatus|execute"
    r"|gogo|checkTimers|stealWork|sysmon|retake|preempt\w*|mPark|chan\w+|send\w*|recv\w*|selectgo"
    r"|sem\w+|acquirep|releasep|handoffp|pidle\w+|globrunq\w*|acquireSudog|releaseSudog|morestack|newstack"
    r"|copystack|asyncPreempt\w*"
)
_SCHEDULING_OWNERS = frozenset({"timer", "timers", "waitq", "hchan", "randomOrder", "randomEnum"})

_NATIVE_ALLOCATION = re.compile(
    r"_*(?:libc_)?(?:malloc|calloc|realloc|free|cfree|posix_memalign|aligned_alloc|memalign)"
    r"|_int_\w+|malloc_consolidate\w*|sysmalloc\w*|unlink_chunk.*|tcache_\w+|systrim.*"
    r"|(?:_rjem_)?je_\w+|_rjem_\w+|mi_\w+|_mi_\w+|__rust_(?:alloc|dealloc|realloc)\w*|__rdl_\w+"
    r"|__rg_\w+|szone_\w+|tiny_\w+|small_\w+|nanov2_\w+|nano_\w+|default_zone_\w+|_malloc_\w+"
    r"|Rtl(?:p)?(?:Allocate|Free|ReAllocate)\w*Heap\w*|_xzm_\w+|xzm_\w+"
)
_NATIVE_MOVING = re.compile(
    r"_*(?:platform_)?(?:mem(?:cpy|move|set|cmp|chr)|bcmp|bzero)(?:[_$@].*)?"
)
_NATIVE_SYSCALL = re.compile(
    r"_*(?:GI_+)?(?:libc_)?(?:syscall\w*|read|write|writev|readv|pread64|pwrite64|open(?:at)?(?:64)?"
    r"|close|fsync|fdatasync|mmap|munmap|madvise|mprotect|brk|poll|ppoll|epoll_\w+|kevent\w*|futex\w*"
    r"|recv\w*|send\w*|accept4?|connect|socket|ioctl|fcntl|stat\w*|fstat\w*|lstat\w*|getdents\w*"
    r"|clock_(?:gettime|nanosleep)|nanosleep|sched_yield|psynch_\w+|ulock_\w+|mach_msg\w*|semaphore_\w+"
    r"|workq_\w+|swtch_pri|thread_switch)(?:_nocancel)?(?:@.*)?"
    r"|entry_SYSCALL_\w+|do_syscall_\w+|x64_sys_\w+|__x64_sys_\w+|\[vdso\]"
)
_RUST_STANDARD = frozenset({"std", "core", "alloc", "proc_macro", "test", "std_detect"})
_RUST_SOURCE = re.compile(r"/library/(?:core|alloc|std)/src/")
_ALLOC_FILE = "/alloc/src/alloc.rs"
_CARGO_SOURCE = "/.cargo/"
_RUST_ALLOCATION = re.compile(r"(?:alloc|realloc|dealloc|exchange_malloc|alloc_zeroed|\w+_impl)")


def kind_of(frame: Frame, language: str) -> TimeKind:
    """Say whose code a frame is that is not the repository's own."""
    if frame.is_kernel:
        return TimeKind.KERNEL
    native = _native(frame.symbol)
    if native is not None:
        return native
    return _go(frame) if language == "go" else _rust(frame)


def shares_of(kinds: dict[TimeKind, float]) -> TimeShares:
    """Put the kinds into four groups.

    What has no name counts as C code: it is mostly in stripped libraries.
    """

    def together(*names: TimeKind) -> float:
        return sum(kinds.get(name, 0.0) for name in names)

    return TimeShares(
        own=together(TimeKind.OWN),
        runtime=together(
            TimeKind.ALLOCATION,
            TimeKind.COLLECTION,
            TimeKind.SCHEDULING,
            TimeKind.MOVING,
            TimeKind.RUNTIME,
        ),
        system=together(TimeKind.SYSCALL, TimeKind.KERNEL, TimeKind.FOREIGN, TimeKind.UNKNOWN),
        libraries=together(TimeKind.STANDARD, TimeKind.LIBRARY),
    )


def _native(symbol: str) -> TimeKind | None:
    """The kind of a C symbol: without package or path."""
    if "::" in symbol or "/" in symbol:
        return None
    if _NATIVE_ALLOCATION.fullmatch(symbol):
        return TimeKind.ALLOCATION
    if _NATIVE_MOVING.fullmatch(symbol):
        return TimeKind.MOVING
    if _NATIVE_SYSCALL.fullmatch(symbol):
        return TimeKind.SYSCALL
    return None


def _go(frame: Frame) -> TimeKind:
    name = parse_go(frame.symbol)
    package = name.package or _package_of_assembly(frame.path)
    if not package:
        return TimeKind.FOREIGN
    if _SYSCALL_PACKAGES.fullmatch(package):
        return TimeKind.SYSCALL
    if _RUNTIME_PACKAGES.fullmatch(package):
        return _go_runtime(name.parts)
    is_standard = "." not in package.partition("/")[0] or package.startswith("vendor/")
    return TimeKind.STANDARD if is_standard else TimeKind.LIBRARY


def _package_of_assembly(path: str) -> str:
    """Go's assembly has symbols without a package (``memeqbody``): its folder says it."""
    found = _ASSEMBLY.search(path)
    return found[1] if found is not None else ""


def _go_runtime(parts: tuple[str, ...]) -> TimeKind:
    owner = parts[0] if parts else ""
    own = parts[-1] if len(parts) > 1 and owner[:1].islower() else owner
    for kind, owners, form in (
        (TimeKind.SYSCALL, frozenset[str](), _GO_SYSCALL),
        (TimeKind.FOREIGN, frozenset[str](), _FOREIGN),
        (TimeKind.MOVING, frozenset[str](), _MOVING),
        (TimeKind.COLLECTION, _COLLECTION_OWNERS, _COLLECTION),
        (TimeKind.ALLOCATION, _ALLOCATION_OWNERS, _ALLOCATION),
        (TimeKind.SCHEDULING, _SCHEDULING_OWNERS, _SCHEDULING),
    ):
        if owner in owners or form.fullmatch(own) or form.fullmatch(owner):
            return kind
    return TimeKind.RUNTIME


def _rust(frame: Frame) -> TimeKind:
    symbol = frame.symbol
    if _RUST_SOURCE.search(frame.path):  # debug information names inlined calls without a path
        return TimeKind.ALLOCATION if _ALLOC_FILE in frame.path else TimeKind.STANDARD
    if _CARGO_SOURCE in frame.path:
        return TimeKind.LIBRARY
    if "::" not in symbol:
        return TimeKind.UNKNOWN if symbol.startswith(("[", "0x")) else TimeKind.FOREIGN
    name = parse_rust(symbol)
    crates = [path[0] for path in (name.owner, name.trait) if path]
    if name.owner[:2] == ("alloc", "alloc") and _RUST_ALLOCATION.fullmatch(name.name):
        return TimeKind.ALLOCATION
    if crates and all(crate in _RUST_STANDARD or not crate.islower() for crate in crates):
        return TimeKind.STANDARD
    return TimeKind.LIBRARY
