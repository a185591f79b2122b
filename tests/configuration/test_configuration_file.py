"""`estimator.toml`: every fault at once, and nothing of a stranger's file harms us."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from estimator.configuration.effective import effective_config
from estimator.configuration.read import read_declared, read_file
from estimator.errors import InputError
from estimator.model.config import Config


def config_of(root: Path, text: str | bytes) -> Config:
    content = text.encode() if isinstance(text, str) else text
    (root / "estimator.toml").write_bytes(content)
    return effective_config(root, options={}, environment={})


def fault_of(root: Path, text: str | bytes) -> str:
    with pytest.raises(InputError) as caught:
        config_of(root, text)
    return caught.value.message


def test_a_file_sets_values_of_every_kind(tmp_path: Path) -> None:
    text = '[scan]\nexclude = ["old/"]\nmax_depth = 200\nmax_file_seconds = 2\n'
    config = config_of(tmp_path, text + '[estimate]\nlanguage = "go"\n[factors]\nnew = 1.5\n')
    assert (config.scan.exclude, config.scan.max_depth) == (("old/",), 200)
    assert (config.scan.max_file_seconds, config.language) == (2.0, "go")
    assert config.factors == {"new": 1.5}
    assert config.origins["scan.exclude"] == "estimator.toml"


def test_no_file_means_defaults(tmp_path: Path) -> None:
    config = effective_config(tmp_path, options={}, environment={})
    assert replace(config, origins={}) == Config()
    assert set(config.origins.values()) == {"default"}


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    text = 'oops = 1\n[scan]\nexlude = ["a"]\nmax_depth = "x"\njobs = 3\n[cache]\ndir = "/evil"\n'
    assert fault_of(tmp_path, text).split("\n  ") == [
        "estimator.toml has 5 faults:",
        "cache.dir: a scanned repository may not set this; use an option, or --config",
        "scan.jobs: a scanned repository may not set this; use an option, or --config",
        "scan.max_depth: must be a whole number",
        "oops: unknown key",
        "scan.exlude: unknown key (did you mean scan.exclude?)",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[scan]\nmax_depth = true", "scan.max_depth: must be a whole number"),
        ("[scan]\nmax_depth = 1.5", "scan.max_depth: must be a whole number"),
        ("[scan]\nmax_depth = 0", "scan.max_depth: must be from 1 to 100000"),
        ("[scan]\nmax_depth = 99999999999999999999", "scan.max_depth: must be a whole number"),
        ("[scan]\nmax_file_seconds = 'x'", "scan.max_file_seconds: must be a number"),
        ("[scan]\nmax_file_seconds = nan", "scan.max_file_seconds: must be from 0.001 to 3600.0"),
        ("[scan]\nexclude = 'a'", "scan.exclude: must be a list of strings"),
        ("[scan]\nexclude = [1]", "scan.exclude: must be a list of strings"),
        ("[scan.exclude]\na = 1", "scan.exclude: must be a list of strings"),
        ("scan = 3", "scan: must be a table, as in [scan]"),
        ("[estimate]\nlanguage = 'java'", "estimate.language: must be one of auto, go, rust"),
        ("[estimate]\nlanguage = 1", "estimate.language: must be a string"),
        ("[llm]\ntranslate = 0.01", "llm.translate: must be a multiplier from 0.1"),
        ("factors = 3", "factors: must be a table of name = multiplier"),
        ("[factors]\na = 'x'", "factors: must be a table of name = multiplier"),
        ("[factors]\na = 11\nb = 0", "factors: a, b: must be a multiplier from 0.1 to 10"),
        ("[factors]\n'\\u001b' = 11", "factors: \\\\u001b: must be"),
        ("[cache]\nuse = 1", "cache.use: a scanned repository may not set this"),
        ("[estimate]\nrules = ['/x']", "estimate.rules: a scanned repository may not set this"),
        ("a.b.c = 1", "a.b: unknown key"),
    ],
)
def test_a_fault_names_its_key(tmp_path: Path, text: str, fault: str) -> None:
    assert fault_of(tmp_path, text).startswith(f"estimator.toml: {fault}".replace("\\\\", "\\"))


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[scan]\n# \xff", "not UTF-8, from byte 9"),
        (b"[[", "not TOML: "),
        (b"a = " + b"[" * 7_000, "not TOML: nested too deeply"),
        (b"a = " + b"1" * 5_000, "not TOML: Exceeds the limit"),
        (b"#" * 16_001, "larger than 16,000 bytes"),
    ],
)
def test_what_is_no_toml_is_one_clear_fault(tmp_path: Path, content: bytes, fault: str) -> None:
    assert fault_of(tmp_path, content).startswith(f"estimator.toml: {fault}")


def test_the_slowest_file_of_the_largest_size_is_read(tmp_path: Path) -> None:
    assert "unknown key" in fault_of(tmp_path, "a." * 7_990 + "a = 1")


def test_a_key_cannot_write_to_the_terminal(tmp_path: Path) -> None:
    assert fault_of(tmp_path, '"\\u001b[31m\\n" = 1').endswith("'\\x1b[31m\\n': unknown key")


def test_a_long_key_is_cut(tmp_path: Path) -> None:
    assert len(fault_of(tmp_path, "k" * 10_000 + " = 1")) < 200


def test_many_faults_are_counted(tmp_path: Path) -> None:
    message = fault_of(tmp_path, "".join(f"k{n} = 1\n" for n in range(500)))
    assert message.startswith("estimator.toml has 500 faults:")
    assert message.endswith("\n  and 480 more")


@pytest.mark.parametrize("key", ["max_file_bytes = 2_000_001", "max_file_seconds = 10.5"])
def test_a_repository_cannot_raise_what_guards_the_machine(tmp_path: Path, key: str) -> None:
    assert "a scanned repository may only lower this" in fault_of(tmp_path, f"[scan]\n{key}\n")


def test_the_users_own_file_may_raise_it() -> None:
    values = read_file(b"[scan]\nmax_depth = 5000\njobs = 3\n", "own.toml", is_repository=False)
    assert values == {"scan.max_depth": 5_000, "scan.jobs": 3}


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("*a*a*a*a*b", "*a*a*a*a*b: must hold at most 4 wildcards"),
        ("x" * 201, "must be at most 200 characters long"),
    ],
)
def test_a_pattern_that_takes_ages_is_refused(tmp_path: Path, pattern: str, fault: str) -> None:
    assert fault in fault_of(tmp_path, f"[scan]\nexclude = ['{pattern}']")


def test_an_honest_pattern_of_four_wildcards_is_fine(tmp_path: Path) -> None:
    config = config_of(tmp_path, "[scan]\nexclude = ['**/gen/**/*.pb.*']")
    assert config.scan.exclude == ("**/gen/**/*.pb.*",)


def test_too_many_patterns_are_refused(tmp_path: Path) -> None:
    assert "at most 200 patterns" in fault_of(tmp_path, f"scan.exclude = {['a'] * 201}")


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    (tmp_path / "secret").write_text("secret = 1\n")
    (tmp_path / "root/estimator.toml").symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match="reached through a symbolic link") as caught:
        effective_config(tmp_path / "root", options={}, environment={})
    assert "--config" in caught.value.hint


@pytest.mark.parametrize(
    ("make", "reason"), [(os.mkfifo, "not a regular file"), (os.mkdir, "is a directory")]
)
def test_what_is_no_file_is_not_read(
    tmp_path: Path, make: Callable[[Path], None], reason: str
) -> None:
    make(tmp_path / "estimator.toml")
    with pytest.raises(InputError, match=reason):
        effective_config(tmp_path, options={}, environment={})


def test_a_missing_config_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no\.toml: No such file"):
        effective_config(None, options={}, environment={}, config_file=tmp_path / "no.toml")


def test_an_endless_config_file_is_a_fault() -> None:
    with pytest.raises(InputError, match="larger than"):
        effective_config(None, options={}, environment={}, config_file=Path("/dev/zero"))


def test_a_path_with_control_characters_is_refused() -> None:
    with pytest.raises(InputError, match=r"'a\\x00': must be printable text"):
        read_file(b'cache.dir = "a\\u0000"', "own.toml", is_repository=False)


@pytest.mark.parametrize(
    ("declared", "fault"),
    [
        ({"factors": "["}, "declared factors: not JSON"),
        ({"factors": "[1]"}, "factors: must be a table"),
        ({"cache.dir": '"/x"'}, "declared.cache.dir: unknown key"),
        ({"estimate.language": '"java"'}, "must be one of"),
    ],
)
def test_what_a_facts_file_declares_is_checked(declared: dict[str, str], fault: str) -> None:
    with pytest.raises(InputError, match=r"facts\.json") as caught:
        read_declared(declared, "facts.json")
    assert fault in caught.value.message
