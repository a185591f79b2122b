"""The stages and layers of a wave -> its title."""

from collections.abc import Sequence

from estimator.model.planrules import Stage
from estimator.planning.pieces import Layer, Piece


def title_of(
    stages: Sequence[Stage], layers: Sequence[tuple[int, Layer]], in_plan: int, unit_kind: str
) -> str:
    """Name a wave: its stages, or the layers of units or the paths that it carries."""
    first, *others = (stage.title for stage in stages)
    if not layers:
        return ", ".join((first, *(f"{title[:1].lower()}{title[1:]}" for title in others)))
    pieces = [piece for _, layer in layers for piece in layer]
    if stages[0].part == "paths":
        return f"{first} {_paths(pieces)}"
    count = sum(len(piece.units) for piece in pieces)
    units = f"{count} {unit_kind}{'' if count == 1 else 's'}"
    if len(layers) == in_plan:
        return f"{first} the {unit_kind}" if count == 1 else f"{first} all {units}"
    low, high = layers[0][0], layers[-1][0]
    return f"{first} layer{f' {low}' if low == high else f's {low}-{high}'}: {units}"


def _paths(pieces: Sequence[Piece]) -> str:
    named = [piece.title for piece in pieces if piece.title]
    if len(pieces) == 1:
        return f"hot path {named[0]}" if named else "the hot path, as assumed"
    return f"{len(pieces)} hot paths: {', '.join(named)}" if named else f"{len(pieces)} hot paths"
