"""A path into what it is, and the settings of a run into its cache and its rules, with problems."""

from pathlib import Path

from estimator.change.baseline import LARGEST_BYTES, decode_baseline
from estimator.discovery.git import GitFolder
from estimator.discovery.head import read_head
from estimator.discovery.listing import list_work_tree
from estimator.discovery.repository import locate
from estimator.errors import EstimatorError, ExitCode
from estimator.model.baseline import BASELINE_FILE
from estimator.model.config import Config
from estimator.model.doctor import CacheState, Gravity, Problem, RepositoryState, RulesState
from estimator.parsing.cache import cache_folder
from estimator.parsing.health import cache_state
from estimator.pipeline import load_rulebook
from estimator.storage import read_inside, reason_of

_GIT_MISSING = "install git, or scan an exported copy of the folder without .git"


def repository_state(path: Path, *, has_git: bool) -> tuple[RepositoryState, tuple[Problem, ...]]:
    """Say what a path is: a folder, its repository, its commit, its baseline."""
    name = str(path)
    if not path.is_dir():
        what = "is no folder" if path.exists() else "does not exist"
        hint = "give the folder of a checked-out repository"
        return RepositoryState(path=name), (_error("repository", f"{name} {what}", hint),)
    baseline, problems = _baseline(path)
    try:
        place = locate(path.resolve())
    except EstimatorError as fault:
        return RepositoryState(path=name, baseline=baseline), (
            *problems,
            problem_of("repository", fault),
        )
    if place.repository is None:
        note = place.note or "no git repository: a plain folder has no history"
        return RepositoryState(path=name, notes=(note,), baseline=baseline), problems
    if not has_git:
        missing = _error("git", "git was not found", _GIT_MISSING, ExitCode.OUTSIDE)
        return RepositoryState(path=name, is_git=True, baseline=baseline), (*problems, missing)
    try:
        commit, notes = _circumstances(place.repository)
    except EstimatorError as fault:
        state = RepositoryState(path=name, is_git=True, baseline=baseline)
        return state, (*problems, problem_of("repository", fault))
    state = RepositoryState(path=name, is_git=True, commit=commit, notes=notes, baseline=baseline)
    return state, problems


def cache_of(config: Config, path: Path) -> tuple[CacheState, tuple[Problem, ...]]:
    """Say where the cache of a run over this path is, and in what shape."""
    if not config.scan.use_cache:
        return CacheState(is_used=False, folder=""), ()
    folder = cache_folder(config.scan, root=_top(path))
    if folder is None:
        problem = Problem(
            gravity=Gravity.WARNING,
            about="cache",
            message="the cache folder lies in the scanned folder, so none is used",
            hint="let --cache-dir or ESTIMATOR_CACHE_DIR name a folder elsewhere",
        )
        return CacheState(is_used=False, folder=""), (problem,)
    return cache_state(folder, max_mb=config.scan.cache_max_mb)


def rules_state(config: Config) -> tuple[RulesState, tuple[Problem, ...]]:
    """Load the rules in force, which checks all of them."""
    try:
        rulebook = load_rulebook(*config.rules)
    except EstimatorError as fault:
        state = RulesState(digest="", entries=0, folders=config.rules)
        return state, (problem_of("rules", fault),)
    entries = len(rulebook.origin)
    return RulesState(digest=rulebook.digest, entries=entries, folders=config.rules), ()


def problem_of(about: str, fault: EstimatorError) -> Problem:
    """What would end a run, as a problem."""
    return _error(about, fault.message, fault.hint, fault.exit_code)


def _top(path: Path) -> Path:
    try:
        place = locate(path.resolve())
    except EstimatorError:
        return path
    return path if place.repository is None else Path(place.repository.top)


def _circumstances(repository: GitFolder) -> tuple[str, tuple[str, ...]]:
    """The commit, and what makes this clone less than a whole one."""
    head = read_head(repository)
    listing = list_work_tree(repository, "")
    sparse = sum(row.is_sparse for row in listing.rows)
    candidates = (
        "" if head.commit else "no commit yet, or HEAD cannot be read",
        "a linked work tree, or a submodule"
        if Path(repository.git_dir) != Path(repository.top, ".git")
        else "",
        "a shallow clone: the history is cut off" if head.is_shallow else "",
        "a partial clone: nothing is fetched" if head.is_partial else "",
        f"a sparse checkout: {sparse:,} files are not on disk" if sparse else "",
    )
    return head.commit or "", tuple(note for note in candidates if note)


def _baseline(path: Path) -> tuple[str, tuple[Problem, ...]]:
    try:
        content = read_inside(str(path.resolve()), BASELINE_FILE, max_bytes=LARGEST_BYTES)
    except FileNotFoundError:
        return "", ()
    except OSError as fault:
        hint = "make it a regular file that you may read"
        return "", (_error("baseline", f"{BASELINE_FILE} {reason_of(fault)}", hint),)
    try:
        counts = decode_baseline(content, BASELINE_FILE).counts
    except EstimatorError as fault:
        return "", (problem_of("baseline", fault),)
    return f"{BASELINE_FILE}, {len(counts):,} entries", ()


def _error(about: str, message: str, hint: str, code: ExitCode = ExitCode.INPUT) -> Problem:
    return Problem(
        gravity=Gravity.ERROR, about=about, message=message, hint=hint, exit_code=int(code)
    )
