"""A commit's counts, kept between runs, and staged contents into the counts after."""

from estimator.checkstate.moving import Moved, advanced, moved_state
from estimator.checkstate.stamp import state_key
from estimator.checkstate.state import KeptState, decode_state, encode_state, state_of

__all__ = [
    "KeptState",
    "Moved",
    "advanced",
    "decode_state",
    "encode_state",
    "moved_state",
    "state_key",
    "state_of",
]
