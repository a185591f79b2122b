"""The program: runs the command line and turns every outcome into an exit code."""

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

import click

from estimator.cli.main import cli
from estimator.errors import EstimatorError, ExitCode

_CONTROL = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160)) if code != ord("\n")}


def main() -> None:
    """Run with the process's arguments and leave with the exit code."""
    gc.disable()  # a short run that makes millions of values and no cycles
    _open_closed_streams()
    code = run(sys.argv[1:])
    gc.freeze()  # the collection at exit would walk all of it: a sixth of a short run
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run with these arguments and give the exit code; every failure is one clear message."""
    try:
        with cli.make_context("estimator", list(arguments)) as context:
            cli.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:  # --help and --version
        return leaving.exit_code
    except BrokenPipeError:
        _drop_output()
        return ExitCode.DONE
    except (EstimatorError, click.ClickException, OSError) as failure:
        return _fail(failure)
    except (KeyboardInterrupt, click.Abort):
        _say("estimator: interrupted; the cache keeps what was done\n")
        return ExitCode.INTERRUPTED
    except Exception:  # noqa: BLE001  # the one handler: everything else is a defect of ours
        return _defect(arguments)
    return ExitCode.DONE


def _open_closed_streams() -> None:
    """Send a stream that the caller closed nowhere; else a file we open would get its number."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123  # kept open


def _drop_output() -> None:
    """Send stdout nowhere, so that what could not be written is not tried again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with suppress(OSError, ValueError):  # a stdout without a descriptor has nothing to retry
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _fail(failure: EstimatorError | click.ClickException | OSError) -> int:
    """Say what is wrong and what to do."""
    hint, code = "", ExitCode.OUTSIDE
    if isinstance(failure, EstimatorError):
        message, hint, code = failure.message, failure.hint, failure.exit_code
    elif isinstance(failure, click.ClickException):
        message, code = failure.format_message(), ExitCode.INPUT
        if message.startswith("Usage: "):  # no command was given: this is the help page
            _say(f"{message}\n")
            return code
        if isinstance(failure, click.UsageError) and failure.ctx is not None:
            hint = f"see {failure.ctx.command_path} --help"
    else:
        message = f"{failure.strerror or failure}"
        message += f": {failure.filename}" if failure.filename else ""
    if code is ExitCode.OUTSIDE:
        _drop_output()
    _say(f"estimator: {message}\n".translate(_CONTROL))
    if hint:
        _say(f"  hint: {hint}\n".translate(_CONTROL))
    return code


def _defect(arguments: Sequence[str]) -> int:
    """A report that can be pasted as it is; it holds the arguments and the trace, no source."""
    import platform  # noqa: PLC0415  # only here
    import shlex  # noqa: PLC0415  # the same
    import traceback  # noqa: PLC0415  # the same

    from estimator.version import VERSION  # noqa: PLC0415  # the same

    trace = traceback.format_exc()
    lines = (
        "estimator: a defect of this program, not of your repository. Please report what follows.",
        "",
        f"estimator {VERSION}, Python {platform.python_version()}, {platform.system()}",
        f"arguments: {shlex.join(arguments)}",
        trace,
    )
    _say("\n".join(lines))
    return ExitCode.DEFECT


def _say(text: str) -> None:
    """Write to stderr; where nobody reads that, the exit code has to do."""
    with suppress(OSError):
        sys.stderr.write(text)
        sys.stderr.flush()


if __name__ == "__main__":
    main()
