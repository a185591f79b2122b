"""What is counted in Rust: one row a construct.

The definitions began as those of the reference census and were mended where lines drawn from real
services showed them wrong; the rules name the ratio of the two. `Send`, `Sync`, `Stream`, handles
and the like are mentions of the name, but an import makes nothing and is left out; a lock, an `Arc`
or a channel end is a type with arguments (``Mutex<``); a task is spawned by a bare call or through
a module, so ``Pool::spawn(..)`` is a constructor and no task. `rust.sync.notify`, `.semaphore`,
`rust.async.stream_named`, `.layer_impl` and `rust.err.derived` count as the census did, to compare.

Locks by library (`rust.sync.lock.std`, `.tokio`, `.parking_lot`) are the places that name the
library's lock: an import, or a type with its full path.
"""

from estimator.languages.rust.constructs_async import ASYNC_NODES, ASYNC_WORDS
from estimator.languages.rust.constructs_ownership import OWNERSHIP_NODES, OWNERSHIP_WORDS
from estimator.languages.rust.constructs_types import TYPE_NODES, TYPE_WORDS
from estimator.languages.spec import NodeRow, WordRow

NODES: tuple[NodeRow, ...] = (*ASYNC_NODES, *OWNERSHIP_NODES, *TYPE_NODES)

WORDS: tuple[WordRow, ...] = (*ASYNC_WORDS, *OWNERSHIP_WORDS, *TYPE_WORDS)
