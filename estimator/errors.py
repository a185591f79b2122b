"""What can go wrong, each with one clear message, a hint the reader can act on and an exit code.

Exit codes (the same in every command and format): 0 done; 1 a gate tripped; 2 wrong use or input;
3 a defect of this program; 4 the outside failed (disk, git, network); 130 interrupted.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """The documented exit codes."""

    DONE = 0
    GATE = 1
    INPUT = 2
    DEFECT = 3
    OUTSIDE = 4
    INTERRUPTED = 130


class EstimatorError(Exception):
    """A failure the user can act on: what is wrong, what to do, and the exit code."""

    exit_code = ExitCode.INPUT

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the message (one line, no final period needed) and the hint (may be empty)."""
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(EstimatorError):
    """The path, option, configuration or facts file given is wrong (exit 2)."""


class NoSourcesError(InputError):
    """There is no Go or Rust to count (exit 2)."""


class RuleFileError(EstimatorError):
    """One or more rule files are wrong; the message lists every fault, one a line (exit 2)."""


class OutsideError(EstimatorError):
    """The world outside failed: disk full, git missing, no permission to write (exit 4)."""

    exit_code = ExitCode.OUTSIDE
