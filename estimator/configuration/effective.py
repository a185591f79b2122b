"""Default < file < environment < option: the effective configuration, and how it prints."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

from estimator.configuration.keys import ANSWERS, BY_NAME, KEYS, Value
from estimator.configuration.people import team_of, team_values
from estimator.configuration.read import check_options, read_environment, read_file
from estimator.errors import InputError
from estimator.model.config import Config, HotPathConfig, ScanConfig
from estimator.storage import read_inside, reason_of

FILE_NAME = "estimator.toml"
SETTING = "--set"
_LARGEST_FILE_BYTES = 16_000
"""The TOML reader needs time and memory that grow with the square of a key's length."""


def effective_config(
    root: Path | None,
    *,
    options: Mapping[str, Value],
    environment: Mapping[str, str],
    config_file: Path | None = None,
    declared: Mapping[str, Value] | None = None,
) -> Config:
    """The configuration of one run.

    `root` is the scanned folder, whose `estimator.toml` counts unless `config_file` is given;
    `options` holds the values given on the command line, by key name; `declared` what a facts
    file carries of the file that was there when it was made, for which `config_file` stands in as
    well. Raises InputError.
    """
    check_options(options)
    values: dict[str, Value] = {key.name: key.default for key in KEYS if not key.is_optional}
    origins = {key.name: "default" for key in KEYS}
    layers: list[tuple[str, Mapping[str, Value]]] = []
    if config_file is not None:
        layers.append((config_file.name, _given_file(config_file)))
    elif root is not None:
        layers.append((FILE_NAME, _own_file(root)))
    else:
        layers.append((FILE_NAME, declared or {}))
    layers += [("environment", read_environment(environment)), ("option", options)]
    for origin, layer in layers:
        for name, value in layer.items():
            values[name] = value
            origins[name] = origin
    return _config(values, origins)


def with_settings(config: Config, settings: Mapping[str, Value]) -> Config:
    """The configuration with declared values overridden for one run. Raises InputError."""
    return _config(
        {**config_values(config), **settings},
        {**config.origins, **dict.fromkeys(settings, SETTING)},
    )


def declared_values(config: Config) -> dict[str, Value]:
    """The values that move prices, by key, each factor by its own; undeclared ones are absent."""
    values = {
        name: value for name, value in config_values(config).items() if BY_NAME[name].is_pricing
    }
    values.pop("factors")
    return {**values, **{f"factors.{name}": value for name, value in config.factors.items()}}


def render_config(config: Config) -> str:
    """The effective configuration as TOML, each value with its origin as a comment."""
    values = config_values(config)
    lines: list[str] = []
    section = ""
    for key in KEYS:
        head, _, name = key.name.rpartition(".")
        if (head or name) != section:
            section = head or name
            lines += ([""] if lines else []) + [f"[{section}]"]
        origin = config.origins.get(key.name, "default")
        value = values.get(key.name)
        if value is None:
            lines.append(f"# {name} is not declared")
        elif isinstance(value, dict):
            lines += [
                f"# {_printable(origin)}",
                *(f"{written_toml(n)} = {v!r}" for n, v in value.items()),
            ]
        else:
            lines.append(f"{name} = {written_toml(value)}  # {_printable(origin)}")
    return "\n".join(lines) + "\n"


def _own_file(root: Path) -> dict[str, Value]:
    """Values of a scanned folder's own file. A link is never followed there."""
    try:
        content = read_inside(str(root), FILE_NAME, max_bytes=_LARGEST_FILE_BYTES)
    except FileNotFoundError:
        return {}
    except OSError as fault:
        if not os.access(root, os.X_OK):  # then discovery says what is wrong with the folder
            return {}
        raise InputError(
            f"{FILE_NAME} {reason_of(fault)}",
            hint="make it a regular file that you may read, or use another one by --config",
        ) from fault
    return _read(content, FILE_NAME, is_repository=True)


def _given_file(file: Path) -> dict[str, Value]:
    try:
        with file.open("rb") as stream:
            content = stream.read(_LARGEST_FILE_BYTES + 1)
    except OSError as fault:
        raise InputError(
            f"--config {file}: {fault.strerror}", hint="give a file that you may read"
        ) from fault
    return _read(content, file.name, is_repository=False)


def _read(content: bytes, name: str, *, is_repository: bool) -> dict[str, Value]:
    if len(content) > _LARGEST_FILE_BYTES:
        raise InputError(
            f"{name}: larger than {_LARGEST_FILE_BYTES:,} bytes",
            hint="one exclude pattern may name a whole folder",
        )
    return read_file(content, name, is_repository=is_repository)


def _config(values: Mapping[str, Value], origins: Mapping[str, str]) -> Config:
    scan = {
        "exclude": values["scan.exclude"],
        "product_paths": values["roles.product"],
        "test_paths": values["roles.test"],
        "tooling_paths": values["roles.tooling"],
        "max_file_bytes": values["scan.max_file_bytes"],
        "max_file_seconds": values["scan.max_file_seconds"],
        "max_depth": values["scan.max_depth"],
        "history": values["scan.history"],
        "jobs": values["scan.jobs"],
        "start_method": values["scan.start_method"],
        "use_cache": values["cache.use"],
        "cache_dir": values["cache.dir"],
        "cache_max_mb": values["cache.max_mb"],
    }
    return Config(
        scan=ScanConfig(**scan),  # type: ignore[arg-type]  # each value was checked by its key
        language=str(values["estimate.language"]),
        rules=values["estimate.rules"],  # type: ignore[arg-type]  # the same
        factors=values["factors"],  # type: ignore[arg-type]  # the same
        records=str(values["estimate.records"]),
        llm_translate=values["llm.translate"],  # type: ignore[arg-type]  # the same
        oracle=str(values["estimate.oracle"]),
        team=team_of(values),
        answers={name: values[name] for name in ANSWERS if name in values},  # type: ignore[misc]  # the same
        hot_paths=HotPathConfig(
            profiles=values["hotpaths.profiles"],  # type: ignore[arg-type]  # the same
            find_profiles=bool(values["hotpaths.find_profiles"]),
            share=values["hotpaths.share"],  # type: ignore[arg-type]  # the same
            paths=values["hotpaths.paths"],  # type: ignore[arg-type]  # the same
            exclude=values["hotpaths.exclude"],  # type: ignore[arg-type]  # the same
            calls_per_second=values["hotpaths.calls_per_second"],  # type: ignore[arg-type]  # the same
        ),
        origins=dict(origins),
    )


def config_values(config: Config) -> dict[str, Value]:
    """Every value by key; what nobody declared is absent."""
    scan = config.scan
    return {
        "scan.exclude": scan.exclude,
        "roles.product": scan.product_paths,
        "roles.test": scan.test_paths,
        "roles.tooling": scan.tooling_paths,
        "scan.max_file_bytes": scan.max_file_bytes,
        "scan.max_file_seconds": scan.max_file_seconds,
        "scan.max_depth": scan.max_depth,
        "scan.history": scan.history,
        "scan.jobs": scan.jobs,
        "scan.start_method": scan.start_method,
        "cache.use": scan.use_cache,
        "cache.dir": scan.cache_dir,
        "cache.max_mb": scan.cache_max_mb,
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
        **team_values(config.team),
        **config.answers,
        "factors": dict(config.factors),
    }


def written_toml(value: Value) -> str:
    """A TOML value: that of JSON, but for one control character that JSON does not escape."""
    text = json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
    return text.replace("\x7f", "\\u007f")


def _printable(text: str) -> str:
    return text if text.isprintable() else ascii(text)
