"""A third party's rule directory -> its faults, as values. The same checks that loading makes."""

from pathlib import Path

from estimator.rulebook.fault import Fault
from estimator.rulebook.load import built_in_directory, merge, read_directory


def check_directory(directory: Path | str) -> tuple[Fault, ...]:
    """Give every fault of a rule directory laid over the built-in rules; none means it loads."""
    _, faults = merge(read_directory(built_in_directory()), read_directory(Path(directory)))
    return tuple(sorted(faults, key=str))
