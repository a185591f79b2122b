"""What all kinds of rules are made of: sources, ranges and conditions."""

from enum import StrEnum

import msgspec


class RuleValue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything read from a rule file: an unknown key is a fault, not a silence."""


class SourceKind(StrEnum):
    """Where a number comes from. Judgement is called judgement."""

    DOCUMENT = "document"
    MEASURED = "measured"
    PUBLISHED = "published"
    JUDGEMENT = "judgement"


class Source(RuleValue, frozen=True, kw_only=True):
    """One source of a number."""

    kind: SourceKind
    cite: str
    says: str = ""


class Range(RuleValue, frozen=True, kw_only=True):
    """Low, likely and high of one figure, in hours where its key does not say days."""

    low: float
    likely: float
    high: float


class Condition(RuleValue, frozen=True, kw_only=True):
    """When a rule fires: one metric with bounds, or all / any of several conditions."""

    metric: str | None = None
    scope: str = "repository"
    at_least: float | None = None
    at_most: float | None = None
    all: tuple["Condition", ...] = ()
    any: tuple["Condition", ...] = ()
