"""Which failures of the database pass by themselves."""

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

from shared import mongo

BUSY = OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]})


@pytest.mark.parametrize(
    ("error", "away"),
    [
        (AutoReconnect("closed"), True),
        (NetworkTimeout("timed out"), True),
        (NotPrimaryError("elections"), True),
        (ServerSelectionTimeoutError("nobody"), True),
        (BUSY, True),
        (DuplicateKeyError("one active ticket a seat"), False),
        (WriteError("Document failed validation", 121), False),
        (KeyError("step"), False),
    ],
)
def test_a_database_that_is_away_or_busy_is_told_from_one_that_refuses(
    error: Exception, away: bool
) -> None:
    assert mongo.is_away(error) is away
