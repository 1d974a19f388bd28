"""`python -m dev.mongo_server`: SecantusDB as its own command serves it, with its arguments.

Two things differ, for which it has no argument. This file alone touches SecantusDB's code
(GPL-2.0), in a process of its own.

- A transaction in which nothing happens is given up sooner: one whose owner has died keeps
  everybody from what it has written, such as the seats of a showtime. compose.yaml says the same
  to MongoDB.
- Changing or removing many documents, outside of a transaction, does so in one unit of work, which
  lets go of the collection before it tries again after a conflict. SecantusDB's own way, in pieces,
  holds the collection meanwhile: the transaction that it is in conflict with cannot go on, cannot
  be given up either, and every other waits for those two for good.
"""

import sys
from functools import partial
from typing import Any

from secantus import cli  # pyright: ignore[reportMissingTypeStubs]
from secantus.storage import Storage  # pyright: ignore[reportMissingTypeStubs]

_IDLE_SECONDS = 12.0
"""Longer than a service waits for an answer; the default is a minute."""


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
        # Another release may have another name for it.
        assert hasattr(Storage, name), name
        setattr(Storage, name, in_one)
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
