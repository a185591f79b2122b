"""What `estimator attach` makes of every fault of every tracker, as a table.

`python benchmarks/ticket_faults.py` writes it to docs/ticket-faults.md.
"""

import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from estimates import Desk
from fakes.contract import Reply
from fakes.forges import Gitea, GitHub, GitLab
from fakes.jiras import JiraCloud, JiraDataCenter
from fakes.tracker import ALWAYS, Fault, Tracker
from redmine_relay import RedmineRelay
from redmine_server import KEY, Redmine

DOCUMENT = Path(__file__).parents[2] / "docs" / "ticket-faults.md"
TOKEN = "robots-token"  # noqa: S105  # of a fake
LIST = r"GET .*(comments|comment|notes|/issues/\d+\.json)$"
CREATE = r"POST |PUT /issues/\d+\.json$"
EDIT = r"(PATCH|PUT) (.*(comments|comment|notes)/\d+|/journals/\d+\.json)$"
HOUR = (("Retry-After", "3600"),)
SECOND = (("Retry-After", "1"),)
_OURS = "port-estimator"


class Place(NamedTuple):
    """How the command finds a tracker."""

    kind: Callable[[], Tracker]
    target: str
    """With ``{}`` where the fake says the number."""
    server: str
    """The variable that names the server."""
    token: str
    secret: str = TOKEN

    def variables(self, fake: Tracker, secret: str = "") -> dict[str, str]:
        proof = {self.token: secret or self.secret, "JIRA_EMAIL": "robot@example.com"}
        return {self.server: fake.api_url, **proof}


PLACES = {
    "GitHub": Place(GitHub, "github:team/relay#3", "GITHUB_API_URL", "GITHUB_TOKEN"),
    "GitLab": Place(GitLab, "gitlab:team/relay!3", "GITLAB_URL", "GITLAB_TOKEN"),
    "Gitea": Place(Gitea, "gitea:team/relay#3", "GITEA_URL", "GITEA_TOKEN"),
    "Jira Cloud": Place(JiraCloud, "jira-cloud:KEY-12", "JIRA_URL", "JIRA_API_TOKEN"),
    "Jira Data Center": Place(JiraDataCenter, "jira-dc:KEY-12", "JIRA_URL", "JIRA_TOKEN"),
}


def redmine_place(server: Redmine) -> Place:
    """Stand between the command and a running Redmine."""
    kind = partial(RedmineRelay, server)
    return Place(kind, "redmine:{}", "REDMINE_URL", "REDMINE_API_KEY", KEY)


class Scene:
    """One fake and what is asked of it."""

    def __init__(self, place: Place, fake: Tracker, desk: Desk) -> None:
        self.place = place
        self.fake = fake
        self.desk = desk
        self.target = place.target.format(getattr(fake, "issue", ""))
        self.arguments: tuple[str, ...] = ()
        self.variables: dict[str, str] = place.variables(fake)

    def attached(self) -> None:
        """Have our comment there already, and count from here."""
        done = self.desk.attach(self.target, **self.variables)
        assert done.code == 0, done
        self.fake.calls.clear()

    def changed(self) -> None:
        """Have a comment there that this run changes."""
        self.attached()
        self.arguments = ("--valid-days", "7")

    def fault(self, on: str, status: int, said: str, headers: Any = (), times: int = 1) -> None:
        reply = self.fake.error(status, said)
        self.fake.faults.append(Fault(on, reply=Reply(status, reply.content, headers), times=times))

    def other_run(self) -> None:
        """Attach from a second process, meanwhile."""
        other = self.desk.start(self.target, "--valid-days", 30, **self.variables)
        assert other.wait(60) == 0


def _nothing(scene: Scene) -> None:
    del scene


def _pages(scene: Scene) -> None:
    scene.fake.page = 2
    text = scene.fake.bodies("ann")[0]
    for _ in range(2):
        scene.fake.add("ann", text)
    scene.attached()
    for _ in range(3):
        scene.fake.add("ann", text)


def _nobody(scene: Scene) -> None:
    scene.variables |= scene.place.variables(scene.fake, "nobodys-token")


def _forbidden(scene: Scene, *, ci: bool = False, strict: bool = False) -> None:
    scene.fault(CREATE, 403, "Resource not accessible by integration", times=ALWAYS)
    scene.variables |= {"CI": "true"} if ci else {}
    scene.arguments = ("--strict",) if strict else ()


def _answers(**fault: Any) -> Callable[[Scene], None]:
    return lambda scene: scene.fault(**fault)


def _edit_answers(scene: Scene, status: int, said: str) -> None:
    scene.changed()
    scene.fault(EDIT, status, said)


def _drops(scene: Scene, when: str) -> None:
    scene.fake.faults.append(Fault(CREATE, drops=when))


def _edit_drops(scene: Scene) -> None:
    scene.changed()
    scene.fake.faults.append(Fault(EDIT, drops="after"))


def _slow(scene: Scene) -> None:
    scene.fake.faults.append(Fault(".", seconds=0.2, times=ALWAYS))


def _meanwhile_creates(scene: Scene) -> None:
    scene.fake.faults.append(Fault(CREATE, meanwhile=scene.other_run))


def _meanwhile_edits(scene: Scene) -> None:
    scene.changed()
    scene.fake.faults.append(Fault(EDIT, meanwhile=scene.other_run))


def _meanwhile_deletes(scene: Scene) -> None:
    scene.changed()

    scene.fake.faults.append(Fault(EDIT, meanwhile=partial(scene.fake.remove, "robot")))


def _limit(scene: Scene, headers: Any) -> None:
    times = 1 if headers == SECOND else ALWAYS
    said = "You have exceeded a secondary rate limit."
    scene.fault(CREATE, 403, said, headers, times)


CASES: dict[str, Callable[[Scene], None]] = {
    "none": _nothing,
    "none, attached before": Scene.attached,
    "none, attached before, another text": Scene.changed,
    "our comment among three pages": _pages,
    "401: nobody's token": _nobody,
    "403 for the new comment": _forbidden,
    "403 for the new comment, in CI": partial(_forbidden, ci=True),
    "403 for the new comment, in CI with --strict": partial(_forbidden, ci=True, strict=True),
    "404 for the ticket": _answers(on=LIST, status=404, said="Not Found", times=ALWAYS),
    "410 for the ticket": _answers(on=LIST, status=410, said="Gone", times=ALWAYS),
    "410 for the changed comment": partial(_edit_answers, status=410, said="Gone"),
    "422 for the new comment: too long": _answers(
        on=CREATE, status=422, said="Body is too long (maximum is 65536 characters)"
    ),
    "422 for the new comment: else": _answers(on=CREATE, status=422, said="Validation Failed"),
    "429 for a second": _answers(on=CREATE, status=429, said="Slow", headers=SECOND),
    "429 for an hour": _answers(on=CREATE, status=429, said="Slow", headers=HOUR, times=ALWAYS),
    "403 as a secondary limit, for a second": partial(_limit, headers=SECOND),
    "403 as a secondary limit, for an hour": partial(_limit, headers=HOUR),
    "502 once for the list": _answers(on=LIST, status=502, said="Bad gateway"),
    "502 for the new comment, which is not there": _answers(
        on=CREATE, status=502, said="Bad gateway"
    ),
    "connection dropped before the new comment": partial(_drops, when="before"),
    "connection dropped after the new comment": partial(_drops, when="after"),
    "connection dropped after the change": _edit_drops,
    "every answer 0.2 s late": _slow,
    "another run adds its comment first": _meanwhile_creates,
    "another run changes the comment first": _meanwhile_edits,
    "somebody deletes our comment first": _meanwhile_deletes,
}


class Cell(NamedTuple):
    """What came of one run."""

    state: str
    code: int
    writes: int
    """Requests that changed something, of this run and of the other one where there is one."""
    ours: int
    """Comments of ours on the ticket in the end."""
    kept: bool
    """Everything that people wrote is there, unchanged."""
    violations: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.state}, {self.code}, {self.writes}"


def run_case(name: str, place: Place, desk: Desk) -> Cell:
    """Start a tracker with two comments of a person, let it go wrong, attach."""
    with place.kind() as fake:
        text = fake.words("Hers.")
        fake.add("ann", text)
        scene = Scene(place, fake, desk)
        CASES[name](scene)
        fake.calls.clear()
        receipt = desk.folder / "receipt.json"
        done = desk.attach(scene.target, "--receipt", receipt, *scene.arguments, **scene.variables)
        [found] = json.loads(receipt.read_text())["receipts"]
        return Cell(
            state=" ".join(filter(None, (found["state"], found["action"]))),
            code=done.code,
            writes=fake.writes,
            ours=len(fake.bodies("robot")),
            kept=set(map(json.dumps, fake.bodies("ann"))) == {json.dumps(text)},
            violations=tuple(fake.violations),
        )


def is_sound(cell: Cell) -> bool:
    """Tell whether one comment of ours is there; none may only be where the run says so."""
    is_told = cell.state.startswith(("failed", "forbidden", "too-long"))
    return cell.ours == 1 or (cell.ours == 0 and is_told)


def column(place: Place, desk: Desk) -> dict[str, Cell]:
    """Run every case against one tracker."""
    return {name: run_case(name, place, desk) for name in CASES}


_HEAD = """\
# What becomes of a ticket when a tracker fails

`estimator attach` against fakes of the trackers that answer within the official descriptions of
their interfaces (GitLab and Jira Data Center: within our own), but for the fault, and against a
real Redmine 5.0 with the fault put in between. Each cell: the state in the receipt with what was
done, the exit code, and how many requests changed something on the tracker; another run's are
counted with them. Every run leaves at most one comment of ours, and people's comments as they were.

Where another run changes the comment first, it wrote between our last look and our own write, and
its newer text is gone until the next run: no tracker can write under a condition.

`python benchmarks/ticket_faults.py` writes this table; `tests/tickets/test_attach_faults.py` and,
for Redmine, `test_redmine_real.py` beside it hold it.

"""


def document(columns: dict[str, dict[str, Cell]]) -> str:
    """Write the table."""
    lines = [["Fault", *columns], ["---"] * (1 + len(columns))]
    lines += [[name, *(str(cells[name]) for cells in columns.values())] for name in CASES]
    return _HEAD + "".join(f"| {' | '.join(line)} |\n" for line in lines)


def stored(tracker: str) -> dict[str, str]:
    """Read one column of the document."""
    rows = [
        [cell.strip() for cell in re.split(r"\s\|\s|^\| | \|$", line)[1:-1]]
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    at = rows[0].index(tracker)
    return {row[0]: row[at] for row in rows[2:]}
