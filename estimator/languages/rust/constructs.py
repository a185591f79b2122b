"""What is counted in Rust: one row a construct.

The definitions are those of the reference census, so that densities compare. Three of its rules:
`Notify`, `Semaphore`, `Send`, `Sync`, `Stream`, atomics and the like are mentions of the name, in
`use` lines too; a lock, an `Arc` or a channel end is a type with arguments (``Mutex<``); a task is
spawned by a bare call or through a module, so ``Pool::spawn(..)`` is a constructor and no task.

Locks by library (`rust.sync.lock.std`, `.tokio`, `.parking_lot`) are the places that name the
library's lock: an import, or a type with its full path.
"""

from estimator.languages.rust.constructs_async import ASYNC_NODES, ASYNC_WORDS
from estimator.languages.rust.constructs_ownership import OWNERSHIP_NODES, OWNERSHIP_WORDS
from estimator.languages.rust.constructs_types import TYPE_NODES, TYPE_WORDS
from estimator.languages.spec import NodeRow, WordRow

NODES: tuple[NodeRow, ...] = (*ASYNC_NODES, *OWNERSHIP_NODES, *TYPE_NODES)

WORDS: tuple[WordRow, ...] = (*ASYNC_WORDS, *OWNERSHIP_WORDS, *TYPE_WORDS)
