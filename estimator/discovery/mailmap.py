"""The text of a `.mailmap` into one address for each person.

Read here and not by git: git would open the file of the work tree, or one that the repository
configures, whatever it is. Format: https://git-scm.com/docs/gitmailmap
"""

import re
from collections.abc import Callable

_MAX_LINE = 1_000
_LINE = re.compile(r"[^<>#]*<\s*([^<>]+?)\s*>\s*([^<>#]*?)\s*<\s*([^<>]+?)\s*>\s*(?:#.*)?")
"""Proper name, proper address, name in commits, address in commits; other lines change no
address."""

Address = Callable[[str, str], str]
"""Address and name of a commit -> address of the person, in lower case."""


def read_mailmap(content: bytes) -> Address:
    """Give what maps an author to the person's own address; unknown ones stay as they are."""
    proper: dict[tuple[str, str], str] = {}
    for line in content.decode("utf-8", "replace").lower().splitlines():
        found = _LINE.fullmatch(line[:_MAX_LINE].strip())
        if found is not None:
            address, name, committed = found.groups()
            proper[committed, name] = address

    def address_of(address: str, name: str) -> str:
        committed = address.lower()
        anyone = proper.get((committed, ""), committed)
        return proper.get((committed, name.lower()), anyone)

    return address_of
