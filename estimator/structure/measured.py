"""A profile and the functions of a repository into measured time: whose code the samples are in.

Words as the ground truth defines them: *flat* is time whose innermost frame is the function,
*nearest* time whose innermost own frame it is, so that what libraries, runtime and kernel do for it
is its own, and *cumulative* time with the function anywhere on the stack.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from estimator.model.profile import (
    MeasuredCall,
    MeasuredFunction,
    MeasuredPlace,
    MeasuredTime,
    OwnCode,
    OwnFunction,
    Profile,
    TimeKind,
    UnmatchedSymbol,
)
from estimator.structure.goindex import GoIndex
from estimator.structure.place import Index, Place
from estimator.structure.rustindex import RustIndex
from estimator.structure.timekinds import kind_of, shares_of

MAX_UNMATCHED = 20
_INDICES: Mapping[str, Callable[[Sequence[OwnFunction], OwnCode], Index]] = {
    "go": GoIndex,
    "rust": RustIndex,
}


def match(profile: Profile, functions: Sequence[OwnFunction], own: OwnCode) -> MeasuredTime:
    """Match the samples of a profile with the functions of one language.

    Args:
        profile: with at least one stack that has time.
        functions: all functions of the language, tests included: they tell a wrong profile.
        own: how own frames are recognized.
    """
    index = _INDICES[own.language](functions, own)
    places = [index.place(frame) for frame in profile.frames]
    kinds = [
        TimeKind.OWN if place.is_own else kind_of(frame, own.language)
        for place, frame in zip(places, profile.frames, strict=True)
    ]
    tally = _Tally(places, kinds)
    for stack in profile.stacks:
        tally.add(stack.frames, stack.value)
    return tally.result(own.language, [frame.symbol for frame in profile.frames])


class _Sums:
    """Time of one thing by the three measures."""

    __slots__ = ("cumulative", "flat", "nearest")

    def __init__(self) -> None:
        self.flat = 0.0
        self.nearest = 0.0
        self.cumulative = 0.0


class _Tally:
    """Time by function, file, unit, call and kind, as stacks come in."""

    def __init__(self, places: Sequence[Place], kinds: Sequence[TimeKind]) -> None:
        self._places = places
        self._kinds = kinds
        self._total = 0.0
        self._own_flat = self._own_nearest = 0.0
        self._found_flat = self._found_nearest = self._agreeing = 0.0
        self._functions: dict[OwnFunction, _Sums] = defaultdict(_Sums)
        self._files: dict[str, _Sums] = defaultdict(_Sums)
        self._units: dict[str, _Sums] = defaultdict(_Sums)
        self._calls: dict[tuple[OwnFunction, OwnFunction], float] = defaultdict(float)
        self._by_kind: dict[TimeKind, float] = defaultdict(float)
        self._behalf: dict[OwnFunction, dict[TimeKind, float]] = {}
        self._chains: dict[OwnFunction, dict[tuple[OwnFunction, ...], float]] = {}
        self._unmatched: dict[int, float] = defaultdict(float)

    def add(self, frames: Sequence[int], value: float) -> None:
        """Count one stack, innermost frame first."""
        kind = self._kinds[frames[0]] if frames else TimeKind.UNKNOWN
        self._total += value
        self._by_kind[kind] += value
        own = [frame for frame in frames if self._places[frame].is_own]
        if not own:
            return
        self._innermost(own[0], value, kind, is_leaf=own[0] == frames[0])
        self._along([place.function for place in map(self._places.__getitem__, own)], value)

    def _innermost(self, frame: int, value: float, kind: TimeKind, *, is_leaf: bool) -> None:
        place = self._places[frame]
        self._own_nearest += value
        self._own_flat += value if is_leaf else 0.0
        function = place.function
        if function is None:
            self._unmatched[frame] += value
            return
        self._found_nearest += value
        self._agreeing += value if place.lines_agree else 0.0
        self._found_flat += value if is_leaf else 0.0
        for sums in (
            self._functions[function],
            self._files[function.path],
            self._units[function.unit],
        ):
            sums.nearest += value
            sums.flat += value if is_leaf else 0.0
        behalf = self._behalf.setdefault(function, defaultdict(float))
        behalf[kind] += value

    def _along(self, stack: Sequence[OwnFunction | None], value: float) -> None:
        """Count what is on the stack once each, and the calls between its own functions."""
        found = [function for function in stack if function is not None]
        chain = [
            function
            for index, function in enumerate(found)
            if index == 0 or function != found[index - 1]
        ]
        for function in dict.fromkeys(chain):
            self._functions[function].cumulative += value
        for path in dict.fromkeys(function.path for function in chain):
            self._files[path].cumulative += value
        for unit in dict.fromkeys(function.unit for function in chain):
            self._units[unit].cumulative += value
        for call in dict.fromkeys(zip(chain[1:], chain, strict=False)):
            self._calls[call] += value
        if stack[0] is not None:
            chains = self._chains.setdefault(stack[0], defaultdict(float))
            chains[tuple(reversed(chain))] += value

    def result(self, language: str, symbols: Sequence[str]) -> MeasuredTime:
        """Turn the sums into shares, sorted."""
        functions = sorted(self._functions, key=self._rank)
        numbers = {function: index for index, function in enumerate(functions)}
        calls = sorted(
            (numbers[caller], numbers[callee], value)
            for (caller, callee), value in self._calls.items()
        )
        kinds = {
            kind: self._by_kind[kind] / self._total for kind in TimeKind if self._by_kind[kind]
        }
        return MeasuredTime(
            language=language,
            functions=tuple(map(self._function, functions)),
            units=self._ordered(self._units),
            files=self._ordered(self._files),
            calls=tuple(
                MeasuredCall(caller=caller, callee=callee, share=value / self._total)
                for caller, callee, value in calls
            ),
            kinds=kinds,
            shares=shares_of(kinds),
            own_flat=self._own_flat / self._total,
            own_nearest=self._own_nearest / self._total,
            match_rate=_part(self._found_nearest, self._own_nearest),
            match_rate_flat=_part(self._found_flat, self._own_flat),
            line_agreement=_part(self._agreeing, self._found_nearest),
            unmatched=self._missing(symbols),
        )

    def _rank(self, function: OwnFunction) -> tuple[float, float, float, str, int, str]:
        sums = self._functions[function]
        return (
            -sums.nearest,
            -sums.flat,
            -sums.cumulative,
            function.path,
            function.line,
            function.symbol,
        )

    def _function(self, function: OwnFunction) -> MeasuredFunction:
        sums = self._functions[function]
        behalf = self._behalf.get(function, {})
        chains = self._chains.get(function, {})
        heaviest = min(
            chains,
            key=lambda chain: (-chains[chain], len(chain), [each.symbol for each in chain]),
            default=(function,),
        )
        return MeasuredFunction(
            unit=function.unit,
            path=function.path,
            symbol=function.symbol,
            line=function.line,
            end_line=function.end_line,
            code_lines=function.code_lines,
            role=function.role,
            flat=sums.flat / self._total,
            nearest=sums.nearest / self._total,
            cumulative=sums.cumulative / self._total,
            kinds={kind: behalf[kind] / self._total for kind in TimeKind if behalf.get(kind)},
            call_path=tuple(each.symbol for each in heaviest),
        )

    def _ordered(self, sums: dict[str, _Sums]) -> tuple[MeasuredPlace, ...]:
        names = sorted(sums, key=lambda name: (-sums[name].nearest, -sums[name].cumulative, name))
        return tuple(
            MeasuredPlace(
                name=name,
                flat=sums[name].flat / self._total,
                nearest=sums[name].nearest / self._total,
                cumulative=sums[name].cumulative / self._total,
            )
            for name in names
        )

    def _missing(self, symbols: Sequence[str]) -> tuple[UnmatchedSymbol, ...]:
        by_symbol: dict[str, float] = defaultdict(float)
        for frame, value in self._unmatched.items():
            by_symbol[symbols[frame]] += value
        order = sorted(by_symbol, key=lambda symbol: (-by_symbol[symbol], symbol))
        return tuple(
            UnmatchedSymbol(symbol=symbol, share=by_symbol[symbol] / self._total)
            for symbol in order[:MAX_UNMATCHED]
        )


def _part(some: float, whole: float) -> float:
    return some / whole if whole else 1.0
