"""The reference census: every column behind a ledger entry has metrics that we count."""

import json
from pathlib import Path
from typing import Any

import pytest

from estimator.languages import LANGUAGES

CENSUS: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "fixtures" / "census.json").read_text()
)

languages = pytest.mark.parametrize("language", sorted(CENSUS["entries"]))


@languages
def test_every_census_metric_is_a_row_of_the_language(language: str) -> None:
    spec = LANGUAGES[language]
    rows = {row.metric for row in spec.nodes} | {row.metric for row in spec.words}
    rows |= {row.imported for row in spec.words if row.imported}

    wanted = {name for metrics in CENSUS["metrics"][language].values() for name in metrics}
    assert wanted <= rows


@languages
def test_every_column_of_an_entry_has_a_metric(language: str) -> None:
    columns = {column for entry in CENSUS["entries"][language] for column in entry["columns"]}

    assert columns == set(CENSUS["metrics"][language])


@pytest.mark.parametrize("repository", CENSUS["repositories"], ids=lambda one: one["name"])
def test_a_repository_has_a_count_for_every_column(repository: dict[str, Any]) -> None:
    assert set(repository["counts"]) == set(CENSUS["metrics"][repository["language"]])
