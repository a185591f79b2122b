"""A rulebook -> the Markdown index of its rules and constants, kept as `rules/README.md`."""

from collections import Counter
from collections.abc import Iterable, Iterator

from estimator.model.advicerules import WorkloadSignal
from estimator.model.planrules import Stage
from estimator.model.rules import Constant, Rule, Rulebook, ShellSign
from estimator.model.rulevalue import Source

_HEAD = """\
# The rules

Generated from the rule files; `pytest tests/rulebook` says when it is out of date. Every number
that moves a price is here, with the kind of its source: document, measured, published or judgement.
Hours are ledger hours: they say where the invariants' share of a port sits and are never added to
engineer-months. The confidence of a ledger entry is about its count: medium where at least 85 % of
its evidence lines that were judged, three or more, are what the entry says, else low.
"""


def render_index(rulebook: Rulebook) -> str:
    """Render scenarios, lines, ledger and constants, sorted by id, as one Markdown text."""
    parts = (
        *(*_scenarios(rulebook), *_rules(rulebook), *_constants(rulebook)),
        *(*_disagreements(rulebook), *_drivers(rulebook)),
        *(*_ports(rulebook), *_crosswalk(rulebook)),
        *(*_shells(rulebook), *_workloads(rulebook), *_signals(rulebook), *_sentences(rulebook)),
        *_stages(rulebook),
        *_deciding(rulebook),
    )
    return "\n".join((_HEAD, *parts))


def _scenarios(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (key, scenario.title, scenario.kind, _kinds(scenario.source))
        for key, scenario in sorted(rulebook.scenarios.items())
    ]
    yield from _table("Scenarios", ("id", "title", "kind", "source"), rows)


def _rules(rulebook: Rulebook) -> Iterator[str]:
    rules = [rule for _, rule in sorted(rulebook.rules.items())]
    for scenario in sorted(rulebook.scenarios):
        of_scenario = [rule for rule in rules if rule.scenario == scenario]
        lines = [_line_row(rule) for rule in of_scenario if rule.line]
        ledger = [_ledger_row(rule) for rule in of_scenario if rule.ledger]
        parts = [_boundary_row(rule) for rule in of_scenario if rule.boundary]
        if lines:
            head = ("id", "line", "share", "driver", "source")
            yield from _table(f"Lines of {scenario}", head, lines)
        if ledger:
            columns = ("id", "name", "what", "group", "first, h", "each, h", "confidence", "source")
            yield from _table(f"Ledger of {scenario}", columns, ledger)
        if parts:
            titles = ("id", "form", "part of the boundary", "source")
            yield from _table(f"Boundary of {scenario}", titles, parts)


def _constants(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (constant.id, _number(constant), constant.unit, constant.title, _kinds(constant.source))
        for _, constant in sorted(rulebook.constants.items())
    ]
    yield from _table("Constants", ("id", "value", "unit", "what", "source"), rows)


def _disagreements(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (key, ", ".join(one.views), one.side, one.reason, _kinds(one.source))
        for key, one in sorted(rulebook.disagreements.items())
    ]
    if rows:
        head = ("id", "views", "side", "reason", "source")
        yield from _table("Why views differ from the headline", head, rows)


def _drivers(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (key, one.title, one.effect, one.priced or "shown, not priced", _kinds(one.source))
        for key, one in sorted(rulebook.drivers.items())
    ]
    if rows:
        head = ("id", "what", "effect", "priced in", "source")
        yield from _table("Drivers: evidence and risk", head, rows)


def _ports(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (
            key,
            one.direction,
            one.grade,
            "yes" if one.in_statistics else "no",
            "" if one.product_lines is None else str(one.product_lines),
            "" if one.effort is None else f"{one.effort:g}",
            _kinds(one.source),
        )
        for key, one in sorted(rulebook.ports.items())
    ]
    if rows:
        head = ("id", "direction", "grade", "in statistics", "lines", "EM", "source")
        yield from _table("Finished ports", head, rows)


def _crosswalk(rulebook: Rulebook) -> Iterator[str]:
    counts = Counter((one.ecosystem, one.kind) for one in rulebook.crosswalk.values())
    rows = [(*key, f"{counts[key]:,}", "judgement") for key in sorted(counts)]
    head = ("packages of", "what takes their place", "entries", "source of the days")
    yield from _table("Crosswalk of dependencies (`rules/crosswalk/`)", head, rows)


def _shells(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (key, one.part, one.language, _signs(one), _kinds(one.source))
        for key, one in sorted(rulebook.shells.items())
    ]
    if rows:
        head = ("id", "part", "language", "shown by", "source")
        yield from _table("What belongs to an API shell", head, rows)


def _workloads(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (key, one.name, one.title, one.pick, _sum_words(one.signals), _kinds(one.source))
        for key, one in sorted(rulebook.workloads.items())
    ]
    if rows:
        head = ("id", "name", "what", "pick", "signals and weights", "source")
        yield from _table("Workloads", head, rows)


def _sum_words(parts: Iterable[WorkloadSignal]) -> str:
    return ", ".join(f"{one.signal.removeprefix('signal.')} {one.weight:g}" for one in parts)


def _signals(rulebook: Rulebook) -> Iterator[str]:
    rows = [(key, one.title, _kinds(one.source)) for key, one in sorted(rulebook.signals.items())]
    if rows:
        yield from _table("Signals of workloads", ("id", "what", "source"), rows)


def _deciding(rulebook: Rulebook) -> Iterator[str]:
    criteria = [
        (key, one.side, one.title, _kinds(one.source))
        for key, one in sorted(rulebook.criteria.items())
    ]
    rows = [
        (key, one.dimension, one.rust.replace("|", "/"), one.go.replace("|", "/"))
        for key, one in sorted(rulebook.tradeoffs.items())
    ]
    entries = [
        (one.id, str(one.rank), one.verdict, one.says, _kinds(one.source))
        for one in sorted(rulebook.recommendations.values(), key=lambda one: (one.rank, one.id))
    ]
    checks = [
        (key, one.name, one.title, _kinds(one.source))
        for key, one in sorted(rulebook.readiness.items())
    ]
    for title, head, found in (
        ("Criteria of the advice", ("id", "side", "reason", "source"), criteria),
        ("Trade-offs of the document", ("id", "trade-off", "Rust", "Go"), rows),
        ("Recommendations", ("id", "rank", "verdict", "says", "source"), entries),
        ("Checks of readiness", ("id", "check", "what", "source"), checks),
    ):
        if found:
            yield from _table(title, head, found)


def _sentences(rulebook: Rulebook) -> Iterator[str]:
    rows = [
        (key, one.section, one.text.replace("|", "/")) for key, one in rulebook.sentences.items()
    ]
    if rows:
        yield from _table("Sentences of the source document", ("id", "section", "text"), rows)


def _stages(rulebook: Rulebook) -> Iterator[str]:
    found = sorted(rulebook.stages.values(), key=lambda one: (one.kind, one.rank, one.id))
    rows = [(one.id, one.title, str(one.rank), _taken(one), _kinds(one.source)) for one in found]
    if rows:
        head = ("id", "what", "rank", "takes of the lines", "source")
        yield from _table("Stages of a plan", head, rows)


def _taken(stage: Stage) -> str:
    return ", ".join(f"{take.share:g} of {take.group}" for take in stage.takes)


def _signs(sign: ShellSign) -> str:
    derived = (f"derive({name})" for name in sign.derives)
    held = ("a field of the shell",) if sign.holds_shell else ()
    return ", ".join((*sign.paths, *derived, *(f"fn {name}" for name in sign.entries), *held))


def _line_row(rule: Rule) -> tuple[str, ...]:
    share = f"{rule.line.share:.2f}" if rule.line else ""
    driver = rule.line.driver if rule.line else ""
    return rule.id, rule.title, share, driver, _kinds(rule.source)


def _ledger_row(rule: Rule) -> tuple[str, ...]:
    ledger = rule.ledger
    first = f"{ledger.first.likely:g}" if ledger else ""
    each = f"{ledger.each.likely:g}" if ledger else ""
    group = ledger.group if ledger else ""
    return rule.id, rule.name, rule.title, group, first, each, rule.confidence, _kinds(rule.source)


def _boundary_row(rule: Rule) -> tuple[str, ...]:
    form = rule.boundary.form if rule.boundary else ""
    return rule.id, form, rule.title, _kinds(rule.source)


def _number(constant: Constant) -> str:
    return f"{constant.value:.6g}"


def _kinds(sources: Iterable[Source]) -> str:
    return ", ".join(sorted({source.kind.value for source in sources}))


def _table(title: str, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('---' for _ in head)}|"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
