"""`estimator attach`: the estimate where the work is planned."""

from pathlib import Path
from typing import Any

import click

from estimator.cli.options import common, pricing_options, scan_options
from estimator.cli.outputs import print_text

_MOST_DAYS = 3_650


def _print_schema(ctx: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001
    """Print and stop before the arguments are asked for."""
    if value:
        from estimator.reporting.schemas import render_schema  # noqa: PLC0415  # start-up time

        print_text(render_schema("receipts"))
        ctx.exit()


@click.command("attach", context_settings={"max_content_width": 100})
@click.argument("targets", metavar="TARGET...", nargs=-1, required=True)
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Report of `estimate --format json` to attach; `-` for stdin. Needs no repository.",
)
@click.option(
    "--repo", "repository", type=click.Path(path_type=Path), help="Estimate this path, and attach."
)
@click.option(
    "--compare-to",
    "base",
    type=click.Path(path_type=Path),
    help="An older report in JSON; the block shows before, after and change.",
)
@click.option(
    "--behavior",
    type=click.Choice(["update", "new"]),
    default="update",
    show_default=True,
    help="Keep one comment up to date, or add one and leave older ones.",
)
@click.option(
    "--as",
    "place",
    type=click.Choice(["comment", "description"]),
    default="comment",
    show_default=True,
    help="A comment, or a part of the ticket's own text between two markers.",
)
@click.option("--tag", default="", metavar="NAME", help="Tell several estimates of a ticket apart.")
@click.option(
    "--if-changed-by",
    "threshold",
    metavar="PERCENT",
    help="Add nothing where no P50 changed by so much since --compare-to, such as 10. What is"
    " there is still updated.",
)
@click.option(
    "--skip-no-diff",
    is_flag=True,
    help="Add nothing where no P50 changed since --compare-to. What is there is still updated.",
)
@click.option(
    "--valid-days",
    type=click.IntRange(1, _MOST_DAYS),
    default=90,
    show_default=True,
    help="Days after the commit for which the block says that it is valid.",
)
@click.option(
    "--repo-url",
    default="",
    metavar="URL",
    help="Address of the repository on its forge, where places link to.",
)
@click.option(
    "--api-url",
    default="",
    metavar="URL",
    help="The tracker's server or REST interface, for servers of one's own.",
)
@click.option(
    "--redmine-format",
    type=click.Choice(["commonmark", "textile"]),
    default="commonmark",
    show_default=True,
    help="Text formatting that the Redmine server is set to.",
)
@click.option(
    "--any-author",
    is_flag=True,
    help="Take a comment with our marker for ours, whoever wrote it.",
)
@click.option(
    "--allow-http", is_flag=True, help="Send the token unencrypted to hosts other than this one."
)
@click.option("--dry-run", is_flag=True, help="Print the requests and the text; touch no network.")
@click.option(
    "--strict",
    is_flag=True,
    help="In CI, exit 1 where the token may not write; else that is a warning there.",
)
@click.option(
    "--receipt",
    type=click.Path(path_type=Path),
    help="Write what came of each target to this JSON file.",
)
@click.option(
    "--schema",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_schema,
    help="Print the JSON Schema of the receipt, and stop.",
)
@pricing_options
@scan_options
@click.pass_context
def command(
    context: click.Context,
    /,
    targets: tuple[str, ...],
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Put an estimate on tickets: one comment that is created once and then kept up to date.

    TARGET is the address of a ticket, or github:owner/repo#12, gitlab:group/project!7 (a merge
    request, #7 an issue), jira:KEY-12, gitea:owner/repo#3 or redmine:123. Tokens come from the
    environment only: GITHUB_TOKEN, GITLAB_TOKEN, JIRA_EMAIL and JIRA_API_TOKEN (Cloud), JIRA_TOKEN
    (Data Center), GITEA_TOKEN, REDMINE_API_KEY. Needs the extra `tickets`.

    \b
    Exit codes: 0 done; 1 with --strict, the token may not write in CI; 2 wrong use;
    4 a target failed. The others are done all the same.
    """  # noqa: D301  # click's own sign for lines that stay as they are
    from estimator.cli.attached import Asked, attach  # noqa: PLC0415  # start-up time

    shared = common(options)
    pricing = {name: options.pop(name) for name in ("language", "rules", "records")}
    code = attach(targets, Asked(**options), shared, pricing)
    context.exit(code)
