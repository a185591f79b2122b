"""Which texts say how a tree is built and tested, by path alone."""

import pytest

from estimator.languages.buildfiles import is_wanted_text


@pytest.mark.parametrize(
    "path",
    [
        ".github/workflows/ci.yml",
        ".github/actions/setup/action.yml",
        ".gitlab-ci.yml",
        ".circleci/config.yml",
        "Makefile",
        "sub/Makefile",
        "build/common.mk",
        "justfile",
        "rust-toolchain.toml",
        ".cargo/config.toml",
        "scripts/test.sh",
        "hack/ci/run.sh",
        "hack/test/unit",
        "hack/make/.binary",
        ".mailmap",
    ],
)
def test_its_content_is_wanted(path: str) -> None:
    assert is_wanted_text(path)


@pytest.mark.parametrize(
    "path",
    [
        "vendor/x/Makefile",
        "third_party/x/scripts/a.sh",
        "docs/config.toml",
        "examples/run.sh",
        "hack/README.md",
        "hack/make.ps1",
        "tools/server",
        "sub/.github/workflows/ci.yml",
        "sub/.mailmap",
        "src/main.rs",
        "README.md",
    ],
)
def test_its_content_is_not_wanted(path: str) -> None:
    assert not is_wanted_text(path)
