"""Profile files on disk into profiles: those a person names, and those a tree holds."""

import re
from pathlib import Path

from estimator.errors import InputError, OutsideError
from estimator.model.profile import Profile
from estimator.model.source import Skipped, Tree
from estimator.profiles.limits import MAX_BYTES
from estimator.profiles.read import read_profile
from estimator.storage import read_inside, reason_of

_WEIGHTED = re.compile(r"(.+)=(\d+(?:\.\d+)?|\.\d+)", re.DOTALL)


def split_weight(text: str) -> tuple[str, float]:
    """Take ``FILE`` or ``FILE=WEIGHT`` apart; a plain file weighs 1.

    A file whose name ends that way needs a weight of its own: ``run=2=1``.

    Raises:
        InputError: the weight is not above zero.
    """
    found = _WEIGHTED.fullmatch(text)
    if found is None:
        return text, 1.0
    weight = float(found[2])
    if weight <= 0:
        raise InputError(
            f"{text}: the weight is not above zero", hint="Give a weight such as FILE=2."
        )
    return found[1], weight


def read_content(path: Path) -> bytes:
    """Read a profile file that a person named.

    Raises:
        InputError: no such file, a folder, no permission, or too large.
        OutsideError: the disk failed.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(
            f"{path} does not exist", hint="Give the path of a CPU profile."
        ) from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder", hint="Give the file of a CPU profile.") from error
    except PermissionError as error:
        raise InputError(
            f"{path} cannot be read: no permission", hint="Check its permissions."
        ) from error
    except OSError as error:
        raise OutsideError(
            f"{path} could not be read: {error.strerror or error}", hint="Copy it, and try again."
        ) from error
    return content


def read_found(tree: Tree, path: str) -> tuple[bytes, Profile] | Skipped:
    """Read a file that `find_profiles` named; links are not followed.

    What is no CPU profile after all is skipped with the reason.
    """
    try:
        content = read_inside(tree.root, path, max_bytes=MAX_BYTES)
    except OSError as error:
        return Skipped(path=path, reason=reason_of(error))
    try:
        return content, read_profile(content, source=path)
    except InputError as error:
        return Skipped(path=path, reason=error.message.removeprefix(f"{path}: "))
