"""Hot paths and what each holds -> the same paths, each with what others of the list hold too.

Code that two paths drag along is a part of each path alone. A sum over paths counts it once: with
the first path of the list that holds it, so that the sum of the first few paths is right too.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from msgspec.structs import replace

from estimator.model.hotpaths import HotPath

Held: TypeAlias = Mapping[tuple[str, int], int]
"""(function or type, its number) -> its lines."""


def with_overlap(paths: Sequence[HotPath], held: Sequence[Held]) -> tuple[HotPath, ...]:
    """Fill in `shared_with`, `shared_lines` and `counted_before`; `held` goes with `paths`."""
    return tuple(
        replace(
            path,
            shared_with=tuple(
                other.id
                for other, theirs in zip(paths, held, strict=True)
                if other is not path and not own.keys().isdisjoint(theirs)
            ),
            shared_lines=_common(own, (*held[:at], *held[at + 1 :])),
            counted_before=_common(own, held[:at]),
        )
        for at, (path, own) in enumerate(zip(paths, held, strict=True))
    )


def _common(own: Held, others: Iterable[Held]) -> int:
    """Sum the lines of what any of the others holds too."""
    theirs = {one for other in others for one in other}
    return sum(lines for one, lines in own.items() if one in theirs)
