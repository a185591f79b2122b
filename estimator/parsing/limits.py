"""What one file may cost before it is skipped."""

from estimator.model.config import ScanConfig
from estimator.model.source import Value


class Limits(Value, frozen=True, kw_only=True):
    """Bounds of one file; beyond them it is a skip with a reason."""

    max_bytes: int
    max_seconds: float
    max_depth: int


def limits_of(config: ScanConfig) -> Limits:
    """The limits that a configuration sets."""
    return Limits(
        max_bytes=config.max_file_bytes,
        max_seconds=config.max_file_seconds,
        max_depth=config.max_depth,
    )


_LASTING = ("larger than ", "nested deeper than ", "binary content")


def is_lasting(reason: str) -> bool:
    """True where a skip follows from the content alone and would come again on the next run."""
    return reason.startswith(_LASTING)
