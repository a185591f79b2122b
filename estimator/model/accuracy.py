"""How wrong the model is: predictions of finished ports, and scores over them."""

from estimator.model.source import Value

ACCURACY_SCHEMA_VERSION = "1.0"


class Prediction(Value, frozen=True, kw_only=True):
    """What one method says about one port when it has not seen it. EM."""

    port: str
    direction: str
    size_kloc: float
    actual: float
    p50: float
    p10: float | None = None
    """None: the method gives no range."""
    p80: float | None = None
    p90: float | None = None

    @property
    def error_factor(self) -> float:
        """How many times too high or too low the P50 is, at least 1."""
        return max(self.p50 / self.actual, self.actual / self.p50)

    @property
    def is_covered(self) -> bool:
        """True where the actual lies inside P10-P90; False without a range."""
        has_range = self.p10 is not None and self.p90 is not None
        return has_range and (self.p10 or 0) <= self.actual <= (self.p90 or 0)


class Score(Value, frozen=True, kw_only=True):
    """How wrong one method was over some ports. Errors are of ln(predicted / actual)."""

    ports: int
    median_factor: float
    """exp of the median |ln(predicted / actual)|: x 2 is half or twice."""
    mean_abs_log: float
    bias: float
    """exp of the mean ln(predicted / actual): above 1 reads too high."""
    within_quarter: int
    """Ports whose P50 is within 25 % of the actual."""
    within_double: int
    """Ports whose P50 is within a factor of 2."""
    covered: int | None = None
    """Ports inside P10-P90; None without a range."""
    width: float | None = None
    """Mean of P90 / P10."""
    pinball: tuple[float, float, float, float] | None = None
    """Mean pinball loss of ln(effort) at P10, P50, P80 and P90; lower is better."""
    pinball_p50: float
    """Half of the mean |ln error|; also of methods without a range."""


class Method(Value, frozen=True, kw_only=True):
    """One way to predict, with every port a row."""

    id: str
    title: str
    note: str
    predictions: tuple[Prediction, ...]
    pooled: Score
    by_direction: tuple[tuple[str, Score], ...]
    """(scenario id, score), sorted; directions without a prediction are left out."""


class Target(Value, frozen=True, kw_only=True):
    """One promise, with the figure that keeps or breaks it."""

    id: str
    what: str
    required: str
    actual: str
    reached: bool


class Accuracy(Value, frozen=True, kw_only=True):
    """The whole answer of `estimator accuracy`."""

    schema_version: str = ACCURACY_SCHEMA_VERSION
    rulebook_digest: str
    ports: int
    """In the statistics."""
    anecdotes: int
    """In the rulebook, but not good enough to be averaged."""
    priced_from_facts: int
    """Ports whose full model rests on our own counts of the source, not on columns."""
    multiplier: float
    """Go to Rust over the document's level, fitted to all ports; the rules hold 2."""
    measures_apart: float
    """Median of effort by active days over effort by commit sessions: how sure the actuals are."""
    sigma: float
    """Spread at the center size, fitted to all ports; the rules hold 0.67."""
    methods: tuple[Method, ...]
    exponents: tuple[Method, ...]
    """The full model with the ledger exponent g at 0, as the rules say, and 1."""
    targets: tuple[Target, ...]
