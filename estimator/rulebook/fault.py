"""What is wrong with rule files, as values, so that all of it is reported at once."""

from collections.abc import Iterable

from estimator.errors import RuleFileError
from estimator.model.source import Value


class Fault(Value, frozen=True, kw_only=True):
    """One thing to correct."""

    file: str
    """The rule directory as given, and the path in it."""
    rule: str
    """Id of the rule, constant or scenario; "" when the fault is the file's."""
    key: str
    """Where in the entry, such as ``ledger.first.low``; "" for the entry as a whole."""
    reason: str

    def __str__(self) -> str:
        """Give one line: file, rule, key, reason."""
        return ": ".join(part for part in (self.file, self.rule, self.key, self.reason) if part)


def rule_file_error(faults: Iterable[Fault]) -> RuleFileError:
    """Make one error out of all faults, one a line, in the order of files."""
    lines = sorted({str(fault) for fault in faults})
    count = "one fault" if len(lines) == 1 else f"{len(lines)} faults"
    return RuleFileError(
        "\n".join((f"The rule files have {count}:", *(f"  {line}" for line in lines))),
        hint="Correct them; `estimator rules check DIR` lists what is left.",
    )
