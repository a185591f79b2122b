"""Basic and well-known types of Go and Rust, and what Protobuf calls them.

Source: the Protocol Buffers language guide (proto3), scalar value types and well-known types.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Scalar(NamedTuple):
    """A Protobuf type without a message of its own."""

    type: str
    note: str = ""
    imported: str = ""


_NARROW = "a narrower range in the source"
_AS_TEXT = "as text"
_COLOR = "red, green, blue, alpha: 8 bits each, red in the highest"
_TIMESTAMP = Scalar("google.protobuf.Timestamp", "", "google/protobuf/timestamp.proto")
_DURATION = Scalar("google.protobuf.Duration", "", "google/protobuf/duration.proto")

SCALARS: Mapping[str, Mapping[str, Scalar]] = {
    "go": {
        "bool": Scalar("bool"),
        "string": Scalar("string"),
        "int": Scalar("int64"),
        "int64": Scalar("int64"),
        "int32": Scalar("int32"),
        "rune": Scalar("int32"),
        "int16": Scalar("int32", _NARROW),
        "int8": Scalar("int32", _NARROW),
        "uint": Scalar("uint64"),
        "uint64": Scalar("uint64"),
        "uintptr": Scalar("uint64"),
        "uint32": Scalar("uint32"),
        "uint16": Scalar("uint32", _NARROW),
        "uint8": Scalar("uint32", _NARROW),
        "byte": Scalar("uint32", _NARROW),
        "float32": Scalar("float"),
        "float64": Scalar("double"),
        "time.Time": _TIMESTAMP,
        "time.Duration": _DURATION,
        "net.IP": Scalar("string", _AS_TEXT),
        "netip.Addr": Scalar("string", _AS_TEXT),
        "netip.AddrPort": Scalar("string", _AS_TEXT),
        "url.URL": Scalar("string", _AS_TEXT),
        "big.Int": Scalar("string", _AS_TEXT),
        "uuid.UUID": Scalar("string", _AS_TEXT),
        "color.RGBA": Scalar("fixed32", _COLOR),
        "color.NRGBA": Scalar("fixed32", _COLOR),
        "regexp.Regexp": Scalar("string", "its pattern; the two engines differ"),
        "atomic.Int64": Scalar("int64", "a copy of the counter"),
        "atomic.Uint64": Scalar("uint64", "a copy of the counter"),
        "atomic.Int32": Scalar("int32", "a copy of the counter"),
        "atomic.Uint32": Scalar("uint32", "a copy of the counter"),
        "atomic.Bool": Scalar("bool", "a copy of the flag"),
    },
    "rust": {
        "bool": Scalar("bool"),
        "String": Scalar("string"),
        "str": Scalar("string"),
        "char": Scalar("uint32", "one character"),
        "i8": Scalar("int32", _NARROW),
        "i16": Scalar("int32", _NARROW),
        "i32": Scalar("int32"),
        "i64": Scalar("int64"),
        "isize": Scalar("int64"),
        "u8": Scalar("uint32", _NARROW),
        "u16": Scalar("uint32", _NARROW),
        "u32": Scalar("uint32"),
        "u64": Scalar("uint64"),
        "usize": Scalar("uint64"),
        "i128": Scalar("string", _AS_TEXT),
        "u128": Scalar("string", _AS_TEXT),
        "f32": Scalar("float"),
        "f64": Scalar("double"),
        "Path": Scalar("string", "a path that is no UTF-8 is lost"),
        "PathBuf": Scalar("string", "a path that is no UTF-8 is lost"),
        "OsStr": Scalar("string", "text that is no UTF-8 is lost"),
        "OsString": Scalar("string", "text that is no UTF-8 is lost"),
        "Duration": _DURATION,
        "SystemTime": _TIMESTAMP,
        "DateTime": _TIMESTAMP,
        "NaiveDateTime": _TIMESTAMP,
        "OffsetDateTime": _TIMESTAMP,
        "IpAddr": Scalar("string", _AS_TEXT),
        "Ipv4Addr": Scalar("string", _AS_TEXT),
        "Ipv6Addr": Scalar("string", _AS_TEXT),
        "SocketAddr": Scalar("string", _AS_TEXT),
        "Url": Scalar("string", _AS_TEXT),
        "Uri": Scalar("string", _AS_TEXT),
        "Uuid": Scalar("string", _AS_TEXT),
        "NonZeroU32": Scalar("uint32", "never zero in the source"),
        "NonZeroU64": Scalar("uint64", "never zero in the source"),
        "NonZeroUsize": Scalar("uint64", "never zero in the source"),
        "AtomicU64": Scalar("uint64", "a copy of the counter"),
        "AtomicUsize": Scalar("uint64", "a copy of the counter"),
        "AtomicBool": Scalar("bool", "a copy of the flag"),
    },
}
"""Language -> type as written -> what it becomes. Rust types by their last name."""

BYTES = {
    "go": frozenset({"byte", "uint8"}),
    "rust": frozenset({"u8"}),
}
"""Elements whose lists are plain bytes."""

BLOBS = {
    "go": frozenset({"json.RawMessage", "bytes.Buffer", "io.Reader", "io.ReadCloser", "io.Writer"}),
    "rust": frozenset({"Bytes", "BytesMut", "Buf", "CString", "CStr"}),
}
"""Types that only plain bytes can stand for."""

_LOGGER = "each side writes a log of its own"
_SPAN = "the span travels in the metadata of the call"

CARRIED = {
    "go": {
        "context.Context": "deadline and cancellation travel with the call",
        "context.CancelFunc": "the caller cancels the call",
        "zap.Logger": _LOGGER,
        "slog.Logger": _LOGGER,
        "log.Logger": _LOGGER,
        "logrus.Entry": _LOGGER,
        "logrus.Logger": _LOGGER,
        "zerolog.Logger": _LOGGER,
        "logr.Logger": _LOGGER,
        "log.Context": _LOGGER,
        "trace.Span": _SPAN,
        "trace.Tracer": _SPAN,
        "testing.TB": "the tests of each side have their own",
    },
    "rust": {
        "CancellationToken": "the caller cancels the call",
        "Context": "what is polled is the call itself",
        "Span": _SPAN,
        "Logger": _LOGGER,
        "PhantomData": "it holds nothing",
    },
}
"""Types that the call itself carries: they need no field."""

ERRORS = {
    "go": frozenset({"error"}),
    "rust": frozenset({"Error", "anyhow::Error", "io::Error", "std::io::Error"}),
}
"""Types that become the status of a call, or a failure inside a message."""

OPEN = {
    "go": frozenset({"structpb.Value", "structpb.Struct"}),
    "rust": frozenset({"serde_json::Value", "JsonValue", "serde_yaml::Value"}),
}
"""Types that may hold any value that JSON can."""

LOCKS = {
    "go": frozenset({"sync.Mutex", "sync.RWMutex", "sync.Once", "sync.WaitGroup", "sync.Pool"}),
    "rust": frozenset({"Condvar", "Notify", "Semaphore"}),
}
"""Types that mean nothing outside their process: they stay where they are."""

HOLDERS = frozenset({"Mutex", "RwLock", "RefCell", "Cell", "OnceLock", "OnceCell", "ArcSwap"})
"""Rust types around a value that is copied out of them before it is sent."""

GENERATED = frozenset({"pb", "proto", "protos", "api", "rpc"})
"""Ends of the names of packages and modules that hold messages generated from a contract."""

MAP_KEYS = frozenset({"int32", "int64", "uint32", "uint64", "bool", "string"})
"""Protobuf types that may be the key of a map."""
