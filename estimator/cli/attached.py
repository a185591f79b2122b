"""What `attach` was asked for, into one block for all tickets; receipts into lines and a file."""

import os
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from estimator.cli.inputs import open_subject
from estimator.cli.options import Common
from estimator.cli.outputs import print_text
from estimator.cli.reportfile import read_report
from estimator.errors import ExitCode, InputError
from estimator.model.percent import percent
from estimator.model.report import Report
from estimator.model.ticket import Marker, Receipt, Receipts, ReceiptState, Target
from estimator.reporting.json_format import encode
from estimator.reporting.tickets.block import ticket_block
from estimator.reporting.tickets.changes import relative_change
from estimator.reporting.tickets.linking import Forge, checked_url
from estimator.reporting.tickets.marker import checked_tag
from estimator.storage import write_text
from estimator.tickets.dryrun import render_plan
from estimator.tickets.posting import Wish, exit_code, plan_for, post_to
from estimator.tickets.remote import Sender
from estimator.tickets.summary import is_ci, write_summary
from estimator.tickets.targets import parse_target
from estimator.tickets.tokens import Credential

_PAUSE_SECONDS = 1.0
_EXTRA = "pip install 'port-estimator[tickets]'"


class Asked(NamedTuple):
    """The command's own options, as given."""

    source: Path | None
    repository: Path | None
    base: Path | None
    behavior: str
    place: str
    tag: str
    threshold: str | None
    skip_no_diff: bool
    valid_days: int
    repo_url: str
    api_url: str
    redmine_format: str
    any_author: bool
    allow_http: bool
    dry_run: bool
    strict: bool
    receipt: Path | None


def attach(
    names: tuple[str, ...], asked: Asked, shared: Common, pricing: dict[str, Any]
) -> ExitCode:
    """Attach to every target, print a line for each, and give the exit code.

    Raises:
        InputError: an option, a target or a report is wrong, or the extra is missing; nothing was
            sent.
        OutsideError: the receipt could not be written.
    """
    _check(asked)
    targets = [
        parse_target(
            name, api_url=asked.api_url, environment=os.environ, allow_http=asked.allow_http
        )
        for name in dict.fromkeys(names)
    ]
    if asked.api_url and len({one.tracker for one in targets}) > 1:
        raise InputError(
            "--api-url names one server, and the targets are of several trackers",
            hint="run once for each, or name the servers in the environment",
        )
    if not asked.dry_run:
        _require_extra()
    report = _report(asked, shared, pricing)
    wish = _wish(asked, report)
    if asked.dry_run:
        plans = [(target, plan_for(target, wish)) for target in targets]
        print_text("\n".join(render_plan(target, plan) for target, plan in plans))
        _write(asked, report, tuple(plan.receipt for _, plan in plans), ExitCode.DONE)
        return ExitCode.DONE
    receipts = _posted(targets, wish, asked)
    code = exit_code(receipts, is_ci=is_ci(os.environ), strict=asked.strict)
    _write(asked, report, receipts, code)
    print_text("".join(map(_line, receipts)))
    return code


def _check(asked: Asked) -> None:
    if (asked.source is None) == (asked.repository is None):
        raise InputError(
            "What to attach is not said once.", hint="give --from result.json, or --repo PATH"
        )
    if asked.base is None and (asked.threshold is not None or asked.skip_no_diff):
        option = "--skip-no-diff" if asked.skip_no_diff else "--if-changed-by"
        raise InputError(
            f"{option} compares with nothing", hint="give an older report by --compare-to"
        )
    if asked.behavior == "new" and asked.place == "description":
        raise InputError(
            "--behavior new does nothing to a description", hint="leave one of the two out"
        )
    checked_tag(asked.tag)
    if asked.receipt is not None and (asked.receipt.is_dir() or not asked.receipt.parent.is_dir()):
        raise InputError(
            f"--receipt {asked.receipt} cannot be written", hint="name a file in a folder"
        )


def _require_extra() -> None:
    try:
        import estimator.tickets.web  # noqa: F401, PLC0415  # an extra, only needed here
    except ModuleNotFoundError as missing:
        raise InputError(
            f"attach needs the extra 'tickets'; {missing.name} is not installed", hint=_EXTRA
        ) from missing


def _report(asked: Asked, shared: Common, pricing: dict[str, Any]) -> Report:
    if asked.source is not None:
        return read_report(asked.source)
    from estimator.pipeline import estimate, load_rulebook  # noqa: PLC0415  # start-up time

    path = asked.repository or Path()
    subject = open_subject(path, shared, **pricing)
    rulebook = load_rulebook(*subject.config.rules, remember=subject.config.scan, root=path)
    return estimate(subject.read(lambda: None).facts, rulebook, config=subject.config)


def _wish(asked: Asked, report: Report) -> Wish:
    before = None if asked.base is None else read_report(asked.base)
    at = report.repository
    valid = _valid_until(at.committed_at or "", asked.valid_days)
    forge = None
    if asked.repo_url:
        forge = Forge(url=checked_url(asked.repo_url), kind=_kind(asked.repo_url))
    return Wish(
        block=ticket_block(
            report,
            before=before,
            forge=forge,
            valid_until=valid,
        ),
        marker=Marker(
            tag=asked.tag,
            commit=at.commit or "",
            committed_at=at.committed_at or "",
            attached_at=datetime.now(UTC).isoformat(timespec="microseconds"),
            valid_until=valid,
        ),
        place=asked.place,
        is_new=asked.behavior == "new",
        any_author=asked.any_author,
        skips=_skips(asked, report, before),
        redmine_format=asked.redmine_format,
    )


def _kind(url: str) -> str:
    host = url.partition("://")[2].partition("/")[0]
    if "gitlab" in host:
        return "gitlab"
    return "gitea" if any(name in host for name in ("gitea", "forgejo", "codeberg")) else "github"


def _valid_until(committed_at: str, days: int) -> str:
    """Give the last day; "" for an unknown commit."""
    try:
        committed = datetime.fromisoformat(committed_at)
    except ValueError:
        return ""
    return (committed.date() + timedelta(days=days)).isoformat()


def _skips(asked: Asked, report: Report, before: Report | None) -> str:
    """Say why nothing is added; "" where something is."""
    least = None if asked.threshold is None else _share(asked.threshold)
    changed = None if before is None else relative_change(report, before)
    if changed is None:
        return ""
    if asked.skip_no_diff and not changed:
        return "No P50 changed."
    if least is not None and changed < least:
        return (
            f"No P50 changed by more than {percent(changed)}, less than --if-changed-by asks for."
        )
    return ""


def _share(text: str) -> float:
    number = text.strip().removesuffix("%").strip()
    try:
        found = float(number) / 100
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1_000:  # noqa: PLR2004  # beyond that it is a slip; also refuses nan
        raise InputError(f"--if-changed-by {text!r} is no percentage", hint="write it as 10 or 10%")
    return found


def _posted(targets: list[Target], wish: Wish, asked: Asked) -> tuple[Receipt, ...]:
    found: list[Receipt] = []
    for target in targets:
        receipt = post_to(
            target,
            wish,
            environment=os.environ,
            connect=lambda one, proof: _connect(one, proof, allow_http=asked.allow_http),
            pause=lambda: time.sleep(_PAUSE_SECONDS),
        )
        found.append(receipt)
    return _with_summary(tuple(found), wish, os.environ)


def _connect(
    target: Target, proof: Credential, *, allow_http: bool
) -> AbstractContextManager[Sender]:
    from estimator.tickets.web import Web  # noqa: PLC0415  # an extra

    return Web(target.api_url, proof, tracker=target.tracker, allow_http=allow_http)


def _with_summary(
    receipts: tuple[Receipt, ...], wish: Wish, environment: Mapping[str, str]
) -> tuple[Receipt, ...]:
    """In CI, show the block elsewhere where a ticket could not be written."""
    if not is_ci(environment) or all(one.state is not ReceiptState.FORBIDDEN for one in receipts):
        return receipts
    where = write_summary(wish.block, environment) or "no job summary took it"
    said = f" The block is in {where}." if where == "the job summary" else f" The block: {where}."
    return tuple(
        _forbidden(one, said) if one.state is ReceiptState.FORBIDDEN else one for one in receipts
    )


def _forbidden(receipt: Receipt, said: str) -> Receipt:
    from msgspec.structs import replace  # noqa: PLC0415  # only here

    _warn(f"{receipt.target}: {receipt.why}{said}")
    return replace(receipt, why=receipt.why + said)


def _write(asked: Asked, report: Report, receipts: tuple[Receipt, ...], code: ExitCode) -> None:
    if asked.receipt is None:
        return
    found = Receipts(
        commit=report.repository.commit,
        rulebook_digest=report.tool.rulebook_digest,
        exit_code=int(code),
        receipts=receipts,
    )
    write_text(asked.receipt, encode(found))


def _line(one: Receipt) -> str:
    parts = [one.state.value, one.target, one.action, one.url, one.why]
    if one.dropped:
        parts.append(f"Left out for size: {'; '.join(one.dropped)}.")
    return "  ".join(filter(None, parts)) + "\n"


def _warn(message: str) -> None:
    """Write to stderr; that nobody reads it must not stop the work."""
    with suppress(OSError):
        sys.stderr.write(f"estimator: warning: {message}\n")
        sys.stderr.flush()
