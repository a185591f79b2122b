"""Publishes the JSON Schema of every answer that a command gives in JSON, but for facts."""

from collections.abc import Mapping
from typing import Any

import msgspec

from estimator.model.accuracy import ACCURACY_SCHEMA_VERSION, Accuracy
from estimator.model.advice import ADVICE_SCHEMA_VERSION, Advice
from estimator.model.baseline import DRIFT_SCHEMA_VERSION, BaselineSummary, Drift
from estimator.model.change import DIFFERENCE_SCHEMA_VERSION, Difference
from estimator.model.check import CHECK_SCHEMA_VERSION, CheckResult
from estimator.model.doctor import DOCTOR_SCHEMA_VERSION, Diagnosis
from estimator.model.history import HISTORY_SCHEMA_VERSION, History
from estimator.model.hotreport import HOT_PATHS_SCHEMA_VERSION, HotPathReport
from estimator.model.ledger import LEDGER_SCHEMA_VERSION, Ledger
from estimator.model.plan import PLAN_SCHEMA_VERSION, Plan
from estimator.model.portfolio import PORTFOLIO_SCHEMA_VERSION, Portfolio
from estimator.model.records import CALIBRATION_SCHEMA_VERSION, CalibrationReport, RecordList
from estimator.model.report import REPORT_SCHEMA_VERSION, Report
from estimator.model.ticket import RECEIPT_SCHEMA_VERSION, Receipts
from estimator.reporting.json_format import pretty

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

ANSWERS: Mapping[str, tuple[type[msgspec.Struct], str]] = {
    "accuracy": (Accuracy, ACCURACY_SCHEMA_VERSION),
    "advice": (Advice, ADVICE_SCHEMA_VERSION),
    "baseline-diff": (Drift, DRIFT_SCHEMA_VERSION),
    "baseline-show": (BaselineSummary, DRIFT_SCHEMA_VERSION),
    "calibration": (CalibrationReport, CALIBRATION_SCHEMA_VERSION),
    "check": (CheckResult, CHECK_SCHEMA_VERSION),
    "diff": (Difference, DIFFERENCE_SCHEMA_VERSION),
    "doctor": (Diagnosis, DOCTOR_SCHEMA_VERSION),
    "history": (History, HISTORY_SCHEMA_VERSION),
    "hotpaths": (HotPathReport, HOT_PATHS_SCHEMA_VERSION),
    "invariants": (Ledger, LEDGER_SCHEMA_VERSION),
    "plan": (Plan, PLAN_SCHEMA_VERSION),
    "portfolio": (Portfolio, PORTFOLIO_SCHEMA_VERSION),
    "receipts": (Receipts, RECEIPT_SCHEMA_VERSION),
    "records": (RecordList, CALIBRATION_SCHEMA_VERSION),
    "report": (Report, REPORT_SCHEMA_VERSION),
}
"""Name of the schema -> what it describes, and the version that the answer carries."""


def schema_of(name: str) -> dict[str, Any]:  # a JSON Schema is as dynamic as JSON
    """Return the JSON Schema (2020-12) of an answer. Raises KeyError for an unknown name."""
    answer, version = ANSWERS[name]
    title = f"estimator {name} {version}"
    return {"$schema": _DIALECT, "title": title, **msgspec.json.schema(answer)}


def render_schema(name: str) -> str:
    """Encode the JSON Schema of an answer like the answer itself. Raises KeyError."""
    return pretty(msgspec.json.encode(schema_of(name), order="sorted"))
