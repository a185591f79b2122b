"""What moving one hot path costs, in each form of boundary, and what its calls take."""

from estimator.model.estimate import Effort
from estimator.model.source import Value


class CallTime(Value, frozen=True, kw_only=True):
    """The time that calls over a boundary take, without the work in them."""

    microseconds: float
    """One call and its answer, the least that the rules know of."""
    microseconds_most: float
    """The same with what it carries copied, the most that they know of."""
    calls_per_second: float | None = None
    """As declared; None: nobody said."""
    busy: float | None = None
    """Seconds of calls in each second: calls a second x most microseconds / 10^6."""
    calls_per_busy_second: float
    """How many such calls, one after another, take one second."""


class BoundaryNote(Value, frozen=True, kw_only=True):
    """One thing that the boundary's hours are for."""

    rule: str
    title: str


class PathPrice(Value, frozen=True, kw_only=True):
    """One path behind one form of boundary, EM, without the toolchain: that is paid once."""

    form: str
    """sidecar or library."""
    effort: Effort
    """Never more than the whole port, at each quantile."""
    uncapped: Effort
    """Core and boundary before the cap."""
    is_capped: bool
    core: float
    """P50 before the cap."""
    boundary: float
    """P50 before the cap."""
    size_kloc: float
    """Its own lines and those that it drags along."""
    items: float
    """Functions and types that cross."""
    is_kept: bool = False
    """The path stays in its language and the rest moves: the boundary alone is priced."""
    are_items_assumed: bool
    """No cut is known, so the number of items is the assumed one."""
    parts: tuple[BoundaryNote, ...]
    """What the boundary's hours are for, by rank; they are not split further."""
    call: CallTime


class PathChoice(Value, frozen=True, kw_only=True):
    """Both forms of one path and which of them to take."""

    id: str
    """Of the path."""
    prices: tuple[PathPrice, ...]
    """sidecar, then library."""
    form: str
    """What to take: sidecar, unless the library wins."""
    reason: str
    """Why, in one sentence."""


class PricedPaths(Value, frozen=True, kw_only=True):
    """All paths of one language, each priced alone."""

    choices: tuple[PathChoice, ...]
    rest_moves_to: str = ""
    """Language that the rest moves to, where the paths stay; "" where the paths move."""
    toolchain: float
    """P50, EM, paid once a repository; 0 where it builds the target language already."""
