"""What `check` was asked, into the two states that it compares, with their configuration."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from estimator.change.baseline import LARGEST_BYTES, decode_baseline
from estimator.checking.subject import Side, Subject, source_paths
from estimator.cli.checkkept import OWN_FILE, Asked, Exact, Kept, keep, kept
from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import Common, configuration
from estimator.cli.ownports import RECORDS_KEY, with_own_ports
from estimator.cli.progress import progress_line
from estimator.cli.sides import warn
from estimator.configuration.policy import Known, read_policy
from estimator.discovery.git import read_blobs
from estimator.discovery.index import (
    Staged,
    before_and_after,
    find_staged,
    in_repository,
    index_entries,
)
from estimator.discovery.revision import Entry, Revision
from estimator.errors import InputError, NoSourcesError
from estimator.model.baseline import BASELINE_FILE, Baseline
from estimator.model.config import Config
from estimator.model.content import blob_key, is_content_of
from estimator.model.policy import Policy
from estimator.model.rules import Rulebook, Status
from estimator.model.source import Skipped
from estimator.pipeline import load_rulebook
from estimator.revisions import OpenRevision, open_found
from estimator.scanning import Scan
from estimator.storage import read_inside, reason_of

if TYPE_CHECKING:
    from collections.abc import Iterator

BASELINE = "baseline"
_HEAD = "HEAD"
_WORD = b"estimator:"
_LARGEST_CONFIG_BYTES = 16_000
_WHOLE_PORT = "whole-port"


class Ready(NamedTuple):
    """All that the check itself needs."""

    subject: Subject
    config: Config
    policy: Policy
    rulebook: Rulebook


def read_ready(asked: Asked, shared: Common) -> Ready:
    """Read both states.

    Raises:
        InputError: no repository, a broken policy, a missing or damaged baseline.
        OutsideError: git or the operating system failed.
    """
    if not asked.folder.is_dir():
        raise InputError(f"{asked.folder} is not a folder", hint="--repo names a checkout")
    if in_repository(asked.folder):
        return _of_repository(asked, shared)
    return _of_folder(asked, shared)


def _of_folder(asked: Asked, shared: Common) -> Ready:
    """A folder without git: all of it, on disk, against its baseline."""
    if not (asked.is_all or asked.is_budget) or asked.against not in {"", BASELINE}:
        raise InputError(
            f"{asked.folder} is not in a git repository",
            hint="give --all to check a plain folder against its baseline",
        )
    subject = open_subject(
        asked.folder,
        shared,
        language=asked.language,
        rules=asked.rules,
        records=asked.records,
        needs_files=True,
    )
    config = subject.config
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=asked.folder)
    policy = _policy(asked.folder, shared, rulebook)
    reference = None
    if not asked.is_budget:
        name = asked.baseline or asked.folder / (policy.baseline or BASELINE_FILE)
        reference = _read_baseline(_content_on_disk(asked, policy), name)
    scanned = subject.read(nothing)
    texts = _texts_on_disk(asked.folder, scanned)
    found = Subject(
        before=Side(None),
        after=Side(scanned, texts),
        checked="all",
        paths=None,
        has_other_changes=True,
        against=str(asked.baseline or policy.baseline or BASELINE_FILE),
        effort_against="",
        baseline=reference,
    )
    return Ready(found, config, policy, rulebook)


def _of_repository(asked: Asked, shared: Common) -> Ready:
    revision = asked.against if asked.against not in {"", BASELINE} else _HEAD
    staged = find_staged(asked.folder, revision, index=os.environ.get("GIT_INDEX_FILE", ""))
    known = kept(asked, staged, shared)
    if known is not None and (ready := _from_kept(asked, staged, known)) is not None:
        return ready
    old, new = before_and_after(staged)
    is_all = asked.is_all or asked.is_budget
    if is_all:
        new = new._replace(entries=index_entries(staged))
    paths, notes = _scope(asked, staged, old, new)
    with open_found("the state before", old) as before, open_found("the index", new) as after:
        root = after.root if (after.root / OWN_FILE).exists() else asked.folder
        named = configuration(
            root, shared, language=asked.language, rules=asked.rules, records=asked.records
        )
        if named.records and named.origins.get(RECORDS_KEY) != "option":
            after.bring((named.records,))
        config = with_own_ports(named, after.root)
        rulebook = load_rulebook(*config.rules, remember=config.scan, root=asked.folder)
        policy = _policy(root, shared, rulebook)
        reference, name = _baseline(asked, policy, new, staged.conflicts)
        sides = [
            _side(opened, revision, config, shared, paths)
            for opened, revision in ((before, old), (after, new))
        ]
    keep(asked, staged, shared, Exact(sides[0].scanned, old, config, policy, rulebook, name))
    others = [one for one in staged.changes if not source_paths((one.path,))]
    found = Subject(
        before=sides[0],
        after=sides[1],
        checked="all" if is_all else "files" if asked.files else "staged",
        paths=paths,
        has_other_changes=is_all or bool(others),
        against=name or revision,
        effort_against=revision if staged.commit else "",
        baseline=reference,
        notes=(*notes, *_notes(staged)),
    )
    return Ready(found, config, policy, rulebook)


def _from_kept(asked: Asked, staged: Staged, known: Kept) -> Ready | None:
    """The same from what is kept of HEAD; None where both trees have to be counted."""
    try:
        state = known.state
        changed = source_paths(one.path for one in staged.changes)
        entries = tuple(
            Entry(path, "100644", one.blob) for path, one in sorted(state.files.items())
        )
        old = Revision(staged.folder, staged.repository, staged.subfolder, staged.commit, entries)
        blobs = {one.path: one.after for one in staged.changes if one.path in changed}
        new = old._replace(
            entries=tuple(one._replace(blob=blobs.get(one.path, one.blob)) for one in entries)
        )
        if any(_relative(file, Path(staged.folder)) not in state.files for file in asked.files):
            return None
        paths, notes = _scope(asked, staged, old, new)
        moved = known.moved(paths or frozenset())
    finally:
        known.close()
    if moved is None:
        return None
    subject = Subject(
        before=Side(moved.before, _with_word(moved.texts[0].items())),
        after=Side(moved.after, _with_word(moved.texts[1].items())),
        checked="files" if asked.files else "staged",
        paths=paths,
        has_other_changes=len(changed) < len(staged.changes),
        against=state.baseline_name or _HEAD,
        effort_against=_HEAD,
        baseline=None
        if state.baseline is None
        else _read_baseline(state.baseline, Path(state.baseline_name)),
        notes=(*notes, *_notes(staged)),
    )
    return Ready(subject, state.config, state.policy, state.rulebook)


def _scope(
    asked: Asked, staged: Staged, old: Revision, new: Revision
) -> tuple[frozenset[str] | None, tuple[str, ...]]:
    """The source paths whose entries are looked at; None: all. And what to say of them."""
    if asked.is_all or asked.is_budget:
        return None, ()
    changed = source_paths(one.path for one in staged.changes)
    if not asked.files:
        return changed, ()
    known = {entry.path: entry.blob for entry in (*old.entries, *new.entries)}
    folder = asked.folder.resolve()
    paths: set[str] = set()
    notes: list[str] = []
    for file in asked.files:
        path = _relative(file, folder)
        below = {one for one in known if one == path or one.startswith(f"{path}/") or not path}
        if not below and not file.exists():
            raise InputError(f"{file} does not exist", hint="give files of the repository")
        if not below:
            notes.append(f"{path} is not in the index and was not checked: git add it first.")
        elif path in below and not _is_as_staged(folder, path, known[path]):
            notes.append(f"{path} has changes that are not staged; what is staged was checked.")
        paths |= below
    deleted = {one.path for one in staged.changes if not one.after}
    return source_paths(paths | deleted), tuple(notes)


def _relative(file: Path, folder: Path) -> str:
    absolute = Path(os.path.abspath(file))  # noqa: PTH100  # a link names the link, not its target
    for base in (folder, Path(os.path.abspath(folder))):  # noqa: PTH100  # the same
        if absolute.is_relative_to(base):
            return "" if absolute == base else absolute.relative_to(base).as_posix()
    real = absolute.parent.resolve() / absolute.name
    if real.is_relative_to(folder):
        return real.relative_to(folder).as_posix()
    raise InputError(f"{file} is outside of {folder}", hint="--repo names the checkout")


def _is_as_staged(folder: Path, path: str, blob: str) -> bool:
    """Whether a file on disk is what the index holds; one that is not there says nothing."""
    try:
        content = read_inside(str(folder), path, max_bytes=LARGEST_BYTES)
    except OSError:
        return True
    return is_content_of(blob_key(blob), content)


def _notes(staged: Staged) -> "Iterator[str]":
    if staged.conflicts:
        some = ", ".join(staged.conflicts[:3])
        more = f" and {len(staged.conflicts) - 3} more" if len(staged.conflicts) > 3 else ""  # noqa: PLR2004
        yield f"In conflict, so not checked: {some}{more}."
    if staged.merged:
        yield (
            f"A merge is in progress: {staged.merged} files are taken as they are from the other"
            " side and were not checked."
        )


def _side(
    opened: OpenRevision,
    revision: Revision,
    config: Config,
    shared: Common,
    paths: frozenset[str] | None,
) -> Side:
    with progress_line(shared) as line:
        try:
            scanned = opened.scan(
                config,
                needs_files=True,
                on_progress=line.update,
                on_warning=None if shared.quiet else warn,
            )
        except NoSourcesError:
            return Side(None)
    return Side(scanned, _texts(revision, scanned, paths))


def _texts(revision: Revision, scanned: Scan, paths: frozenset[str] | None) -> dict[str, bytes]:
    """The contents of checked files that hold the word of a suppression."""
    counted = {file.source.path for file in scanned.parsed if not isinstance(file.facts, Skipped)}
    asked = [
        entry
        for entry in revision.entries
        if entry.path in counted and (paths is None or entry.path in paths)
    ]
    contents = read_blobs(revision.repository, [entry.blob for entry in asked]) if asked else ()
    return _with_word(zip((entry.path for entry in asked), contents, strict=True))


def _texts_on_disk(folder: Path, scanned: Scan) -> dict[str, bytes]:
    def read() -> "Iterator[tuple[str, bytes | None]]":
        for file in scanned.parsed:
            if not isinstance(file.facts, Skipped):
                path = file.source.path
                yield path, read_inside(str(folder), path, max_bytes=LARGEST_BYTES)

    return _with_word(read())


def _with_word(contents: "Iterable[tuple[str, bytes | None]]") -> dict[str, bytes]:
    return {path: content for path, content in contents if content and _WORD in content}


def _policy(root: Path, shared: Common, rulebook: Rulebook) -> Policy:
    """The policy of the file that the configuration came from, which was found to be good."""
    file = shared.config
    if file is not None:
        content, name = file.read_bytes(), file.name
    else:
        try:
            content = read_inside(str(root), OWN_FILE, max_bytes=_LARGEST_CONFIG_BYTES)
        except FileNotFoundError:
            return Policy()
        name = OWN_FILE
    return read_policy(content, name, known_names(rulebook))


def known_names(rulebook: Rulebook) -> Known:
    """What a policy may name."""
    whole = frozenset(
        key for key, scenario in rulebook.scenarios.items() if scenario.kind == _WHOLE_PORT
    )
    ledger = {
        key: rule.ledger
        for key, rule in rulebook.rules.items()
        if rule.ledger is not None and rule.status != Status.RETIRED and rule.scenario in whole
    }
    return Known(
        rules=frozenset(ledger),
        metrics=frozenset(metric for price in ledger.values() for metric in price.metrics),
        scenarios=frozenset(rulebook.scenarios),
        directions=whole,
    )


def _baseline(
    asked: Asked, policy: Policy, new: Revision, conflicts: tuple[str, ...]
) -> tuple[Baseline | None, str]:
    """The baseline that counts, with its name; None and "" where a commit is compared with."""
    if asked.is_budget or asked.against not in {"", BASELINE}:
        return None, ""
    wanted = asked.against or ("baseline" if asked.baseline else policy.against)
    if wanted == _HEAD:
        return None, ""
    name = str(asked.baseline or policy.baseline or BASELINE_FILE)
    blob = next((one.blob for one in new.entries if one.path == name), "")
    content: bytes | None = None
    if blob and asked.baseline is None and name not in conflicts:
        (content,) = read_blobs(new.repository, [blob])
    else:
        content = _content_on_disk(asked, policy)
    is_named = bool(wanted or policy.baseline)
    if content is None and not is_named:
        return None, ""
    return _read_baseline(content, Path(name)), name


def _content_on_disk(asked: Asked, policy: Policy) -> bytes | None:
    """Bytes of the baseline in the folder, or where the command line says; None without one."""
    name = policy.baseline or BASELINE_FILE
    try:
        if asked.baseline is not None:
            with asked.baseline.open("rb") as stream:
                return stream.read(LARGEST_BYTES + 1)
        return read_inside(str(asked.folder.resolve()), name, max_bytes=LARGEST_BYTES)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise InputError(
            f"{asked.baseline or name} {reason_of(fault)}", hint="give a regular file"
        ) from fault


def _read_baseline(content: bytes | None, name: Path) -> Baseline:
    if content is None:
        raise InputError(f"there is no baseline {name}", hint="make one: estimator baseline write")
    if len(content) > LARGEST_BYTES:
        raise InputError(f"{name}: larger than {LARGEST_BYTES:,} bytes", hint="is it a baseline?")
    return decode_baseline(content, str(name))
