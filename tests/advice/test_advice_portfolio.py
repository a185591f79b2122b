"""Several repositories: what each is for, and when one language crosses both domains."""

import json
from typing import Any

import jsonschema
import pytest
from advice_facts import facts_of, rules
from msgspec.structs import replace

from estimator.errors import RuleFileError
from estimator.model.advice import Advice, Answer
from estimator.model.portfolio import Portfolio
from estimator.model.source import RepositoryIdentity
from estimator.pipeline import advise, advise_portfolio
from estimator.reporting.portfolio import render_portfolio
from estimator.reporting.schemas import schema_of


def service(name: str, language: str = "go", workload: str = "", **changes: Any) -> Advice:
    facts = facts_of(language, **changes)
    named = replace(facts, repository=RepositoryIdentity(name=name))
    return advise(named, rules(), workloads=(workload,) if workload else ())


def portfolio(*advices: Advice) -> Portfolio:
    return advise_portfolio(advices, rules())


def test_one_language_on_both_sides_is_warned_of() -> None:
    found = portfolio(
        service("store", workload="database"), service("shop", workload="crud-service")
    )

    assert (found.crosses, found.crosses_rule) == (Answer.YES, "AD205")
    assert [one.metal for one in found.services] == ["cold", "warm"]
    assert "usually regrets the pick" in found.warnings[0]
    assert "Cold: store; warm: shop." in found.warnings[0]


def test_two_languages_on_both_sides_are_normal() -> None:
    found = portfolio(
        service("store", language="rust", workload="database"),
        service("shop", workload="crud-service"),
    )

    assert (found.crosses, found.warnings) == (Answer.NO, ())
    assert found.languages == {"go": 20_000, "rust": 20_000}


def test_one_language_on_one_side_is_not_warned_of() -> None:
    found = portfolio(
        service("shop", workload="crud-service"), service("ops", workload="kubernetes-operator")
    )

    assert (found.crosses, found.warnings, found.against_pick) == (Answer.NO, (), ())


def test_what_is_in_the_other_language_than_its_pick_is_named() -> None:
    found = portfolio(service("store", workload="database"), service("tool", workload="cli"))

    assert found.against_pick == (
        "store is Go; for its kind (Database engine, 100 % sure) the document picks Rust.",
    )


def test_every_service_keeps_its_own_advice() -> None:
    one = service("store", workload="database")

    found = portfolio(one, service("shop", workload="crud-service")).services[0]

    assert (found.recommendation, found.says) == (one.recommendation.id, one.recommendation.says)
    assert (found.workload, found.pick, found.confidence) == ("Database engine", "rust", 1.0)
    assert found.questions == sum(question.changes for question in one.questions)


def test_a_service_that_crosses_alone_is_named() -> None:
    mixed = advise(facts_of("go"), rules(), workloads=("database", "crud-service"))

    found = portfolio(mixed, service("tool", workload="cli"))

    assert [one.crosses for one in found.services] == [True, False]
    assert "service alone crosses both domains in one language (AD205)." in found.warnings


def test_a_rulebook_without_the_criterion_is_refused() -> None:
    rulebook = rules()
    others = {key: one for key, one in rulebook.criteria.items() if key != "AD205"}
    with pytest.raises(RuleFileError, match="lacks the criterion crosses-both-domains"):
        advise_portfolio((service("a"), service("b")), replace(rulebook, criteria=others))


def test_json_keeps_to_its_schema_and_the_table_to_its_width() -> None:
    found = portfolio(service("store", workload="database"), service("a-" * 40))

    jsonschema.validate(json.loads(render_portfolio(found, "json")), schema_of("portfolio"))
    assert max(map(len, render_portfolio(found, "table", width=100).splitlines())) <= 100
    assert "not recognized" in render_portfolio(found, "markdown")
