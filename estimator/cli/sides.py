"""A revision, folder or facts file, as the user named it, into a state that can be compared."""

import sys
from contextlib import suppress
from pathlib import Path

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import Common, configuration
from estimator.cli.ownports import RECORDS_KEY, with_own_ports
from estimator.cli.progress import progress_line
from estimator.comparing import State
from estimator.revisions import open_revision


def read_state(  # noqa: PLR0913  # one parameter an option
    name: str,
    repository: Path,
    shared: Common,
    *,
    language: str | None,
    rules: tuple[str, ...],
    records: str | None,
) -> State:
    """Scan what a name stands for: a file or folder of that name, else a revision.

    Raises:
        InputError: there is nothing of this name, or nothing to count in it.
        OutsideError: git or the operating system failed.
    """
    path = Path(name)
    if path.exists():
        is_folder = path.is_dir()
        own = shared if is_folder else shared._replace(exclude=(), no_history=False)
        subject = open_subject(path, own, language=language, rules=rules, records=records)
        return State(name, subject.read(nothing).facts, subject.config)
    with open_revision(repository, name) as revision:
        named = configuration(
            revision.root, shared, language=language, rules=rules, records=records
        )
        if named.records and named.origins.get(RECORDS_KEY) != "option":
            revision.bring((named.records,))
        config = with_own_ports(named, revision.root)
        with progress_line(shared) as line:
            found = revision.scan(
                config,
                on_progress=line.update,
                on_warning=None if shared.quiet else warn,
            )
        return State(name, found.facts, config)


def warn(message: str) -> None:
    """Write to stderr; that nobody reads it must not stop the work."""
    with suppress(OSError):
        sys.stderr.write(f"estimator: warning: {message}\n")
        sys.stderr.flush()
