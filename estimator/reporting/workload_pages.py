"""Turns a sentence of the document, a signal or a workload into its page, and into list rows."""

from collections.abc import Iterable

from estimator.model.advice import SignalFound, WorkloadFound
from estimator.model.advicerules import Sentence, Signal, Workload, WorkloadSignal
from estimator.model.rules import Rulebook
from estimator.reporting.blocks import (
    Block,
    Bullets,
    Code,
    Column,
    Fit,
    Pairs,
    Paragraph,
    Section,
    Table,
    Text,
)
from estimator.reporting.numbers import exact_number, percent
from estimator.reporting.rule_pages import source_bullets

_SHOWN_BY = (
    ("Go imports", "imports"),
    ("crates", "crates"),
    ("files", "paths"),
    ("words in names", "units"),
    ("constructs", "metrics"),
    ("names", "names"),
    ("crates.io says", "categories"),
)
_PICKS = {"both": "Rust and Go", "either": "either", "go": "Go", "rust": "Rust"}


def sentence_page(sentence: Sentence, rulebook: Rulebook, origin: str) -> Section:
    """Show one sentence of the document, and the workloads that rest on it."""
    resting = [
        f"{one.id} {one.title}"
        for _, one in sorted(rulebook.workloads.items())
        if sentence.id in one.sentences
    ]
    blocks: list[Block] = [Pairs(rows=(("text", sentence.text), *_file_row(origin)))]
    if resting:
        blocks.append(Bullets(title="Workloads that rest on it", items=tuple(resting)))
    return Section(title=f"{sentence.id}: {sentence.section}", blocks=tuple(blocks))


def signal_page(signal: Signal, rulebook: Rulebook, origin: str) -> Section:
    """Explain one signal: what shows it, and for and against which workloads it speaks."""
    rows: list[tuple[str, Text]] = [
        (label, Code(", ".join(getattr(signal, field))))
        for label, field in _SHOWN_BY
        if getattr(signal, field)
    ]
    if signal.is_public_root:
        rows.append(("manifest", "at the root, or with the repository's name: a library"))
    if signal.is_second_language:
        rows.append(("files", "in the language with fewer product lines"))
    blocks: list[Block] = [Pairs(rows=(*rows, *_file_row(origin)))]
    for title, field in (("Speaks for", "signals"), ("Speaks against", "against")):
        items = tuple(
            f"{workload.id} {workload.title}: {_weight(part)}"
            for _, workload in sorted(rulebook.workloads.items())
            for part in getattr(workload, field)
            if part.signal == signal.id
        )
        if items:
            blocks.append(Bullets(title=title, items=items))
    blocks.append(source_bullets(signal.source))
    return Section(title=f"{signal.id}: {signal.title}", blocks=tuple(blocks))


def workload_page(workload: Workload, rulebook: Rulebook, origin: str) -> Section:
    """Explain one workload: the document's pick, and what makes a repository one."""
    rows: list[tuple[str, Text]] = [
        ("name", Code(workload.name)),
        ("pick", f"{_PICKS.get(workload.pick, workload.pick)}, {workload.metal} metal"),
        ("the document", workload.says),
        ("sentences", ", ".join(workload.sentences)),
        ("confidence", "1 less what its signals leave open: the product of 1 - weight"),
    ]
    if workload.needs:
        rows.append(("needs one of", ", ".join(_titles(workload.needs, rulebook))))
    blocks: list[Block] = [Pairs(rows=(*rows, *_file_row(origin)))]
    for title, parts in (("Speaks for it", workload.signals), ("Against it", workload.against)):
        if parts:
            items = (f"{_title(one.signal, rulebook)}: {_weight(one)}" for one in parts)
            blocks.append(Bullets(title=title, items=tuple(items)))
    blocks.append(source_bullets(workload.source))
    return Section(title=f"{workload.id}: {workload.title}", blocks=tuple(blocks))


def signal_here(key: str, found: Iterable[SignalFound], title: str) -> Section:
    """Show what a signal found in the repository, or that it found nothing."""
    one = next((signal for signal in found if signal.id == key), None)
    if one is None:
        return Section(title=title, blocks=(Paragraph(text="Nothing shows it here."),))
    noun = "occurrence" if one.count == 1 else "occurrences"
    words = f"{one.count:,} {noun}, in files with {percent(one.share)} of the product lines."
    return Section(title=title, blocks=(Paragraph(text=words), *_evidence(one.evidence)))


def workload_here(key: str, found: Iterable[WorkloadFound], title: str) -> Section:
    """Show how sure a workload is in the repository, and by what, or that nothing speaks for it."""
    one = next((workload for workload in found if workload.id == key), None)
    if one is None:
        return Section(title=title, blocks=(Paragraph(text="Nothing speaks for it here."),))
    words = f"Confidence {percent(one.confidence)}: {'; '.join(dict.fromkeys(one.signals))}."
    return Section(title=title, blocks=(Paragraph(text=words), *_evidence(one.evidence)))


def _evidence(places: Iterable[tuple[str, int]]) -> tuple[Block, ...]:
    sites = tuple(Code(f"{path}:{line}") for path, line in places)
    return (Bullets(title="Evidence", items=sites),) if sites else ()


def sentence_list(rulebook: Rulebook) -> Section:
    """List the sentences of the document in its order."""
    rows = [(one.id, one.section, one.text) for one in rulebook.sentences.values()]
    return _list("Sentences of the document", ("sentence", "section", "text"), rows)


def signal_list(rulebook: Rulebook) -> Section:
    """List the signals by id, with the workloads that they speak for."""
    rows = [
        (key, one.title, ", ".join(workloads_of(key, rulebook)))
        for key, one in sorted(rulebook.signals.items())
    ]
    return _list("Signals", ("signal", "what", "speaks for"), rows)


def workload_list(rulebook: Rulebook) -> Section:
    """List the workloads by id, with the document's pick."""
    rows = [
        (key, one.title, one.name, _PICKS.get(one.pick, one.pick))
        for key, one in sorted(rulebook.workloads.items())
    ]
    return _list("Workloads", ("workload", "what", "name", "pick"), rows)


def workloads_of(signal: str, rulebook: Rulebook) -> tuple[str, ...]:
    """Names of the workloads that a signal speaks for, by their ids."""
    return tuple(
        one.name
        for _, one in sorted(rulebook.workloads.items())
        if signal in {part.signal for part in one.signals}
    )


def _list(title: str, heads: tuple[str, ...], rows: Iterable[tuple[Text, ...]]) -> Section:
    columns = tuple(
        Column(title=head, fit=Fit.WRAP if index else Fit.FIXED, weight=2 if index else 1)
        for index, head in enumerate(heads)
    )
    return Section(title=title, blocks=(Table(columns=columns, rows=tuple(rows)),))


def _weight(part: WorkloadSignal) -> str:
    share = f", from {percent(part.share)} of the product lines on" if part.share else ""
    return f"{exact_number(part.weight)}{share}"


def _title(key: str, rulebook: Rulebook) -> str:
    return f"{key} ({rulebook.signals[key].title})" if key in rulebook.signals else key


def _titles(keys: Iterable[str], rulebook: Rulebook) -> list[str]:
    return [_title(key, rulebook) for key in keys]


def _file_row(origin: str) -> tuple[tuple[str, Text], ...]:
    return (("file", Code(origin)),) if origin else ()
