"""Profiles merged with weights, and profile files found and read."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_builders import fixture, times

from estimator.errors import EstimatorError, InputError
from estimator.model.profile import Profile
from estimator.model.source import RepositoryIdentity, Skipped, Tree
from estimator.profiles.files import read_content, read_found, split_weight
from estimator.profiles.find import MAX_FOUND, find_profiles
from estimator.profiles.merge import merge
from estimator.profiles.read import read_profile

COUNTS = st.dictionaries(st.sampled_from(["a", "b;c", "a;d"]), st.integers(1, 99), min_size=1)


def profile(counts: dict[str, int], *, source: str = "p.folded") -> Profile:
    text = "".join(f"{stack} {count}\n" for stack, count in counts.items())
    return read_profile(text.encode(), source=source)


def tree(*others: str, root: str = "/nowhere") -> Tree:
    return Tree(
        root=root,
        identity=RepositoryIdentity(name="r"),
        files=(),
        others=others,
        manifests={},
    )


def test_each_profile_has_the_part_that_its_weight_says() -> None:
    merged = merge([(profile({"a": 1}), 3.0), (profile({"b": 900, "c": 100}), 1.0)])

    assert times(merged) == pytest.approx({("a",): 0.75, ("b",): 0.225, ("c",): 0.025})
    assert (merged.unit, merged.samples) == ("share", 1001)


@given(COUNTS, COUNTS, st.integers(2, 50))
def test_how_long_a_profile_was_recorded_does_not_matter(
    one: dict[str, int], other: dict[str, int], factor: int
) -> None:
    longer = {stack: count * factor for stack, count in one.items()}

    shares = times(merge([(profile(one), 1.0), (profile(other), 2.0)]))

    assert times(merge([(profile(longer), 1.0), (profile(other), 2.0)])) == pytest.approx(shares)
    assert sum(shares.values()) == pytest.approx(1.0)


def test_a_single_profile_stays_as_it_is() -> None:
    only = profile({"a": 2})

    assert merge([(only, 5.0)]) is only


def test_a_merged_profile_names_its_sources_and_its_oldest_commit() -> None:
    old = msgspec.structs.replace(profile({"a": 1}, source="x"), commit="c1", age_days=9)
    new = msgspec.structs.replace(profile({"a": 1}, source="y"), commit="c2", age_days=1)

    merged = merge([(new, 1.0), (old, 1.0), (new, 1.0)])

    assert (merged.source, merged.commit, merged.age_days) == ("y, x", "c1", 9)
    assert merged.kind == "folded"


def test_unknown_sample_counts_stay_unknown() -> None:
    cycles = read_profile(b"a 5000000\nb 7000000\n", source="x")

    assert merge([(profile({"a": 1}), 1.0), (cycles, 1.0)]).samples is None


@pytest.mark.parametrize("weight", [0.0, -1.0, float("inf"), float("nan")])
def test_a_weight_has_to_be_above_zero(weight: float) -> None:
    with pytest.raises(InputError, match=r"p\.folded: the weight .* is not above zero"):
        merge([(profile({"a": 1}), weight)])


def test_nothing_cannot_be_merged() -> None:
    with pytest.raises(InputError, match="no profile"):
        merge([])


@pytest.mark.parametrize(
    ("text", "file", "weight"),
    [
        ("cpu.pprof", "cpu.pprof", 1.0),
        ("cpu.pprof=2", "cpu.pprof", 2.0),
        ("a=b/cpu.pprof=0.5", "a=b/cpu.pprof", 0.5),
        ("run=2=1", "run=2", 1.0),
        ("run=x", "run=x", 1.0),
    ],
)
def test_a_weight_stands_behind_the_file(text: str, file: str, weight: float) -> None:
    assert split_weight(text) == (file, weight)


def test_a_weight_of_zero_is_refused() -> None:
    with pytest.raises(InputError, match="above zero"):
        split_weight("cpu.pprof=0")


def test_profiles_are_found_by_name_the_best_first() -> None:
    found = find_profiles(
        tree(
            "cmd/tool/default.pgo",
            "default.pgo",
            "docs/flamegraph.svg",
            "logo.svg",
            "perf/cpu.pprof",
            "perf/heap.pprof",
            "perf/out.pprof",
            "perf/stacks.folded",
            "testdata/default.pgo",
            "vendor/x/default.pgo",
        )
    )

    assert found == (
        "default.pgo",
        "cmd/tool/default.pgo",
        "perf/cpu.pprof",
        "perf/out.pprof",
        "docs/flamegraph.svg",
        "perf/stacks.folded",
    )


def test_only_so_many_are_found() -> None:
    assert len(find_profiles(tree(*(f"p{n}.pprof" for n in range(50))))) == MAX_FOUND


def test_a_found_profile_is_read_from_the_tree(tmp_path: Path) -> None:
    (tmp_path / "default.pgo").write_bytes(fixture("cpu.pprof"))
    (tmp_path / "heap.pprof").write_bytes(fixture("heap.pprof"))
    (tmp_path / "link.pprof").symlink_to(tmp_path / "default.pgo")
    found = tree(root=str(tmp_path))

    good = read_found(found, "default.pgo")

    assert isinstance(good, tuple)
    assert good[1].source == "default.pgo"
    assert read_found(found, "heap.pprof") == Skipped(
        path="heap.pprof", reason="a heap profile, not one of CPU"
    )
    link = read_found(found, "link.pprof")
    assert isinstance(link, Skipped)
    assert "symbolic link" in link.reason


def test_a_named_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "cpu.pprof"
    file.write_bytes(b"a 1\n")

    assert read_content(file) == b"a 1\n"


@pytest.mark.parametrize(
    ("error", "what"),
    [(PermissionError(), "no permission"), (OSError(5, "Input/output error"), "Input/output")],
)
def test_what_the_disk_refuses_is_said(
    monkeypatch: pytest.MonkeyPatch, error: OSError, what: str
) -> None:
    def refuse(_path: Path, _mode: str) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)

    with pytest.raises(EstimatorError, match=what):
        read_content(Path("cpu.pprof"))


@pytest.mark.parametrize(("name", "what"), [("gone", "does not exist"), ("", "is a folder")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read_content(tmp_path / name)
