"""Rule directories -> one Rulebook: built-in rules, then what each directory adds or overrides."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from itertools import chain
from pathlib import Path

import msgspec

from estimator.errors import RuleFileError
from estimator.model.planrules import Stage
from estimator.model.rules import (
    Constant,
    CrosswalkEntry,
    Disagreement,
    Driver,
    Port,
    Rule,
    Rulebook,
    RuleFile,
    Scenario,
    ShellSign,
)
from estimator.model.source import Value
from estimator.rulebook.bounds import order_faults
from estimator.rulebook.decode import KINDS, Entry, decode
from estimator.rulebook.fault import Fault, rule_file_error
from estimator.rulebook.files import RuleText, read_rule_texts
from estimator.rulebook.remembered import recall, remember
from estimator.rulebook.validate import (
    KeyedReason,
    constant_faults,
    rule_faults,
    scenario_faults,
    share_faults,
)
from estimator.rulebook.validate_advice import advice_faults
from estimator.rulebook.validate_crosswalk import crosswalk_faults
from estimator.rulebook.validate_drivers import driver_faults
from estimator.rulebook.validate_ports import disagreement_faults, port_faults
from estimator.rulebook.validate_shells import shell_faults
from estimator.rulebook.validate_stages import stage_faults, take_faults

_DIGEST_DIGITS = 12
_FIELDS = {
    "rule": "rules",
    "constant": "constants",
    "scenario": "scenarios",
    "port": "ports",
    "disagreement": "disagreements",
    "dependency": "crosswalk",
    "driver": "drivers",
    "shell": "shells",
    "stage": "stages",
    "sentence": "sentences",
    "signal": "signals",
    "workload": "workloads",
    "criterion": "criteria",
    "tradeoff": "tradeoffs",
    "recommendation": "recommendations",
    "readiness": "readiness",
}
"""Key of a rule file -> field of the rulebook. The order is part of the digest."""


class Located(Value, frozen=True, kw_only=True):
    """An entry and the file that it came from."""

    entry: Entry
    file: str
    name: str
    """The file relative to its rules directory."""


class RuleDirectory(Value, frozen=True, kw_only=True):
    """What one directory holds, and everything wrong with the reading of it."""

    entries: Mapping[str, Located]
    faults: tuple[Fault, ...]


def load_rulebook(*directories: Path | str, cache: Path | None = None) -> Rulebook:
    """Load the built-in rules, then let each directory add or override by id, later ones last.

    With a cache folder, the decoded built-in rules are remembered there; directories never are.

    Raises RuleFileError with all faults of all directories, one a line.
    """
    rulebook, faults = merge(
        read_directory(built_in_directory(), cache=cache),
        *(read_directory(Path(directory)) for directory in directories),
    )
    if faults:
        raise rule_file_error(faults)
    return rulebook


def built_in_constants(*names: str) -> Mapping[str, Constant]:
    """Read the constants of some built-in files, where the whole rulebook is not needed.

    Raises RuleFileError with all faults of these files.
    """
    texts, faults = read_rule_texts(built_in_directory())
    decoded = [decode(text) for text in texts if text.name in names]
    found = (*faults, *(fault for _, faults in decoded for fault in faults))
    if found:
        raise rule_file_error(found)
    return {constant.id: constant for file, _ in decoded for constant in file.constant}


def built_in_directory() -> Path:
    """Give the directory of the built-in rules; raises RuleFileError when it is missing."""
    return rules_beside(Path(str(resources.files("estimator"))))


def rules_beside(package: Path) -> Path:
    """Find the rules: inside the installed package, else in the checkout beside it."""
    for directory in (package / "rules", package.parent / "rules"):
        if directory.is_dir():
            return directory
    raise RuleFileError(
        "The built-in rules are missing", hint="Install the program again; it is incomplete."
    )


def read_directory(directory: Path, *, cache: Path | None = None) -> RuleDirectory:
    """Read one directory: its entries by id; an id used twice in it is a fault."""
    texts, file_faults = read_rule_texts(directory)
    faults = list(file_faults)
    entries: dict[str, Located] = {}
    for text, (file, decode_faults) in zip(texts, _decoded(texts, cache), strict=True):
        faults.extend(decode_faults)
        for entry in chain.from_iterable(getattr(file, kind) for kind in KINDS):
            if entry.id in entries:
                reason = f"this id is already used in {entries[entry.id].name}"
                faults.append(Fault(file=text.file, rule=entry.id, key="id", reason=reason))
            else:
                entries[entry.id] = Located(entry=entry, file=text.file, name=text.name)
    return RuleDirectory(entries=entries, faults=tuple(faults))


def _decoded(
    texts: Sequence[RuleText], cache: Path | None
) -> Sequence[tuple[RuleFile, tuple[Fault, ...]]]:
    """Decode each text, or recall all of them; only what is without faults is remembered."""
    files = None if cache is None else recall(cache, texts)
    if files is not None:
        return [(file, ()) for file in files]
    decoded = [decode(text) for text in texts]
    if cache is not None and not any(faults for _, faults in decoded):
        remember(cache, texts, (file for file, _ in decoded))
    return decoded


def merge(
    built_in: RuleDirectory, *directories: RuleDirectory
) -> tuple[Rulebook, tuple[Fault, ...]]:
    """Lay directories over the built-in rules and check the whole.

    The rulebook may only be used when there are no faults.
    """
    located = dict(built_in.entries)
    faults = list(built_in.faults)
    for directory in directories:
        faults.extend(directory.faults)
        faults.extend(_kind_faults(located, directory.entries))
        located.update(directory.entries)
    rulebook = _rulebook(located, built_in, directories)
    faults.extend(_entry_faults(located, rulebook, built_in))
    if not faults:
        faults.extend(_whole_faults(located, rulebook))
    return rulebook, tuple(faults)


def _rulebook(
    located: Mapping[str, Located], built_in: RuleDirectory, directories: tuple[RuleDirectory, ...]
) -> Rulebook:
    entries = {key: located[key].entry for key in sorted(located)}
    kinds = {
        field: {key: entry for key, entry in entries.items() if isinstance(entry, KINDS[kind])}
        for kind, field in _FIELDS.items()
    }
    content = msgspec.json.encode(list(kinds.values()), order="sorted")
    given = {key for directory in directories for key in directory.entries}
    return Rulebook(
        **kinds,  # type: ignore[arg-type]  # each holds the entries of its own kind
        digest=hashlib.sha256(content).hexdigest()[:_DIGEST_DIGITS],
        origin={key: located[key].name for key in entries},
        overridden=tuple(sorted(given & built_in.entries.keys())),
        added=tuple(sorted(given - built_in.entries.keys())),
    )


def _kind_faults(below: Mapping[str, Located], above: Mapping[str, Located]) -> Iterator[Fault]:
    for key, found in above.items():
        if key in below and type(below[key].entry) is not type(found.entry):
            kind = type(below[key].entry).__name__.lower()
            yield Fault(file=found.file, rule=key, key="id", reason=f"overrides a {kind}")


def _entry_faults(
    located: Mapping[str, Located], rulebook: Rulebook, built_in: RuleDirectory
) -> Iterator[Fault]:
    for key, found in located.items():
        for place, reason in _reasons(found.entry, rulebook, built_in):
            yield Fault(file=found.file, rule=key, key=place, reason=reason)


def _reasons(entry: Entry, rulebook: Rulebook, built_in: RuleDirectory) -> Iterator[KeyedReason]:
    match entry:
        case Rule():
            yield from rule_faults(entry, rulebook.scenarios)
        case Constant():
            yield from constant_faults(entry, built_in.entries)
        case Scenario():
            yield from scenario_faults(entry)
        case Port():
            yield from port_faults(entry, rulebook.scenarios)
        case Disagreement():
            yield from disagreement_faults(entry, rulebook.scenarios)
        case CrosswalkEntry():
            yield from crosswalk_faults(entry)
        case Driver():
            yield from driver_faults(entry, rulebook.scenarios)
        case ShellSign():
            yield from shell_faults(entry)
        case Stage():
            yield from stage_faults(entry, rulebook.scenarios)
        case _:
            yield from advice_faults(entry, rulebook)


def _whole_faults(located: Mapping[str, Located], rulebook: Rulebook) -> Iterator[Fault]:
    """Check what only the merged rulebook shows: sums of shares, constants in order."""
    for scenario, reason in share_faults(rulebook.rules, rulebook.scenarios):
        yield Fault(file=located[scenario].file, rule=scenario, key="line.share", reason=reason)
    for identity, reason in take_faults(rulebook.stages):
        yield Fault(file=located[identity].file, rule=identity, key="takes", reason=reason)
    values = {key: constant.value for key, constant in rulebook.constants.items()}
    for identity, reason in order_faults(values):
        yield Fault(file=located[identity].file, rule=identity, key="value", reason=reason)
