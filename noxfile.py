"""All checks; `nox` runs every one, `nox -s tests` one of them."""

import os
import shutil
from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True

PROJECT = nox.project.load_toml("pyproject.toml")
ROOT = Path(__file__).parent


def _install(session: nox.Session, *groups: str) -> None:
    session.install("-e", ".", *nox.project.dependency_groups(PROJECT, *groups))


@nox.session
def lint(session: nox.Session) -> None:
    """Style and layout: ruff."""
    session.install(*nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Static types: mypy, strict."""
    _install(session, "types")
    session.run("mypy")


@nox.session
def contracts(session: nox.Session) -> None:
    """Layers and homes of libraries: import-linter."""
    _install(session, "contracts")
    session.run("lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, with branch coverage."""
    _install(session, "test")
    # The options follow the workers' own start, so that spawned processes are measured too.
    session.run(
        "pytest",
        "-n",
        "auto",
        "--cov",
        "--cov-report=term",
        *session.posargs,
        env={"COVERAGE_CORE": "ctrace"},
    )


@nox.session
def rules(session: nox.Session) -> None:
    """Worked examples of the built-in rules and of the examples' own rules."""
    session.install("-e", ".")
    session.run("estimator", "rules", "test")
    session.run("estimator", "rules", "check", "examples/own-rules")
    session.run("estimator", "rules", "test", "examples/own-rules")


@nox.session
def docs(session: nox.Session) -> None:
    """README blocks, help pages, generated tables and examples."""
    _install(session, "test")
    session.run("pytest", "-q", "tests/docs")


@nox.session
def package(session: nox.Session) -> None:
    """Wheel and sdist, each installed on its own, main job run from elsewhere."""
    session.install("build")
    made = Path(session.create_tmp()) / "dist"
    shutil.rmtree(made, ignore_errors=True)
    session.run("python", "-m", "build", "--outdir", str(made), str(ROOT), silent=True)
    elsewhere = Path(session.create_tmp()) / "elsewhere"
    for archive in sorted(made.iterdir()):
        shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.copytree(ROOT / "examples", elsewhere / "repositories")
        environment = elsewhere / "venv"
        session.run("python", "-m", "venv", str(environment), silent=True)
        python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
        session.run(str(python), "-m", "pip", "install", "-q", str(archive), external=True)
        with session.chdir(elsewhere):
            for command in (
                ("estimate", "repositories/rust-service", "--no-cache", "-o", "rust.json"),
                ("estimate", "repositories/go-service", "--no-cache", "-o", "go.md"),
                ("explain", "RG214", "repositories/rust-service", "--no-cache"),
                ("rules", "test"),
            ):
                session.run(str(python), "-m", "estimator", *command, external=True, silent=True)
            session.run(str(python), "-c", _HAS_DATA, external=True)


_HAS_DATA = """
from importlib.resources import files
package = files("estimator")
for name in ("py.typed", "schemas/report.json", "schemas/facts.json", "rules"):
    found = package.joinpath(name)
    assert found.is_file() or found.is_dir(), name
print("the installed package holds its rules, schemas and types")
"""
