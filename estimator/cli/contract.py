"""`estimator contract`: a draft Protobuf and gRPC contract of a seam."""

import re
import sys
from pathlib import Path
from typing import Any

import click

from estimator.cli.inputs import nothing, open_subject
from estimator.cli.options import common, hot, path_options, scan_options
from estimator.cli.outputs import print_text, require_folder
from estimator.errors import InputError
from estimator.model.contract import ContractDraft

_ID = re.compile(r"hp-[0-9a-f]{6}", re.ASCII)
_LARGEST_DRAFT_BYTES = 10_000_000
_MOST_LISTED = 10


@click.command("contract", context_settings={"max_content_width": 100})
@click.argument("path", type=click.Path(path_type=Path), default=".", metavar="[PATH]")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="Write to this .proto file.  [default: stdout]",
)
@click.option("--force", is_flag=True, help="Replace a draft that somebody has edited.")
@path_options
@click.option("--language", type=click.Choice(("go", "rust")), help="Language of the hot path.")
@scan_options
def command(
    path: Path,
    output: Path | None,
    force: bool,  # noqa: FBT001  # click passes flags by name
    language: str | None,
    **options: Any,  # noqa: ANN401  # click's own
) -> None:
    """Draft the Protobuf contract of the cut around a hot path, with a gRPC service.

    PATH is a repository. --path names the hot path: an id that `estimator hotpaths` shows, or a
    package, file or symbol. What has no counterpart in Protobuf is a comment with its place.
    """
    shared, paths = common(options), hot(options)
    if len(paths.hot_path) != 1:
        raise InputError(
            "one hot path has a contract",
            hint="give one --path: an id of `estimator hotpaths`, a package, file or symbol",
        )
    (name,) = paths.hot_path
    if not path.is_dir():
        raise InputError(f"{path} is not a folder", hint="a contract is drafted from the source")
    if output is not None:
        _require_free(output, force=force)
    asked = paths._replace(hot_path=()) if _ID.fullmatch(name) else paths
    subject = open_subject(
        path, shared, language=language, paths=asked, needs_files=True, wants_paths=True
    )
    from estimator.contracts.text import contract_text  # noqa: PLC0415  # start-up time
    from estimator.pipeline import contract  # noqa: PLC0415  # the same
    from estimator.storage import write_text  # noqa: PLC0415  # the same

    draft = contract(subject.read(nothing), name)
    if output is None:
        print_text(contract_text(draft))
    else:
        write_text(output, contract_text(draft))
    if not shared.quiet:
        sys.stderr.write(_summary(draft))


def _require_free(output: Path, *, force: bool) -> None:
    """Raise InputError where a file would be lost that is no untouched draft."""
    from estimator.contracts.text import is_untouched  # noqa: PLC0415  # start-up time

    require_folder(output)
    if output.suffix != ".proto":
        raise InputError(f"{output} is no .proto file", hint="name one, such as -o api.proto")
    if force or not output.exists():
        return
    try:
        with output.open("rb") as file:
            text = file.read(_LARGEST_DRAFT_BYTES).decode("utf-8", "replace")
    except OSError as error:
        raise InputError(f"{output} cannot be read", hint="choose another file") from error
    if not is_untouched(text):
        raise InputError(
            f"{output} was edited, or is no draft of this program",
            hint="choose another file, or --force to replace it",
        )


def _summary(draft: ContractDraft) -> str:
    fields = draft.fields()
    open_ones = [field for field in fields if not field.is_typed]
    calls = sum(len(service.calls) for service in draft.services)
    lines = [
        f"{calls} call{'s' * (calls != 1)}, {len(fields)} fields, {len(open_ones)} without a type"
    ]
    lines += [
        f"  {field.path}:{field.line}: {field.source_name} {field.source_type}: {field.note}"
        for field in open_ones[:_MOST_LISTED]
        if field.line
    ]
    if len(open_ones) > _MOST_LISTED:
        lines.append(f"  and {len(open_ones) - _MOST_LISTED} more, marked `unmapped` in the draft")
    return "\n".join(lines) + "\n"
