"""An effective configuration into rows: each key, its value as TOML, and who says so."""

from pathlib import Path

from estimator.configuration.effective import config_values, written_toml
from estimator.configuration.keys import KEYS, Key, Value
from estimator.model.config import Config
from estimator.model.doctor import ValueInForce

_KINDS = ("default", "environment", "option")


def values_in_force(config: Config, config_file: Path | None = None) -> tuple[ValueInForce, ...]:
    """Every key in the order of the documents; `config_file` is what `--config` named, if any."""
    values = config_values(config)
    return tuple(_row(key, values.get(key.name), config, config_file) for key in KEYS)


def _row(key: Key, value: Value | None, config: Config, config_file: Path | None) -> ValueInForce:
    origin = config.origins.get(key.name, "default")
    kind = origin if origin in _KINDS else "file"
    names = {
        "default": "",
        "environment": key.environment,
        "option": key.option,
        "file": origin if config_file is None else str(config_file),
    }
    return ValueInForce(
        key=key.name,
        value="" if value is None else _written(value),
        origin=kind,
        named=names[kind],
    )


def _written(value: Value) -> str:
    if isinstance(value, dict):
        pairs = (f"{written_toml(name)} = {number!r}" for name, number in sorted(value.items()))
        return f"{{{', '.join(pairs)}}}"
    return written_toml(value)
