"""What a repository is for: each workload loud and quiet, and what further signals do to it."""

from collections.abc import Mapping
from typing import NamedTuple

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from workload_builders import crate, go_module, row, shown

from estimator.advice.signals import find_signals
from estimator.advice.workloads import find_workloads, workload_numbers
from estimator.model.advice import SignalFound, WorkloadFound
from estimator.model.advicerules import Workload, WorkloadSignal
from estimator.model.facts import RepositoryFacts
from estimator.model.rules import Rulebook
from estimator.rulebook.load import load_rulebook

RULES = load_rulebook()
NAMES = sorted(one.name for one in RULES.workloads.values())
PROGRAM = {"repo.programs": 1}
LIBRARY = {"repo.libraries": 1}


class Pair(NamedTuple):
    """A repository of a workload, and the like without what makes it one."""

    loud: RepositoryFacts
    quiet: RepositoryFacts


PAIRS: Mapping[str, Pair] = {
    "browser-engine": Pair(
        shown(row("dom/node.rs"), row("css/rule.rs"), counts=PROGRAM),
        shown(row("node/a.rs"), row("rule/a.rs"), counts=PROGRAM),
    ),
    "cli": Pair(
        shown(go=["github.com/spf13/cobra", "golang.org/x/term"], counts=PROGRAM),
        shown(go=["google.golang.org/grpc", "database/sql", "flag"], counts=PROGRAM),
    ),
    "codec": Pair(
        shown(row("huffman.go"), row("bitstream.go"), go=["math/bits"], counts=LIBRARY),
        shown(row("names.go"), row("lists.go"), go=["math/bits"], counts=LIBRARY),
    ),
    "crud-service": Pair(
        shown(
            go=["github.com/gin-gonic/gin", "database/sql", "github.com/lib/pq"],
            paths=["migrations/1_users.sql"],
            counts=PROGRAM,
        ),
        shown(go=["database/sql", "github.com/lib/pq"], paths=["migrations/1_users.sql"]),
    ),
    "database": Pair(
        shown(row("wal/log.rs"), row("planner/plan.rs"), crates=["raft::Node"], counts=PROGRAM),
        shown(row("log/log.rs"), row("plan/plan.rs"), counts=PROGRAM),
    ),
    "devops-glue": Pair(
        shown(go=["os/exec", "github.com/google/go-github/v60/github", "flag"], counts=PROGRAM),
        shown(go=["net/http", "flag"], counts=PROGRAM),
    ),
    "edge-runtime": Pair(
        shown(row("src/isolate.rs"), crates=["wasmtime::Engine"], counts=PROGRAM),
        shown(row("src/thing.rs"), crates=["tokio::fs"], counts=PROGRAM),
    ),
    "embedded": Pair(
        shown(row("src/a.rs"), crates=["cortex_m::asm"], counts={"rust.build.no_std": 1}),
        shown(row("src/a.rs"), counts=LIBRARY),
    ),
    "infrastructure-controller": Pair(
        shown(row("daemon/run.go"), go=["github.com/containerd/containerd"], counts=PROGRAM),
        shown(row("greeter/run.go"), go=["fmt"], counts=PROGRAM),
    ),
    "kubernetes-operator": Pair(
        shown(go=["sigs.k8s.io/controller-runtime/pkg/client"], paths=["config/crd/a.yaml"]),
        shown(go=["k8s.io/client-go/kubernetes"]),
    ),
    "library": Pair(
        shown(row("list.go"), modules=[go_module()], counts=LIBRARY),
        shown(row("main.go"), modules=[go_module()], counts=PROGRAM),
    ),
    "network-proxy": Pair(
        shown(row("upstream/pool.go"), go=["net/http/httputil"], counts=PROGRAM),
        shown(row("pool/pool.go"), go=["net/http"], counts=PROGRAM),
    ),
    "two-languages": Pair(
        shown(row("main.go"), row("src/lib.rs")), shown(row("main.go"), row("src/lib.rs", lines=5))
    ),
    "wasm": Pair(
        shown(row("src/lib.rs"), crates=["wasm_bindgen::prelude"], modules=[crate()]),
        shown(row("src/lib.rs"), crates=["serde::Serialize"], modules=[crate()]),
    ),
}


def workloads(facts: RepositoryFacts, rulebook: Rulebook = RULES) -> tuple[WorkloadFound, ...]:
    return find_workloads(find_signals(facts, rulebook), rulebook)


def confidence(found: tuple[WorkloadFound, ...], name: str) -> float:
    return next((one.confidence for one in found if one.name == name), 0.0)


def without(name: str) -> Rulebook:
    kept = {key: one for key, one in RULES.workloads.items() if one.name != name}
    return msgspec.structs.replace(RULES, workloads=kept)


def signal(key: str, share: float = 1.0) -> SignalFound:
    return SignalFound(id=key, title=key, count=1, share=share, units=(), evidence=(("a.go", 1),))


def rules_of(*parts: WorkloadSignal, **values: object) -> Rulebook:
    one = msgspec.structs.replace(
        RULES.workloads["AD101"], signals=parts, **{"against": (), "needs": (), **values}
    )
    return msgspec.structs.replace(RULES, workloads={"AD101": one})


def test_every_workload_has_a_pair() -> None:
    assert sorted(PAIRS) == NAMES
    assert len(NAMES) == 14


@pytest.mark.parametrize("name", NAMES)
def test_a_workload_is_the_surest_where_its_signals_are(name: str) -> None:
    found = workloads(PAIRS[name].loud)

    assert found[0].name == name
    assert found[0].signals
    assert found[0].evidence


@pytest.mark.parametrize("name", NAMES)
def test_a_workload_is_not_the_surest_where_they_are_missing(name: str) -> None:
    found = workloads(PAIRS[name].quiet)

    assert not found or found[0].name != name
    assert confidence(found, name) < confidence(workloads(PAIRS[name].loud), name)


@pytest.mark.parametrize("name", NAMES)
def test_without_its_rule_a_workload_is_never_found(name: str) -> None:
    assert confidence(workloads(PAIRS[name].loud, without(name)), name) == 0


@pytest.mark.parametrize("workload", RULES.workloads.values(), ids=lambda one: one.name)
def test_every_signal_of_a_workload_moves_it(workload: Workload) -> None:
    for part in workload.signals:
        rest = tuple(one for one in workload.signals if one != part)
        seen = [signal(key) for key in {one.signal for one in workload.signals}]
        less = msgspec.structs.replace(
            RULES, workloads={workload.id: msgspec.structs.replace(workload, signals=rest)}
        )
        before = confidence(find_workloads(seen, RULES), workload.name)
        assert confidence(find_workloads(seen, less), workload.name) < before


def test_signals_add_up_and_none_makes_it_certain_twice() -> None:
    half = WorkloadSignal(signal="signal.crds", weight=0.5)
    other = WorkloadSignal(signal="signal.terminal", weight=0.5)
    rules = rules_of(half, other)

    (one,) = find_workloads([signal("signal.crds")], rules)
    (both,) = find_workloads([signal("signal.crds"), signal("signal.terminal")], rules)

    assert (one.confidence, both.confidence) == (0.5, 0.75)


def test_a_signal_below_its_share_says_nothing() -> None:
    rules = rules_of(WorkloadSignal(signal="signal.terminal", weight=0.5, share=0.2))

    assert find_workloads([signal("signal.terminal", 0.19)], rules) == ()
    assert find_workloads([signal("signal.terminal", 0.2)], rules)


def test_what_speaks_against_a_workload_lowers_it_and_a_weight_of_one_ends_it() -> None:
    part = WorkloadSignal(signal="signal.crds", weight=0.8)
    seen = [signal("signal.crds"), signal("signal.terminal")]

    found = [
        find_workloads(
            seen,
            rules_of(part, against=(WorkloadSignal(signal="signal.terminal", weight=weight),)),
        )
        for weight in (0.5, 1.0)
    ]

    assert confidence(found[0], "database") == pytest.approx(0.4)
    assert found[1] == ()


def test_a_workload_that_needs_a_signal_is_not_named_without_it() -> None:
    parts = [
        WorkloadSignal(signal="signal.crds", weight=0.5),
        WorkloadSignal(signal="signal.terminal", weight=0.5, share=0.5),
    ]
    rules = rules_of(*parts, needs=("signal.terminal",))

    assert find_workloads([signal("signal.crds")], rules) == ()
    assert find_workloads([signal("signal.crds"), signal("signal.terminal", 0.4)], rules) == ()
    assert find_workloads([signal("signal.crds"), signal("signal.terminal", 0.5)], rules)


def test_nothing_is_made_of_nothing() -> None:
    assert find_workloads([], RULES) == ()
    assert set(workload_numbers([], RULES).values()) == {0.0}


def test_numbers_are_confidences_by_name() -> None:
    found = workloads(PAIRS["wasm"].loud)

    numbers = workload_numbers(found, RULES)

    assert sorted(numbers) == [f"workload.{name}" for name in NAMES]
    assert numbers["workload.wasm"] == found[0].confidence > 0


SHARES = st.floats(0, 1)
FOUND = st.lists(
    st.builds(signal, st.sampled_from(sorted(RULES.signals)), SHARES),
    unique_by=lambda one: one.id,
    max_size=12,
)


@given(seen=FOUND, order=st.randoms(use_true_random=False))
def test_the_order_of_signals_never_matters(seen: list[SignalFound], order: object) -> None:
    mixed = list(seen)
    order.shuffle(mixed)  # type: ignore[attr-defined]  # a random.Random of hypothesis

    assert find_workloads(mixed, RULES) == find_workloads(seen, RULES)


@given(seen=FOUND, share=SHARES, workload=st.sampled_from(sorted(RULES.workloads)))
def test_a_further_signal_of_a_workload_never_lowers_it(
    seen: list[SignalFound], share: float, workload: str
) -> None:
    rule = RULES.workloads[workload]
    own = {part.signal for part in rule.signals}
    before = confidence(find_workloads(seen, RULES), rule.name)

    for key in sorted(own - {one.signal for one in rule.against} - {one.id for one in seen}):
        after = confidence(find_workloads([*seen, signal(key, share)], RULES), rule.name)
        assert after >= before


@given(seen=FOUND)
def test_confidence_lies_between_zero_and_one_and_falls(seen: list[SignalFound]) -> None:
    found = [one.confidence for one in find_workloads(seen, RULES)]

    assert all(0 < one <= 1 for one in found)
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize("workload", RULES.workloads.values(), ids=lambda one: one.name)
def test_no_signal_speaks_both_for_and_against(workload: Workload) -> None:
    own = {part.signal for part in workload.signals}

    assert own.isdisjoint(part.signal for part in workload.against)
    assert own.issuperset(workload.needs)


@pytest.mark.parametrize(
    ("names", "pick"),
    [
        (("browser-engine", "codec", "database", "edge-runtime", "embedded", "wasm"), "rust"),
        (("network-proxy",), "rust"),
        (("crud-service", "devops-glue", "infrastructure-controller"), "go"),
        (("kubernetes-operator",), "go"),
        (("cli", "library"), "either"),
        (("two-languages",), "both"),
    ],
)
def test_each_workload_has_the_pick_of_the_document(names: tuple[str, ...], pick: str) -> None:
    picks = {one.name: one.pick for one in RULES.workloads.values()}

    assert {picks[name] for name in names} == {pick}
