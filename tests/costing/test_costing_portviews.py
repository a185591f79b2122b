"""The nearest ports and COCOMO, by hand."""

import msgspec
import pytest
from costing_builders import built_in_rules

from estimator.costing.constants import Constants
from estimator.costing.portviews import Reference, nearest, port_views, quantile, reference_class

CONSTANTS = Constants(values=built_in_rules().constants)


def reference(name: str, size_kloc: float) -> Reference:
    return Reference(name=name, size_kloc=size_kloc, effort=1, ratio=1)


def test_the_nearest_are_nearest_by_ratio_of_sizes() -> None:
    candidates = (reference("far", 9), reference("half", 2), reference("most", 6))
    assert [one.name for one in nearest(4, candidates, 2)] == ["most", "half"]


def test_ties_go_by_name() -> None:
    candidates = (reference("b", 2), reference("a", 8))
    assert [one.name for one in nearest(4, candidates, 1)] == ["a"]


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.1, 1.4), (0.5, 3), (0.9, 4.6), (1, 5)])
def test_a_quantile_lies_between_its_neighbors(share: float, value: float) -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0, 5.0], share) == pytest.approx(value)


def test_the_reference_class_is_their_ratio_at_this_size() -> None:
    (view,) = reference_class(30, "rust-to-go", built_in_rules())
    # of the five largest the middle is tikv-raftstore, cairo-vm, tch-rs, biscuit-rust, extism
    ratios = sorted(
        effort / (5.196152 * (size / 30) ** 0.75)
        for effort, size in (
            (1.48, 16.001),
            (2.55, 14.889),
            (3.03, 6.338),
            (1.45, 5.282),
            (0.94, 2.614),
        )
    )
    assert view.p50 == pytest.approx(5.196152 * ratios[2], rel=1e-5)
    assert view.low < view.p50 < view.high
    assert "tikv-raftstore>unistore (16 kLoC)" in view.note


def test_anecdotes_are_no_reference() -> None:
    rules = built_in_rules()
    ports = {
        key: msgspec.structs.replace(port, in_statistics=False) for key, port in rules.ports.items()
    }
    assert reference_class(30, "rust-to-go", msgspec.structs.replace(rules, ports=ports)) == ()


def test_cocomo_says_how_wrong_it_is() -> None:
    view = port_views(10, "go-to-rust", built_in_rules())[-1]
    assert view.id == "cocomo"
    assert view.p50 == pytest.approx(2.4 * 10**1.05)
    assert "on the 11 finished ports of this direction it was 5.2 x too high" in view.note


def test_cocomo_without_known_ports_claims_nothing_about_them() -> None:
    rules = msgspec.structs.replace(built_in_rules(), ports={})
    assert "ports" not in port_views(10, "go-to-rust", rules)[-1].note
