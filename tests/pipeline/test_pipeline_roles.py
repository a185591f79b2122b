"""Roles of files from the tree to the report: what is shown, and what a user declares."""

from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest

from estimator.configuration.effective import effective_config
from estimator.errors import InputError
from estimator.model.config import Config, ScanConfig
from estimator.model.facts import RepositoryFacts
from estimator.model.source import Role
from estimator.pipeline import estimate, load_rulebook
from estimator.reporting import render
from estimator.scanning import scan

CODE = "package a\n\nfunc F() int {\n\treturn 1\n}\n"
FILES = {
    "go.mod": "module example.org/service\n\ngo 1.22\n",
    "main.go": CODE,
    "vdev/a.go": CODE,
    "tools/ctl/a.go": CODE,
    "sim/a.go": CODE,
    "vendor/ours/a.go": CODE,
}


@dataclass(frozen=True)
class Repository:
    root: Path

    def scan(self, **declared: tuple[str, ...]) -> RepositoryFacts:
        scan_config = ScanConfig(
            use_cache=False,
            jobs=1,
            history=False,
            **{f"{name}_paths": found for name, found in declared.items()},  # type: ignore[arg-type]  # one shape
        )
        return scan(self.root, config=Config(scan=scan_config))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return Repository(tmp_path)


def roles(facts: RepositoryFacts) -> dict[str, Role]:
    return {row.path: row.role for row in facts.files}


def test_lines_of_tooling_are_counted_and_shown(repository: Repository) -> None:
    facts = repository.scan()

    report = estimate(facts, load_rulebook(), config=Config())

    assert facts.languages[0].tooling_lines == report.size.tooling_lines == 4
    assert "vendored  example  tools  functions" in render(report, "table")
    assert "example | tools | functions" in " ".join(render(report, "markdown").split())
    assert msgspec.json.decode(render(report, "json"))["size"]["tooling_lines"] == 4


def test_patterns_of_the_configuration_decide(repository: Repository) -> None:
    facts = repository.scan(
        product=("/tools/ctl/", "/vendor/ours/"), test=("sim/",), tooling=("vdev/",)
    )

    assert roles(facts) == {
        "main.go": Role.PRODUCT,
        "vdev/a.go": Role.TOOLING,
        "tools/ctl/a.go": Role.PRODUCT,
        "sim/a.go": Role.TEST,
        "vendor/ours/a.go": Role.PRODUCT,
    }
    assert (facts.coverage.declared_files, facts.coverage.declared_lines) == (4, 16)


def test_a_vendored_file_that_is_declared_product_is_read_in_full(repository: Repository) -> None:
    rows = {row.path: row for row in repository.scan(product=("vendor/",)).files}

    assert rows["vendor/ours/a.go"].functions == 1


def test_the_report_says_how_much_has_a_declared_role(repository: Repository) -> None:
    facts = repository.scan(test=("sim/",))

    text = render(estimate(facts, load_rulebook(), config=Config()), "table")

    assert "4 lines in 1 source file have their role from `roles` patterns." in text


def test_the_repositorys_own_file_may_declare_roles(repository: Repository) -> None:
    (repository.root / "estimator.toml").write_text('[roles]\ntooling = ["vdev/"]\n')

    config = effective_config(repository.root, options={}, environment={})

    assert config.scan.tooling_paths == ("vdev/",)
    assert config.origins["roles.tooling"] == "estimator.toml"


def test_a_pattern_without_a_meaning_names_its_key(repository: Repository) -> None:
    with pytest.raises(InputError, match=r"roles\.test: '!' is not a gitignore pattern"):
        repository.scan(test=("!",))


def test_a_scanned_folder_of_tools_is_a_product(repository: Repository) -> None:
    found = Repository(repository.root / "tools").scan()

    assert roles(found) == {"ctl/a.go": Role.PRODUCT}


def test_changed_patterns_are_not_answered_from_the_cache(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = ScanConfig(cache_dir=str(tmp_path_factory.mktemp("cache")), jobs=1, history=False)
    first = scan(repository.root, config=Config(scan=cache))

    declared = msgspec.structs.replace(cache, tooling_paths=("vdev/",))
    second = scan(repository.root, config=Config(scan=declared))

    assert roles(first)["vdev/a.go"] is Role.PRODUCT
    assert roles(second)["vdev/a.go"] is Role.TOOLING


def test_a_build_script_is_tooling_and_still_a_metric(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "a"\n')
    (tmp_path / "build.rs").write_text("fn main() {}\n")
    (tmp_path / "src/lib.rs").write_text("pub fn f() {}\n")

    facts = Repository(tmp_path).scan()

    assert roles(facts)["build.rs"] is Role.TOOLING
    assert facts.metrics["rust.build.script"] == 1
    assert [one.metric for one in facts.evidence if one.metric == "repo.build.scripts"]


def test_dependencies_of_tooling_are_none_of_the_product(tmp_path: Path) -> None:
    for name, needs in (("app", 'log = "1"'), ("xtask", 'clap = "4"')):
        (tmp_path / name / "src").mkdir(parents=True)
        (tmp_path / name / "src/main.rs").write_text("fn main() {}\n")
        text = f'[package]\nname = "{name}"\n\n[dependencies]\n{needs}\n'
        (tmp_path / name / "Cargo.toml").write_text(text)

    facts = Repository(tmp_path).scan()

    assert [one.name for one in facts.dependencies["rust"]] == ["log"]
    assert [one.name for one in facts.modules] == ["app"]
    assert facts.spread[0].units == 1
