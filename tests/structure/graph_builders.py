"""Sources by path into a call graph, as a scan would make it, and edges in a short form."""

from collections.abc import Mapping

from estimator.model.facts import Dependency, Layout, Module
from estimator.model.source import FileFacts
from estimator.parsing.connect import connect, reading_of
from estimator.parsing.extract import extract
from estimator.parsing.limits import Limits
from estimator.structure.callgraph import CallGraph, LinkedFile, call_graph

LIMITS = Limits(max_bytes=2_000_000, max_seconds=10.0, max_depth=1_000)


def go_graph(**sources: str) -> CallGraph:
    """Packages by name, each of one file: its body, without the package clause."""
    files = {f"{name}/{name}.go": f"package {name}\n{source}" for name, source in sources.items()}
    return graph_of("go", files)


def rust_graph(sources: str | Mapping[str, str]) -> CallGraph:
    """Files by path; one source is the library of the only crate."""
    files = {"src/lib.rs": sources} if isinstance(sources, str) else dict(sources)
    return graph_of("rust", files)


def graph_of(language: str, files: Mapping[str, str]) -> CallGraph:
    return call_graph(language, linked(language, files), layout_of(language, files))


def linked(language: str, files: Mapping[str, str]) -> tuple[LinkedFile, ...]:
    units = layout_of(language, files).unit_of_file
    return tuple(one_file(language, path, files[path], units[path]) for path in files)


def one_file(language: str, path: str, source: str, unit: str) -> LinkedFile:
    facts = extract(source.encode(), language, LIMITS)
    links = connect(source.encode(), reading_of(language), LIMITS)
    assert isinstance(facts, FileFacts), facts
    assert not isinstance(links, str), links
    return LinkedFile(path, unit, facts, links)


def layout_of(language: str, files: Mapping[str, str]) -> Layout:
    """Go: module m, a package a folder. Rust: a crate a folder above ``src``, else `app`."""
    units = {path: _unit(language, path) for path in files}
    folders = {unit: _folder(language, path) for path, unit in units.items()}
    return Layout(
        language=language,
        modules=(Module(name="m", language=language, path="", manifest="go.mod"),),
        dependencies=(Dependency(name="tokio-util", version="1", kind="normal"),),
        unit_of_file=units,
        unit_paths=folders,
    )


def _unit(language: str, path: str) -> str:
    if language == "go":
        return f"m/{path.rpartition('/')[0]}"
    return path.partition("/src/")[0] if "/src/" in path else "app"


def _folder(language: str, path: str) -> str:
    if language == "go":
        return path.rpartition("/")[0]
    return path.partition("/src/")[0] if "/src/" in path else ""


def edges(graph: CallGraph) -> set[str]:
    """Each edge as ``caller -> callee``, by symbols; ``?`` behind it where there is a choice."""
    names = [one.symbol for one in graph.functions]
    return {
        f"{names[number]} -> {names[call.other]}{'?' if call.targets > 1 else ''}"
        for number in range(len(names))
        for call in graph.callees(number)
    }


def number_of(graph: CallGraph, symbol: str) -> int:
    return next(n for n, one in enumerate(graph.functions) if one.symbol == symbol)
