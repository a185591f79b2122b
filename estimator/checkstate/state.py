"""The facts of a commit into what is kept of them between runs; that into bytes and back."""

from collections.abc import Mapping

import msgspec

from estimator.model.config import Config
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.model.policy import Policy
from estimator.model.rules import Rulebook
from estimator.model.source import Role, Value
from estimator.scanning import Scan, fingerprint

_BY_IMPORTS = frozenset({"go"})
"""Languages whose imports decide which packages count; Cargo's manifests do so by themselves."""
UNIT_MARK = "\0"
"""Between language and unit; it begins the path of a row that stands for other files of a unit."""

Symbols = dict[str, dict[str, int]]
"""Symbol -> metric -> count."""


class KeptFile(Value, frozen=True, kw_only=True, array_like=True):
    """Where a source file belongs, and its content."""

    language: str
    role: Role
    unit: str
    blob: str


class KeptState(Value, frozen=True, kw_only=True):
    """All that a check needs of a commit."""

    commit: str
    fingerprint: str
    """Of the cache of facts."""
    tracks_config: bool
    """Whether git tracks the folder's `estimator.toml`."""
    own_file: bytes | None
    """An `estimator.toml` that git does not track; None without."""
    baseline: bytes | None
    baseline_name: str
    config: Config
    policy: Policy
    rulebook: Rulebook
    """Whole ports alone, without texts."""
    facts: RepositoryFacts
    """Totals only."""
    files: dict[str, KeptFile]
    units: dict[str, msgspec.Raw]
    """Language and unit -> symbol -> metric -> count, of product files."""


_decoder = msgspec.msgpack.Decoder(KeptState)
_symbols = msgspec.msgpack.Decoder(Symbols)
_encoder = msgspec.msgpack.Encoder()


def encode_symbols(symbols: Symbols) -> msgspec.Raw:
    """Write the counts of a unit down."""
    return msgspec.Raw(_encoder.encode(symbols))


def decode_symbols(content: msgspec.Raw) -> Symbols:
    """Read the counts of a unit."""
    return _symbols.decode(content)


def encode_state(state: KeptState) -> bytes:
    """Write a state down."""
    return _encoder.encode(state)


def decode_state(content: bytes | None) -> KeptState | None:
    """Read a state; None where there is none, or of another shape."""
    if content is None:
        return None
    try:
        return _decoder.decode(content)
    except (msgspec.DecodeError, RecursionError):
        return None


def state_of(  # noqa: PLR0913  # all are keywords
    scanned: Scan,
    blobs: Mapping[str, str],
    *,
    commit: str,
    tracks_config: bool,
    own_file: bytes | None,
    baseline: tuple[str, bytes | None],
    config: Config,
    policy: Policy,
    rulebook: Rulebook,
) -> KeptState:
    """Keep what was counted in a commit. `blobs` holds the content of each path."""
    facts = scanned.facts
    units: dict[str, Symbols] = {}
    for row in facts.files:
        if row.role is Role.PRODUCT:
            add_symbols(units.setdefault(unit_key(row), {}), row.symbols, 1)
    return KeptState(
        commit=commit,
        fingerprint=fingerprint(),
        tracks_config=tracks_config,
        own_file=own_file,
        baseline_name=baseline[0],
        baseline=baseline[1],
        config=config,
        policy=policy,
        rulebook=_slim(rulebook),
        facts=_totals(facts),
        files={
            row.path: KeptFile(
                language=row.language, role=row.role, unit=row.unit, blob=blobs[row.path]
            )
            for row in facts.files
            if row.path in blobs
        },
        units={key: encode_symbols(one) for key, one in units.items()},
    )


def add_symbols(symbols: Symbols, more: Mapping[str, Mapping[str, int]], sign: int) -> None:
    """Add counts, or take them away; what is 0 is left out."""
    for symbol, metrics in more.items():
        own = symbols.setdefault(symbol, {})
        for metric, count in metrics.items():
            own[metric] = own.get(metric, 0) + sign * count
            if not own[metric]:
                del own[metric]
        if not own:
            del symbols[symbol]


def unit_key(row: FileRow) -> str:
    """Name the unit of a file, with its language."""
    return f"{row.language}{UNIT_MARK}{row.unit}"


def _totals(facts: RepositoryFacts) -> RepositoryFacts:
    return msgspec.structs.replace(
        facts,
        coverage=msgspec.structs.replace(facts.coverage, skipped=()),
        modules=tuple(
            msgspec.structs.replace(one, targets=(), features=()) for one in facts.modules
        ),
        dependencies={
            language: found
            for language, found in facts.dependencies.items()
            if language in _BY_IMPORTS
        },
        units=(),
        edges={},
        candidates={},
        files=(),
        evidence=(),
        imports={},
        other_files=(),
        activity=(),
        hot_paths=None,
        shell=None,
    )


def _slim(rulebook: Rulebook) -> Rulebook:
    """What a check needs of the rules: whole ports, their ledgers and lines, and constants."""
    whole = {key: one for key, one in rulebook.scenarios.items() if one.kind == "whole-port"}
    rules = {
        key: msgspec.structs.replace(
            rule, why="", source=(), recover="", oracle="", false_positives="", note="", example=()
        )
        for key, rule in rulebook.rules.items()
        if rule.scenario in whole and (rule.ledger is not None or rule.line is not None)
    }
    constants = {
        key: msgspec.structs.replace(one, title="", source=())
        for key, one in rulebook.constants.items()
    }
    return Rulebook(
        rules=rules,
        constants=constants,
        scenarios=whole,
        digest=rulebook.digest,
        origin={},
        overridden=rulebook.overridden,
        added=rulebook.added,
    )
