"""`estimator attach` and python-redmine against the real Redmine."""

import random
import re
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack
from functools import partial
from typing import Any

import httpx
import pytest
import redminelib
from estimates import Desk, make_desk
from fault_table import column, is_sound, redmine_place, stored
from redmine_relay import KillingRelay
from redmine_server import KEY, Redmine, missing

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(bool(missing()), reason=missing() or "it runs"),
]
HUMAN = "Before.\n\n| a | b |\n|---|---|\n| 1 | <2> |\n\n<!-- a comment of a person -->\nAfter."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Redmine, None, None]:
    with Redmine(tmp_path_factory.mktemp("redmine")) as started:
        yield started


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("desk"))


def variables(server: Redmine) -> dict[str, str]:
    return {"REDMINE_URL": server.url, "REDMINE_API_KEY": KEY}


def ours(notes: list[str]) -> list[str]:
    return [one for one in notes if one.startswith("<!-- port-estimator:estimate ")]


def test_attaching_twice_is_one_note_and_no_second_write(server: Redmine, desk: Desk) -> None:
    issue = server.issue(HUMAN)
    server.note(issue, "A person's note.")

    first = desk.attach(f"redmine:{issue}", **variables(server))
    notes = server.notes(issue)
    again = desk.attach(f"{server.url}/issues/{issue}", **variables(server))

    assert (first.code, first.err, again.code) == (0, "", 0)
    assert first.out.split()[:3] == ["written", f"redmine:{issue}", "created"]
    assert again.out.split()[0] == "unchanged"
    assert server.notes(issue) == notes
    assert notes[0] == "A person's note."
    assert len(ours(notes)) == 1
    assert "engineer-months at P50" in notes[1]
    assert server.description(issue) == HUMAN


def test_the_page_shows_whole_titles_closed_folds_tables_and_no_marker(
    server: Redmine, desk: Desk
) -> None:
    issue = server.issue()
    desk.attach(f"redmine:{issue}", **variables(server))

    page = httpx.get(f"{server.url}/issues/{issue}", trust_env=False).text

    found = re.findall(r'class="icon icon-collapsed collapsible"[^>]*>([^<]*)<', page)
    assert "Assumptions; and what is not included" in found
    assert page.count('class="collapsed-text" style="display:none;"') == len(found)
    assert "<th>scenario</th>" in page
    assert "port-estimator:estimate" not in page
    assert "{{" not in page


def test_a_changed_block_replaces_the_note(server: Redmine, desk: Desk) -> None:
    issue = server.issue()

    desk.attach(f"redmine:{issue}", **variables(server))
    second = desk.attach(f"redmine:{issue}", "--valid-days", 7, **variables(server))

    assert second.out.split()[2] == "updated"
    [note] = server.notes(issue)
    assert "2026-07-17" in note


def test_a_block_in_the_description_leaves_what_people_wrote(server: Redmine, desk: Desk) -> None:
    issue = server.issue(HUMAN)
    place = ("--as", "description")

    first = desk.attach(f"redmine:{issue}", *place, **variables(server))
    second = desk.attach(f"redmine:{issue}", *place, "--valid-days", 7, **variables(server))
    third = desk.attach(f"redmine:{issue}", *place, "--valid-days", 7, **variables(server))

    said = [one.out.split()[0] for one in (first, second, third)]
    assert (said, [one.code for one in (first, second, third)]) == (
        ["written", "written", "unchanged"],
        [0, 0, 0],
    )
    text = server.description(issue)
    assert text.startswith(HUMAN)
    assert text.count("<!-- port-estimator:estimate ") == 1


def test_two_tags_are_two_notes(server: Redmine, desk: Desk) -> None:
    issue = server.issue()

    for tag in ("go", "rust", "go"):
        desk.attach(f"redmine:{issue}", "--tag", tag, **variables(server))

    assert len(ours(server.notes(issue))) == 2


def test_a_wrong_key_fails_and_writes_nothing(server: Redmine, desk: Desk) -> None:
    issue = server.issue()

    found = desk.attach(f"redmine:{issue}", REDMINE_URL=server.url, REDMINE_API_KEY="0" * 40)

    assert (found.code, server.notes(issue)) == (4, [])
    assert found.out.startswith("failed")


def test_python_redmine_sees_and_edits_what_was_attached(server: Redmine, desk: Desk) -> None:
    issue = server.issue(HUMAN)
    desk.attach(f"redmine:{issue}", **variables(server))
    client: Any = redminelib.Redmine(server.url, key=KEY)
    [before] = [one for one in client.issue.get(issue, include=["journals"]).journals if one.notes]

    client.issue_journal.update(before.id, notes="Somebody wrote over it.")
    again = desk.attach(f"redmine:{issue}", **variables(server))

    assert before.notes.replace("\r\n", "\n").startswith("<!-- port-estimator:estimate ")
    assert again.out.split()[2] == "created"
    assert server.notes(issue)[0] == "Somebody wrote over it."
    assert len(ours(server.notes(issue))) == 1


def test_every_fault_before_redmine_ends_as_the_document_says(server: Redmine, desk: Desk) -> None:
    found = column(redmine_place(server), desk)

    assert {name: str(cell) for name, cell in found.items()} == stored("Redmine")
    for name, cell in found.items():
        assert cell.kept, name
        assert is_sound(cell), name


def test_runs_that_are_killed_leave_one_block_a_ticket_and_lose_nothing(
    server: Redmine, desk: Desk, request: pytest.FixtureRequest
) -> None:
    runs = request.config.getoption("--killed-runs")
    chance = random.Random(8)  # noqa: S311  # no secret
    tickets = [server.issue(HUMAN) for _ in range(4)]
    for ticket in tickets:
        server.note(ticket, "A person's note.")
    killed: Counter[str] = Counter()

    for number in range(0, runs, 2):
        ticket = chance.choice(tickets)
        with ExitStack() as stack:
            relays = [
                stack.enter_context(
                    KillingRelay(
                        server, ticket, at=chance.randrange(7), after=chance.random() < 1 / 2
                    )
                )
                for _ in range(2)
            ]
            started = [
                relay.run(
                    partial(
                        desk.start,
                        f"redmine:{ticket}",
                        "--valid-days",
                        10 + number + at,
                        **(variables(server) | {"REDMINE_URL": relay.url}),
                    )
                )
                for at, relay in enumerate(relays)
            ]
            for one in started:
                one.wait(60)
            killed.update(relay.calls[-1][0].method for relay in relays if relay.has_killed)
    for ticket in tickets:
        last = desk.attach(f"redmine:{ticket}", "--valid-days", 5, **variables(server))
        assert last.code == 0, last.out

    for ticket in tickets:
        notes = server.notes(ticket)
        assert notes[0] == "A person's note."
        assert len(notes) == 2
        [block] = ours(notes)
        assert "2026-07-15" in block
        assert server.description(ticket) == HUMAN
    assert killed.total() >= runs // 2
    print(f"{runs} runs; killed at reads and at writes: {dict(killed)}")  # noqa: T201  # for -s
