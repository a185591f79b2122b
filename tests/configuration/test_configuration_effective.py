"""Default < file < environment < option, each value with its origin; and as TOML."""

import tomllib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estimator.configuration.effective import effective_config, render_config
from estimator.configuration.keys import BY_NAME, KEYS, Value
from estimator.configuration.read import read_environment, read_file
from estimator.errors import InputError
from estimator.model.config import Config, HotPathConfig, ScanConfig
from estimator.model.team import Team

FILE = '[estimate]\nlanguage = "go"\n[llm]\ntranslate = 0.7\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "estimator.toml").write_text(FILE)
    return tmp_path


def test_the_file_wins_over_the_default(root: Path) -> None:
    config = effective_config(root, options={}, environment={})
    assert (config.language, config.origins["estimate.language"]) == ("go", "estimator.toml")


def test_the_environment_wins_over_the_file(root: Path) -> None:
    config = effective_config(root, options={}, environment={"ESTIMATOR_LANGUAGE": "rust"})
    assert (config.language, config.origins["estimate.language"]) == ("rust", "environment")


def test_an_option_wins_over_the_environment(root: Path) -> None:
    config = effective_config(
        root,
        options={"estimate.language": "auto"},
        environment={"ESTIMATOR_LANGUAGE": "rust"},
    )
    assert (config.language, config.origins["estimate.language"]) == ("auto", "option")
    assert (config.llm_translate, config.origins["llm.translate"]) == (0.7, "estimator.toml")


def test_a_given_file_stands_in_for_the_repositorys_own(root: Path) -> None:
    own = root / "own.toml"
    own.write_text("[scan]\njobs = 3\n")
    config = effective_config(root, options={}, environment={}, config_file=own)
    assert (config.scan.jobs, config.origins["scan.jobs"]) == (3, "own.toml")
    assert config.llm_translate == 1.0


def test_what_a_facts_file_declares_counts_as_the_file() -> None:
    declared: dict[str, Value] = {"estimate.language": "go"}
    config = effective_config(None, options={}, environment={}, declared=declared)
    assert (config.language, config.origins["estimate.language"]) == ("go", "estimator.toml")


def test_a_given_file_stands_in_for_what_a_facts_file_declares(root: Path) -> None:
    declared: dict[str, Value] = {"estimate.language": "rust"}
    config = effective_config(
        None,
        options={},
        environment={},
        declared=declared,
        config_file=root / "estimator.toml",
    )
    assert config.language == "go"


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("ESTIMATOR_JOBS", "4", 4),
        ("ESTIMATOR_CACHE", "off", False),
        ("ESTIMATOR_CACHE", "YES", True),
        ("ESTIMATOR_MAX_FILE_SECONDS", "2", 2.0),
        ("ESTIMATOR_LANGUAGE", "rust", "rust"),
        ("ESTIMATOR_RULES", "a:b:", ("a", "b")),
        ("ESTIMATOR_LLM_TRANSLATE", "0.5", 0.5),
    ],
)
def test_a_variable_sets_its_key(name: str, text: str, value: Value) -> None:
    key = next(key for key in KEYS if key.environment == name)
    assert read_environment({name: text}) == {key.name: value}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("ESTIMATOR_JOBS", "x", "must be a whole number"),
        ("ESTIMATOR_JOBS", "-1", "must be from 0 to 1024"),
        ("ESTIMATOR_JOBS", "9" * 5_000, "must be a whole number"),
        ("ESTIMATOR_CACHE", "maybe", "must be true or false"),
        ("ESTIMATOR_LANGUAGE", "java", "must be one of auto, go, rust"),
        ("ESTIMATOR_LLM_TRANSLATE", "nan", "must be a multiplier from 0.1 to 10"),
        ("ESTIMATOR_MAX_FILE_SECONDS", "inf", "must be from 0.001 to 3600.0"),
        ("ESTIMATOR_START_METHOD", "forkserver", "must be one of auto, fork, spawn"),
    ],
)
def test_a_bad_variable_is_named(name: str, text: str, fault: str) -> None:
    with pytest.raises(InputError, match=name) as caught:
        read_environment({name: text})
    assert caught.value.message.endswith(fault)
    assert len(caught.value.message) < 200


def test_all_bad_variables_are_told_at_once() -> None:
    with pytest.raises(InputError, match="the environment has 2 faults"):
        read_environment({"ESTIMATOR_JOBS": "x", "ESTIMATOR_LANGUAGE": "java"})


def test_an_empty_variable_sets_nothing() -> None:
    assert read_environment({"ESTIMATOR_JOBS": "", "ESTIMATOR_OTHER": "x"}) == {}


def test_an_option_out_of_bounds_is_named() -> None:
    with pytest.raises(InputError, match="--jobs: must be from 0 to 1024"):
        effective_config(None, options={"scan.jobs": 5_000}, environment={})


def _text() -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8"), max_size=20)


def _patterns() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(_text().filter(lambda text: text.count("*") < 5), max_size=3).map(tuple)


def _path() -> st.SearchStrategy[str]:
    return st.text(
        st.characters(codec="utf-8", min_codepoint=0x20, exclude_characters="\x7f"), max_size=20
    )


CONFIGS = st.builds(
    Config,
    scan=st.builds(
        ScanConfig,
        exclude=_patterns(),
        product_paths=_patterns(),
        test_paths=_patterns(),
        tooling_paths=_patterns(),
        max_file_bytes=st.integers(1, 64_000_000),
        max_file_seconds=st.floats(0.001, 3_600.0),
        max_depth=st.integers(1, 100_000),
        jobs=st.integers(0, 1_024),
        start_method=st.sampled_from(("auto", "fork", "spawn")),
        use_cache=st.booleans(),
        cache_dir=_path(),
        cache_max_mb=st.integers(1, 1_000_000),
    ),
    language=st.sampled_from(("auto", "go", "rust")),
    rules=st.lists(_path(), max_size=3).map(tuple),
    factors=st.dictionaries(_text(), st.floats(0.1, 10.0), max_size=3),
    records=_path(),
    llm_translate=st.floats(0.1, 10.0),
    oracle=st.sampled_from(("auto", "none", "golden", "tests")),
    hot_paths=st.builds(
        HotPathConfig,
        profiles=st.lists(_path(), max_size=3).map(tuple),
        find_profiles=st.booleans(),
        share=st.floats(0.05, 1.0),
        paths=st.lists(_path().filter(bool), max_size=3).map(tuple),
        exclude=st.lists(_path().filter(bool), max_size=3).map(tuple),
        calls_per_second=st.floats(0.0, 1e9),
    ),
    team=st.builds(
        Team,
        engineers=st.none() | st.integers(3, 9),
        rust=st.none() | st.integers(0, 3),
        go=st.none() | st.integers(0, 3),
        share=st.floats(0.05, 1.0),
        owner=st.text("abc \"'\\", max_size=9),
        date=st.dates().map(str),
    ),
    origins=st.dictionaries(st.sampled_from(sorted(BY_NAME)), _text(), max_size=3),
)


def _counts(team: Team) -> dict[str, int]:
    counts = {"engineers": team.engineers, "rust": team.rust, "go": team.go}
    return {name: count for name, count in counts.items() if count is not None}


@given(CONFIGS)
def test_the_printed_configuration_reads_back_to_the_same_values(config: Config) -> None:
    values = read_file(render_config(config).encode(), "printed", is_repository=False)
    assert values == {
        "scan.exclude": config.scan.exclude,
        "roles.product": config.scan.product_paths,
        "roles.test": config.scan.test_paths,
        "roles.tooling": config.scan.tooling_paths,
        "scan.max_file_bytes": config.scan.max_file_bytes,
        "scan.max_file_seconds": config.scan.max_file_seconds,
        "scan.max_depth": config.scan.max_depth,
        "scan.history": config.scan.history,
        "scan.jobs": config.scan.jobs,
        "scan.start_method": config.scan.start_method,
        "cache.use": config.scan.use_cache,
        "cache.dir": config.scan.cache_dir,
        "cache.max_mb": config.scan.cache_max_mb,
        "estimate.language": config.language,
        "estimate.rules": config.rules,
        "estimate.records": config.records,
        "estimate.oracle": config.oracle,
        "llm.translate": config.llm_translate,
        "hotpaths.profiles": config.hot_paths.profiles,
        "hotpaths.find_profiles": config.hot_paths.find_profiles,
        "hotpaths.share": config.hot_paths.share,
        "hotpaths.paths": config.hot_paths.paths,
        "hotpaths.exclude": config.hot_paths.exclude,
        "hotpaths.calls_per_second": config.hot_paths.calls_per_second,
        "factors": dict(config.factors),
        "team.share": config.team.share,
        "team.owner": config.team.owner,
        "team.date": config.team.date,
        **{f"team.{name}": count for name, count in _counts(config.team).items()},
    }


def test_the_printed_configuration_tells_each_origin(root: Path) -> None:
    config = effective_config(root, options={"scan.jobs": 2}, environment={"ESTIMATOR_CACHE": "no"})
    text = render_config(config)
    assert "jobs = 2  # option\n" in text
    assert "use = false  # environment\n" in text
    assert "translate = 0.7  # estimator.toml\n" in text
    assert "max_depth = 1000  # default\n" in text
    assert tomllib.loads(text)["scan"]["jobs"] == 2


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_values_or_one_input_error(content: bytes) -> None:
    with suppress(InputError):
        assert read_file(content, "any.toml", is_repository=True).keys() <= BY_NAME.keys()


def test_every_default_is_within_its_own_bounds() -> None:
    assert [key.name for key in KEYS if key.fault(key.default)] == []
