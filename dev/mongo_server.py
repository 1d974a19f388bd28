"""`python -m dev.mongo_server`: SecantusDB as its own command serves it, with its arguments.

Only that a transaction in which nothing happens is given up sooner, for which it has no argument:
one whose owner has died keeps everybody from what it has written, such as the seats of a showing.
compose.yaml says the same to MongoDB. This file alone touches SecantusDB's code (GPL-2.0),
in a process of its own.
"""

import sys
from functools import partial

from secantus import cli  # pyright: ignore[reportMissingTypeStubs]

_IDLE_SECONDS = 12.0
"""Longer than a service waits for an answer; the default is a minute."""


def main() -> None:
    cli.SecantusDBServer = partial(  # pyright: ignore[reportAttributeAccessIssue]
        cli.SecantusDBServer, transaction_lifetime_seconds=_IDLE_SECONDS
    )
    sys.exit(cli.main())


if __name__ == "__main__":
    main()
