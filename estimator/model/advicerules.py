"""Rules that decide instead of price: signals, workloads, criteria, trade-offs, recommendations.

All conditions are over one flat namespace of numbers: counted metrics, ``signal.*``,
``workload.*``, ``declared.*``, ``scenario.*`` and ``criterion.*``. A name that is missing there is
unknown; a condition over it is open, neither true nor false.
"""

from collections.abc import Mapping

from estimator.model.rulevalue import Condition, RuleValue, Source


class Sentence(RuleValue, frozen=True, kw_only=True):
    """One sentence, bullet or table row of the source document."""

    id: str
    """``DOC-rust-wins-2``: section and place."""
    section: str
    text: str
    """The sentence, shortened where it is long."""


class Signal(RuleValue, frozen=True, kw_only=True):
    """Something whose presence says what a repository is for."""

    id: str
    """``signal.kubernetes-client``."""
    title: str
    imports: tuple[str, ...] = ()
    """Go import paths; one that ends in ``*`` stands for all that begin so."""
    crates: tuple[str, ...] = ()
    """Crate names as dependencies or first parts of paths; ``*`` as above."""
    paths: tuple[str, ...] = ()
    """Tracked files that are no source, from any folder on: ``PROJECT``, ``config/crd/*``."""
    units: tuple[str, ...] = ()
    """Parts of the names of own units (crates, Go packages), as words: ``wal``, ``*parser``."""
    metrics: tuple[str, ...] = ()
    """Counted constructs: ``rust.build.no_std``."""
    names: tuple[str, ...] = ()
    """Names of the repository: ``*-operator``, ``*db``."""
    categories: tuple[str, ...] = ()
    """What crates say they are, in the words of crates.io."""
    is_public_root: bool = False
    """The manifest that bears the repository's name, or is at its root, is a library for others."""
    is_second_language: bool = False
    """Units in the language with fewer product lines."""
    source: tuple[Source, ...]


class WorkloadSignal(RuleValue, frozen=True, kw_only=True):
    """A signal and how much it says about a workload."""

    signal: str
    weight: float
    """1: alone enough to be named; below, it needs company. Judgement."""
    share: float = 0.0
    """Smallest share of product lines in units that hold it, 0-1: below, it does not count."""


class Workload(RuleValue, frozen=True, kw_only=True):
    """A kind of program of the source document, and its pick."""

    id: str
    """AD1nn."""
    name: str
    """``codec``: what `advise --workload` takes."""
    title: str
    pick: str
    """rust, go, either or both."""
    metal: str
    """cold, warm or any: which side of the document's split."""
    says: str
    """The document's reason."""
    sentences: tuple[str, ...]
    signals: tuple[WorkloadSignal, ...]
    needs: tuple[str, ...] = ()
    """Of its signals, those of which one must speak, whatever else does."""
    against: tuple[WorkloadSignal, ...] = ()
    """What speaks against it."""
    source: tuple[Source, ...]


class Question(RuleValue, frozen=True, kw_only=True):
    """What only people can answer, and what each answer changes."""

    text: str
    key: str
    """Key of `estimator.toml`: ``service.tail_latency_wall``."""
    if_yes: str
    if_no: str


class AdviceExample(RuleValue, frozen=True, kw_only=True):
    """A worked case: with these numbers the answer is yes, no or open."""

    given: Mapping[str, float]
    answer: str


class Criterion(RuleValue, frozen=True, kw_only=True):
    """One reason of the document for a language: applies, does not, or needs an answer."""

    id: str
    """AD2nn."""
    name: str
    side: str
    """rust, go, overview or trigger."""
    title: str
    sentences: tuple[str, ...]
    applies: Condition | None = None
    """When it does; None: only a declared answer says so."""
    does_not: Condition | None = None
    """When it does not; where neither holds it is open."""
    because_yes: str
    """What decided it; ``{name}`` is a number, ``[...]`` is left out where one of its is 0."""
    because_no: str
    beside: str = ""
    """What the repository shows beside a question or a declared answer, worded the same way."""
    question: Question | None = None
    shows: tuple[str, ...] = ()
    """Names of the namespace that are printed as evidence, with file:line where they have one."""
    source: tuple[Source, ...]
    example: tuple[AdviceExample, ...]


class TradeoffFigure(RuleValue, frozen=True, kw_only=True):
    """One figure of the *here* column."""

    names: tuple[str, ...]
    """Names of the namespace whose sum is the figure."""
    text: str
    """``{n|unsafe block|unsafe blocks}``; also ``{density}``, per kLoC, and any name of the
    namespace; ``<standing>`` is where `rule` stands among the services of the census."""
    zero: str = ""
    """What is printed where the sum is known and 0; "" for nothing. It fills no cell."""
    rule: str = ""
    """Ledger rule whose density was measured on services; "" for none."""
    language: str = ""
    """Only where this language is priced; "" means any."""


class TradeoffExample(RuleValue, frozen=True, kw_only=True):
    """A worked case: with these numbers the cell reads so."""

    given: Mapping[str, float]
    here: str
    is_filled: bool


class Tradeoff(RuleValue, frozen=True, kw_only=True):
    """One row of the document's table."""

    id: str
    """AD3nn."""
    dimension: str
    rust: str
    go: str
    sentences: tuple[str, ...]
    here: tuple[TradeoffFigure, ...]
    fill_with: str
    """The command or declared fact that fills the cell where nothing is known."""
    source: tuple[Source, ...]
    example: tuple[TradeoffExample, ...]


class Recommendation(RuleValue, frozen=True, kw_only=True):
    """One entry of the decision list: the first whose condition holds is the recommendation.

    Texts take numbers in braces: ``{go.sync.pool}``, ``{profile.runtime:percent}``; ``{workload}``
    is the title of the surest workload.
    """

    id: str
    """AD4nn."""
    rank: int
    when: Condition
    verdict: str
    """measure, keep, split, port, new or ask; tune is never the recommendation: all of these that
    hold are said before it, as what is cheaper and comes first."""
    says: str
    because: str
    would_change: str
    sentences: tuple[str, ...]
    source: tuple[Source, ...]
    example: tuple[AdviceExample, ...]


class ReadinessRule(RuleValue, frozen=True, kw_only=True):
    """One of the four checks of readiness; never mixed with effort."""

    id: str
    """AD5nn."""
    name: str
    """oracle, contracts, ownership or seams."""
    title: str
    in_place: Condition
    missing: str
    """What to do where it is not in place."""
    shows: tuple[str, ...]
    source: tuple[Source, ...]
    example: tuple[AdviceExample, ...]
