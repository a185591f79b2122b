"""Questions to git and its answers, with all that a scanned repository could configure off.

Git is told the repository's folder (GIT_DIR, GIT_WORK_TREE), so it searches nothing:
`core.worktree` and `core.bare` of the repository have no say, and a repository of another owner is
read like any other. That is safe because of what is asked. Only commands that never look into a
file of the work tree are used: `ls-files --stage`, `ls-files --others`, `diff-index --cached`,
`diff-tree --raw`, `rev-list`, `rev-parse`, `config`, `ls-tree`, `cat-file` without filters, and
`log` without patches.
Commands that compare contents (`status`, `diff-files`,
`ls-files --modified`, `diff-index` without `--cached`) run the clean filter of a file whose time
stamp changed, and are never used.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import IO, Self

from estimator.errors import OutsideError
from estimator.model.source import Value

TIMEOUT_SECONDS = 120.0

_NEUTRAL = {
    "core.fsmonitor": "",
    "core.untrackedCache": "false",
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.pager": "cat",
    "core.sshCommand": "false",
    "core.askPass": "",
    "credential.helper": "",
    "diff.external": "",
    "gc.auto": "0",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
}
_KEPT = ("PATH", "LD_LIBRARY_PATH", "PATHEXT", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")


class GitFolder(Value, frozen=True, kw_only=True):
    """A repository with a work tree; both paths are absolute."""

    git_dir: str
    top: str
    index: str = ""
    """Another index than the usual one; absolute."""


class Answer(Value, frozen=True, kw_only=True):
    """What one git command said."""

    is_good: bool
    output: bytes
    complaint: str
    """Last line of the error output, for a message."""


def git_version() -> str:
    """What git calls its version; "" where it is missing or does not say."""
    try:
        ended = subprocess.run(  # noqa: S603  # fixed program, fixed command
            [_program(), "--version"],
            env={name: os.environ[name] for name in _KEPT if name in os.environ} | {"LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, OutsideError, subprocess.TimeoutExpired):
        return ""
    first, _, rest = ended.stdout.decode("utf-8", "replace").strip().partition("git version ")
    return rest.partition("\n")[0] if not first and not ended.returncode else ""


def ask(repository: GitFolder, *questions: tuple[str, ...]) -> Iterator[Answer]:
    """Run git once a question, all at the same time; yield the answers in the order asked.

    Raises:
        OutsideError: git is not installed, or took longer than `TIMEOUT_SECONDS`.
    """
    program = _program()
    with ExitStack() as running:
        started = [_start(program, repository, question, running) for question in questions]
        for process in started:
            try:
                output, errors = process.communicate(timeout=TIMEOUT_SECONDS)
            except subprocess.TimeoutExpired as error:
                raise _too_slow() from error
            yield Answer(
                is_good=process.returncode == 0, output=output, complaint=_complaint(errors)
            )


def read_blobs(repository: GitFolder, blobs: Sequence[str]) -> Iterator[bytes | None]:
    """Yield the raw content of each blob, as committed; None for one that is not in the clone.

    One git for all of them, and no filter, whatever the attributes say.

    Raises:
        OutsideError: git failed, or no temporary file can be made.
    """
    with ExitStack() as running:
        answered = _cat_file(repository, "--batch", blobs, running)
        for blob in blobs:
            size = _size_of(answered.readline())
            if size is None:
                yield None
                continue
            content = answered.read(size + 1)
            if len(content) != size + 1:
                raise OutsideError(f"git ended within {blob}", hint="git fsck tells more.")
            yield content[:-1]


def blob_sizes(repository: GitFolder, blobs: Sequence[str]) -> list[int | None]:
    """Bytes of each blob; None for one that is not in the clone. Raises OutsideError."""
    with ExitStack() as running:
        answered = _cat_file(repository, "--batch-check", blobs, running)
        return [_size_of(answered.readline()) for _ in blobs]


def _cat_file(
    repository: GitFolder, form: str, blobs: Sequence[str], running: ExitStack
) -> IO[bytes]:
    """Ask for all blobs at once; files without names on both sides, so that nobody waits."""
    asked, answered = _nameless_file(running), _nameless_file(running)
    asked.write("".join(f"{blob}\n" for blob in blobs).encode("ascii"))
    asked.seek(0)
    question = ("cat-file", form, "--buffer")
    process = _start(_program(), repository, question, running, output=answered, blobs=asked)
    try:
        _, errors = process.communicate(timeout=TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    if process.returncode:
        raise OutsideError(
            f"git cannot read its objects: {_complaint(errors)}", hint="git fsck tells more."
        )
    answered.seek(0)
    return answered


def _size_of(line: bytes) -> int | None:
    """Size in ``<id> blob <size>``; None where git says ``missing`` or names another type."""
    _, kind, size = (*line.split(), b"", b"", b"")[:3]
    return int(size) if kind == b"blob" else None


def _nameless_file(running: ExitStack) -> IO[bytes]:
    import tempfile  # noqa: PLC0415  # start-up time: where the log is known, none is needed

    try:
        return running.enter_context(
            tempfile.TemporaryFile()  # the stack closes it
        )
    except OSError as error:
        raise OutsideError(
            f"no temporary file can be made: {error.strerror}",
            hint="Free space there, or let TMPDIR name another folder.",
        ) from error


class Asked:
    """A question that git works on while the caller does something else.

    The answer goes to a file without a name, so that git never waits for a reader.
    """

    def __init__(self, repository: GitFolder, question: tuple[str, ...]) -> None:
        """Start git.

        Raises:
            OutsideError: git is not installed, or no temporary file can be made.
        """
        self._running = ExitStack()
        self._output = _nameless_file(self._running)
        try:
            self._process = _start(
                _program(), repository, question, self._running, output=self._output
            )
        except BaseException:
            self._running.close()
            raise

    def __enter__(self) -> Self:
        """Give itself; git is running already."""
        return self

    def __exit__(self, *_: object) -> None:
        """End git, whether it is done or not."""
        self._running.close()

    def is_done(self) -> bool:
        """Whether `answer` would not wait."""
        return self._process.poll() is not None

    def answer(self) -> Answer:
        """Wait for git.

        Raises:
            OutsideError: it took longer than `TIMEOUT_SECONDS` from now on.
        """
        try:
            _, errors = self._process.communicate(timeout=TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired as error:
            raise _too_slow() from error
        self._output.seek(0)
        return Answer(
            is_good=self._process.returncode == 0,
            output=self._output.read(),
            complaint=_complaint(errors),
        )


def environment(repository: GitFolder) -> Mapping[str, str]:
    """The whole environment of git: none of the caller's GIT_ variables, no network, no prompt."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    index = {"GIT_INDEX_FILE": repository.index} if repository.index else {}
    return (
        kept
        | index
        | {
            "GIT_DIR": repository.git_dir,
            "GIT_WORK_TREE": repository.top,
            "GIT_ALLOW_PROTOCOL": "",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_ATTR_NOSYSTEM": "1",
            "GIT_LITERAL_PATHSPECS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "HOME": os.devnull,  # git before 2.32 knows no GIT_CONFIG_GLOBAL
            "LC_ALL": "C",
        }
    )


def _program() -> str:
    """Git's absolute path, found in absolute folders of PATH: never in the scanned one."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    program = shutil.which("git", path=os.pathsep.join(filter(os.path.isabs, folders)))
    if program is None:
        raise OutsideError(
            "this is a git repository, but git was not found",
            hint="Install git, or scan an exported copy of the folder without .git.",
        )
    return program


def _start(  # noqa: PLR0913  # two of them are keywords
    program: str,
    repository: GitFolder,
    question: tuple[str, ...],
    running: ExitStack,
    *,
    output: IO[bytes] | int = subprocess.PIPE,
    blobs: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    settings = [part for key, value in _NEUTRAL.items() for part in ("-c", f"{key}={value}")]
    process = subprocess.Popen(  # noqa: S603  # fixed program, fixed commands, paths after --
        [program, "--no-pager", *settings, *question],
        cwd=repository.top,
        env=environment(repository),
        stdin=blobs,
        stdout=output,
        stderr=subprocess.PIPE,
    )
    running.enter_context(process)
    running.callback(process.kill)
    return process


def _too_slow() -> OutsideError:
    return OutsideError(
        f"git took longer than {TIMEOUT_SECONDS:g} s to answer",
        hint="Is the repository on a slow disk, or another git command running?",
    )


def _complaint(errors: bytes) -> str:
    lines = errors.decode("utf-8", "replace").strip().splitlines()
    text = lines[-1] if lines else "no reason given"
    return "".join(character if character.isprintable() else "?" for character in text)
