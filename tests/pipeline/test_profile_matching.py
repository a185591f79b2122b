"""Recorded profiles matched with the programs that they were recorded of."""

from pathlib import Path

import pytest

from estimator.model.config import Config, ScanConfig
from estimator.model.profile import MeasuredTime
from estimator.profiles.read import read_profile
from estimator.scanning import scan_files
from estimator.structure.measured import match
from estimator.structure.owncode import own_code, own_functions

RECORDED = Path(__file__).resolve().parents[1] / "fixtures" / "profiles"


def measured(program: str, profile: str) -> MeasuredTime:
    found = scan_files(RECORDED / program, config=Config(scan=ScanConfig(use_cache=False)))
    content = (RECORDED / profile).read_bytes()
    functions = own_functions(found.facts, found.parsed, program)
    return match(read_profile(content, source=profile), functions, own_code(found.facts, program))


def test_all_own_time_of_a_go_program_is_found() -> None:
    time = measured("go", "cpu.pprof")

    assert (time.match_rate, time.line_agreement) == (1.0, 1.0)
    hottest = {each.symbol: each for each in time.functions}
    assert {"Sum", "Largest", "Filler.Fill", "Point.Dot", "each", "run", "main"} <= set(hottest)
    assert hottest["main"].cumulative > 0.7
    assert hottest["main"].unit == "example.com/busy"
    assert hottest["Largest"].call_path[:2] == ("main", "run")
    assert time.functions[0].symbol in {"Sum", "Largest"}


def test_inlined_calls_that_debug_information_names_are_found() -> None:
    time = measured("rust", "rust.pprof")

    assert (time.match_rate, time.line_agreement) == (1.0, 1.0)
    hottest = {each.symbol: each for each in time.functions}
    assert hottest["areas"].call_path == ("main", "areas")
    assert hottest["scaled"].cumulative > 0


@pytest.mark.parametrize("profile", ["rust-v0.folded", "rust-legacy.folded", "rust.svg"])
def test_all_own_time_of_a_rust_program_is_found(profile: str) -> None:
    time = measured("rust", profile)

    assert time.match_rate == 1.0
    symbols = {each.symbol for each in time.functions}
    assert {"main", "areas", "Area::twice"} <= symbols
    assert time.functions[0].symbol in {"areas", "main", "collect", "hashed"}
    assert time.shares.own > 0.2
