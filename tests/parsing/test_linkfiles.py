"""Files into links by processes and cache: results, rows of their own, progress, skips."""

from pathlib import Path

import pytest
from pool_builders import config, write_file

from estimator.model.source import SourceFile
from estimator.parsing.cache import FactsCache
from estimator.parsing.extract import extract
from estimator.parsing.linkfiles import link_files
from estimator.parsing.pool import Progress, parse_files

BIG = "func f() { g(1) }\n" * 6_000


def cache_at(path: Path) -> FactsCache:
    return FactsCache(path, fingerprint="1", max_bytes=10**8, warn=pytest.fail)


def sources(root: Path) -> tuple[SourceFile, ...]:
    return (
        write_file(root, "b.go", b"package b\nfunc f() { g(1) }\n"),
        write_file(root, "a.go", b"package a\n"),
    )


def test_links_come_by_path_sorted(tmp_path: Path) -> None:
    found = link_files(tmp_path, sources(tmp_path), config=config(), cache=None)

    assert list(found) == ["a.go", "b.go"]
    assert found["b.go"].functions[0].calls[0].name == "g"


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes_give_what_one_process_gives(tmp_path: Path, method: str) -> None:
    files = (
        write_file(tmp_path, "big.go", f"package a\n{BIG}".encode()),
        write_file(tmp_path, "other.go", f"package b\n{BIG}".encode()),
    )

    one = link_files(tmp_path, files, config=config(jobs=1), cache=None)

    assert link_files(tmp_path, files, config=config(jobs=2, method=method), cache=None) == one
    assert len(one["big.go"].functions) == 6_000


def test_links_and_facts_of_a_file_are_rows_of_their_own(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    files = sources(root)
    with cache_at(tmp_path / "rows") as cache:
        links = link_files(root, files, config=config(), cache=cache)
        parsed = parse_files(root, files, config=config(), extract=extract, cache=cache)
    for file in files:
        (root / file.path).unlink()

    with cache_at(tmp_path / "rows") as cache:
        assert link_files(root, files, config=config(), cache=cache) == links
        assert parse_files(root, files, config=config(), extract=extract, cache=cache) == parsed


def test_equal_files_share_a_row(tmp_path: Path) -> None:
    content = b"package b\nfunc f() { g(1) }\n"
    with cache_at(tmp_path / "rows") as cache:
        first = write_file(tmp_path, "a.go", content)
        link_files(tmp_path, [first], config=config(), cache=cache)
        second = write_file(tmp_path, "b.go", content)
        (tmp_path / "b.go").unlink()

        assert list(link_files(tmp_path, [second], config=config(), cache=cache)) == ["b.go"]


def test_a_file_whose_content_is_not_what_its_key_says_is_not_remembered_under_it(
    tmp_path: Path,
) -> None:
    root = tmp_path / "tree"
    root.mkdir()
    content = b"package b\nfunc f() { g(1) }\n"
    (root / "b.go").write_bytes(content)
    lie = SourceFile(path="b.go", language="go", key="git:" + "0" * 40, size_bytes=len(content))
    with cache_at(tmp_path / "rows") as cache:
        assert list(link_files(root, [lie], config=config(), cache=cache)) == ["b.go"]
        (root / "b.go").unlink()

        assert link_files(root, [lie], config=config(), cache=cache) == {}


def test_what_is_too_large_gone_or_binary_has_no_links(tmp_path: Path) -> None:
    large = write_file(tmp_path, "large.go", b"package a\n" * 100)
    gone = write_file(tmp_path, "gone.go", b"package a\n")
    (tmp_path / "gone.go").unlink()
    binary = write_file(tmp_path, "binary.go", b"package a\0")
    good = write_file(tmp_path, "good.go", b"package a\n")

    found = link_files(
        tmp_path, [large, gone, binary, good], config=config(max_bytes=100), cache=None
    )

    assert list(found) == ["good.go"]


def test_progress_is_told_at_the_start_and_after_each_batch(tmp_path: Path) -> None:
    told: list[Progress] = []
    files = sources(tmp_path)

    link_files(tmp_path, files, config=config(), cache=None, on_progress=told.append)

    size = sum(file.size_bytes for file in files)
    done = [(one.files_done, one.bytes_done) for one in told]
    assert (done[0], done[-1]) == ((0, 0), (2, size))
    assert done == sorted(done)
    assert {(one.files_total, one.bytes_total) for one in told} == {(2, size)}


def test_no_file_needs_nothing(tmp_path: Path) -> None:
    assert link_files(tmp_path, [], config=config(), cache=None) == {}
