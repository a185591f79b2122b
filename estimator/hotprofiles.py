"""A scanned work tree and what is asked of it -> the CPU profile that says what is hot."""

from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from estimator.discovery.dating import Dated, date_files
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.profile import Profile
from estimator.model.source import Skipped, Tree, Value
from estimator.profiles.files import read_content, read_found, split_weight
from estimator.profiles.find import find_profiles
from estimator.profiles.limits import MAX_BYTES
from estimator.profiles.merge import merge
from estimator.profiles.read import read_profile
from estimator.storage import read_inside, reason_of

_KEY = "hotpaths.profiles"
_OTHERS_SHOWN = 3


class ProfileFile(Value, frozen=True, kw_only=True):
    """One profile that is to be read."""

    name: str
    """As messages and reports name it."""
    content: bytes
    weight: float = 1.0
    path: str = ""
    """Below the scanned folder; "" where it lies elsewhere."""


class ProfileChoice(Value, frozen=True, kw_only=True):
    """The profiles that count, and what is to be said of the others."""

    files: tuple[ProfileFile, ...]
    is_found: bool
    """Nobody named them: the repository carries them."""
    notes: tuple[str, ...] = ()


def choose_profiles(tree: Tree, config: Config, warn: Callable[[str], None]) -> ProfileChoice:
    """Read the bytes of the named profiles, else of the best one that the repository carries.

    An option may name any file, a configuration file only those inside the scanned folder. Of
    found ones the first that can be read counts: merging them would mix workloads.

    Raises:
        InputError: a named file cannot be read, or its weight is not above zero.
        OutsideError: the disk failed.
    """
    named = config.hot_paths.profiles
    if named:
        is_inside = config.origins.get(_KEY) != "option"
        files = tuple(_named(text, tree, is_inside=is_inside) for text in named)
        return ProfileChoice(files=files, is_found=False)
    found = find_profiles(tree)
    for index, path in enumerate(found):
        content = read_found(tree, path)
        if isinstance(content, Skipped):
            warn(f"{path}: {content.reason}; it is not used as a profile")
            continue
        file = ProfileFile(name=path, content=content[0], path=path)
        return ProfileChoice(files=(file,), is_found=True, notes=_others(found[index + 1 :]))
    return ProfileChoice(files=(), is_found=True)


def read_choice(choice: ProfileChoice, tree: Tree) -> Profile:
    """Decode the chosen profiles, at least one, and merge them by their weights.

    Raises:
        InputError: a named file is no CPU profile, or a damaged one.
        OutsideError: git is missing or does not answer.
    """
    inside = {file.path: file.content for file in choice.files if file.path}
    revision = (tree.identity.commit or "HEAD") if tree.checkout else "HEAD"
    dates = date_files(Path(tree.git_root), inside, revision) if tree.identity.commit else {}
    return merge([(_dated(file, dates), file.weight) for file in choice.files])


def _dated(file: ProfileFile, dates: Mapping[str, Dated]) -> Profile:
    profile = read_profile(file.content, source=file.name)
    found = dates.get(file.path)
    if found is None:
        return profile
    return msgspec.structs.replace(profile, commit=found.commit, age_days=found.age_days)


def _named(text: str, tree: Tree, *, is_inside: bool) -> ProfileFile:
    name, weight = split_weight(text)
    if is_inside:
        try:
            content = read_inside(tree.root, name, max_bytes=MAX_BYTES)
        except OSError as fault:
            raise InputError(
                f"{_KEY} = {name!r} {reason_of(fault)}",
                hint="a configuration file names files inside the scanned folder;"
                " --profile may name any",
            ) from fault
        return ProfileFile(name=name, content=content, weight=weight, path=name)
    path = Path(name)
    inside = _inside(path, tree)
    content = read_content(path)
    return ProfileFile(name=inside or path.name, content=content, weight=weight, path=inside)


def _inside(path: Path, tree: Tree) -> str:
    """Give the path below the scanned folder of a file that is tracked there, "" else."""
    try:
        inside = path.resolve().relative_to(Path(tree.root).resolve()).as_posix()
    except (ValueError, OSError):
        return ""
    return inside if inside in set(tree.others) else ""


def _others(paths: tuple[str, ...]) -> tuple[str, ...]:
    if not paths:
        return ()
    more = f" and {len(paths) - _OTHERS_SHOWN} more" if len(paths) > _OTHERS_SHOWN else ""
    listed = ", ".join(paths[:_OTHERS_SHOWN])
    return (f"The repository holds other profiles, which were not used: {listed}{more}.",)
