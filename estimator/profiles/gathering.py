"""Stacks as they are read, one after the other, into frames and stacks that each occur once."""

from estimator.model.profile import Frame, Stack
from estimator.profiles.fault import too_large
from estimator.profiles.limits import MAX_DEPTH, MAX_STEPS


class Gathering:
    """Frames and stacks so far, in the order in which they were first met."""

    def __init__(self) -> None:
        """Begin without any."""
        self._frames: dict[Frame, int] = {}
        self._stacks: dict[tuple[int, ...], float] = {}
        self._steps = 0

    def frame(self, frame: Frame) -> int:
        """Index of a frame."""
        return self._frames.setdefault(frame, len(self._frames))

    def add(self, frames: tuple[int, ...], value: float) -> None:
        """Add time to a stack, innermost frame first.

        Raises:
            ProfileFault: the stack is too deep, or all together are too many.
        """
        if frames not in self._stacks:
            self._steps += len(frames)
            if len(frames) > MAX_DEPTH or self._steps > MAX_STEPS:
                raise too_large(f"stacks of {max(len(frames), self._steps):,} frames")
            self._stacks[frames] = 0.0
        self._stacks[frames] += value

    def frames(self) -> tuple[Frame, ...]:
        """All frames, by index."""
        return tuple(self._frames)

    def stacks(self) -> tuple[Stack, ...]:
        """All stacks with time."""
        return tuple(
            Stack(frames=frames, value=value) for frames, value in self._stacks.items() if value > 0
        )
