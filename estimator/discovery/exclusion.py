"""gitignore-style patterns into a test of paths."""

from collections.abc import Callable, Sequence

from estimator.errors import InputError


def exclusion(patterns: Sequence[str], *, key: str = "exclude") -> Callable[[str], bool]:
    """A predicate: does one of the patterns of `key` fit this path (relative to the root)?

    Raises:
        InputError: a pattern has no meaning; the message names it.
    """
    if not patterns:
        return lambda _path: False
    from pathspec import GitIgnoreSpec  # noqa: PLC0415  # 30 ms that most runs do not need

    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
        except ValueError as error:
            raise InputError(
                f"{key}: {pattern!r} is not a gitignore pattern",
                hint="Patterns are as in .gitignore, for example legacy/ or *_gen.go.",
            ) from error
    return GitIgnoreSpec.from_lines(patterns).match_file
