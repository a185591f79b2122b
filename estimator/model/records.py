"""A team's own finished ports, and what they say about the level of the prices."""

from enum import StrEnum
from typing import Annotated

import msgspec

from estimator.model.source import Value

RECORDS_VERSION = 1
"""Of the records file."""
CALIBRATION_SCHEMA_VERSION = "1.0"

_Months = Annotated[float, msgspec.Meta(ge=0.0001, le=100_000)]
_Thousands = Annotated[float, msgspec.Meta(gt=0, le=1_000_000)]
_Id = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")]
_Digest = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{12}\Z")]
_Line = Annotated[str, msgspec.Meta(max_length=200)]
_Note = Annotated[str, msgspec.Meta(max_length=1_000)]


class RecordedScenario(StrEnum):
    """What can have been finished."""

    RUST_TO_GO = "rust-to-go"
    GO_TO_RUST = "go-to-rust"
    GO_HOT_PATHS_TO_RUST = "go-hot-paths-to-rust"


class MeasuredBy(StrEnum):
    """How the actual effort is known."""

    TIME_SHEETS = "time-sheets"
    HISTORY = "history"
    JUDGEMENT = "judgement"


class Record(Value, frozen=True, kw_only=True):
    """One finished port: what was estimated, and what it took."""

    id: _Id
    scenario: RecordedScenario
    p50_em: _Months
    """The estimate's P50 at C = 1, EM."""
    rulebook: _Digest
    """Digest of the rules that priced it."""
    version: _Line
    """Of the program that priced it."""
    size_kloc: _Thousands | None = None
    """kLoC that the price rests on; this or `facts` is given."""
    facts: _Line = ""
    """The facts file that it was priced from."""
    actual_em: _Months
    """What it took, EM."""
    measured_by: MeasuredBy
    finished: _Line = ""
    """ISO date."""
    owner: _Line = ""
    """Who vouches for the row."""
    note: _Note = ""


class OwnPorts(Value, frozen=True, kw_only=True):
    """All that a price needs to know of the finished ports of one scenario."""

    ports: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
    sum_ln: float
    """Sum of ln(actual / P50)."""
    rulebooks: tuple[_Digest, ...]
    """Digests of the rules that priced them, sorted, each once."""


class Calibration(Value, frozen=True, kw_only=True):
    """C of one direction, with what it was made of."""

    value: float = 1.0
    """C, a multiplier on every effort."""
    ports: int = 0
    """n."""
    mean_ln: float = 0.0
    """Mean of ln(actual / P50 at C = 1)."""
    formula: str = "1"
    """With the numbers filled in."""
    other_rules: bool = False
    """A port was priced by other rules than those of now."""


class Errors(Value, frozen=True, kw_only=True):
    """How far a set of predictions was from the truth."""

    bias: float
    """Geometric mean of actual / predicted; above 1: predictions were too low."""
    spread: float
    """Root mean square of ln(actual / predicted)."""
    median_factor: float
    """Median of max(actual / predicted, predicted / actual)."""


class RecordError(Value, frozen=True, kw_only=True):
    """One finished port against its predictions; factors are actual / predicted."""

    id: str
    scenario: str
    size_kloc: float | None
    p50_em: float
    actual_em: float
    measured_by: str
    before: float
    """At C = 1."""
    after: float
    """At the fitted C."""
    left_out: float | None
    """At the C of the other ports; None: too few of them."""
    has_other_rules: bool


class DirectionFit(Value, frozen=True, kw_only=True):
    """What the finished ports of one direction say."""

    direction: str
    """Id of the whole port: rust-to-go or go-to-rust."""
    calibration: Calibration
    before: Errors | None
    """None: no port."""
    after: Errors | None
    left_out: Errors | None
    """Each port predicted from the others; None: too few."""
    reference_kloc: float
    reference_before: float
    """P50 of a port of the reference size with no driver, EM, at C = 1."""
    reference_after: float
    rows: tuple[RecordError, ...]


class CalibrationReport(Value, frozen=True, kw_only=True):
    """What `estimator calibrate` answers."""

    schema_version: str = CALIBRATION_SCHEMA_VERSION
    rulebook_digest: str
    directions: tuple[DirectionFit, ...]
    notes: tuple[str, ...]


class RecordList(Value, frozen=True, kw_only=True):
    """What `estimator record list` answers."""

    schema_version: str = CALIBRATION_SCHEMA_VERSION
    rulebook_digest: str
    records: tuple[Record, ...]
    estimate_again: tuple[str, ...]
    """Ids of ports that other rules priced."""
