"""Which failures mean that a part is unavailable or busy, and which are faults."""

import pytest
from pymongo.errors import (
    AutoReconnect,
    DuplicateKeyError,
    ExecutionTimeout,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WriteError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import ResponseError
from redis.exceptions import TimeoutError as RedisTimeoutError

from shared.errors import (
    Busy,
    NotFound,
    OutcomePending,
    TransientFailure,
    Unavailable,
    VersionConflict,
)
from shared.storage.unavailability import unavailability

CONFLICT = OperationFailure("conflict", 112, {"errorLabels": ["TransientTransactionError"]})


@pytest.mark.parametrize(
    ("error", "part"),
    [
        pytest.param(AutoReconnect("closed"), "database", id="connection closed"),
        pytest.param(NetworkTimeout("timed out"), "database", id="network timeout"),
        pytest.param(NotPrimaryError("election"), "database", id="no primary"),
        pytest.param(ServerSelectionTimeoutError("none"), "database", id="no server"),
        pytest.param(ExecutionTimeout("too long", 50), "database", id="no answer in time"),
        pytest.param(RedisConnectionError("closed"), "session store", id="redis closed"),
        pytest.param(RedisTimeoutError("slow"), "session store", id="redis timeout"),
    ],
)
def test_a_part_that_cannot_be_reached_is_unavailable(error: Exception, part: str) -> None:
    found = unavailability(error)
    assert (type(found), found.part if found else None) == (Unavailable, part)


def test_an_exhausted_transaction_conflict_means_a_busy_database() -> None:
    found = unavailability(CONFLICT)
    assert (type(found), found.part if found else None) == (Busy, "database")


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(Unavailable("vault"), id="unavailable"),
        pytest.param(Busy("catalog"), id="busy"),
        pytest.param(OutcomePending("payment"), id="pending"),
    ],
)
def test_a_transient_failure_stays_as_it_is(error: TransientFailure) -> None:
    assert unavailability(error) is error


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(DuplicateKeyError("one active ticket a seat"), id="duplicate key"),
        pytest.param(WriteError("Document failed validation", 121), id="invalid document"),
        pytest.param(OperationFailure("conflict", 112), id="conflict outside a transaction"),
        pytest.param(ResponseError("WRONGTYPE"), id="wrong type in redis"),
        pytest.param(NotFound("hold", "hld_1"), id="refusal"),
        pytest.param(VersionConflict(), id="version conflict"),
        pytest.param(KeyError("step"), id="fault in our code"),
        pytest.param(TimeoutError(), id="timeout of our own"),
    ],
)
def test_waiting_does_not_cure_a_fault_or_a_refusal(error: Exception) -> None:
    assert unavailability(error) is None


@pytest.mark.parametrize(
    "error",
    [
        pytest.param(
            AutoReconnect("closed", {"errorLabels": ["TransientTransactionError"]}),
            id="connection closed",
        ),
        pytest.param(
            NotPrimaryError("election", {"errorLabels": ["TransientTransactionError"]}),
            id="no primary",
        ),
    ],
)
def test_an_outage_in_a_transaction_is_unavailable(error: Exception) -> None:
    assert isinstance(unavailability(error), Unavailable)
