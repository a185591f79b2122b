"""Every check of the project: `nox` runs all, `nox -s NAME` one."""

import os
import shutil
import tarfile
import zipfile
from pathlib import Path

import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "venv"
nox.options.reuse_venv = "yes"
nox.options.error_on_external_run = True
nox.options.sessions = ["lint", "types", "contracts", "tests", "rules", "docs", "package"]

ROOT = Path(__file__).parent
PROJECT = nox.project.load_toml("pyproject.toml")
INDEX_IS_CURRENT = """
import sys
from pathlib import Path
from estimator import load_rulebook
from estimator.rulebook.index import render_index
if Path("rules/README.md").read_text(encoding="utf-8") != render_index(load_rulebook()):
    sys.exit("rules/README.md is out of date: pytest tests/docs --update-golden writes it")
"""
IS_INSTALLED_WHOLE = """
import sys
from importlib.resources import files
from pathlib import Path
import estimator
home = files("estimator")
assert Path(estimator.__file__).is_relative_to(sys.prefix), estimator.__file__
data = ("py.typed", "schemas/facts.json", "schemas/report.json", "rules/rust-to-go/tokio.toml")
for name in data:
    assert home.joinpath(name).is_file(), name
assert estimator.load_rulebook().rules
"""
JOBS = (
    ("estimate", "repositories/rust-service", "--no-cache", "-o", "rust.json", "-o", "rust.md"),
    ("estimate", "repositories/go-service", "--no-cache", "--format", "csv"),
    ("explain", "RG214", "repositories/rust-service", "--no-cache"),
    ("rules", "test"),
)
IN_SDIST = (
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "examples/go-service/go.mod",
    "examples/rust-service/Cargo.toml",
    "noxfile.py",
    "rules/rust-to-go/tokio.toml",
    "tests/conftest.py",
)


def install(session: nox.Session, *groups: str, package: bool = True) -> None:
    """Install dependency groups, which the pip of older Pythons does not know, and the package."""
    requirements = nox.project.dependency_groups(PROJECT, *groups)
    session.install(*requirements, *(["--editable", "."] if package else []))


@nox.session
def lint(session: nox.Session) -> None:
    """Style and format."""
    install(session, "lint", package=False)
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, strictly."""
    install(session, "types")
    session.run("mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Who may import whom."""
    install(session, "contracts", package=False)
    session.run("lint-imports", "--no-logo")


@nox.session
def tests(session: nox.Session) -> None:
    """Everything but the documents, with branch coverage."""
    install(session, "test")
    options = ("-n", "2", "--cov", "--cov-report=term", "--ignore=tests/docs")
    # The one tracer that all supported Pythons have: the figure does not depend on which runs.
    session.run("pytest", *options, *session.posargs, env={"COVERAGE_CORE": "ctrace"})


@nox.session
def rules(session: nox.Session) -> None:
    """The built-in rules and the example of own ones: faults, worked sums, index."""
    install(session)
    session.run("estimator", "rules", "check", "rules")
    session.run("estimator", "rules", "test")
    session.run("estimator", "rules", "check", "examples/own-rules")
    session.run("estimator", "rules", "test", "examples/own-rules")
    session.run("python", "-c", INDEX_IS_CURRENT)


@nox.session
def docs(session: nox.Session) -> None:
    """Blocks and tables of the documents, help pages, examples, links."""
    install(session, "test")
    session.run("pytest", "tests/docs", *session.posargs)


@nox.session
def package(session: nox.Session) -> None:
    """Wheel and sdist, each installed alone in a clean environment, doing the main job there."""
    session.install("build>=1.2")
    folder = Path(session.create_tmp()).resolve()
    dist = folder / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(dist), str(ROOT), silent=True)
    (wheel,), (sdist,) = dist.glob("*.whl"), dist.glob("*.tar.gz")
    _check_contents(session, wheel, sdist)
    for archive in (wheel, sdist):
        _use(session, archive, folder / "elsewhere")


def _check_contents(session: nox.Session, wheel: Path, sdist: Path) -> None:
    """Fail where the sdist lacks a file, or something that is not ours got into the wheel."""
    with tarfile.open(sdist) as archive:
        in_sdist = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as archive:
        in_wheel = archive.namelist()
    missing = sorted(set(IN_SDIST) - in_sdist)
    strays = [name for name in in_wheel if not name.startswith(("estimator/", "port_estimator-"))]
    if missing or strays:
        session.error(f"missing in the sdist: {missing}; not ours in the wheel: {strays}")


def _use(session: nox.Session, archive: Path, folder: Path) -> None:
    """Install an archive into an environment of its own; do the main job outside the checkout."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "examples", folder / "repositories")
    session.run("python", "-m", "venv", str(folder / "venv"))
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python, estimator = str(programs / "python"), str(programs / "estimator")
    session.run(python, "-m", "pip", "install", "--quiet", str(archive), external=True)
    with session.chdir(folder):
        session.run(python, "-c", IS_INSTALLED_WHOLE, external=True)
        for job in JOBS:
            session.run(estimator, *job, external=True, silent=True)
        session.run(python, "-m", "estimator", "--version", external=True)
