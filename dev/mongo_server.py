"""Serves SecantusDB as its own command does, with the same arguments: `python -m dev.mongo_server`.

Two things differ that SecantusDB has no argument for. Only this file touches SecantusDB's code
(GPL-2.0), in a process of its own.

- An idle transaction is aborted sooner. A transaction whose owner has died blocks everything that
  it wrote, such as the seats of a showtime. compose.yaml configures MongoDB likewise.
- update_many and delete_many outside a transaction run as one unit of work, which releases the
  collection before it retries after a conflict. SecantusDB runs them in chunks and keeps the
  collection locked meanwhile. A transaction that conflicts with such a chunk can neither continue
  nor be aborted: both wait for each other, and all other clients wait for them.
"""

import sys
from functools import partial
from typing import Any

from secantus import cli  # pyright: ignore[reportMissingTypeStubs]
from secantus.storage import Storage  # pyright: ignore[reportMissingTypeStubs]

_IDLE_SECONDS = 12.0
"""Longer than a service waits for an answer; SecantusDB's default is a minute."""


def _update_in_one(storage: Any, *arguments: Any, **options: Any) -> Any:
    return storage._update_matching_single_txn(*arguments, multi=True, **options)


def _delete_in_one(storage: Any, *arguments: Any, **options: Any) -> Any:
    return storage._delete_matching_single_txn(*arguments, limit=0, **options)


def main() -> None:
    cli.SecantusDBServer = partial(  # pyright: ignore[reportAttributeAccessIssue]
        cli.SecantusDBServer, transaction_lifetime_seconds=_IDLE_SECONDS
    )
    for name, in_one in (
        ("_update_matching_chunked", _update_in_one),
        ("_delete_matching_chunked", _delete_in_one),
    ):
        # Another release may have renamed it.
        assert hasattr(Storage, name), name
        setattr(Storage, name, in_one)
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
