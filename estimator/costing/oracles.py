"""Facts of a repository -> the oracles that it has, and which of them a rule asks for.

An oracle tells a right port from a wrong one. What files, manifests and build texts show is named;
build texts are searched by line, so a line that never runs counts too.
"""

import re
from collections.abc import Iterable

from estimator.model.facts import RepositoryFacts
from estimator.model.ledger import Oracle
from estimator.model.rules import Rule
from estimator.model.source import Value

_INDIRECT = "indirect"


class _Kind(Value, frozen=True, kw_only=True):
    """A kind of oracle: where facts show it, and the words that rules ask for it with."""

    name: str
    words: tuple[str, ...]
    """Beginnings of words in a rule's oracle."""
    metric: str = ""
    packages: tuple[str, ...] = ()
    """Any language's: a name of one ecosystem means nothing else in the other."""


_KINDS = (
    _Kind(name="golden files", metric="repo.golden_files", words=("golden", "snapshot")),
    _Kind(name="fuzz targets", metric="repo.fuzz_targets", words=("fuzz",)),
    _Kind(name="folders of test data", metric="repo.testdata_folders", words=()),
    _Kind(name="benchmarks", metric="repo.benchmarks", words=("benchmark",)),
    _Kind(name="criterion", packages=("criterion",), words=("benchmark", "criterion")),
    _Kind(name="build lines with -race", metric="repo.ci.race", words=("race",)),
    _Kind(name="build lines with Miri", metric="repo.ci.miri", words=("miri",)),
    _Kind(name="build lines with sanitizers", metric="repo.ci.sanitizer", words=("sanitizer",)),
    _Kind(
        name="files of integration tests", metric="repo.oracle.integration", words=("integration",)
    ),
    _Kind(name="leak checks", packages=("go.uber.org/goleak",), words=("goleak", "leak")),
    _Kind(name="loom models", packages=("loom",), words=("loom",)),
    _Kind(
        name="property tests",
        packages=("proptest", "quickcheck", "pgregory.net/rapid", "github.com/leanovate/gopter"),
        words=("property",),
    ),
    _Kind(
        name="snapshot tests",
        packages=(
            *("insta", "expect-test", "github.com/sebdah/goldie/v2"),
            *("github.com/gkampitakis/go-snaps", "github.com/bradleyjkemp/cupaloy/v2"),
        ),
        words=("golden", "snapshot"),
    ),
    _Kind(name="simulation", packages=("madsim", "turmoil"), words=("madsim", "turmoil")),
)
_DENIED = re.compile(r"\bno\b")


def oracles_of(facts: RepositoryFacts, language: str) -> tuple[Oracle, ...]:
    """Give the kinds of oracles that files or the language's manifests show, in a fixed order."""
    named = {
        package.name
        for package in facts.dependencies.get(language, ())
        if package.kind != _INDIRECT
    }
    found = (
        Oracle(
            kind=kind.name,
            count=facts.metrics.get(kind.metric, 0) if kind.metric else None,
            packages=tuple(name for name in kind.packages if name in named),
        )
        for kind in _KINDS
    )
    return tuple(oracle for oracle in found if oracle.count or oracle.packages)


def asked_for(rule: Rule, oracles: Iterable[Oracle]) -> tuple[str, ...]:
    """Give the kinds, of the oracles found, that the rule's own oracle text names.

    A clause that denies ("loom no help") asks for nothing.
    """
    clauses = re.split(r"[;,]", rule.oracle.lower())
    text = " ".join(clause for clause in clauses if not _DENIED.search(clause))
    words = {kind.name: kind.words for kind in _KINDS}
    return tuple(
        oracle.kind
        for oracle in oracles
        if any(re.search(rf"\b{re.escape(word)}", text) for word in words[oracle.kind])
    )
