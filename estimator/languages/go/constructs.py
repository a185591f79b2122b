"""What is counted in Go: one row a construct, joined from one table a theme.

`NODES` are constructs that the syntax tree shows, `WORDS` those that a name shows. Names count as
written: a package imported under another name is not seen, a local variable called like a package
is. Counts are comparable with the reference densities, which were counted the same way.
"""

from estimator.languages.go import (
    constructs_concurrency,
    constructs_errors,
    constructs_library,
    constructs_ownership,
    constructs_tests,
    constructs_types,
)
from estimator.languages.spec import DirectiveRow, NodeRow, WordRow

NODES: tuple[NodeRow, ...] = (
    *constructs_concurrency.NODES,
    *constructs_errors.NODES,
    *constructs_library.NODES,
    *constructs_ownership.NODES,
    *constructs_tests.NODES,
    *constructs_types.NODES,
)

WORDS: tuple[WordRow, ...] = (
    *constructs_concurrency.WORDS,
    *constructs_errors.WORDS,
    *constructs_library.WORDS,
    *constructs_ownership.WORDS,
    *constructs_tests.WORDS,
    *constructs_types.WORDS,
)

DIRECTIVES: tuple[DirectiveRow, ...] = constructs_library.DIRECTIVES
