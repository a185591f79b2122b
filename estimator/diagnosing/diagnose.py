"""A path with the options and the environment of a run into the whole diagnosis."""

from collections.abc import Mapping
from pathlib import Path

from estimator.configuration.effective import effective_config
from estimator.configuration.keys import Value
from estimator.configuration.listing import values_in_force
from estimator.diagnosing.programs import components, extras, program_problems
from estimator.diagnosing.surroundings import cache_of, problem_of, repository_state, rules_state
from estimator.errors import EstimatorError
from estimator.model.config import Config
from estimator.model.doctor import Diagnosis, Gravity, Problem

_NOTHING: Mapping[str, Value] = {}


def diagnose(
    path: Path,
    *,
    options: Mapping[str, Value],
    environment: Mapping[str, str],
    config_file: Path | None = None,
) -> Diagnosis:
    """Look at everything that a run over this path depends on; nothing is changed or written.

    What is wrong is a problem of the answer, never an exception: a layer of the configuration that
    cannot be read is left out, and the rest goes on without it.

    Args:
        path: what would be scanned; it need not exist.
        options: values given on the command line, by key.
        environment: of the process.
        config_file: what `--config` named.
    """
    config, faults = _configuration(path, options, environment, config_file)
    used = components()
    has_git = any(one.name == "git" and one.version for one in used)
    repository, of_repository = repository_state(path, has_git=has_git)
    cache, of_cache = cache_of(config, path)
    rules, of_rules = rules_state(config)
    problems = (*program_problems(), *faults, *of_repository, *of_rules, *of_cache)
    ordered = tuple(sorted(problems, key=lambda one: one.gravity is not Gravity.ERROR))
    return Diagnosis(
        components=used,
        extras=extras(),
        repository=repository,
        cache=cache,
        rules=rules,
        configuration=values_in_force(config, config_file),
        problems=ordered,
        exit_code=next((one.exit_code for one in ordered if one.exit_code), 0),
    )


def _configuration(
    path: Path,
    options: Mapping[str, Value],
    environment: Mapping[str, str],
    config_file: Path | None,
) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration of the layers that can be read, and the faults of the others."""
    root = path if path.is_dir() else None
    problems: list[Problem] = []
    try:
        effective_config(root, options=_NOTHING, environment={}, config_file=config_file)
    except EstimatorError as fault:
        problems.append(problem_of("configuration", fault))
        root, config_file = None, None
    try:
        effective_config(None, options=_NOTHING, environment=environment)
    except EstimatorError as fault:
        problems.append(problem_of("configuration", fault))
        environment = {}
    try:
        effective_config(None, options=options, environment={})
    except EstimatorError as fault:
        problems.append(problem_of("configuration", fault))
        options = _NOTHING
    config = effective_config(
        root, options=options, environment=environment, config_file=config_file
    )
    return config, tuple(problems)
