"""Batches of files into outcomes, by processes that may die.

Each worker has its own pipe, and two batches in hand so that it never waits. When one dies, the
batch it was at is done again file by file, so the death costs the file that caused it and no other.
The processes pool of the standard library cannot do that: there one death breaks the whole pool.
"""

import gc
import signal
import sys
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from time import monotonic

import msgspec

from estimator.errors import OutsideError
from estimator.model.source import SourceFile
from estimator.parsing.work import Outcome, Task, outcome_of
from estimator.storage import TreeReader

Batch = tuple[SourceFile, ...]

_IN_HAND = 2
_MOST_IN_HAND = 6
"""While many batches are left: the parent may be busy for a while."""
_GRACE_SECONDS = 5.0
"""On top of twice the limit of one file: the parser stops by itself long before."""
_UNCAUGHT = 1
"""Exit code of a Python process after an exception that nobody caught."""
_READY = b""
_DIED = "the worker reading it died"

_encoder = msgspec.msgpack.Encoder()
_batch_decoder = msgspec.msgpack.Decoder(Batch)
_outcomes_decoder = msgspec.msgpack.Decoder(tuple[Outcome, ...])


@dataclass(kw_only=True)
class _Worker:
    """A process, our end of its pipe, and what it has in hand, the current batch first."""

    process: BaseProcess
    connection: Connection
    batches: deque[Batch] = field(default_factory=deque)
    is_ready: bool = False
    deadline: float = 0.0
    overdue: Batch | None = None
    """The batch that it was killed for."""


def start_method(asked: str) -> str:
    """Fork, the cheapest, where it is safe: on Linux, with no second thread; else spawn."""
    if asked != "auto":
        return asked
    is_alone = len(sys._current_frames()) == 1  # noqa: SLF001  # documented; counts all threads
    return "fork" if sys.platform == "linux" and is_alone else "spawn"


def run_batches(
    task: Task, batches: Sequence[Batch], *, jobs: int, method: str
) -> Iterator[tuple[Outcome, ...]]:
    """Yield the outcomes, a batch at a time, in the order in which they are done.

    Closing the iterator, or any exception in it, ends the workers at once.

    Args:
        task: what to do with each file.
        batches: the slowest first.
        jobs: processes, at least 1.
        method: fork or spawn.

    Raises:
        OutsideError: processes cannot be started.
        RuntimeError: the extraction raised an exception; the worker has printed it.
    """
    crew = _Crew(task, deque(batches), get_context(method))
    try:
        for _ in range(min(jobs, len(batches))):
            crew.hire()
        crew.hand_out()
        while crew.is_busy():
            yield from crew.next_outcomes()
    finally:
        crew.dismiss()


class _Crew:
    """The workers and the batches that nobody has in hand yet."""

    def __init__(self, task: Task, pending: deque[Batch], context: BaseContext) -> None:
        self._task = task
        self._pending = pending
        self._context = context
        self._workers: list[_Worker] = []
        self._seconds_a_batch = 2 * task.limits.max_seconds + _GRACE_SECONDS

    def is_busy(self) -> bool:
        return bool(self._pending) or any(worker.batches for worker in self._workers)

    def hire(self) -> None:
        """Start one worker and give it batches."""
        ours, theirs = self._context.Pipe()
        inherited: tuple[Connection, ...] = ()
        if self._context.get_start_method() == "fork":  # what spawn starts inherits nothing
            inherited = (ours, *(worker.connection for worker in self._workers))
        process = self._context.Process(  # type: ignore[attr-defined]  # typeshed: concrete ones
            target=serve, args=(theirs, self._task, inherited), daemon=True
        )
        try:
            with warnings.catch_warnings():  # 3.12 warns of threads when fork was asked for
                warnings.simplefilter("ignore", DeprecationWarning)
                process.start()
        except OSError as error:
            ours.close()
            raise _no_processes(str(error.strerror)) from error
        finally:
            theirs.close()
        worker = _Worker(process=process, connection=ours)
        self._workers.append(worker)
        self._give(worker, in_hand=1)

    def hand_out(self) -> None:
        """Give every worker what it may have in hand, while there is something to do."""
        for worker in self._workers:
            self._give(worker, in_hand=self._in_hand())

    def next_outcomes(self) -> list[tuple[Outcome, ...]]:
        """Wait until something happens; the outcomes that it brought."""
        deadline = min(worker.deadline for worker in self._workers if worker.batches)
        by_connection = {worker.connection: worker for worker in self._workers}
        ready = wait(list(by_connection), timeout=max(0.0, deadline - monotonic()))
        outcomes: list[tuple[Outcome, ...]] = []
        for connection in ready:
            outcomes.extend(self._receive(by_connection[connection]))  # type: ignore[index]  # ours
        now = monotonic()
        for worker in self._workers:
            if worker.batches and worker.deadline <= now:
                worker.overdue = worker.batches[0]
                worker.process.kill()  # its pipe closes, and the death is handled as any other
        return outcomes

    def dismiss(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            worker.process.join()
            worker.process.close()
            worker.connection.close()

    def _in_hand(self) -> int:
        share = len(self._pending) // (_IN_HAND * len(self._workers))
        return max(_IN_HAND, min(_MOST_IN_HAND, share))

    def _give(self, worker: _Worker, *, in_hand: int) -> None:
        while self._pending and len(worker.batches) < in_hand:
            batch = self._pending.popleft()
            if not worker.batches:
                worker.deadline = monotonic() + self._seconds_a_batch
            worker.batches.append(batch)
            with suppress(BrokenPipeError, ConnectionResetError):  # dead: noticed when receiving
                worker.connection.send_bytes(_encoder.encode(batch))

    def _receive(self, worker: _Worker) -> list[tuple[Outcome, ...]]:
        try:
            message = worker.connection.recv_bytes()
        except (EOFError, OSError):
            return self._bury(worker)
        worker.deadline = monotonic() + self._seconds_a_batch
        if message == _READY:
            worker.is_ready = True
            return []
        worker.batches.popleft()
        self._give(worker, in_hand=self._in_hand())
        return [_outcomes_decoder.decode(message)]

    def _bury(self, worker: _Worker) -> list[tuple[Outcome, ...]]:
        """Replace a dead worker; blame its current file, or find out which of several it was."""
        self._workers.remove(worker)
        worker.process.join()
        code = worker.process.exitcode
        worker.process.close()
        worker.connection.close()
        if not worker.is_ready:
            raise _no_processes(f"exit code {code}")
        outcomes = self._investigate(worker, code)
        if self._pending:
            self.hire()
            self.hand_out()
        return outcomes

    def _investigate(self, worker: _Worker, code: int | None) -> list[tuple[Outcome, ...]]:
        """Take back what a dead worker had in hand, but for a single file that it died of."""
        current = worker.batches[0] if worker.batches else ()
        is_innocent = worker.overdue is not None and worker.overdue is not current  # just done
        if len(current) == 1 and not is_innocent:
            worker.batches.popleft()
            outcome = self._blamed(current[0], code, is_overdue=worker.overdue is not None)
            self._pending.extendleft(reversed(worker.batches))
            return [(outcome,)]
        for batch in reversed(worker.batches):
            alone = [(file,) for file in batch] if batch is current else [batch]
            self._pending.extendleft(reversed(alone))
        return []

    def _blamed(self, file: SourceFile, code: int | None, *, is_overdue: bool) -> Outcome:
        if code == _UNCAUGHT:
            raise RuntimeError(f"the extraction of {file.path} failed; see the worker's message")
        reason = _DIED
        if is_overdue:
            reason = f"took longer than {self._task.limits.max_seconds:g} s to parse"
        return Outcome(path=file.path, key=file.key, reason=reason)


def serve(connection: Connection, task: Task, inherited: Sequence[Connection]) -> None:
    """Do batches until the pipe is closed. The entry point of a worker process.

    Args:
        connection: the worker's end of its pipe.
        task: what to do with each file.
        inherited: ends of pipes that a forked process has from its parent, to be closed here: else
            no worker would notice that the parent is gone.
    """
    for other in inherited:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    gc.freeze()
    gc.disable()  # facts hold no cycles, and looking for some takes a tenth of the time
    with TreeReader(task.root) as tree, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        connection.send_bytes(_READY)
        while True:
            batch = _batch_decoder.decode(connection.recv_bytes())
            outcomes = tuple(outcome_of(task, file, tree) for file in batch)
            connection.send_bytes(_encoder.encode(outcomes))


def _no_processes(reason: str) -> OutsideError:
    return OutsideError(
        f"worker processes cannot be started: {reason}",
        hint='Use one job. A script that scans needs if __name__ == "__main__": around its start.',
    )
