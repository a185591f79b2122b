"""What a repository says about itself: commit, date, remote, shallow or partial."""

from urllib.parse import unquote

from estimator.discovery.git import Answer, GitFolder, ask
from estimator.model.source import Value

_KEYS = r"^(remote\..*\.(url|promisor)|extensions\.partialclone)$"
_TRUE = frozenset({"", "1", "on", "true", "yes"})


class Head(Value, frozen=True, kw_only=True):
    """The commit and the circumstances of a clone."""

    commit: str | None
    committed_at: str | None
    """ISO 8601 with the committer's offset."""
    remote_name: str
    """Last part of the remote's address, ``""`` without a usable remote."""
    is_shallow: bool
    is_partial: bool


def read_head(repository: GitFolder, revision: str = "HEAD") -> Head:
    """Ask git about a commit and the remotes. An unborn or unreadable HEAD gives no commit."""
    commit, shallow, settings = ask(
        repository,
        ("rev-list", "--max-count=1", "--format=%cI", revision, "--"),
        ("rev-parse", "--is-shallow-repository"),
        ("config", "--local", "--no-includes", "-z", "--get-regexp", _KEYS),
    )
    values = _settings(settings)
    lines = commit.output.decode("ascii", "replace").splitlines() if commit.is_good else []
    return Head(
        commit=lines[0].removeprefix("commit ") if lines else None,
        committed_at=(lines[1] or None) if len(lines) > 1 else None,
        remote_name=_remote_name(values),
        is_shallow=shallow.output.strip() == b"true",
        is_partial=any(
            key == "extensions.partialclone"
            or (key.endswith(".promisor") and value.lower() in _TRUE)
            for key, value in values.items()
        ),
    )


def _settings(answer: Answer) -> dict[str, str]:
    """Key -> first value of that key; `config -z` separates key and value by a line end."""
    values: dict[str, str] = {}
    for item in answer.output.decode("utf-8", "surrogateescape").split("\0"):
        key, _, value = item.partition("\n")
        if key:
            values.setdefault(key, value)
    return values


def _remote_name(values: dict[str, str]) -> str:
    """The name that origin's address ends with, else the first other remote's by name."""
    urls = {key: value for key, value in values.items() if key.endswith(".url")}
    for key in sorted(urls, key=lambda key: (key != "remote.origin.url", key)):
        address = urls[key].rstrip("/").removesuffix("/.git")
        name = unquote(address.replace("\\", "/").replace(":", "/").rpartition("/")[2])
        name = name.removesuffix(".git")
        if name and name not in {".", ".."} and name.isprintable():
            return name
    return ""
