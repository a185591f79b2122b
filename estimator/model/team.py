"""The people of a port, as somebody declared them. None means: not declared."""

from estimator.model.source import Value


class Team(Value, frozen=True, kw_only=True):
    """Who would do the port."""

    engineers: int | None = None
    rust: int | None = None
    """Engineers who know Rust."""
    go: int | None = None
    """Engineers who know Go."""
    knows_code: int | None = None
    """Engineers who know this code."""
    share: float = 1.0
    """Share of their time, above 0 up to 1."""
    owner: str = ""
    """Who says so."""
    date: str = ""
    """ISO date of the declaration."""

    def knows(self, language: str) -> int | None:
        """Give how many engineers know a language."""
        return {"go": self.go, "rust": self.rust}.get(language)
