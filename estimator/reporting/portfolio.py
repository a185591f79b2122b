"""Turns a portfolio into a table, Markdown or JSON: the warning first, then a row a service."""

from collections.abc import Callable, Iterator, Mapping

from estimator.model.advice import Answer
from estimator.model.portfolio import Portfolio, Service
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.json_format import encode
from estimator.reporting.markdown import write
from estimator.reporting.numbers import percent
from estimator.reporting.table import draw
from estimator.reporting.wording import language_name, plural

_PICKS = {"": "", "both": "both", "either": "either", "go": "Go", "rust": "Rust"}
_ANSWERS = {
    Answer.YES: "One language serves cold and warm metal",
    Answer.NO: "No language serves both cold and warm metal alone",
    Answer.OPEN: "Whether one language serves cold and warm metal is open",
}
_NOTE = "Everything about one of them: `estimator advise PATH`."


def render_portfolio(portfolio: Portfolio, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(portfolio_sections(portfolio), width=width),
        "markdown": lambda: write(portfolio_sections(portfolio)),
        "json": lambda: encode(portfolio),
    }
    return renderers[output_format]()


def portfolio_sections(portfolio: Portfolio) -> tuple[Section, ...]:
    """Lay the portfolio out."""
    return (
        Section(title="", blocks=tuple(_lead(portfolio))),
        Section(title="Service by service", blocks=tuple(_services(portfolio))),
    )


def _lead(portfolio: Portfolio) -> Iterator[Block]:
    total = sum(portfolio.languages.values())
    parts = ", ".join(
        f"{language_name(name)} {percent(lines / total)}"
        for name, lines in portfolio.languages.items()
        if total
    )
    services = plural(len(portfolio.services), "service")
    yield Paragraph(text=f"{services}, {plural(total, 'product line')}: {parts}.", is_strong=True)
    answer = _ANSWERS[portfolio.crosses]
    yield Paragraph(text=f"{answer}: {portfolio.crosses_because} ({portfolio.crosses_rule}).")
    for title, items in (
        ("Mind", portfolio.warnings),
        ("In another language than the document's pick", portfolio.against_pick),
    ):
        if items:
            yield Bullets(title=title, items=items)


def _services(portfolio: Portfolio) -> Iterator[Block]:
    columns = (
        Column(title="service", fit=Fit.MIDDLE, weight=2),
        Column(title="language"),
        Column(title="lines", is_number=True),
        Column(title="workload", fit=Fit.WRAP, weight=2),
        Column(title="sure", is_number=True),
        Column(title="pick"),
        Column(title="metal"),
        Column(title="advice", fit=Fit.WRAP, weight=4),
    )
    yield Table(columns=columns, rows=tuple(map(_row, portfolio.services)))
    yield Paragraph(text=_NOTE)


def _row(service: Service) -> tuple[Text, ...]:
    open_words = f"; {plural(service.questions, 'question')} open" if service.questions else ""
    return (
        Code(service.name),
        language_name(service.language),
        f"{service.product_lines:,}",
        service.workload or "not recognized",
        percent(service.confidence) if service.workload else "",
        _PICKS[service.pick],
        service.metal,
        f"{service.says} ({service.recommendation}{open_words})",
    )
