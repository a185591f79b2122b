"""What was parsed once is not parsed again; a cache that fails costs time, never the run."""

import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import platformdirs
import pytest
from pool_builders import config, count, facts, fail_if_called, packages, write, write_file

from estimator.model.config import ScanConfig
from estimator.model.source import SourceFile
from estimator.parsing import rows
from estimator.parsing.cache import FILE_NAME, FactsCache, open_cache
from estimator.parsing.pool import Progress, parse_files

PLENTY = 10**9


def cache_in(
    folder: Path, warn: Callable[[str], None], fingerprint: str = "1", max_bytes: int = PLENTY
) -> FactsCache:
    return FactsCache(folder / FILE_NAME, fingerprint=fingerprint, max_bytes=max_bytes, warn=warn)


def never(message: str) -> None:
    raise AssertionError(message)


def entry(name: str, size_bytes: int = 10) -> tuple[SourceFile, bytes]:
    file = SourceFile(path=name, language="go", key=f"sha256:{name}", size_bytes=1)
    return file, msgspec.msgpack.encode(facts(name.encode().ljust(size_bytes)))


def big(name: str) -> tuple[SourceFile, bytes]:
    """A row of about 20 kB."""
    file, _ = entry(name)
    return file, msgspec.msgpack.encode(
        msgspec.structs.replace(facts(b""), test_modules=("x" * 20_000,))
    )


def test_a_warm_run_parses_nothing_and_gives_the_same(tmp_path: Path) -> None:
    files = write(tmp_path, a="one", b="two")
    with cache_in(tmp_path, never) as cache:
        cold = parse_files(tmp_path, files, config=config(), extract=count, cache=cache)
    seen: list[Progress] = []
    with cache_in(tmp_path, never) as cache:
        warm = parse_files(
            tmp_path,
            files,
            config=config(),
            extract=fail_if_called,
            cache=cache,
            on_progress=seen.append,
        )
    assert warm == cold
    assert (seen[-1].files_cached, seen[-1].bytes_total) == (2, 0)


def test_one_changed_file_is_the_only_one_parsed(tmp_path: Path) -> None:
    files = write(tmp_path, a="one", b="two")
    with cache_in(tmp_path, never) as cache:
        parse_files(tmp_path, files, config=config(), extract=count, cache=cache)
        changed = write_file(tmp_path, "a.go", b"three \n")
        seen: list[Progress] = []
        found = parse_files(
            tmp_path,
            [changed, files[1]],
            config=config(),
            extract=count,
            cache=cache,
            on_progress=seen.append,
        )
    assert packages(found) == {"a.go": "three", "b.go": "two"}
    assert seen[-1].bytes_total == 7


def test_equal_files_are_found_at_every_path(tmp_path: Path) -> None:
    files = [write_file(tmp_path, name, b"same \n") for name in ("a.go", "b.go")]
    with cache_in(tmp_path, never) as cache:
        cache.put_many([(files[0], msgspec.msgpack.encode(facts(b"same \n")))])
        assert sorted(cache.get_many(files)) == ["a.go", "b.go"]


def test_a_skip_is_not_remembered(tmp_path: Path) -> None:
    files = write(tmp_path, a="skip")
    with cache_in(tmp_path, never) as cache:
        parse_files(tmp_path, files, config=config(), extract=count, cache=cache)
        assert cache.get_many(files) == {}


def test_content_that_is_not_its_blob_is_not_remembered(tmp_path: Path) -> None:
    file = write_file(tmp_path, "a.go", b"lie \n")
    claimed = msgspec.structs.replace(file, key="git:" + "0" * 40)
    with cache_in(tmp_path, never) as cache:
        parse_files(tmp_path, [claimed], config=config(), extract=count, cache=cache)
        assert cache.get_many([claimed]) == {}


@pytest.mark.parametrize("change", [{"language": "rust"}, {"key": "sha256:b"}])
def test_another_language_or_content_is_a_miss(tmp_path: Path, change: dict[str, str]) -> None:
    file, content = entry("a")
    with cache_in(tmp_path, never) as cache:
        cache.put_many([(file, content)])
        assert cache.get_many([msgspec.structs.replace(file, **change)]) == {}


def test_another_fingerprint_is_a_miss(tmp_path: Path) -> None:
    with cache_in(tmp_path, never) as cache:
        cache.put_many([entry("a")])
        cache.put_summary("tree", b"text")
    with cache_in(tmp_path, never, fingerprint="2") as cache:
        assert cache.get_many([entry("a")[0]]) == {}
        assert cache.get_summary("tree") is None


def test_a_summary_is_given_back(tmp_path: Path) -> None:
    with cache_in(tmp_path, never) as cache:
        cache.put_summary("tree", b"old")
        cache.put_summary("tree", b"new")
    with cache_in(tmp_path, never) as cache:
        assert cache.get_summary("tree") == b"new"
        assert cache.get_summary("other") is None


def test_content_of_another_shape_is_a_miss(tmp_path: Path) -> None:
    file, _ = entry("a")
    with cache_in(tmp_path, never) as cache:
        cache.put_many([(file, msgspec.msgpack.encode({"lines": "many"}))])
        assert cache.get_many([file]) == {}


def test_more_keys_than_one_query_takes_are_found(tmp_path: Path) -> None:
    entries = [entry(f"{number}") for number in range(1_200)]
    with cache_in(tmp_path, never) as cache:
        cache.put_many(entries)
        assert len(cache.get_many([file for file, _ in entries])) == 1_200


def test_a_run_that_only_reads_writes_nothing(tmp_path: Path) -> None:
    with cache_in(tmp_path, never) as cache:
        cache.put_many([entry("a")])
    before = (tmp_path / FILE_NAME).stat().st_mtime_ns
    with cache_in(tmp_path, never) as cache:
        cache.get_many([entry("a")[0]])
    assert (tmp_path / FILE_NAME).stat().st_mtime_ns == before


def _age(folder: Path, *, weeks: int) -> None:
    connection = sqlite3.connect(folder / FILE_NAME)
    connection.execute("UPDATE entry SET used = used - ?", (weeks,))
    connection.commit()
    connection.close()


def test_the_least_recently_used_rows_go_first(tmp_path: Path) -> None:
    old, used, new = big("old"), big("used"), big("new")
    with cache_in(tmp_path, never) as cache:
        cache.put_many([old, used])
    _age(tmp_path, weeks=3)
    with cache_in(tmp_path, never, max_bytes=70_000) as cache:
        cache.get_many([used[0]])
        cache.put_many([new])
        assert sorted(cache.get_many([old[0], used[0], new[0]])) == ["new", "used"]


def test_the_file_stays_within_its_bound(tmp_path: Path) -> None:
    with cache_in(tmp_path, never, max_bytes=300_000) as cache:
        for number in range(60):
            cache.put_many([big(f"{number}")])
        assert list(cache.get_many([big("59")[0]])) == ["59"]
    assert (tmp_path / FILE_NAME).stat().st_size <= 330_000


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 400])
def test_a_file_that_is_no_database_is_made_anew_with_one_warning(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        cache.put_many([entry("a")])
        assert list(cache.get_many([entry("a")[0]])) == ["a"]
    assert len(told) == 1
    assert "damaged" in told[0]


def _damage(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def test_a_row_with_a_flipped_bit_is_made_anew_with_one_warning(tmp_path: Path) -> None:
    with cache_in(tmp_path, never) as cache:
        cache.put_many([entry("name")])
        cache.put_summary("tree", b"12345678")
    _damage(tmp_path / FILE_NAME, b"12345678", b"12345679")
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        assert cache.get_summary("tree") is None
        assert cache.get_many([entry("name")[0]]) == {}
        cache.put_summary("tree", b"again")
        assert cache.get_summary("tree") == b"again"
    assert len(told) == 1


def test_pages_of_rubbish_are_made_anew_with_one_warning(tmp_path: Path) -> None:
    with cache_in(tmp_path, never) as cache:
        cache.put_many([big(f"{number}") for number in range(20)])
    path = tmp_path / FILE_NAME
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        assert cache.get_many([big("1")[0]]) == {}
        cache.put_many([entry("a")])
        assert list(cache.get_many([entry("a")[0]])) == ["a"]
    assert len(told) == 1


def test_damage_while_writing_is_made_anew(tmp_path: Path) -> None:
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        connection = sqlite3.connect(tmp_path / FILE_NAME)
        connection.execute("DROP TABLE entry")
        connection.close()
        cache.put_many([entry("a")])
        cache.put_many([entry("b")])
        assert list(cache.get_many([entry("b")[0]])) == ["b"]
    assert len(told) == 1


def test_a_second_damage_ends_the_use_of_the_cache(tmp_path: Path) -> None:
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        for _ in range(2):
            connection = sqlite3.connect(tmp_path / FILE_NAME)
            connection.execute("DROP TABLE entry")
            connection.close()
            cache.put_many([entry("a")])
        assert cache.get_many([entry("a")[0]]) == {}
        cache.put_many([entry("a")])
    assert len(told) == 1


def test_a_folder_in_place_of_the_file_means_no_cache_and_one_warning(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        cache.put_many([entry("a")])
        assert cache.get_summary("tree") is None
    assert len(told) == 1
    assert "goes on without" in told[0]


def test_a_damaged_file_that_cannot_be_removed_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"not a database at all" * 100)
    (tmp_path / f"{FILE_NAME}-wal").mkdir()
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        assert cache.get_summary("tree") is None
    assert len(told) == 1


def test_a_full_disk_means_no_cache_and_one_warning(tmp_path: Path) -> None:
    told: list[str] = []
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with cache_in(tmp_path, told.append) as cache:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
        try:
            for number in range(30):
                cache.put_many([big(f"{number}")])
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert len(told) == 1
    with cache_in(tmp_path, never) as cache:
        assert list(cache.get_many([big("0")[0]])) == ["0"]


def test_a_file_locked_by_another_program_means_no_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_BUSY_SECONDS", 0.01)
    told: list[str] = []
    with cache_in(tmp_path, told.append) as cache:
        other = sqlite3.connect(tmp_path / FILE_NAME, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        cache.put_many([entry("a")])
        other.close()
    assert told == ["The cache cannot be used (database is locked); this run goes on without it."]


_WRITER = """
import sys
from pathlib import Path
from test_cache_rows import cache_in, entry, never
with cache_in(Path(sys.argv[1]), never) as cache:
    for number in range(100):
        cache.put_many([entry(f"{sys.argv[2]}-{number}"), entry(f"both-{number}")])
        assert cache.get_many([entry(f"both-{number}")[0]])
"""


def test_two_runs_write_at_the_same_time(tmp_path: Path) -> None:
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(tmp_path), name], env=environment)
        for name in ("one", "two")
    ]
    assert [writer.wait() for writer in writers] == [0, 0]
    names = [f"{name}-{number}" for name in ("one", "two", "both") for number in range(100)]
    with cache_in(tmp_path, never) as cache:
        assert len(cache.get_many([entry(name)[0] for name in names])) == 300


def _open(folder: Path, warn: Callable[[str], None], **scan: object) -> FactsCache | None:
    settings = msgspec.convert({"cache_dir": str(folder / "cache"), **scan}, ScanConfig)
    return open_cache(settings, fingerprint="1", root=folder / "root", warn=warn)


def test_the_cache_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    cache = _open(tmp_path, never)
    assert cache is not None
    cache.close()
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


def test_no_cache_is_opened_where_none_is_wanted(tmp_path: Path) -> None:
    assert _open(tmp_path, never, use_cache=False) is None
    assert list(tmp_path.iterdir()) == []


def test_a_cache_folder_in_the_scanned_folder_is_not_used(tmp_path: Path) -> None:
    told: list[str] = []
    assert _open(tmp_path, told.append, cache_dir=str(tmp_path / "root/x/../cache")) is None
    assert not (tmp_path / "root").exists()
    assert len(told) == 1


def test_a_cache_folder_that_cannot_be_made_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "cache").touch()
    told: list[str] = []
    assert _open(tmp_path, told.append) is None
    assert len(told) == 1


def test_a_limit_of_depth_is_part_of_the_key(tmp_path: Path) -> None:
    for depth, expected in ((10, None), (10, b"x"), (20, None)):
        cache = _open(tmp_path, never, max_depth=depth)
        assert cache is not None
        with cache:
            assert cache.get_summary("tree") == expected
            cache.put_summary("tree", b"x")


def test_the_users_cache_folder_is_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    cache = _open(tmp_path, never, cache_dir="")
    assert cache is not None
    cache.close()
    assert (platformdirs.user_cache_path("estimator", appauthor=False) / FILE_NAME).exists()
