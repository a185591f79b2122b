"""Prices ports between Go and Rust from the code itself, in engineer-months with a range.

    >>> from estimator import estimate, load_rulebook, render, scan
    >>> report = estimate(scan("examples/go-service"), load_rulebook())
    >>> print(render(report, "table"))  # doctest: +SKIP

Names are loaded when first used, so that importing the package costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from estimator.version import VERSION

if TYPE_CHECKING:
    from estimator.errors import EstimatorError
    from estimator.facts.store import decode_facts, encode_facts
    from estimator.model.advice import Advice
    from estimator.model.config import Config, ScanConfig
    from estimator.model.facts import RepositoryFacts
    from estimator.model.report import Report
    from estimator.model.rules import Rulebook
    from estimator.pipeline import advise, estimate, load_rulebook
    from estimator.reporting import render
    from estimator.scanning import scan

__version__ = VERSION

_HOMES = {
    "Advice": "estimator.model.advice",
    "Config": "estimator.model.config",
    "EstimatorError": "estimator.errors",
    "Report": "estimator.model.report",
    "RepositoryFacts": "estimator.model.facts",
    "Rulebook": "estimator.model.rules",
    "ScanConfig": "estimator.model.config",
    "advise": "estimator.pipeline",
    "decode_facts": "estimator.facts.store",
    "encode_facts": "estimator.facts.store",
    "estimate": "estimator.pipeline",
    "load_rulebook": "estimator.pipeline",
    "render": "estimator.reporting",
    "scan": "estimator.scanning",
}

__all__ = [
    "Advice",
    "Config",
    "EstimatorError",
    "Report",
    "RepositoryFacts",
    "Rulebook",
    "ScanConfig",
    "__version__",
    "advise",
    "decode_facts",
    "encode_facts",
    "estimate",
    "load_rulebook",
    "render",
    "scan",
]


def __getattr__(name: str) -> object:
    """Load a public name from its home when it is first asked for (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module 'estimator' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
