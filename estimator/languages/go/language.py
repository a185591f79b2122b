"""Go, as the extractor and the manifests see it."""

import re

from estimator.languages.go.constructs import DIRECTIVES, NODES, WORDS
from estimator.languages.go.modules import read_layout
from estimator.languages.go.ownuses import own_modules, used_folders
from estimator.languages.go.roles import role_of_path
from estimator.languages.go.syntax import FORMATTING, LEXIS, SYNTAX
from estimator.languages.spec import Language

GO = Language(
    id="go",
    title="Go",
    suffixes=(".go",),
    lexis=LEXIS,
    formatting=FORMATTING,
    syntax=SYNTAX,
    nodes=NODES,
    words=WORDS,
    directives=DIRECTIVES,
    generated=re.compile(rb"(?m)^// Code generated .* DO NOT EDIT\.\r?$|@generated\b"),
    tooling=re.compile(
        rb"(?:(?!package\b)[^\n]*\n)*?"
        rb"(?://go:build|// \+build) (?:ignore|none|tools?|mage|generate)[ \t]*\r?\n"
    ),
    manifest_names=frozenset({"go.mod", "go.work"}),
    unit_kind="package",
    role_of_path=role_of_path,
    read_layout=read_layout,
    own_modules=own_modules,
    used_folders=used_folders,
)
