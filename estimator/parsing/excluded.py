"""Source files that the configuration leaves out, into how many lines of code that is."""

from collections.abc import Iterable, Mapping

from estimator.languages import LANGUAGES
from estimator.parsing.lexing import SourceText
from estimator.storage import read_inside


def excluded_lines(
    root: str, paths: Iterable[str], languages: Mapping[str, str], *, max_bytes: int
) -> int:
    """Count the code lines of the files that can be read; one that is too large is left out.

    Args:
        root: the absolute path of the scanned folder.
        paths: relative to the root.
        languages: file suffix with its dot -> language id.
        max_bytes: of one file.
    """
    lines = 0
    for path in paths:
        try:
            content = read_inside(root, path, max_bytes=max_bytes)
        except OSError:  # gone, a link, not readable: what it holds is not known
            continue
        if len(content) <= max_bytes:
            lexis = LANGUAGES[languages[path[path.rfind(".") :]]].lexis
            lines += SourceText(content, lexis).count().code
    return lines
