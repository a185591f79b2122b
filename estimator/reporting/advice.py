"""Turns advice into a table, Markdown or JSON: the recommendation first, then what it rests on."""

from collections.abc import Callable, Iterator, Mapping

from estimator.model.advice import (
    Advice,
    Answer,
    CriterionResult,
    OpenQuestion,
    ReadinessCheck,
    TradeoffRow,
    WorkloadFound,
)
from estimator.reporting.adviceunits import units_section
from estimator.reporting.adviceways import ways_sections
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

SURE_ENOUGH = 0.2
"""Workloads below are left to JSON, but for the surest."""
MOST_WORKLOADS = 5
MOST_PLACES = 2
_PICKS = {"both": "both", "either": "either", "go": "Go", "rust": "Rust"}
_SIDES = (
    ("overview", "What kind of work it is"),
    ("trigger", "What would force a change"),
    ("rust", "Reasons for Rust"),
    ("go", "Reasons for Go"),
)
_WORKLOAD_NOTE = (
    "From imports, dependencies, names of units and files; weights are judgement. Name it with"
    " --workload where this is wrong."
)
_CRITERIA_NOTE = (
    "The document's reasons, each decided by evidence or a declared answer, or open. What is open"
    " decides nothing."
)
_ASKED = "needs an answer; see the questions"
_UNDECIDED = "what was found decides it neither way"
_READY_NOTE = "What is in place before a port starts. No part of the effort, which stays as it is."
_QUESTIONS_NOTE = (
    "Each is a key of estimator.toml; `estimator advise --ask PATH` asks for them, and --set"
    " KEY=VALUE tries one answer. No answer moves an effort."
)
_NEW_NOTE = "For new work: pick once, per service and per workload."


def render_advice(advice: Advice, output_format: str, *, width: int = 100) -> str:
    """Render as ``table``, ``markdown`` or ``json``. Raises KeyError for another."""
    renderers: Mapping[str, Callable[[], str]] = {
        "table": lambda: draw(advice_sections(advice), width=width),
        "markdown": lambda: write(advice_sections(advice)),
        "json": lambda: encode(advice),
    }
    return renderers[output_format]()


def advice_sections(advice: Advice) -> tuple[Section, ...]:
    """Lay the advice out; sections that would be empty are left out."""
    found = (
        _lead(advice),
        _workloads(advice.workloads),
        units_section(advice),
        *_criteria(advice),
        _tradeoffs(advice.tradeoffs, is_new=not advice.subject.language),
        *ways_sections(advice),
        _contracts(advice),
        _readiness(advice.readiness),
        _questions(advice),
    )
    return tuple(one for one in found if one is not None)


def _lead(advice: Advice) -> Section:
    found = advice.recommendation
    blocks: list[Block] = [Paragraph(text=(*_subject(advice), found.says), is_strong=True)]
    blocks += [Paragraph(text=f"{text} ({found.id})") for text in found.because]
    if not advice.subject.language:
        blocks.append(Paragraph(text=_NEW_NOTE))
    for title, items in (
        ("First, because it is cheaper than any port", found.first),
        ("What would change it", found.would_change),
        ("The document", found.sentences),
        ("Passed over, because something is not known", found.passed),
        ("Mind", advice.warnings),
    ):
        if items:
            blocks.append(Bullets(title=title, items=items))
    return Section(title="", blocks=tuple(blocks))


def _subject(advice: Advice) -> tuple[str | Code, ...]:
    subject = advice.subject
    if not subject.language:
        names = ", ".join(one.title for one in advice.workloads)
        return (f"New work, {names}: ",)
    lines = plural(subject.product_lines, "product line")
    return Code(subject.name), f" ({language_name(subject.language)}, {lines}): "


def _workloads(workloads: tuple[WorkloadFound, ...]) -> Section | None:
    sure = [one for one in workloads if one.confidence >= SURE_ENOUGH] or list(workloads[:1])
    if not sure:
        blocks: tuple[Block, ...] = (
            Paragraph(text="No workload of the document was recognized; name one by --workload."),
        )
        return Section(title="What it is for", blocks=blocks)
    columns = (
        Column(title="workload", fit=Fit.WRAP, weight=2),
        Column(title="sure", is_number=True),
        Column(title="pick"),
        Column(title="metal"),
        Column(title="what shows it", fit=Fit.WRAP, weight=3),
        Column(title="units", is_number=True),
        Column(title="first evidence", fit=Fit.MIDDLE, weight=2),
    )
    rows = tuple(
        (
            one.title,
            percent(one.confidence),
            _PICKS[one.pick],
            "" if one.metal == "any" else one.metal,
            "; ".join(dict.fromkeys(one.signals)),
            str(len(one.units)) if one.units else "",
            _first(one.evidence),
        )
        for one in sure[:MOST_WORKLOADS]
    )
    table = Table(columns=columns, rows=rows)
    return Section(title="What it is for", blocks=(Paragraph(text=_WORKLOAD_NOTE), table))


def _criteria(advice: Advice) -> Iterator[Section]:
    """Give a table a side; of new work only what applies, since nothing can be counted yet."""
    is_new = not advice.subject.language
    criteria = [one for one in advice.criteria if one.answer is Answer.YES or not is_new]
    asked = frozenset(one.rule for one in advice.questions)
    note: tuple[Block, ...] = (Paragraph(text=_CRITERIA_NOTE),)
    columns = (
        Column(title="reason", fit=Fit.WRAP, weight=3),
        Column(title="here"),
        Column(title="because", fit=Fit.WRAP, weight=5),
        Column(title="evidence", fit=Fit.MIDDLE, weight=2),
        Column(title="rule"),
    )
    for side, title in _SIDES:
        rows = tuple(_criterion(one, asked) for one in criteria if one.side == side)
        if rows:
            yield Section(title=title, blocks=(*note, Table(columns=columns, rows=rows)))
            note = ()


def _criterion(one: CriterionResult, asked: frozenset[str]) -> tuple[Text, ...]:
    answers = {Answer.YES: "applies", Answer.NO: "no", Answer.OPEN: "open"}
    because = one.because or (_ASKED if one.id in asked else _UNDECIDED)
    if one.beside:
        because = f"{because}; found: {one.beside}"
    return one.title, answers[one.answer], because, _first(one.evidence), one.id


def _tradeoffs(rows: tuple[TradeoffRow, ...], *, is_new: bool) -> Section | None:
    if not rows:
        return None
    columns = [
        Column(title="trade-off"),
        Column(title="Rust", fit=Fit.WRAP, weight=2),
        Column(title="Go", fit=Fit.WRAP, weight=2),
    ]
    if not is_new:
        columns.append(Column(title="here", fit=Fit.WRAP, weight=5))
    cells = tuple((row.dimension, row.rust, row.go, _here(row))[: len(columns)] for row in rows)
    table = Table(columns=tuple(columns), rows=cells)
    filled = sum(row.is_filled for row in rows)
    words = f"The document's table; {filled} of {len(rows)} rows hold a count of this repository."
    blocks: tuple[Block, ...] = (table,) if is_new else (Paragraph(text=words), table)
    return Section(title="Trade-offs at a glance", blocks=blocks)


def _here(row: TradeoffRow) -> Text:
    places = row.evidence[:MOST_PLACES]
    shown: list[str | Code] = [row.here]
    for index, (path, line) in enumerate(places):
        shown += [", " if index else " (", Code(f"{path}:{line}")]
    return (*shown, ")") if places else row.here


def _contracts(advice: Advice) -> Section | None:
    if not advice.contracts:
        return None
    columns = (
        Column(title="contract"),
        Column(title="what", fit=Fit.WRAP, weight=3),
        Column(title="first evidence", fit=Fit.MIDDLE),
    )
    rows = tuple((one.state, one.text, _first(one.evidence)) for one in advice.contracts)
    words = "Protobuf, gRPC or OpenAPI across the cut: both languages have first-class support."
    blocks = (Paragraph(text=words), Table(columns=columns, rows=rows))
    return Section(title="Shared contracts", blocks=blocks)


def _readiness(checks: tuple[ReadinessCheck, ...]) -> Section | None:
    if not checks:
        return None
    ready = sum(one.answer is Answer.YES for one in checks)
    columns = (
        Column(title="check"),
        Column(title="in place"),
        Column(title="because", fit=Fit.WRAP, weight=3),
        Column(title="first evidence", fit=Fit.MIDDLE),
    )
    words = {Answer.YES: "yes", Answer.NO: "no", Answer.OPEN: "open"}
    rows = tuple((one.name, words[one.answer], one.because, _first(one.evidence)) for one in checks)
    lead = Paragraph(text=f"{ready} of {len(checks)} are in place. {_READY_NOTE}")
    return Section(title="Readiness", blocks=(lead, Table(columns=columns, rows=rows)))


def _questions(advice: Advice) -> Section | None:
    if not advice.questions:
        return None
    columns = (
        Column(title="question", fit=Fit.WRAP, weight=3),
        Column(title="key"),
        Column(title="what an answer changes", fit=Fit.WRAP, weight=5),
    )
    rows = tuple((one.text, Code(one.key), answers_words(one)) for one in advice.questions)
    changing = sum(one.changes for one in advice.questions)
    lead = (
        f"{plural(len(advice.questions), 'question')} that only people can answer;"
        f" {changing} of them can change the recommendation. {_QUESTIONS_NOTE}"
    )
    blocks = (Paragraph(text=lead), Table(columns=columns, rows=rows))
    return Section(title="Open questions", blocks=blocks)


def answers_words(question: OpenQuestion) -> str:
    """Write both branches: the effect of each answer, and where the list would then stop."""
    if not question.branches:
        return f"{question.if_yes[:1].upper()}{question.if_yes[1:]}; else {question.if_no}."
    effects = (question.if_yes, question.if_no)
    return " ".join(
        f"{_answer(branch.answer)}: {effect}{f' ({branch.rule})' if question.changes else ''}."
        for branch, effect in zip(question.branches, effects, strict=True)
    )


def _answer(answer: str) -> str:
    return {"true": "Yes", "false": "No"}.get(answer, answer.capitalize())


def _first(evidence: tuple[tuple[str, int], ...]) -> Text:
    return Code(f"{evidence[0][0]}:{evidence[0][1]}") if evidence else ""
