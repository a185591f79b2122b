"""Content identity: bytes into the keys that `SourceFile.key` holds, and back as a check."""

import hashlib

_GIT = "git:"
_SHA1_DIGITS = 40


def content_key(content: bytes) -> str:
    """The key of a file that git does not know in this state."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def blob_key(blob: str) -> str:
    """The key of an unmodified tracked file, from its blob id."""
    return _GIT + blob


def is_content_of(key: str, content: bytes) -> bool:
    r"""Whether a key was made from this content, give or take ``\r\n`` line ends in the checkout.

    A blob id in a repository's index is only a claim: whoever made the repository may have lied, or
    a smudge filter may have changed the file on checkout. Nothing may be remembered under a key
    that this function denies.
    """
    if not key.startswith(_GIT):
        return key == content_key(content)
    blob = key.removeprefix(_GIT)
    if _blob_id(content, len(blob)) == blob:
        return True
    unix = content.replace(b"\r\n", b"\n")
    return len(unix) < len(content) and _blob_id(unix, len(blob)) == blob


def _blob_id(content: bytes, digits: int) -> str:
    """Git's object id: the length of an id tells the repository's hash, SHA-1 or SHA-256."""
    blob = b"blob %d\0" % len(content)
    if digits == _SHA1_DIGITS:
        digest = hashlib.sha1(blob, usedforsecurity=False)
    else:
        digest = hashlib.sha256(blob, usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()
