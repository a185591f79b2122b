"""What manifests and file names say about the build."""

from facts_builders import layouts, parsed, standing_of, tree

from estimator.facts.aggregate import aggregate
from estimator.facts.builds import BUILD_METRICS
from estimator.model.facts import Layout, Module
from estimator.model.source import ParsedFile


def metrics_of(
    files: tuple[ParsedFile, ...], *others: str, rust: Layout | None = None
) -> dict[str, float]:
    known = {**layouts(files), **({"rust": rust} if rust else {})}
    facts = aggregate(
        tree(files, others=others), files, known, standing_of(files), tool_version="1"
    )
    return {name: value for name, value in facts.metrics.items() if name in BUILD_METRICS}


def crate(name: str, *features: str) -> Module:
    return Module(
        name=name, language="rust", path=name, manifest=f"{name}/Cargo.toml", features=features
    )


def test_features_are_summed_over_the_crates() -> None:
    layout = Layout(language="rust", modules=(crate("a", "x", "y"), crate("b", "x"), crate("c")))
    assert metrics_of((parsed("a/src/lib.rs"),), rust=layout) == {"rust.build.feature": 3.0}


def test_build_scripts_of_the_product_are_counted() -> None:
    files = (parsed("build.rs"), parsed("a/build.rs"), parsed("a/src/rebuild.rs"))
    assert metrics_of(files) == {"rust.build.script": 2.0}


def test_a_build_script_of_an_example_is_not_counted() -> None:
    assert metrics_of((parsed("example/a/build.rs"),)) == {}


def test_assembly_beside_product_go_is_counted() -> None:
    files = (parsed("hash/hash.go"),)
    assert metrics_of(files, "hash/hash_amd64.s", "hash/hash_arm64.s") == {
        "go.unsafe.assembly": 2.0
    }


def test_assembly_elsewhere_is_not_counted() -> None:
    files = (parsed("hash/hash.go"), parsed("vendor/x/x.go"), parsed("testdata/a.go"))
    others = ("boot/start.s", "vendor/x/x.s", "testdata/a.s", "hash/style.css", "hash/a.S")
    assert metrics_of(files, *others) == {}
