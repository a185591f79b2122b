"""A Rust type as written into the name that its methods hang on, or the traits it is known by."""

import re

from estimator.languages.linking import words_in

_DEEPEST = 8
_LEADING = re.compile(r"(?:&\s*|'\w+\s+|mut\s+|const\s+|\*\s*|\(\s*|for<[^>]*>\s*)+")
_TRAITS = re.compile(r"(?:impl|dyn)\b\s*")
_WRAPPERS = words_in(
    "Arc Box Cell Cow Lazy LazyLock ManuallyDrop MaybeUninit Mutex MutexGuard NonNull OnceCell"
    " OnceLock Option Pin Rc Ref RefCell RefMut Result RwLock RwLockReadGuard RwLockWriteGuard"
    " Saturating UniquePtr Weak Wrapping"
)
"""Types through which methods of what they hold are called, or that are opened first."""
_COLLECTIONS = words_in(
    "Vec VecDeque HashMap BTreeMap HashSet BTreeSet IndexMap IndexSet DashMap SmallVec ArrayVec"
    " BinaryHeap LinkedList AHashMap FxHashMap Slab Receiver UnboundedReceiver IntoIter Iter"
    " IterMut"
)
_SMALL = frozenset({"SmallVec", "ArrayVec"})


def named_type(text: str) -> tuple[str, tuple[str, ...]]:
    """Name behind references and wrappers, without path and parameters; or traits, not both.

    ``&mut Arc<Mutex<a::Foo<T>>>`` gives ``Foo``; ``Box<dyn Read + Send>`` gives the traits Read and
    Send; slices, tuples and functions give neither.
    """
    for _ in range(_DEEPEST):
        text = _LEADING.sub("", text.strip(), count=1) if _LEADING.match(text.strip()) else text
        found = _TRAITS.match(text.strip())
        if found is not None:
            bounds = text.strip()[found.end() :].split("+")
            return "", tuple(name for bound in bounds if (name := _bare(bound)))
        name = _bare(text)
        if name not in _WRAPPERS:
            return name, ()
        inner = parameters_of(text)
        if not inner:
            return name, ()
        text = inner[-1] if name == "Cow" else inner[0]
    return "", ()


def element_type(text: str) -> str:
    """Type of an element of a collection or slice; ``""`` where it is none."""
    for _ in range(_DEEPEST):
        text = _LEADING.sub("", text.strip(), count=1) if _LEADING.match(text.strip()) else text
        text = text.strip()
        if text.startswith("["):
            return text[1:].partition(";")[0].rstrip("]").strip()
        name, inner = _bare(text), parameters_of(text)
        if not inner:
            return ""
        if name in _COLLECTIONS:
            return element_type(inner[0]) if name in _SMALL else inner[-1]
        if name not in _WRAPPERS:
            return ""
        text = inner[0]
    return ""


def parameters_of(text: str) -> list[str]:
    """Type parameters as written, lifetimes left out: ``K`` and ``V`` of ``Map<'a, K, V>``."""
    start = text.find("<")
    if start < 0:
        return []
    found: list[str] = []
    depth, begin, before = 0, start + 1, ""
    for index in range(start, len(text)):
        char = text[index]
        if char in "<([":
            depth += 1
        elif char in ")]" or (char == ">" and before != "-"):
            depth -= 1
        if not depth or (char == "," and depth == 1):
            found.append(text[begin:index].strip())
            begin = index + 1
        if not depth:
            break
        before = char
    return [one for one in found if one and not one.startswith("'")]


def _bare(text: str) -> str:
    name = text.strip().partition("<")[0].partition("(")[0].rpartition("::")[2].strip()
    return name if name.isidentifier() else ""
