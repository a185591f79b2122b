"""The form in which a language tells what the text of a type means for a value that crosses."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Crossings:
    """What the text of a type says about a value that crosses a cut."""

    kinds: tuple[tuple[str, re.Pattern[str]], ...]
    """Kind -> what shows it anywhere in the type; the first that is found decides, else plain."""
    named: re.Pattern[str]
    """Finds each named type: groups `qualifier` (may be empty) and `name`."""
    pointer: re.Pattern[str]
    """Found in a type that lets its holder change what others see."""
    lock: re.Pattern[str]
    """Found in the type of a lock."""
    stateful: re.Pattern[str]
    """Found in the type of a variable that changes without being assigned to."""
    transaction: re.Pattern[str]
    """Found in the type of an open transaction."""
    offered: re.Pattern[str]
    """Matches a method (Go) or a method's trait (Rust) that libraries call: no call shows them."""
    built_in: re.Pattern[str]
    """Matches an imported path that is no external package."""
