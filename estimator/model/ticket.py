"""An estimate on a ticket: where it goes, the text that goes there, its marker, what came of it."""

from enum import StrEnum

from estimator.model.source import Value

RECEIPT_SCHEMA_VERSION = "1.0"
MARKER_VERSION = 1


class Markup(StrEnum):
    """What a tracker reads."""

    GFM = "gfm"
    """GitHub, Gitea, Forgejo."""
    GLFM = "glfm"
    """GitLab."""
    ADF = "adf"
    """Jira Cloud v3: a JSON document."""
    WIKI = "wiki"
    """Jira Data Center v2."""
    COMMONMARK = "commonmark"
    """Redmine with its CommonMark formatter."""
    TEXTILE = "textile"
    """Redmine with its Textile formatter."""


class Marker(Value, frozen=True, kw_only=True):
    """What tells our block from everything else on a ticket, and which of two is newer."""

    version: int = MARKER_VERSION
    tag: str = ""
    """Tells several estimates on one ticket apart: letters, digits, ``.``, ``_`` and ``-``."""
    commit: str = ""
    """"" where the tree had none."""
    committed_at: str = ""
    """ISO 8601 with its offset; "" where the tree had no commit."""
    attached_at: str = ""
    """ISO 8601 with its offset: when the block was sent."""
    valid_until: str = ""
    """A day, ``2027-02-22``; "" where nothing is known of the commit."""
    digest: str = ""
    """Of the normalized body, without the marker."""


class RenderedBlock(Value, frozen=True, kw_only=True):
    """A block in the markup of one tracker, within its size limit, without a marker."""

    markup: Markup
    text: str
    """The body; for ADF the JSON of the document."""
    digest: str
    """16 hex digits over the text with line ends and trailing spaces normalized."""
    size: int
    """In the unit of the limit: UTF-8 bytes, or characters in Jira."""
    limit: int
    dropped: tuple[str, ...] = ()
    """Titles of the sections that were left out for size."""


class Target(Value, frozen=True, kw_only=True):
    """One ticket of one tracker."""

    name: str
    """As the user wrote it."""
    tracker: str
    """github, gitlab, jira-cloud, jira-dc, gitea or redmine."""
    api_url: str
    """Root of the REST interface, without a trailing slash."""
    project: str = ""
    """owner/repo, group/sub/project; "" where the number says all."""
    number: str
    """12, or KEY-12."""
    is_change: bool = False
    """A pull or merge request."""


class ReceiptState(StrEnum):
    """What came of one target."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    """What is there says the same; nothing was sent."""
    STALE = "stale"
    """What is there is newer; nothing was sent."""
    SKIPPED = "skipped"
    """Too little changed, as the options say."""
    PLANNED = "planned"
    """A dry run."""
    FORBIDDEN = "forbidden"
    TOO_LONG = "too-long"
    FAILED = "failed"


class Receipt(Value, frozen=True, kw_only=True):
    """What was done for one target."""

    target: str
    tracker: str
    state: ReceiptState
    why: str = ""
    """One sentence; "" for what needs none."""
    action: str = ""
    """created, updated, pruned or ""."""
    url: str = ""
    """Of the comment or ticket, where the tracker said it."""
    place: str = "comment"
    """comment or description."""
    tag: str = ""
    writes: int = 0
    """Requests that changed something."""
    dropped: tuple[str, ...] = ()


class Receipts(Value, frozen=True, kw_only=True):
    """Everything that one run of `estimator attach` did."""

    schema_version: str = RECEIPT_SCHEMA_VERSION
    commit: str | None
    rulebook_digest: str
    exit_code: int
    receipts: tuple[Receipt, ...]
