"""Why a content is no CPU profile that can be read: one line and a hint, source not yet named."""


class ProfileFault(Exception):  # noqa: N818  # becomes an InputError once the source is known
    """What is wrong with a profile, and what to do."""

    def __init__(self, message: str, *, hint: str) -> None:
        """Keep both texts."""
        super().__init__(message)
        self.message = message
        self.hint = hint


AGAIN = "Record it again, or copy the file anew."
CPU_HINT = (
    "Record CPU: /debug/pprof/profile, `go test -cpuprofile cpu.pprof`, "
    "or `perf record -g` and `inferno-collapse-perf`."
)


def damaged(detail: str) -> ProfileFault:
    """A fault for content that breaks off or contradicts itself."""
    return ProfileFault(f"damaged profile: {detail}", hint=AGAIN)


def too_large(what: str) -> ProfileFault:
    """A fault for content beyond a limit."""
    return ProfileFault(f"too large: {what}", hint="Record for a shorter time, or merge less.")
