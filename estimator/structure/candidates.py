"""Turns the functions of product code into static hot-path candidates: from source, not measured.

Score: 0.5 log10(1 + work) + log10(lines) + 0.3 name, the static ranking that held up leave-one-
owner-out on 26 repositories with a committed CPU profile, here without its call-graph term. Its
weights move no cost. Of 20 such names about 3 carry real CPU.

`work` sums branches, assignments, arithmetic, comparisons and indexing (1 each) and calls (3), each
times 10 ** loop depth, the depth capped at 4; the walk over the file counts it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from heapq import nlargest, nsmallest
from math import log10
from typing import NamedTuple

from estimator.model.facts import Candidate, Layout
from estimator.model.source import FunctionFacts, ParsedFile, Role, Skipped

MAX_CANDIDATES = 20
_HOT = ("parse", "encode", "decode", "hash", "scan", "match", "compress", "render", "step")
_COLD = (
    *("init", "new", "config", "register", "flag", "help", "print", "string", "error"),
    *("open", "close", "load", "save", "main", "test"),
)
_ENDINGS = ("", "s", "es", "d", "r", "er", "ed", "or", "f", "ln", "ing")
_NAME = 0.3
_SLACK = 1e-6
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


class _Function(NamedTuple):
    """A function of product code with its place."""

    path: str
    unit: str
    facts: FunctionFacts


def find_candidates(
    parsed: Sequence[ParsedFile],
    roles: Mapping[str, Role],
    layouts: Mapping[str, Layout],
) -> dict[str, tuple[Candidate, ...]]:
    """Pick the 20 functions of each language that score highest; by unit and symbol.

    The order says nothing about importance. `roles` are those of `facts.roles`: tests, vendored,
    generated and example code are out.
    """
    functions: dict[str, list[_Function]] = {}
    for file in parsed:
        if isinstance(file.facts, Skipped) or roles[file.source.path] is not Role.PRODUCT:
            continue
        path, language = file.source.path, file.source.language
        unit = layouts[language].unit_of_file.get(path, "") if language in layouts else ""
        functions.setdefault(language, []).extend(
            _Function(path, unit, facts) for facts in file.facts.functions if not facts.is_test
        )
    return {
        language: _named(
            language, nsmallest(MAX_CANDIDATES, _promising(functions[language]), key=_rank)
        )
        for language in sorted(functions)
        if functions[language]
    }


def _promising(functions: Sequence[_Function]) -> Iterator[_Function]:
    """Those that a name can still lift among the best; names are costly to look at."""
    weights = [_weight(function.facts) for function in functions]
    best = nlargest(MAX_CANDIDATES, weights)
    least = best[-1] - 2 * _NAME - _SLACK
    return (
        function for function, weight in zip(functions, weights, strict=True) if weight >= least
    )


def _rank(function: _Function) -> tuple[float, str, int, str]:
    return -score(function.facts), function.path, function.facts.line, function.facts.symbol


def score(function: FunctionFacts) -> float:
    """Score one function as the module says; the figure orders and is never shown."""
    hot, cold = _name_words(function.symbol)
    return _weight(function) + _NAME * (bool(hot) - bool(cold))


def _weight(function: FunctionFacts) -> float:
    """The score without the name."""
    return 0.5 * log10(1 + function.work) + log10(max(1, function.code_lines))


def _name_words(symbol: str) -> tuple[str, str]:
    """Find the first hot and the first cold word in a function's own name."""
    name = re.split(r"[.:]", symbol)[-1]
    stems = [_STEMS[word] for found in _WORD.findall(name) if (word := found.lower()) in _STEMS]
    hot = next((stem for stem in stems if stem in _HOT), "")
    cold = next((stem for stem in stems if stem in _COLD), "")
    return hot, cold


def _forms(stem: str) -> Iterator[str]:
    yield from (stem + ending for ending in _ENDINGS)
    yield stem.removesuffix("e") + "ing"


_STEMS: dict[str, str] = {form: stem for stem in (*_HOT, *_COLD) for form in _forms(stem)}


def _named(language: str, functions: Sequence[_Function]) -> tuple[Candidate, ...]:
    ordered = sorted(
        functions,
        key=lambda function: (
            function.unit,
            function.facts.symbol,
            function.path,
            function.facts.line,
        ),
    )
    candidates: dict[str, Candidate] = {}
    for function in ordered:
        found = _candidate(language, function, frozenset(candidates))
        candidates[found.id] = found
    return tuple(candidates.values())


def _candidate(language: str, function: _Function, taken: frozenset[str]) -> Candidate:
    facts = function.facts
    return Candidate(
        id=_stable_id(language, function, taken),
        unit=function.unit,
        symbol=facts.symbol,
        path=function.path,
        line=facts.line,
        code_lines=facts.code_lines,
        reasons=reasons_of(facts),
    )


def _stable_id(language: str, function: _Function, taken: frozenset[str]) -> str:
    """Name a candidate by unit and symbol; its file and place decide only between namesakes."""
    parts = [language, function.unit, function.facts.symbol]
    found = _digest(parts)
    while found in taken:
        parts.append(f"{function.path}:{len(parts)}")
        found = _digest(parts)
    return found


def _digest(parts: Sequence[str]) -> str:
    return "hp-" + sha256("\0".join(parts).encode()).hexdigest()[:6]


def reasons_of(facts: FunctionFacts, *, has_many_calls: bool = False) -> tuple[str, ...]:
    """Say why a function is listed, in a few words each."""
    return tuple(_reasons(facts, has_many_calls=has_many_calls))


def _reasons(facts: FunctionFacts, *, has_many_calls: bool) -> Iterator[str]:
    if has_many_calls:
        yield "many calls lead to it"
    if facts.loop_depth == 1:
        yield "work inside a loop"
    elif facts.loop_depth:
        yield f"work inside {facts.loop_depth} nested loops"
    yield f"{facts.code_lines} lines" if facts.code_lines != 1 else "1 line"
    hot, _ = _name_words(facts.symbol)
    if hot:
        yield f"name says {hot}"
