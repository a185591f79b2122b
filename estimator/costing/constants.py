"""The rulebook's constants -> numbers, by id."""

from collections.abc import Iterator, Mapping

from estimator.errors import RuleFileError
from estimator.model.rules import Constant
from estimator.model.source import Value


class Constants(Value, frozen=True, kw_only=True):
    """Reads constants by id, so that a formula names each number that it uses."""

    values: Mapping[str, Constant]

    def get(self, identity: str) -> float:
        """Give the value; raises RuleFileError naming the id when it is missing."""
        constant = self.values.get(identity)
        if constant is None:
            raise RuleFileError(
                f"The rulebook has no constant {identity}, which the cost formula needs",
                hint=f'Add a [[constant]] with id = "{identity}", a value, a unit and a source.',
            )
        return constant.value

    def has(self, identity: str) -> bool:
        """Say whether there is such a constant: the document has no rule for some scenarios."""
        return identity in self.values

    def under(self, prefix: str) -> Iterator[tuple[str, float]]:
        """Give (rest of the id, value) of the constants whose id begins with `prefix`, sorted."""
        for identity in sorted(self.values):
            if identity.startswith(prefix):
                yield identity.removeprefix(prefix), self.values[identity].value
