"""What git history says about effort: commits, authors and both measures."""

from estimator.model.source import Value

HISTORY_SCHEMA_VERSION = "1.0"


class Commit(Value, frozen=True, kw_only=True):
    """One commit that is no merge."""

    author: str
    """Lower-cased e-mail address: who is the same person. It never leaves the program."""
    name: str
    seconds: int
    """Author date, seconds since 1970."""
    day: str
    """Author date where the author was, YYYY-MM-DD."""
    subject: str


class Log(Value, frozen=True, kw_only=True):
    """Commits of a repository, or of folders in it."""

    commits: tuple[Commit, ...]
    is_shallow: bool


class AuthorEffort(Value, frozen=True, kw_only=True):
    """What one author's commits amount to."""

    name: str
    commits: int
    active_days: int
    sessions: int
    hours: float
    first_day: str
    last_day: str


class History(Value, frozen=True, kw_only=True):
    """Effort by two measures, engineer-months (EM); neither is the truth."""

    schema_version: str = HISTORY_SCHEMA_VERSION
    commits: int
    authors: tuple[AuthorEffort, ...]
    bots: tuple[str, ...]
    bot_commits: int
    active_days: int
    sessions: int
    first_day: str
    last_day: str
    bus_factor: int
    """Smallest number of authors with half of the commits."""
    squash_share: float
    """Share of commits whose subject ends with a pull request's number."""
    is_shallow: bool
    em_days: float
    """Active days of each author, summed, over the days of a month."""
    em_sessions: float
    """Hours in commit sessions over the hours of a month."""
    em_history: float
    """Geometric mean of the two."""
    caveats: tuple[str, ...]


class FileChange(Value, frozen=True, kw_only=True):
    """One file in one commit."""

    path: str
    is_added: bool


class Change(Value, frozen=True, kw_only=True):
    """One commit that is no merge, with the files it changed; its author is only a number."""

    author: int
    files: tuple[FileChange, ...]


class Changes(Value, frozen=True, kw_only=True):
    """What the commits of people changed in a window before HEAD, newest first."""

    days: int
    commits: tuple[Change, ...]
    is_cut: bool
    """The clone is shallow, or there were more commits than are read."""
