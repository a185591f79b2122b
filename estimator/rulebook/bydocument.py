"""A rulebook -> which rules rest on each sentence of the source document. Pure.

Deciding rules name their sentences. Rules of price cite a place: "Migration cost, second bullet".
"""

import re
from collections.abc import Iterator, Mapping
from itertools import chain, pairwise

from estimator.model.rules import Rulebook
from estimator.model.rulevalue import Source, SourceKind

_SECTIONS: Mapping[str, str] = {
    "Overview": "DOC-overview-",
    "When Rust wins": "DOC-rust-wins-",
    "When Go wins": "DOC-go-wins-",
    "Migration cost": "DOC-migration-",
    "Recommendation": "DOC-recommendation-",
}
_IN_ORDER = (
    *("DOC-overview-", "DOC-rust-wins-", "DOC-go-wins-", "DOC-tradeoff-"),
    *("DOC-migration-", "DOC-recommendation-"),
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_ORDINAL = re.compile(rf"\b({'|'.join(_ORDINALS)})\b")
_SECTION = re.compile("|".join(_SECTIONS))
_ROWS: Mapping[str, str] = {"Learning curve": "DOC-tradeoff-learning-curve"}
_DECIDING = ("workloads", "criteria", "tradeoffs", "recommendations")
_CITING = (
    *("rules", "constants", "scenarios", "disagreements", "drivers", "crosswalk", "shells"),
    *("readiness", *_DECIDING),
)


def rules_by_sentence(rulebook: Rulebook) -> Mapping[str, tuple[str, ...]]:
    """Give the ids that rest on each sentence, in the document's order; some may have none."""
    found: dict[str, set[str]] = {key: set() for key in sorted(rulebook.sentences, key=_order)}
    for identity, sentence in chain(_named(rulebook), _cited(rulebook)):
        if sentence in found:
            found[sentence].add(identity)
    return {sentence: tuple(sorted(ids)) for sentence, ids in found.items()}


def sentences_of(cite: str) -> tuple[str, ...]:
    """Give the sentences that a citation names; none where it names a whole section."""
    rows = [sentence for name, sentence in _ROWS.items() if cite.endswith(f", {name}")]
    starts = [found.start() for found in _SECTION.finditer(cite)]
    parts = [cite[start:end] for start, end in pairwise((*starts, len(cite)))]
    return (*rows, *(sentence for part in parts for sentence in _of_part(part)))


def _order(sentence: str) -> tuple[int, str]:
    places = [place for place, prefix in enumerate(_IN_ORDER) if sentence.startswith(prefix)]
    return (places[0] if places else len(_IN_ORDER)), sentence


def _of_part(part: str) -> Iterator[str]:
    """Yield the sentences of one section; its first sentence, before the bullets, is number 0."""
    name = next(section for section in _SECTIONS if part.startswith(section))
    is_lead = "sentence" in part and name != "Overview"
    for found in _ORDINAL.finditer(part):
        number = _ORDINALS.index(found[1]) + 1
        yield f"{_SECTIONS[name]}{number - 1 if is_lead else number}"


def _named(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    for field in _DECIDING:
        for identity, entry in getattr(rulebook, field).items():
            for sentence in entry.sentences:
                yield identity, sentence


def _cited(rulebook: Rulebook) -> Iterator[tuple[str, str]]:
    for field in _CITING:
        for identity, entry in getattr(rulebook, field).items():
            sources: tuple[Source, ...] = entry.source
            for source in sources:
                if source.kind is SourceKind.DOCUMENT:
                    for sentence in sentences_of(source.cite):
                        yield identity, sentence
