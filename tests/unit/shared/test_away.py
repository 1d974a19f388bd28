"""Which failures say that a part is away, and which that something is wrong."""

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WriteError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError

from shared.errors import NotFound, Unavailable
from shared.storage.unavailability import away

BUSY = OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]})


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (AutoReconnect("closed"), "database"),
        (NetworkTimeout("timed out"), "database"),
        (NotPrimaryError("elections"), "database"),
        (ServerSelectionTimeoutError("nobody"), "database"),
        (BUSY, "database"),
        (RedisConnectionError("closed"), "session store"),
        (Unavailable("vault"), "vault"),
        (DuplicateKeyError("one active ticket a seat"), None),
        (WriteError("Document failed validation", 121), None),
        (ResponseError("WRONGTYPE"), None),
        (NotFound("hold", "hld_1"), None),
        (KeyError("step"), None),
    ],
)
def test_a_part_that_is_away_or_busy_is_told_from_one_that_refuses(
    error: Exception, part: str | None
) -> None:
    found = away(error)
    assert (found.part if found else None) == part
