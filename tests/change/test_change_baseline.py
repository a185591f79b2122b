"""The baseline: its file, what changes no entry, and hours that add up."""

import math
import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator import decode_facts, load_rulebook
from estimator.change.baseline import (
    baseline_of,
    decode_baseline,
    encode_baseline,
    rule_prices,
)
from estimator.change.drift import compare_baselines, summarize
from estimator.errors import InputError
from estimator.model.baseline import Baseline, BaselineKey, Drift
from estimator.model.facts import FileRow, RepositoryFacts
from estimator.pipeline import invariants

FACTS = Path(__file__).parent.parent / "golden" / "facts"
RULES = load_rulebook()
PRICES = rule_prices(RULES)
EMPTY = encode_baseline(Baseline(counts={}))


def stored(name: str) -> RepositoryFacts:
    return decode_facts((FACTS / f"{name}.json").read_bytes())


def text_of(facts: RepositoryFacts) -> str:
    return encode_baseline(baseline_of(facts, PRICES))


def compared(before: Baseline, after: Baseline) -> Drift:
    return compare_baselines(before, after, PRICES, digest="d", sites={})


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = st.builds(
    BaselineKey,
    rule=st.sampled_from([*(price.rule for price in PRICES), "XX999"]),
    unit=texts,
    symbol=texts,
)
baselines = st.dictionaries(keys, st.integers(1, 50), max_size=12).map(
    lambda counts: Baseline(counts=dict(sorted(counts.items())))
)


@given(baselines)
def test_the_file_is_read_back_as_it_was_and_is_plain_toml(baseline: Baseline) -> None:
    text = encode_baseline(baseline)

    assert decode_baseline(text.encode(), "b") == baseline
    rows = tomllib.loads(text)["entries"]
    assert rows == [[k.rule, k.unit, k.symbol, n] for k, n in baseline.counts.items()]


@given(baselines, st.data())
def test_a_file_cut_off_anywhere_is_an_error(baseline: Baseline, data: st.DataObject) -> None:
    content = encode_baseline(baseline).encode()
    cut = data.draw(st.integers(0, len(content) - 1))

    with pytest.raises(InputError, match="line "):
        decode_baseline(content[:cut], "b")


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("version = 1", "version = 2", "version 2; this program reads version 1"),
        ("version = 1", "versions = 1", "it names no version"),
        ("entries = [", "entries = []", "cut off, or no baseline"),
        ('  ["A", "u", "s", 1],\n', '  ["A", "u", "s", 0],\n', "line 5: the count is below 1"),
        ('  ["A", "u", "s", 1],\n', '  ["A", "u", 1],\n', "line 5: "),
        ('  ["A", "u", "s", 1],\n', '  ["A", "u", "s", 1]\n', "line 5: this is no entry"),
        ('  ["A", "u", "s", 1],\n', '  ["A", "u", "s", "1"],\n', "line 5: "),
        ('  ["A", "u", "s", 1],\n', '  ["C", "u", "s", 1],\n', "line 6: entries are not sorted"),
        ('  ["A", "u", "s", 1],\n', '  ["B", "u", "s", 1],\n', "line 6: entries are not sorted"),
        ('  ["A"', '<<<<<<< ours\n  ["A"', "line 5: an open merge conflict"),
    ],
)
def test_a_damaged_file_is_an_error_with_its_line(old: str, new: str, what: str) -> None:
    rows = '  ["A", "u", "s", 1],\n  ["B", "u", "s", 1],\n'
    text = EMPTY.replace("entries = [\n", "entries = [\n" + rows)
    assert old in text
    decode_baseline(text.encode(), "b")

    with pytest.raises(InputError, match=what) as fault:
        decode_baseline(text.replace(old, new).encode(), "b")

    assert "estimator baseline write" in fault.value.hint


@pytest.mark.parametrize("content", [b"", b"\xff", b"# only words\n", b"{}\n"])
def test_no_baseline_at_all_is_an_error(content: bytes) -> None:
    with pytest.raises(InputError, match="line 1"):
        decode_baseline(content, "b")


@given(baselines, baselines)
def test_hours_of_the_items_sum_to_the_change_of_the_ledger(one: Baseline, other: Baseline) -> None:
    found = compared(one, other)

    assert math.isclose(found.hours, found.hours_after - found.hours_before, abs_tol=1e-9)
    back = compared(other, one)
    assert math.isclose(back.hours, -found.hours, abs_tol=1e-9)
    assert {(item.rule, item.unit, item.symbol) for item in found.items} == {
        (item.rule, item.unit, item.symbol) for item in back.items
    }


@given(baselines, keys)
def test_adding_then_removing_a_construct_returns_the_old_bytes(
    baseline: Baseline, key: BaselineKey
) -> None:
    counts = dict(baseline.counts)
    counts[key] = counts.get(key, 0) + 1
    more = Baseline(counts=dict(sorted(counts.items())))

    added, removed = compared(baseline, more), compared(more, baseline)

    assert [item.after - item.before for item in added.items] == [1]
    assert [item.after - item.before for item in removed.items] == [-1]
    assert added.items[0].state in {"new", "grown"}
    assert removed.items[0].state in {"gone", "shrunk"}
    assert added.items[0].hours == pytest.approx(-removed.items[0].hours)
    assert compared(baseline, baseline).items == ()


@pytest.mark.parametrize("name", ["rathole", "gotify-server"])
def test_the_hours_are_those_of_the_ledger(name: str) -> None:
    facts = stored(name)
    ledger = invariants(facts, RULES)

    found = summarize(baseline_of(facts, PRICES), PRICES, digest="d")

    assert found.hours == pytest.approx(ledger.whole.hours)
    assert {one.rule: one.hours for one in found.rules} == {
        entry.rule: pytest.approx(entry.hours.likely) for entry in ledger.entries
    }


@given(st.randoms(use_true_random=False))
def test_the_order_of_files_never_matters(random: object) -> None:
    facts = stored("rathole")
    rows = list(facts.files)
    random.shuffle(rows)  # type: ignore[attr-defined]  # hypothesis gives a random.Random

    assert text_of(msgspec.structs.replace(facts, files=tuple(rows))) == text_of(facts)


def test_a_moved_file_changes_no_byte() -> None:
    facts = stored("rathole")

    def moved(row: FileRow) -> FileRow:
        return msgspec.structs.replace(row, path=f"elsewhere/{row.path}")

    assert text_of(msgspec.structs.replace(facts, files=tuple(map(moved, facts.files)))) == text_of(
        facts
    )


def test_a_rule_that_is_no_more_is_named_and_costs_nothing() -> None:
    old = Baseline(counts={BaselineKey(rule="XX999", unit="u", symbol="s"): 3})

    (item,) = compared(old, Baseline(counts={})).items

    assert (item.state, item.hours) == ("gone", 0)
    assert "do not have" in item.title
    assert summarize(old, PRICES, digest="d").rules[0].hours == 0
