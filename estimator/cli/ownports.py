"""The file of a team's finished ports, as it was named, into values of the configuration."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.records import OwnPorts, Record
from estimator.storage import read_inside, reason_of

RECORDS_KEY = "estimate.records"
DEFAULT_FILE = Path("estimator-records.toml")
CARRIED = "(carried by the facts file)"
"""What a configuration shows for records that a facts file carries as values."""
_HINT = "`estimator record add` writes such a file"


def read_records_file(path: Path) -> tuple[Record, ...]:
    """The finished ports in a file that the user named. Raises InputError with every fault."""
    from estimator.records.read import LARGEST_BYTES, read_records  # noqa: PLC0415  # start-up time

    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except OSError as fault:
        raise InputError(f"{path} cannot be read: {fault.strerror}", hint=_HINT) from fault
    return read_records(content, str(path))


def with_own_ports(
    config: Config, root: Path | None, *, carried: Mapping[str, OwnPorts] | None = None
) -> Config:
    """The configuration with what its records file says; without one nothing is read.

    A file that an option names is read as it is named; one that a configuration file names only
    inside `root`, the scanned folder, and through no link. `carried` is what a facts file has.
    Raises InputError.
    """
    if not config.records:
        return config
    if config.origins.get(RECORDS_KEY) == "option":
        records = read_records_file(Path(config.records))
    elif carried and config.records == CARRIED:
        return msgspec.structs.replace(config, own_ports=carried)
    elif root is None:
        raise InputError(
            f"{RECORDS_KEY} = {config.records!r}: there is no folder to look for it in",
            hint="give the file by --records",
        )
    else:
        records = _read_inside(root, config.records)
    from estimator.costing.calibration import own_ports  # noqa: PLC0415  # start-up time

    return msgspec.structs.replace(config, own_ports=own_ports(records))


def carried_ports(
    declared: Mapping[str, str], name: str
) -> tuple[Mapping[str, OwnPorts], Mapping[str, str]]:
    """What a facts file carries of a records file, and the rest of what it declares."""
    text = declared.get(RECORDS_KEY)
    if text is None:
        return {}, declared
    from estimator.records.read import read_own_ports  # noqa: PLC0415  # start-up time

    rest = {key: value for key, value in declared.items() if key != RECORDS_KEY}
    return read_own_ports(text, name), rest


def _read_inside(root: Path, path: str) -> tuple[Record, ...]:
    from estimator.records.read import LARGEST_BYTES, read_records  # noqa: PLC0415  # start-up time

    try:
        content = read_inside(str(root), path, max_bytes=LARGEST_BYTES)
    except OSError as fault:
        raise InputError(
            f"{RECORDS_KEY} = {path!r} {reason_of(fault)}",
            hint="a configuration file names a regular file inside the scanned folder;"
            " --records may name any",
        ) from fault
    return read_records(content, path)
