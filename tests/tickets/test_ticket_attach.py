"""`estimator attach`, as a person and as CI run it, against servers on loopback."""

import json
import os
import subprocess
import sys
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import jsonschema
import pytest
from sample_repositories import Outcome, go_repository, program, rust_repository
from small_servers import GitHubServer, RedmineServer, SmallServer

from estimator.reporting.schemas import schema_of

HIDDEN = "s3cr3t-t0ken"
TOKENS = {"GITHUB_TOKEN": HIDDEN, "REDMINE_API_KEY": HIDDEN, "NO_PROXY": "127.0.0.1"}
FIRST, SECOND = "github:team/relay#3", "redmine:3"


class Served:
    """A small server on loopback."""

    def __init__(self, small: SmallServer) -> None:
        self.small = small
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), _handler(small))
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()


def _handler(small: SmallServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline()
            if not self.raw_requestline or not self.parse_request():
                self.close_connection = True
                return
            size = int(self.headers.get("content-length", "0"))
            url = f"http://127.0.0.1{self.path}"
            request = httpx.Request(
                self.command, url, headers=list(self.headers.items()), content=self.rfile.read(size)
            )
            answer = small(request)
            self.send_response_only(answer.status_code)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.content)
            self.close_connection = True

    return Handler


@pytest.fixture
def github() -> Generator[Served, None, None]:
    served = Served(GitHubServer())
    yield served
    served.http.shutdown()
    served.http.server_close()


@pytest.fixture
def redmine() -> Generator[Served, None, None]:
    served = Served(RedmineServer())
    yield served
    served.http.shutdown()
    served.http.server_close()


@pytest.fixture
def servers(github: Served, redmine: Served) -> dict[str, str]:
    return TOKENS | {"GITHUB_API_URL": github.url, "REDMINE_URL": redmine.url, "CI": ""}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Reports of a Go and of a Rust repository with a commit of a fixed day."""
    desk = tmp_path_factory.mktemp("reports")
    found = {}
    for make in (go_repository, rust_repository):
        root = make(desk / make.__name__)
        person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.com")
        day = os.environ | {"GIT_COMMITTER_DATE": "2026-07-10T09:00:00+02:00"}
        for arguments in (("init", "-q"), ("add", "."), (*person, "commit", "-qm", "Begin")):
            subprocess.run(["git", *arguments], cwd=root, check=True, env=day)
        found[make.__name__] = program(desk / "cache", "estimate", root, "-f", "json").out
    return found


@pytest.fixture
def folder(tmp_path: Path, reports: dict[str, str]) -> Path:
    write(tmp_path / "result.json", reports["rust_repository"])
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def attach(folder: Path, variables: dict[str, str], *arguments: object) -> Outcome:
    given = arguments if "--repo" in arguments else ("--from", folder / "result.json", *arguments)
    return program(folder / "cache", "attach", *given, variables=variables)


def test_attaching_twice_is_one_comment_and_no_second_write(
    folder: Path, servers: dict[str, str], github: Served
) -> None:
    first = attach(folder, servers, FIRST)
    again = attach(folder, servers, FIRST)

    assert (first.code, first.err, again.code) == (0, "", 0)
    assert first.out == f"written  {FIRST}  created  url\n"
    assert again.out == f"unchanged  {FIRST}  url\n"
    assert github.small.writes() == 1
    body = next(iter(github.small.comments.values()))
    assert body.startswith("<!-- port-estimator:estimate v=1 commit=")
    assert "engineer-months at P50" in body


def test_one_failure_stops_no_other_target_and_the_receipt_says_all(
    folder: Path, servers: dict[str, str], github: Served, redmine: Served
) -> None:
    github.small.before = lambda _: httpx.Response(404, json={"message": "Not Found"})
    receipt = folder / "receipt.json"

    found = attach(folder, servers, FIRST, SECOND, FIRST, "--receipt", receipt, "--tag", "go")

    assert found.code == 4
    assert [line.split()[:2] for line in found.out.splitlines()] == [
        ["failed", FIRST],
        ["written", SECOND],
    ]
    document = json.loads(receipt.read_text())
    jsonschema.validate(document, schema_of("receipts"))
    assert document["exit_code"] == 4
    assert [one["state"] for one in document["receipts"]] == ["failed", "written"]
    assert "Not Found" in document["receipts"][0]["why"]
    assert len(redmine.small.comments) == 1


def forbidden(served: Served) -> None:
    served.small.before = lambda one: (
        None
        if one.method == "GET"
        else httpx.Response(403, json={"message": "Resource not accessible by integration"})
    )


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--strict",), 1)])
def test_a_run_for_a_fork_shows_the_block_in_the_jobs_summary(
    folder: Path, servers: dict[str, str], github: Served, options: tuple[str, ...], code: int
) -> None:
    forbidden(github)
    summary, receipt = folder / "summary.md", folder / "receipt.json"
    summary.write_text("Before.")
    job = servers | {"CI": "true", "GITHUB_STEP_SUMMARY": str(summary)}

    found = attach(folder, job, FIRST, "--receipt", receipt, *options)

    assert found.code == code
    assert found.err.startswith(f"estimator: warning: {FIRST}: The token may not do this")
    assert "The block is in the job summary." in found.out
    assert summary.read_text().startswith("Before.\n\n**")
    assert "port-estimator:estimate" not in summary.read_text()
    document = json.loads(receipt.read_text())
    assert document["exit_code"] == code
    assert document["receipts"][0]["state"] == "forbidden"
    assert "job summary" in document["receipts"][0]["why"]


def test_a_fork_without_a_token_is_the_same(folder: Path, servers: dict[str, str]) -> None:
    job = servers | {"CI": "1", "GITHUB_TOKEN": ""}

    found = attach(folder, job, FIRST)

    assert found.code == 0
    assert "No token: set GITHUB_TOKEN or GH_TOKEN. The block: no job summary took it." in found.out


def test_a_summary_that_is_full_or_missing_is_said(folder: Path, servers: dict[str, str]) -> None:
    summary = folder / "summary.md"
    summary.write_bytes(b"x" * 1_048_000)
    for path in (summary, folder / "none" / "summary.md"):
        job = servers | {"CI": "1", "GITHUB_TOKEN": "", "GITHUB_STEP_SUMMARY": str(path)}
        found = attach(folder, job, FIRST)
        assert "no job summary took it" in found.out
    assert summary.stat().st_size == 1_048_000


def test_outside_ci_a_token_that_may_not_write_is_a_failure(
    folder: Path, servers: dict[str, str], github: Served
) -> None:
    forbidden(github)

    found = attach(folder, servers, FIRST)

    assert found.code == 4
    assert found.out.startswith(f"forbidden  {FIRST}  ")


def test_a_dry_run_touches_no_network_and_needs_no_token(folder: Path) -> None:
    nowhere = {"GITHUB_API_URL": "http://127.0.0.1:9", "JIRA_URL": "https://x.atlassian.net"}

    found = attach(
        folder, nowhere, FIRST, "jira:KEY-1", "--dry-run", "--receipt", folder / "r.json"
    )

    assert (found.code, found.err) == (0, "")
    assert "POST http://127.0.0.1:9/repos/team/relay/issues/3/comments" in found.out
    assert '"type": "doc"' in found.out
    assert "\n<!-- /port-estimator:estimate v=1 -->\n" in found.out
    states = [one["state"] for one in json.loads((folder / "r.json").read_text())["receipts"]]
    assert states == ["planned", "planned"]


def test_a_dry_run_needs_no_extra_and_a_real_one_names_it(folder: Path) -> None:
    code = (
        "import sys\n"
        "for name in ('httpx', 'stamina', 'socket', 'ssl'):\n"
        "    sys.modules[name] = None\n"
        "from estimator.__main__ import run\n"
        "sys.exit(run(sys.argv[1:]))\n"
    )
    command = [sys.executable, "-c", code, "attach", FIRST, "--from", str(folder / "result.json")]

    real = subprocess.run(command, capture_output=True, text=True, check=False)
    dry = subprocess.run([*command, "--dry-run"], capture_output=True, text=True, check=False)

    assert real.returncode == 2
    assert "needs the extra 'tickets'; httpx is not installed" in real.stderr
    assert "pip install 'port-estimator[tickets]'" in real.stderr
    assert dry.returncode == 0, dry.stderr


def test_the_description_is_written_between_markers(
    folder: Path, servers: dict[str, str], github: Served
) -> None:
    github.small.description = "Please port it."

    found = attach(folder, servers, FIRST, "--as", "description")

    assert found.out == f"written  {FIRST}  created  page\n"
    assert github.small.description.startswith("Please port it.\n\n<!-- port-estimator:estimate")


def test_a_new_comment_is_added_each_time(
    folder: Path, servers: dict[str, str], github: Served
) -> None:
    for _ in range(2):
        assert attach(folder, servers, FIRST, "--behavior", "new").code == 0

    assert len(github.small.comments) == 2


@pytest.mark.parametrize("option", [("--skip-no-diff",), ("--if-changed-by", "10%")])
def test_nothing_is_added_where_too_little_changed(
    folder: Path, servers: dict[str, str], github: Served, option: tuple[str, ...]
) -> None:
    base = write(folder / "base.json", (folder / "result.json").read_text())

    found = attach(folder, servers, FIRST, "--compare-to", base, *option)
    attach(folder, servers, FIRST, "--tag", "other", "--compare-to", base)

    assert found.code == 0
    assert found.out.startswith(f"skipped  {FIRST}  No P50 changed")
    assert len(github.small.comments) == 1


def test_a_change_that_nobody_can_put_in_percent_is_attached(
    folder: Path, servers: dict[str, str], reports: dict[str, str]
) -> None:
    base = write(folder / "base.json", reports["go_repository"])

    found = attach(folder, servers, FIRST, "--compare-to", base, "--if-changed-by", "900%")

    assert found.out.startswith("written")


def test_a_dry_run_says_that_nothing_is_added(folder: Path) -> None:
    base = write(folder / "base.json", (folder / "result.json").read_text())

    found = attach(folder, {}, FIRST, "--compare-to", base, "--skip-no-diff", "--dry-run")

    assert "Only an existing one is updated. No P50 changed." in found.out
    assert "POST" not in found.out


def test_a_repository_is_estimated_and_attached(
    folder: Path, servers: dict[str, str], github: Served
) -> None:
    root = go_repository(folder / "repo")

    found = attach(folder, servers, FIRST, "--repo", root, "-q")

    assert found.code == 0
    assert len(github.small.comments) == 1


def test_places_link_to_the_forge_and_the_block_says_until_when(folder: Path) -> None:
    for url, middle in (
        ("https://github.com/a/b", "/blob/"),
        ("https://gitlab.firm.example/a/b", "/-/blob/"),
        ("https://codeberg.org/a/b", "/src/commit/"),
    ):
        options = ("--dry-run", "--repo-url", url, "--valid-days", "1")
        found = attach(folder, {}, FIRST, *options)
        assert f"]({url}{middle}" in found.out
        assert "valid until 2026-07-11" in found.out


def test_a_tree_without_a_commit_has_no_last_day(folder: Path) -> None:
    text = (folder / "result.json").read_text()
    document = json.loads(text)
    document["repository"] |= {"commit": None, "committed_at": None}
    (folder / "result.json").write_text(json.dumps(document))

    found = attach(folder, {}, FIRST, "--dry-run")

    assert "<!-- port-estimator:estimate v=1 attached=" in found.out
    assert "valid until" not in found.out


def test_the_report_comes_from_stdin(folder: Path) -> None:
    content = (folder / "result.json").read_bytes()

    found = program(folder, "attach", FIRST, "--from", "-", "--dry-run", stdin=content)

    assert found.code == 0


def changed(text: str, **fields: Any) -> bytes:
    return json.dumps(json.loads(text) | fields).encode()


def test_what_is_no_report_is_refused(folder: Path) -> None:
    text = (folder / "result.json").read_text()
    for content, said in (
        (b"", "no report in JSON"),
        (b"[1]", "no report in JSON"),
        (b'{"schema_version": "1.0"}', "no report in JSON"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (changed(text, schema_version="2.0"), "schema version '2.0'"),
        (changed(text, size={}), "no valid report"),
    ):
        found = program(folder, "attach", FIRST, "--from", "-", "--dry-run", stdin=content)
        assert found.code == 2
        assert said in found.err
        assert "hint: write one with: estimator estimate PATH -o result.json" in found.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--repo", ".", "--from", "x"), "is not said once"),
        (("--skip-no-diff",), "--skip-no-diff compares with nothing"),
        (("--if-changed-by", "10%"), "--if-changed-by compares with nothing"),
        (("--if-changed-by", "ten", "--compare-to", "result.json"), "'ten' is no percentage"),
        (("--if-changed-by", "nan", "--compare-to", "result.json"), "is no percentage"),
        (("--if-changed-by", "-1%", "--compare-to", "result.json"), "is no percentage"),
        (("--behavior", "new", "--as", "description"), "does nothing to a description"),
        (("--tag", "a b"), "cannot be a tag"),
        (("--tag", "a+b"), "cannot be a tag"),
        (("--receipt", "."), "--receipt . cannot be written"),
        (("--receipt", "none/r.json"), "cannot be written"),
        (("--repo-url", "github.com/a/b"), "is no address of a repository"),
        (("--api-url", "http://tracker.example"), "unencrypted"),
        (("gitlab:a/b#1", "--api-url", "https://x.example"), "of several trackers"),
        (("redmine:1",), "is meant is not known"),
        (("nothing",), "'nothing' is no ticket"),
    ],
)
def test_wrong_use_is_one_clear_line_and_nothing_is_sent(
    folder: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(folder)

    found = attach(folder, {}, FIRST, "--dry-run", *options)

    assert found.code == 2
    assert said in found.err
    assert len(found.err.splitlines()) <= 2


def test_a_report_that_is_not_there_is_wrong_input(folder: Path) -> None:
    (folder / "result.json").unlink()

    assert "cannot be read" in attach(folder, {}, FIRST, "--dry-run").err


def test_no_output_shows_a_secret(
    folder: Path,
    servers: dict[str, str],
    github: Served,
    redmine: Served,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    echo = {"message": f"you sent {HIDDEN}", "errors": [HIDDEN]}
    seen: list[str] = []
    for status in (401, 403, 404, 422, 500, None):
        for served in (github, redmine):
            served.small.before = lambda one, status=status: (  # type: ignore[misc]  # bound here
                None if status is None or one.method == "GET" else httpx.Response(status, json=echo)
            )
        files = [folder / "receipt.json", folder / "summary.md"]
        job = servers | {"CI": "1", "GITHUB_STEP_SUMMARY": str(files[1])}
        for options in ((), ("--as", "description"), ("--dry-run",), ("--verbose",)):
            found = attach(folder, job, FIRST, SECOND, "--receipt", files[0], *options)
            seen += [found.out, found.err, *(one.read_text() for one in files if one.exists())]

    assert all(HIDDEN not in text for text in seen)
    assert any("***" in text for text in seen)
    stored = [path for path in folder.rglob("*") if path.is_file()]
    assert all(HIDDEN.encode() not in path.read_bytes() for path in stored)
    sent = [*github.small.requests, *redmine.small.requests]
    assert all(HIDDEN not in str(one.url) and HIDDEN.encode() not in one.content for one in sent)


def test_the_program_is_started_without_the_extra_where_it_is_not_needed(folder: Path) -> None:
    code = (
        "import sys\n"
        "from estimator.__main__ import run\n"
        "run(sys.argv[1:])\n"
        "print(sorted({'httpx', 'stamina'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", code, "attach", FIRST, "--from", str(folder / "result.json")]

    ended = subprocess.run([*command, "--dry-run"], capture_output=True, text=True, check=True)

    assert ended.stdout.endswith("\n[]\n")
