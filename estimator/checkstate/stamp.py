"""Whatever a kept state depends on into the key under which it is kept."""

import hashlib
import os


def state_key(*parts: object) -> str:
    """Names whatever a state depends on besides its commit; the program is part of it."""
    digest = hashlib.blake2b(digest_size=20)
    for part in (*parts, program_stamp()):
        digest.update(f"{part!r}\n".encode("utf-8", "backslashreplace"))
    return f"check {digest.hexdigest()}"


def program_stamp() -> str:
    """Changes when a file of the program or a built-in rule does; nothing is read."""
    digest = hashlib.blake2b(digest_size=20)
    room = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120  # start-up time
    package = os.path.dirname(room)  # noqa: PTH120  # the same
    pending = [package, os.path.join(os.path.dirname(package), "rules")]  # noqa: PTH118, PTH120
    while pending:
        folder = pending.pop()
        if not os.path.isdir(folder):  # noqa: PTH112  # the same
            continue
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda one: one.name):
                if entry.is_dir(follow_symlinks=False):
                    pending += [] if entry.name == "__pycache__" else [entry.path]
                    continue
                status = entry.stat()
                stamp = (entry.path, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
                digest.update(repr(stamp).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()
