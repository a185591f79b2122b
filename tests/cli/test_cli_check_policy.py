"""The policy of `estimator check`: what fails, and what a comment in the source allows."""

import json
from pathlib import Path

import pytest
from check_builders import SELECT, SPAWN, append, committed, document, git, go_checkout
from sample_repositories import program, write


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with one staged goroutine more."""
    root = go_checkout(tmp_path / "repo")
    append(root, "p0/f0.go", SPAWN.format(n=1))
    git(root, "add", "-A")
    return root


def stage_policy(root: Path, text: str) -> None:
    write(root, "estimator.toml", text)
    git(root, "add", "estimator.toml")


@pytest.mark.parametrize(
    ("policy", "key"),
    [
        ("", ""),
        ("[check]\nratchet = true\n", "check.ratchet"),
        ("[check]\nratchet = false\n", ""),
        ("[check.growth]\nper_change = 0.1\n", "check.growth.per_change.go-to-rust"),
        ("[check.growth.per_change]\ngo-to-rust = 0.1\n", "check.growth.per_change.go-to-rust"),
        ("[check.growth]\nper_change = 40\n", ""),
        ("[check.growth.per_change]\nrust-to-go = 0\n", ""),
        ('[check.severity]\nGR202 = "error"\n', "check.severity.GR202"),
        ('[check.severity]\ndefault = "error"\n', "check.severity.default"),
        ('[check.severity]\ndefault = "error"\nGR202 = "note"\n', ""),
        ('[[check.forbid]]\npaths = ["p0/"]\nrules = ["GR202"]\n', "check.forbid[1]"),
        ('[[check.forbid]]\npaths = ["p0/"]\nmetrics = ["go.chan.select"]\n', "check.forbid[1]"),
        ('[[check.forbid]]\npaths = ["p1/"]\nrules = ["GR202"]\n', ""),
        (
            '[[check.forbid]]\npaths = ["p0/"]\nrules = ["GR202"]\nnew_only = true\n',
            "check.forbid[1]",
        ),
        ("[check.budget]\ngo-to-rust = 0.001\n", ""),
    ],
)
def test_exactly_what_the_policy_names_fails(
    cache: Path, root: Path, policy: str, key: str
) -> None:
    stage_policy(root, policy)

    found = document(cache, root)
    text = program(cache, "check", "--repo", root)

    breached = [one["key"] for one in found["decisions"] if one["is_breached"]]
    assert breached == ([key] if key else [])
    assert found["exit_code"] == text.code == bool(key)
    assert (f"fails: {key}:" in text.out) == bool(key)
    for one in found["findings"]:
        assert (one["severity"] == "error") == bool(one["fails_by"])


@pytest.mark.parametrize(("limit", "code"), [("0.001", 1), ("1000", 0)])
@pytest.mark.parametrize("option", ["--budget", "--all"])
def test_a_budget_is_held_by_the_whole_repository(
    cache: Path, root: Path, limit: str, code: int, option: str
) -> None:
    stage_policy(root, f"[check.budget]\ngo-to-rust = {limit}\nrust-to-go = 0\n")

    outcome = program(cache, "check", option, "--repo", root)

    assert outcome.code == code
    assert ("fails: check.budget.go-to-rust: P80 is" in outcome.out) == bool(code)


def test_growth_since_the_baseline_counts_what_was_committed_since(cache: Path, root: Path) -> None:
    git(root, "stash", "-q")
    program(cache, "baseline", "write", root)
    committed(root, "Keep")
    git(root, "stash", "pop", "-q")
    stage_policy(root, "[check.growth]\nsince_baseline = 0.1\n")
    committed(root, "Grow")
    append(root, "p2/f2.go", "\n// Words.\n")
    git(root, "add", "-A")

    found = document(cache, root)

    (decision,) = (one for one in found["decisions"] if one["key"].endswith("go-to-rust"))
    assert decision["key"] == "check.growth.since_baseline.go-to-rust"
    assert decision["is_breached"]
    assert found["findings"] == []


def test_improvements_never_fail(cache: Path, root: Path) -> None:
    committed(root, "Grow")
    stage_policy(
        root,
        '[check]\nratchet = true\n[check.severity]\ndefault = "error"\n'
        "[check.growth]\nper_change = 0\n",
    )
    (root / "p1/f1.go").unlink()
    git(root, "add", "-A")

    found = document(cache, root)

    assert found["exit_code"] == 0
    assert {one["state"] for one in found["findings"]} == {"gone"}


def test_all_faults_of_a_policy_are_said_at_once(cache: Path, root: Path) -> None:
    stage_policy(
        root,
        '[check]\nratchet = 1\nbugdet = 3\nagainst = "x"\nbaseline = "../x"\n'
        '[check.budget]\nx = 1\ngo-to-rust = "a"\nrust-to-go = -1\n'
        '[check.growth]\nper_change = "x"\nper = 1\n'
        '[check.severity]\nGR202 = "loud"\nXX = "note"\n'
        '[[check.forbid]]\nrules = ["XX"]\nmetrics = ["a.b"]\nreason = 1\n'
        '[[check.forbid]]\npaths = ["a"]\n[[check.forbid]]\npaths = 1\nrules = ["GR202"]\n',
    )

    outcome = program(cache, "check", "--repo", root)

    assert outcome.code == 2
    for key in (
        "check.ratchet: must be true or false",
        "check.bugdet: unknown key (did you mean budget?)",
        "check.against: must be one of baseline, HEAD",
        "check.baseline: ../x: must be inside the folder",
        "check.budget.x: must be one of",
        "check.budget.go-to-rust: must be a number of engineer-months",
        "check.budget.rust-to-go: must be a number",
        "check.growth.per_change: must be a number of ledger hours",
        "check.growth.per: unknown key",
        "check.severity.GR202: must be one of note, warning, error",
        "check.severity.XX: XX: no rule of a ledger has this id",
        "check.forbid[1].rules: XX: no rule",
        "check.forbid[1].metrics: a.b: no rule of a ledger counts this metric",
        "check.forbid[1].paths: must name files",
        "check.forbid[1].reason: must be one line of text",
        "check.forbid[2]: must name rules or metrics",
        "check.forbid[3].paths: must be a list",
    ):
        assert key in outcome.err
    assert program(cache, "estimate", root).code == 0


@pytest.mark.parametrize(
    "policy", ["check = 1\n", "check = { growth = 1 }\n", "check = { forbid = 1 }\n"]
)
def test_what_is_no_table_is_a_fault(cache: Path, root: Path, policy: str) -> None:
    stage_policy(root, policy)

    assert program(cache, "check", "--repo", root).code == 2


def test_a_policy_may_come_from_another_file(cache: Path, root: Path) -> None:
    other = write(root.parent, "team.toml", "[check]\nratchet = true\n")

    assert program(cache, "check", "--repo", root).code == 0
    assert program(cache, "check", "--repo", root, "--config", other).code == 1


def test_explain_policy_says_what_applied_to_what(cache: Path, root: Path) -> None:
    nothing = program(cache, "check", "--explain-policy", "--repo", root)
    stage_policy(root, '[check]\nratchet = true\n[check.severity]\nGR203 = "error"\n')
    append(
        root, "p1/f1.go", f"\nfunc Y() {{\n\t// estimator: allow GR202 -- ends\n\t{SELECT}\n}}\n"
    )
    git(root, "add", "-A")

    outcome = program(cache, "check", "--explain-policy", "--repo", root)

    assert nothing.out.startswith("No policy:")
    assert outcome.code == 1
    lines = outcome.out.splitlines()
    assert lines[0] == ("check.ratchet = true: 1 new or grown entry -- fails: 1 entry new or grown")
    assert lines[1] == "check.severity.GR203 = error: 0 new or grown entries -- holds"
    assert lines[2].endswith("GR202 is suppressed: ends")


ALLOWED = """
func Allowed() {{
	{above}
	select {{ {beside}
	default:
	}}
}}
"""


@pytest.mark.parametrize(
    ("above", "beside", "is_allowed"),
    [
        ("// estimator: allow GR202 -- ends with main", "", True),
        ("", "// estimator: allow GR202 -- ends with main", True),
        ("// estimator: allow GR203, GR202 -- ends with main", "", True),
        ("// estimator: allow GR202 -- ends\n\t// More words.", "", True),
        ("// estimator: allow GR202", "", False),
        ("// estimator: allow GR202 --", "", False),
        ("// estimator: allow -- why", "", False),
        ("// estimator: allow GR203 -- why", "", False),
        ("// estimator: allow XX999 -- why", "", False),
        ("// estimator: allow GR202 -- why\n", "", False),
        ('_ = "// estimator: allow GR202 -- why"', "", False),
    ],
)
def test_a_comment_with_a_reason_allows_what_is_on_or_below_its_line(
    cache: Path, root: Path, above: str, beside: str, *, is_allowed: bool
) -> None:
    committed(root, "Grow")
    stage_policy(root, "[check]\nratchet = true\n")
    append(root, "p1/f1.go", ALLOWED.format(above=above, beside=beside))
    git(root, "add", "-A")

    found = document(cache, root)

    assert found["exit_code"] == (0 if is_allowed else 1)
    assert found["suppressed"] == int(is_allowed)
    (one,) = found["findings"]
    assert bool(one["suppression"]) == is_allowed
    if is_allowed and "GR203" not in above:
        assert found["unused_suppressions"] == []
    elif above.startswith("//"):
        (unused,) = found["unused_suppressions"]
        assert unused["path"] == "p1/f1.go"


def test_a_suppression_never_changes_an_estimate_or_a_baseline(cache: Path, root: Path) -> None:
    def answers() -> tuple[object, str]:
        scenarios = json.loads(program(cache, "estimate", root, "-f", "json").out)["scenarios"]
        program(cache, "baseline", "write", root)
        return (
            [(one["id"], one["effort"]) for one in scenarios],
            (root / ".estimator-baseline.toml").read_text(),
        )

    before = answers()
    text = (root / "p0/f0.go").read_text()
    write(root, "p0/f0.go", text.replace("go func", "// estimator: allow GR201 -- x\n\tgo func"))

    assert answers() == before


def test_one_allowed_occurrence_does_not_hide_another(cache: Path, root: Path) -> None:
    stage_policy(root, "[check]\nratchet = true\n")
    allowed = f"\t// estimator: allow GR202 -- ends\n\t{SELECT}\n"
    two = f"\nfunc Two() {{\n{allowed}\t{SELECT}\n}}\n"
    append(root, "p1/f1.go", two)
    git(root, "add", "-A")
    assert document(cache, root)["suppressed"] == 0
    committed(root, "Two")
    assert document(cache, root)["exit_code"] == 0

    write(
        root,
        "p1/f1.go",
        (root / "p1/f1.go").read_text().replace(two, two[:-2] + f"\t{SELECT}\n}}\n"),
    )
    git(root, "add", "-A")

    assert document(cache, root)["exit_code"] == 1


@pytest.mark.parametrize("is_written_after", [False, True])
def test_suppressed_debt_is_known_with_any_baseline(
    cache: Path, root: Path, *, is_written_after: bool
) -> None:
    stage_policy(root, "[check]\nratchet = true\n")
    program(cache, "baseline", "write", root)
    committed(root, "Keep")
    append(root, "p1/f1.go", ALLOWED.format(above="// estimator: allow GR202 -- ends", beside=""))
    committed(root, "Allow")
    if is_written_after:
        program(cache, "baseline", "write", root)
        committed(root, "Keep again")
    append(root, "p1/f1.go", "\n// Words.\n")
    git(root, "add", "-A")
    assert document(cache, root)["exit_code"] == 0

    text = (root / "p1/f1.go").read_text()
    write(root, "p1/f1.go", text.replace("func Allowed() {", f"func Allowed() {{\n\t{SELECT}"))
    git(root, "add", "-A")

    assert document(cache, root)["exit_code"] == 1


def test_a_forbidden_occurrence_may_be_allowed_by_its_rule(cache: Path, root: Path) -> None:
    committed(root, "Grow")
    stage_policy(root, '[[check.forbid]]\npaths = ["q/"]\nmetrics = ["go.chan.select"]\n')
    allowed = ALLOWED.format(above="// estimator: allow GR202 -- ends", beside="")
    write(root, "q/a.go", "package q\n" + allowed)
    git(root, "add", "-A")
    assert document(cache, root)["exit_code"] == 0
    write(root, "q/b.go", "package q\n" + SPAWN.format(n=7))
    git(root, "add", "-A")

    found = document(cache, root)

    assert found["exit_code"] == 1
    failing = [one for one in found["findings"] if one["fails_by"]]
    assert [(one["rule"], one["path"], one["state"]) for one in failing] == [
        ("go.chan.select", "q/b.go", "present")
    ]


def test_what_is_forbidden_fails_also_where_it_was_before_but_not_where_only_new_counts(
    cache: Path, root: Path
) -> None:
    committed(root, "Grow")
    append(root, "p0/f0.go", "\n// Words.\n")
    for new_only, code in (("false", 1), ("true", 0)):
        forbid = f'paths = ["p0/"]\nrules = ["GR202"]\nnew_only = {new_only}\nreason = "no"\n'
        stage_policy(root, f"[[check.forbid]]\n{forbid}")
        git(root, "add", "-A")
        outcome = program(cache, "check", "--repo", root)
        assert outcome.code == code
        assert ("forbidden here, there are 1)" in outcome.out) == bool(code)
