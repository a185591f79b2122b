"""How each language writes the types of values that cross a cut, and the names that tell them."""

from collections.abc import Mapping

from estimator.languages.crossing import Crossings
from estimator.languages.go.crossing import GO
from estimator.languages.rust.crossing import RUST

CROSSINGS: Mapping[str, Crossings] = {"go": GO, "rust": RUST}
