"""What the second walk and the call graph ask of each language."""

from collections.abc import Callable, Mapping

from estimator.languages.go.links import LINKS as GO
from estimator.languages.go.reach import GoReach
from estimator.languages.linking import LinkSyntax
from estimator.languages.program import Program, Reach
from estimator.languages.rust.links import LINKS as RUST
from estimator.languages.rust.reach import RustReach

LINK_SYNTAX: Mapping[str, LinkSyntax] = {"go": GO, "rust": RUST}
REACH: Mapping[str, Callable[[Program], Reach]] = {"go": GoReach, "rust": RustReach}
