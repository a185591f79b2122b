"""The inputs of a price, each moved over its plausible range alone -> how far P50 swings."""

import math
from collections.abc import Callable, Iterator, Mapping

from msgspec.structs import replace

from estimator.costing.constants import Constants
from estimator.costing.drivers import PortInputs, reference
from estimator.costing.hotpaths import HotPathSize, SplitTerms, split
from estimator.costing.wholeport import whole_port
from estimator.model.estimate import Swing
from estimator.model.rules import Rulebook
from estimator.model.source import Value

_HOW: Mapping[str, str] = {
    "size": "Exclude dead, generated and copied code (`exclude`), and say what will be added while"
    " the port runs.",
    "invariants": "Read the evidence lines of the largest entries and strike out those that are"
    " none.",
    "dependencies": "List the packages that the port really replaces, after removing unused ones.",
    "spread": "Decide which units move together, and which are dropped.",
    "calibration": "Record the effort of finished ports of this team; four of them halve what is"
    " unknown here.",
    "declared": "Declare what makes this port unlike others (`[factors]`), with the reason.",
    "llm": "Port one typical unit with the assistant and one without, and compare the hours.",
    "path-size": "Take a CPU profile of the real workload and count the lines of what is hot and"
    " what has to move with it.",
    "items": "Draw the boundary: list the functions and types that cross it.",
    "paths": "Take a CPU profile of the real workload; it says how many paths matter.",
}
_HOW_MEASURED = (
    "Read what moves along with the hot functions, and leave out what could stay behind."
)
_Price = Callable[[float], float]


class Boundary(Value, frozen=True, kw_only=True):
    """What a part of a repository costs beside its own port, and what caps the sum, EM at P50."""

    effort: float
    """Boundaries and toolchain, with C = F = 1."""
    cap: float
    """The whole port, with C = F = 1."""


def port_sensitivity(  # noqa: PLR0913  # four of them are keywords
    size_kloc: float,
    inputs: PortInputs,
    *,
    scenario: str,
    has_oracle: bool,
    rulebook: Rulebook,
    boundary: Boundary | None = None,
) -> tuple[Swing, ...]:
    """Move each input of a whole port over its range, EM at P50; the largest swing first.

    An input that was not counted is moved around the reference of this size. LLM assistance acts
    only with an oracle, so without one it is left out. With a `boundary`, a part moves behind it:
    the boundary is paid beside the port and multiplied like it, and the cap holds.
    """
    constants = Constants(values=rulebook.constants)

    def p50(size: float, changed: PortInputs) -> float:
        port = whole_port(size, changed, scenario=scenario, rulebook=rulebook).p50
        if boundary is None:
            return port
        times = changed.calibration * changed.declared
        return min(port + boundary.effort * times, boundary.cap * times)

    def counted(name: str, field: str) -> Swing:
        value = getattr(inputs, field)
        usual = reference(name, size_kloc, scenario, constants) if value is None else value
        low, high = _ratios(f"{name}.{scenario}", usual, constants)
        return _swing(name, low, high, lambda at: p50(size_kloc, replace(inputs, **{field: at})))

    low, high = _ratios("size", size_kloc, constants)
    return _largest_first(
        _swing("size", low, high, lambda at: p50(at, inputs)),
        counted("invariants", "ledger_hours"),
        counted("dependencies", "dependencies"),
        counted("spread", "units"),
        *_declared(inputs, lambda changed: p50(size_kloc, changed), constants, llm=has_oracle),
    )


def split_sensitivity(
    paths: tuple[HotPathSize, ...],
    terms: SplitTerms,
    *,
    has_oracle: bool,
    is_assumed: bool = True,
    rulebook: Rulebook,
) -> tuple[Swing, ...]:
    """Move each input of a split over its range, EM at P50; the largest swing first.

    All paths grow and shrink together, and never beyond the whole repository. The number of paths
    moves only where they are assumed, the items only where nobody counted them.
    """
    constants = Constants(values=rulebook.constants)

    def p50(moved: tuple[HotPathSize, ...], changed: PortInputs) -> float:
        return split(moved, replace(terms, inputs=changed), rulebook=rulebook).effort.p50

    def sized(size: float) -> float:
        moved = (replace(path, size_kloc=path.size_kloc * (size / whole)) for path in paths)
        return p50(tuple(moved), terms.inputs)

    def crossing(items: float) -> float:
        return p50(tuple(replace(path, items=items) for path in paths), terms.inputs)

    def times(count: float) -> float:
        return p50((first,) * int(count), terms.inputs)

    first = paths[0]
    whole = math.fsum(path.size_kloc for path in paths)
    room = terms.whole_kloc
    smallest, largest = _ratios("path-size", whole, constants)
    few, many = _range("paths", constants)
    fitting = max(few, min(many, terms.whole_kloc // first.size_kloc))
    size = _swing("path-size", min(smallest, room), min(largest, room), sized)
    return _largest_first(
        size if is_assumed else replace(size, how_to_obtain=_HOW_MEASURED),
        *(
            [_swing("items", *_range("items", constants), crossing)]
            if any(path.items is None for path in paths)
            else []
        ),
        *([_swing("paths", few, fitting, times)] if is_assumed else []),
        *_declared(terms.inputs, lambda changed: p50(paths, changed), constants, llm=has_oracle),
    )


def _declared(
    inputs: PortInputs, price: Callable[[PortInputs], float], constants: Constants, *, llm: bool
) -> Iterator[Swing]:
    """Move what people declare; calibration and factors around what is used."""
    low, high = _ratios("calibration", inputs.calibration, constants)
    yield _swing("calibration", low, high, lambda at: price(replace(inputs, calibration=at)))
    low, high = _ratios("declared", inputs.declared, constants)
    yield _swing("declared", low, high, lambda at: price(replace(inputs, declared=at)))
    if llm:
        low, high = _range("llm", constants)
        low, high = min(low, inputs.llm), max(high, inputs.llm)
        yield _swing("llm", low, high, lambda at: price(replace(inputs, llm=at)))


def _range(name: str, constants: Constants) -> tuple[float, float]:
    return constants.get(f"sensitivity.{name}.low"), constants.get(f"sensitivity.{name}.high")


def _ratios(name: str, around: float, constants: Constants) -> tuple[float, float]:
    low, high = _range(name, constants)
    return around * low, around * high


def _swing(name: str, low: float, high: float, price: _Price) -> Swing:
    return Swing(
        input=name,
        low=low,
        high=high,
        p50_low=price(low),
        p50_high=price(high),
        how_to_obtain=_HOW[name],
    )


def _largest_first(*swings: Swing) -> tuple[Swing, ...]:
    return tuple(
        sorted(swings, key=lambda swing: (-abs(swing.p50_high - swing.p50_low), swing.input))
    )
