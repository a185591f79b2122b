"""A scanned tree into facts with hot paths: the second walk, the profile, and the cuts.

profiles -> parsing (links) -> structure (call graph, measured time, clusters and seams)
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from estimator.errors import InputError
from estimator.model.config import Config
from estimator.model.facts import Layout, RepositoryFacts
from estimator.model.links import FileLinks
from estimator.model.source import ParsedFile, Role, Skipped, Tree
from estimator.profiles.find import find_profiles
from estimator.storage import read_inside

if TYPE_CHECKING:
    from estimator.hotprofiles import ProfileChoice
    from estimator.model.hotpaths import ApiShell, HotPaths
    from estimator.parsing.cache import FactsCache
    from estimator.parsing.pool import Progress
    from estimator.structure.callgraph import CallGraph
    from estimator.structure.cuts.code import Code
    from estimator.structure.cuts.paths import Surroundings

_SHELL_LANGUAGES = frozenset({"rust"})
_LEAST_SHARE = "shell.least-share"
_LEAST_WHOLE = "shell.least-whole"
_CONTRACT = ".proto"
_CONTRACTS_READ = 300
_CONTRACT_BYTES = 200_000
_NAMED = re.compile(rb"^\s*(?:service|message|rpc|enum)\s+(\w+)", re.MULTILINE)


class Wanted(NamedTuple):
    """What a run wants to know about hot paths."""

    choice: "ProfileChoice | None"
    """None: there is no profile."""
    is_wanted: bool
    """There is a profile or a name, or the command asks in any case."""
    key: bytes
    """Names everything that the answer depends on besides the tree and the program."""


class Linked(NamedTuple):
    """Facts with hot paths, and what the second walk found on the way."""

    facts: RepositoryFacts
    links: Mapping[str, FileLinks]
    """Source path -> declarations and calls, of the language that will be priced."""
    units: Mapping[str, str]
    """Source path -> unit."""


class Second(NamedTuple):
    """What the second walk needs of the first."""

    tree: Tree
    facts: RepositoryFacts
    parsed: Sequence[ParsedFile]
    layouts: Mapping[str, Layout]


def wanted_paths(
    tree: Tree, config: Config, warn: Callable[[str], None], *, is_asked: bool
) -> Wanted:
    """Say whether the second walk is worth it, before anything is parsed.

    Raises InputError: a named profile cannot be read.
    """
    hot = config.hot_paths
    choice = None
    if hot.profiles or (hot.find_profiles and find_profiles(tree)):
        from estimator.hotprofiles import choose_profiles  # noqa: PLC0415  # start-up time

        choice = choose_profiles(tree, config, warn)
    files = choice.files if choice else ()
    is_wanted = is_asked or bool(files or hot.paths or hot.only)
    digest = hashlib.blake2b(digest_size=20)
    digest.update(msgspec.json.encode((hot, config.language, is_asked)))
    for file in files:
        digest.update(f"{file.name}\0{file.path}\0{file.weight!r}\0".encode())
        digest.update(hashlib.blake2b(file.content).digest())
    return Wanted(choice, is_wanted, digest.digest())


def with_hot_paths(  # noqa: PLR0913  # two of them are keywords
    second: Second,
    wanted: Wanted,
    config: Config,
    cache: "FactsCache | None",
    *,
    warn: Callable[[str], None],
    on_progress: "Callable[[Progress], None] | None" = None,
) -> Linked:
    """Walk over the product files again and fill in hot paths, shell and units priced alone.

    Raises:
        InputError: a name is no package, file or symbol; a named profile is none of this program.
        OutsideError: git or the operating system failed.
    """
    from estimator.structure.callgraph import call_graph, linked_files  # noqa: PLC0415  # start-up
    from estimator.structure.cuts.code import read_code  # noqa: PLC0415  # the same
    from estimator.structure.cuts.paths import Surroundings  # noqa: PLC0415  # the same
    from estimator.structure.findpaths import units_alone  # noqa: PLC0415  # the same

    language = _language(second.facts, config)
    if language is None:
        return Linked(second.facts, {}, {})
    layout = second.layouts.get(language, Layout(language=language))
    links = _links(second, language, config, cache, on_progress)
    roles = {row.path: row.role for row in second.facts.files}
    graph = call_graph(
        language, linked_files(language, second.parsed, roles, links, layout), layout
    )
    code = read_code(graph, links, layout.unit_of_file, language=language)
    around = Surroundings(
        contracts=_contracts(second.tree),
        modules=tuple(one.name for one in layout.modules),
        packages=tuple(one.name for one in layout.dependencies) if layout.modules else None,
    )
    lines = {one.name: one.product_lines for one in second.facts.units if one.language == language}
    only = units_alone(code, config.hot_paths.only, lines, around)
    found = _found(second, wanted, config, graph, code, around, warn=warn)
    facts = msgspec.structs.replace(
        second.facts, hot_paths=found, only=only, shell=_shell(code, layout)
    )
    return Linked(facts, links, layout.unit_of_file)


def _language(facts: RepositoryFacts, config: Config) -> str | None:
    """The language that will be priced: the one asked for, or that of most product lines."""
    lines = {one.name: one.product_lines for one in facts.languages}
    if config.language in lines:
        return config.language
    return max(sorted(lines), key=lambda name: lines[name]) if lines else None


def _links(
    second: Second,
    language: str,
    config: Config,
    cache: "FactsCache | None",
    on_progress: "Callable[[Progress], None] | None",
) -> Mapping[str, FileLinks]:
    from estimator.parsing.linkfiles import link_files  # noqa: PLC0415  # start-up time

    product = {row.path for row in second.facts.files if row.role is Role.PRODUCT}
    files = tuple(
        one.source
        for one in second.parsed
        if one.source.language == language
        and one.source.path in product
        and not isinstance(one.facts, Skipped)
    )
    return link_files(
        Path(second.tree.root), files, config=config.scan, cache=cache, on_progress=on_progress
    )


def _found(  # noqa: PLR0913, PLR0917  # all that is known
    second: Second,
    wanted: Wanted,
    config: Config,
    graph: "CallGraph",
    code: "Code",
    around: "Surroundings",
    *,
    warn: Callable[[str], None],
) -> "HotPaths":
    """Find the paths; a profile that the repository only happens to carry may be of no use."""
    from estimator.structure.findpaths import Asked, Found, find_hot_paths  # noqa: PLC0415
    from estimator.structure.measured import match  # noqa: PLC0415  # start-up time
    from estimator.structure.owncode import own_code, own_functions  # noqa: PLC0415  # the same
    from estimator.structure.recording import recording_command  # noqa: PLC0415  # the same

    hot = config.hot_paths
    asked = Asked(share=hot.share, paths=hot.paths, exclude=hot.exclude)
    measured = None
    choice = wanted.choice
    notes = choice.notes if choice else ()
    if choice and choice.files:
        from estimator.hotprofiles import read_choice  # noqa: PLC0415  # start-up time

        functions = own_functions(second.facts, second.parsed, code.language)
        own = own_code(second.facts, code.language)
        profile = read_choice(choice, second.tree)
        measured = Found(profile=profile, time=match(profile, functions, own))
    try:
        paths = find_hot_paths(code, graph, measured, asked, around)
    except InputError as fault:
        if choice is None or not choice.is_found or measured is None or hot.paths:
            raise
        warn(fault.message)
        notes = (f"A profile was found and not used: {fault.message}.", *notes)
        paths = find_hot_paths(code, graph, None, asked, around)
    command = recording_command(second.facts, second.parsed, code.language)
    return msgspec.structs.replace(paths, command=command, notes=(*paths.notes, *notes))


def _shell(code: "Code", layout: Layout) -> "ApiShell | None":
    """Find the API shell by the signs of the built-in rules; None where there is none."""
    from estimator.rulebook.load import load_rulebook  # noqa: PLC0415  # start-up time
    from estimator.structure.cuts.shells import find_shell  # noqa: PLC0415  # the same

    if code.language not in _SHELL_LANGUAGES:
        return None
    rulebook = load_rulebook()
    signs = tuple(sign for _, sign in sorted(rulebook.shells.items()))
    found = find_shell(
        code,
        signs,
        dependencies=tuple(one.name for one in layout.dependencies),
        modules=tuple(one.name for one in layout.modules),
        least_share=rulebook.constants[_LEAST_SHARE].value,
        least_whole=rulebook.constants[_LEAST_WHOLE].value,
    )
    return found if found.parts else None


def _contracts(tree: Tree) -> dict[str, frozenset[str]]:
    """Names of services, calls and messages by Protobuf file."""
    found: dict[str, frozenset[str]] = {}
    for path in [one for one in tree.others if one.endswith(_CONTRACT)][:_CONTRACTS_READ]:
        with suppress(OSError):
            content = read_inside(tree.root, path, max_bytes=_CONTRACT_BYTES)
            names = (one.decode("ascii", "replace") for one in _NAMED.findall(content))
            found[path] = frozenset(names)
    return found
