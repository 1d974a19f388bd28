"""The shared exceptions: stable codes, and messages for people."""

import pytest

from shared.errors import (
    Busy,
    FieldError,
    InvalidInput,
    NotFound,
    OutcomePending,
    TransientFailure,
    Unavailable,
)


@pytest.mark.parametrize(
    ("failure", "code", "message"),
    [
        (
            Unavailable("session store"),
            "SERVICE_UNAVAILABLE",
            "The session store cannot be reached right now. Try again in a moment.",
        ),
        (
            Busy("database"),
            "SERVICE_BUSY",
            "The database is busy right now. Try again in a moment.",
        ),
        (
            OutcomePending("payment"),
            "OUTCOME_PENDING",
            "The payment is not settled yet. Try again in a moment.",
        ),
    ],
    ids=["unavailable", "busy", "pending"],
)
def test_a_transient_failure_names_its_part(
    failure: TransientFailure, code: str, message: str
) -> None:
    assert (failure.code, str(failure)) == (code, message)
    assert failure.part in message


def test_invalid_input_names_every_failing_field() -> None:
    fields = [
        FieldError(["input", "name"], "TOO_SHORT", "Too short."),
        FieldError(["input", "seats", "0"], "TAKEN", "Taken."),
    ]
    invalid = InvalidInput(fields)
    assert invalid.message == "Some input is not valid: input.name, input.seats.0."
    assert invalid.fields == fields


def test_a_dotted_path_becomes_a_list() -> None:
    invalid = InvalidInput.of("seats.0.seatId", "UNKNOWN", "There is no such seat.")
    assert invalid.fields == [
        FieldError(["seats", "0", "seatId"], "UNKNOWN", "There is no such seat.")
    ]


def test_not_found_keeps_the_id_out_of_its_message() -> None:
    missing = NotFound("hold", "hld_1")
    assert (missing.message, missing.id) == ("There is no such hold.", "hld_1")
