"""A finished port as the user gave it (folder, facts or report) into a row of a records file."""

import re
from pathlib import Path
from typing import NamedTuple

import msgspec

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import Common, configuration
from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.estimate import ScenarioEstimate
from estimator.model.records import MeasuredBy, Record, RecordedScenario
from estimator.model.report import REPORT_SCHEMA_VERSION, Report
from estimator.pipeline import estimate, load_rulebook
from estimator.records.append import appended
from estimator.records.read import LARGEST_BYTES, read_records
from estimator.storage import write_text

_LARGEST_REPORT_BYTES = 1_000_000_000
_NOT_IN_AN_ID = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_ID = 64
_DIGITS = 4


class Told(NamedTuple):
    """What the user said about the port."""

    actual: float
    measured_by: str
    identity: str | None
    scenario: str | None
    finished: str
    owner: str
    note: str


class _Kind(msgspec.Struct):
    """Tells a report from a facts file."""

    scenarios: msgspec.Raw = msgspec.Raw()  # an empty, frozen value


def add_record(
    path: Path, file: Path, told: Told, shared: Common, *, rules: tuple[str, ...]
) -> str:
    """Price the port, write the row, and say what was written. Raises InputError, OutsideError."""
    old = _content(file)
    if old is not None:
        read_records(old, str(file))  # its faults are said before the scan
    given = None if path.is_dir() else _read_report(path)
    report, digest_now = _priced(path, given, told, shared, rules)
    priced = _scenario(report, told.scenario)
    is_facts = given is None and path.is_file()
    record = _record(report, priced, told, facts=str(path) if is_facts else "")
    write_text(file, appended(old, record, str(file)).decode())
    said = (
        f"{file}: added {record.id} ({record.scenario.value}): {record.p50_em:.{_DIGITS}g} EM at"
        f" P50, {record.actual_em:g} EM in fact, x {record.actual_em / record.p50_em:.2f}\n"
    )
    if record.rulebook == digest_now:
        return said
    return (
        f"{said}The report is of the rules {record.rulebook}, those of now are {digest_now}: add"
        " the port from its facts or source instead, so that prices can be compared.\n"
    )


def _content(file: Path) -> bytes | None:
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise InputError(
            f"{file} cannot be read: {fault.strerror}", hint="name another by --file"
        ) from fault


def _priced(
    path: Path, given: Report | None, told: Told, shared: Common, rules: tuple[str, ...]
) -> tuple[Report, str]:
    """The report given, or one at C = 1; and the digest of the rules of now."""
    if given is not None:
        now = configuration(None, shared, rules=rules)
        return given, load_rulebook(*now.rules, remember=now.scan).digest
    language = told.scenario.partition("-")[0] if told.scenario else None
    subject = open_subject(path, shared, language=language, rules=rules)
    config: Config = msgspec.structs.replace(subject.config, own_ports={}, records="")
    rulebook = load_rulebook(*config.rules, remember=config.scan, root=path)
    return estimate(subject.read(nothing).facts, rulebook, config=config), rulebook.digest


def _read_report(path: Path) -> Report | None:
    """A report of `estimate --format json`; None for anything else, such as a facts file."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST_REPORT_BYTES)
        if not bytes(msgspec.json.decode(content, type=_Kind).scenarios):
            return None
    except (OSError, msgspec.DecodeError, RecursionError):  # `open_subject` says what is wrong
        return None
    try:
        report = msgspec.json.decode(content, type=Report)
    except (msgspec.DecodeError, RecursionError) as fault:
        raise InputError(
            f"{path}: not a report of this program: {fault}",
            hint="give the facts file or the folder instead",
        ) from fault
    if report.schema_version.partition(".")[0] != REPORT_SCHEMA_VERSION.partition(".")[0]:
        raise InputError(
            f"{path}: a report of schema version {report.schema_version[:40]}",
            hint="give the facts file or the folder instead",
        )
    return report


def _scenario(report: Report, asked: str | None) -> ScenarioEstimate:
    """The scenario that was asked for, or the whole port of the priced language."""
    names = {one.value for one in RecordedScenario}
    found = [one for one in report.scenarios if one.applies and one.id in names]
    wanted = [one for one in found if asked is None or one.id == asked]
    if wanted:
        return wanted[0]
    why = [one.why for one in report.scenarios if one.id == asked]
    raise InputError(
        f"{asked or 'no whole port'} is not priced there. {' '.join(why)}".rstrip(),
        hint="priced there: " + (", ".join(one.id for one in found) or "nothing"),
    )


def _record(report: Report, priced: ScenarioEstimate, told: Told, *, facts: str) -> Record:
    if priced.effort is None:
        raise InputError(f"{priced.id} has no price there", hint="give the folder instead")
    level = next((one.value for one in priced.factors if one.id == "calibration"), 1.0)
    own = f"{_NOT_IN_AN_ID.sub('-', report.repository.name).strip('-._') or 'port'}"
    tail = f"-{priced.id}"
    return Record(
        id=told.identity or own[: _LONGEST_ID - len(tail)] + tail,
        scenario=RecordedScenario(priced.id),
        p50_em=priced.effort.p50 / level,
        rulebook=report.tool.rulebook_digest,
        version=report.tool.version,
        size_kloc=priced.size_kloc,
        facts=facts,
        actual_em=told.actual,
        measured_by=MeasuredBy(told.measured_by),
        finished=told.finished,
        owner=told.owner,
        note=told.note,
    )
