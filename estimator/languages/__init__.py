"""What is peculiar to each language, as tables. A new language is a folder and a line here."""

from collections.abc import Mapping

from estimator.languages.go.language import GO
from estimator.languages.rust.language import RUST
from estimator.languages.spec import Language

LANGUAGES: Mapping[str, Language] = {language.id: language for language in (GO, RUST)}
