"""Built-in rules decoded once are not decoded again; what lies in the cache is never believed."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import tomli
from rulebook_builders import CONSTANT, RULE, built_in_rules, rule_directory

from estimator import pipeline
from estimator.errors import RuleFileError
from estimator.model.config import ScanConfig
from estimator.model.rules import Rulebook, RuleFile
from estimator.rulebook import remembered
from estimator.rulebook.decode import decode
from estimator.rulebook.files import RuleText
from estimator.rulebook.load import load_rulebook
from estimator.rulebook.remembered import FILE_NAME, recall, remember

TEXTS = (
    RuleText(file="a/one.toml", name="one.toml", text=RULE),
    RuleText(file="a/two.toml", name="two.toml", text=CONSTANT),
)
FILES = tuple(decode(text)[0] for text in TEXTS)


@pytest.fixture
def warm(tmp_path: Path) -> Path:
    """A cache folder that knows `TEXTS`."""
    folder = tmp_path / "cache"
    remember(folder, TEXTS, FILES)
    return folder


@pytest.fixture
def decodings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text that is read as TOML from here on."""
    seen: list[str] = []
    loads = tomli.loads

    def counting(text: str) -> dict[str, object]:
        seen.append(text)
        return loads(text)

    monkeypatch.setattr(tomli, "loads", counting)
    return seen


def forged(folder: Path, content: bytes) -> None:
    """Put a content under the seal that it would have had."""
    folder.mkdir(exist_ok=True)
    (folder / FILE_NAME).write_bytes(remembered.seal(TEXTS, content) + content)


def same(one: Rulebook, other: Rulebook) -> bool:
    return one == other and msgspec.json.encode(one) == msgspec.json.encode(other)


def test_the_second_load_reads_no_toml_and_gives_the_same_rulebook(
    tmp_path: Path, decodings: list[str]
) -> None:
    cold = load_rulebook(cache=tmp_path)
    decodings.clear()
    warm = load_rulebook(cache=tmp_path)
    assert decodings == []
    assert same(warm, cold)
    assert same(warm, built_in_rules())


def test_folders_are_read_anew_on_top_of_what_is_remembered(
    tmp_path: Path, decodings: list[str]
) -> None:
    load_rulebook(cache=tmp_path / "cache")
    decodings.clear()
    own = rule_directory(tmp_path, own=CONSTANT)
    first = load_rulebook(own, cache=tmp_path / "cache")
    (own / "own.toml").write_text(CONSTANT.replace("0.8", "0.9"))
    second = load_rulebook(own, cache=tmp_path / "cache")
    assert [first.constants["size.exponent"].value, second.constants["size.exponent"].value] == [
        0.8,
        0.9,
    ]
    assert len(decodings) == 2


def test_faults_of_a_folder_read_the_same_with_and_without_a_cache(tmp_path: Path) -> None:
    own = rule_directory(tmp_path, own=CONSTANT.replace("0.8", "-1") + "x = [\n")
    messages = []
    for cache in (None, tmp_path / "cache", tmp_path / "cache"):
        with pytest.raises(RuleFileError) as caught:
            load_rulebook(own, cache=cache)
        messages.append(str(caught.value))
    assert len(set(messages)) == 1


def test_what_was_remembered_comes_back(warm: Path) -> None:
    assert recall(warm, TEXTS) == FILES


def test_nothing_is_recalled_from_an_empty_or_missing_folder(tmp_path: Path) -> None:
    assert recall(tmp_path, TEXTS) is None
    assert recall(tmp_path / "none", TEXTS) is None


@pytest.mark.parametrize(
    "texts",
    [
        TEXTS[:1],
        TEXTS[::-1],
        (TEXTS[0], msgspec.structs.replace(TEXTS[1], text=CONSTANT + "\n")),
        (TEXTS[0], msgspec.structs.replace(TEXTS[1], name="other.toml")),
    ],
    ids=["fewer", "another order", "another text", "another name"],
)
def test_other_texts_recall_nothing(warm: Path, texts: tuple[RuleText, ...]) -> None:
    assert recall(warm, texts) is None


def test_another_version_recalls_nothing(warm: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "VERSION", "0.0.0")
    assert recall(warm, TEXTS) is None


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.99])
def test_a_flipped_bit_anywhere_is_noticed(warm: Path, share: float) -> None:
    content = bytearray((warm / FILE_NAME).read_bytes())
    content[int(share * len(content))] ^= 1
    (warm / FILE_NAME).write_bytes(content)
    assert recall(warm, TEXTS) is None


@pytest.mark.parametrize("kept", [0, 10, 20, 500])
def test_a_cut_file_is_noticed(warm: Path, kept: int) -> None:
    (warm / FILE_NAME).write_bytes((warm / FILE_NAME).read_bytes()[:kept])
    assert recall(warm, TEXTS) is None


def test_a_damaged_file_is_written_anew(tmp_path: Path, decodings: list[str]) -> None:
    load_rulebook(cache=tmp_path)
    good = (tmp_path / FILE_NAME).read_bytes()
    (tmp_path / FILE_NAME).write_bytes(good[:-1])
    assert same(load_rulebook(cache=tmp_path), built_in_rules())
    assert (tmp_path / FILE_NAME).read_bytes() == good
    assert decodings
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]


_NESTED = b"\x81\xa3all\x91" * 100_000
_DEEP = b"\x92\x81\xa4rule\x91\x81\xa4when" + _NESTED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xc1",
        msgspec.msgpack.encode(FILES)[:-1],
        msgspec.msgpack.encode({"rule": []}),
        msgspec.msgpack.encode([{"rule": [{"id": 1}]}, {}]),
        msgspec.msgpack.encode([{"unknown": []}, {}]),
        msgspec.msgpack.encode(FILES[:1]),
        msgspec.msgpack.encode(FILES).replace(b"RG290", b"RG\xff90"),
        _DEEP,
    ],
    ids=["empty", "no code", "cut", "no list", "type", "key", "too few", "no UTF-8", "deep"],
)
def test_a_sealed_content_of_another_shape_is_not_taken(tmp_path: Path, content: bytes) -> None:
    forged(tmp_path, content)
    assert recall(tmp_path, TEXTS) is None


def test_recalled_rules_are_checked_like_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(_folder: Path, texts: tuple[RuleText, ...]) -> tuple[RuleFile, ...]:
        files = [decode(text)[0] for text in texts]
        at = next(at for at, file in enumerate(files) if file.constant)
        bad = msgspec.structs.replace(files[at].constant[0], value=float("nan"))
        constants = (bad, *files[at].constant[1:])
        files[at] = msgspec.structs.replace(files[at], constant=constants)
        return tuple(files)

    monkeypatch.setattr("estimator.rulebook.load.recall", wrong)
    with pytest.raises(RuleFileError):
        load_rulebook(cache=tmp_path)


def test_a_link_in_the_cache_is_neither_read_nor_written_through(tmp_path: Path) -> None:
    remember(tmp_path, TEXTS, FILES)
    target = (tmp_path / FILE_NAME).rename(tmp_path / "target")
    before = target.read_bytes()
    (tmp_path / FILE_NAME).symlink_to(target)
    assert recall(tmp_path, TEXTS) is None
    remember(tmp_path, TEXTS[:1], FILES[:1])
    assert target.read_bytes() == before
    assert not (tmp_path / FILE_NAME).is_symlink()
    assert recall(tmp_path, TEXTS[:1]) == FILES[:1]


def test_too_large_a_content_is_neither_kept_nor_believed(
    warm: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembered, "MAX_BYTES", 100)
    assert recall(warm, TEXTS) is None
    (warm / FILE_NAME).unlink()
    remember(warm, TEXTS, FILES)
    assert list(warm.iterdir()) == []


def _is_a_file(folder: Path) -> None:
    folder.touch()


def _holds_a_folder(folder: Path) -> None:
    (folder / FILE_NAME).mkdir(parents=True)


@pytest.mark.parametrize("spoil", [_is_a_file, _holds_a_folder])
def test_a_cache_that_cannot_be_written_costs_time_only(
    tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(tmp_path / "cache")
    assert same(load_rulebook(cache=tmp_path / "cache"), built_in_rules())


def test_the_cache_is_for_its_owner_only(warm: Path) -> None:
    assert (warm.stat().st_mode | (warm / FILE_NAME).stat().st_mode) & 0o077 == 0


def test_rules_with_a_fault_are_not_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = rule_directory(tmp_path, own="x = [")
    monkeypatch.setattr("estimator.rulebook.load.built_in_directory", lambda: broken)
    with pytest.raises(RuleFileError):
        load_rulebook(cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_the_configuration_says_where_rules_are_remembered(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    config = ScanConfig(cache_dir=str(cache))
    pipeline.load_rulebook(remember=config, root=tmp_path / "scanned")
    assert [path.name for path in cache.iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    ("use_cache", "place"), [(False, "cache"), (True, "scanned/cache")], ids=["off", "inside"]
)
def test_nothing_is_remembered_where_no_cache_may_be(
    tmp_path: Path, *, use_cache: bool, place: str
) -> None:
    config = ScanConfig(use_cache=use_cache, cache_dir=str(tmp_path / place))
    pipeline.load_rulebook(remember=config, root=tmp_path / "scanned")
    pipeline.load_rulebook()
    assert list(tmp_path.iterdir()) == []
