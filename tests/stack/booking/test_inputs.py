"""Bad input: one typed answer that says what is wrong, and nothing is written or charged."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.auth.viewer import Role
from tests.stack.booking.bad_inputs import CASES, DOCUMENTS, GOOD
from tests.stack.booking.testbed import HOLD, Answer, BookingTestbed
from tests.waiting import until

Scene = Mapping[str, str]
"""The ids and tokens that inputs name, such as `@open`."""


@pytest.fixture(scope="module")
async def scene(testbed: BookingTestbed) -> Scene:
    """Alice, who makes the calls, with holds and bookings of hers and of Bob's."""
    alice, bob, admin = (
        await testbed.person(),
        await testbed.person(),
        await testbed.person(Role.ADMIN),
    )
    open, full = await testbed.showtime(), await testbed.showtime()
    begun, cancelled = await testbed.showtime(timedelta(minutes=-1)), await testbed.showtime()
    scene = {"alice": alice.token, "admin": admin.token, "open": open, "used key": uuid4().hex}
    used = {"showtimeId": full, "seats": [{"seatId": "A1"}], "idempotencyKey": scene["used key"]}
    await testbed.ask(HOLD, alice.token, input=used)
    extended = await testbed.hold(alice, full, "A2")
    await testbed.ask(DOCUMENTS["extendHold"], alice.token, id=extended)
    old, begins = await testbed.showtime(), await testbed.showtime()
    holds = {
        "hold": await testbed.hold(alice, open, "A4"),
        "bobs hold": await testbed.hold(bob, open, "A5"),
        "expired hold": await testbed.hold(alice, old, "A1"),
        "paid hold": await testbed.hold(alice, old, "A2"),
    }
    bookings = {
        "booking": await testbed.book(alice, holds["paid hold"]),
        "bobs booking": await testbed.book(bob, await testbed.hold(bob, open, "A6")),
        "cancelled booking": await testbed.book(alice, await testbed.hold(alice, cancelled, "A1")),
        "begun booking": await testbed.book(alice, await testbed.hold(alice, begins, "A1")),
        "pending": await testbed.pending(alice, open),
    }
    await testbed.cancel(alice, bookings["cancelled booking"])
    await testbed.expire(holds["expired hold"], "A1")
    showtimes = testbed.database.inventories
    await showtimes.update_one({"_id": cancelled}, {"$set": {"scheduled": False}})
    began = (await showtimes.find_one({"_id": begun}) or {})["startsAt"]
    await showtimes.update_one({"_id": begins}, {"$set": {"startsAt": began}})
    await until(testbed.nothing_to_publish)
    showtimes_named = {"begun": begun, "cancelled": cancelled, "full of mine": full}
    return scene | holds | bookings | showtimes_named | {"extended hold": extended}


def _named(value: Any, scene: Scene) -> Any:
    """Return the value with the real ids for the names in it."""
    match value:
        case "@fresh key":
            return uuid4().hex
        case str() if value.startswith("@"):
            return scene[value[1:]]
        case dict():
            return {name: _named(each, scene) for name, each in value.items()}  # pyright: ignore[reportUnknownVariableType] - JSON has no static type
        case list():
            return [_named(each, scene) for each in value]  # pyright: ignore[reportUnknownVariableType] - JSON has no static type
        case _:
            return value


def _answer_line(answer: Answer) -> str:
    """Return the answer in one line."""
    assert not any(word in str(answer) for word in ("Traceback", "pymongo", "site-packages"))
    if answer.get("errors"):
        (error,) = answer["errors"]
        _, invalid, where = error["message"].partition("has invalid value")
        if invalid:
            assert error["extensions"] == {"code": "BAD_USER_INPUT"}
            return f"invalid value{where.partition(':')[0]}"
        fields = error["extensions"].get("fields", [])
        return " ".join([error["extensions"]["code"], *map(_field, fields)])
    (outcome,) = answer["data"].values()
    match outcome:
        case None:
            return "null"
        case {"refundQuote": None}:
            return "no quote"
        case {"totalCount": 0}:
            return "none"
        case _:
            fields = outcome.get("fields", [])
            return " ".join([outcome.get("__typename", str(outcome)), *map(_field, fields)])


def _field(field: Mapping[str, Any]) -> str:
    return f"{'.'.join(field['path'])} {field['code']}"


def test_every_operation_has_bad_inputs() -> None:
    assert len(CASES) >= 60
    assert {operation for operation, _, _ in CASES} == set(DOCUMENTS)


@pytest.mark.parametrize(("operation", "changes", "expected"), CASES)
async def test_bad_input_is_answered_and_nothing_written(
    testbed: BookingTestbed, scene: Scene, operation: str, changes: dict[str, Any], expected: str
) -> None:
    given = _named(GOOD.get(operation, {}) | changes, scene)
    token = scene["admin" if operation == "bookings" else "alice"]
    before = await testbed.snapshot()
    variables = {"input": given} if operation in GOOD else given
    assert _answer_line(await testbed.ask(DOCUMENTS[operation], token, **variables)) == expected
    assert await testbed.snapshot() == before


TEXT = st.text(st.characters(codec=None), max_size=300)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=TEXT)
async def test_no_text_fails_untyped(testbed: BookingTestbed, scene: Scene, text: str) -> None:
    everything: dict[str, dict[str, Any]] = {
        "holdSeats": {"showtimeId": text, "seats": [{"seatId": text}], "idempotencyKey": text},
        "holdBestSeats": {"showtimeId": text, "categories": [], "idempotencyKey": text},
        "bookHold": {"holdId": text, "paymentToken": text, "idempotencyKey": text},
        "cancelBooking": {"bookingId": text, "reason": text, "idempotencyKey": text},
    }
    for operation, values in everything.items():
        line = _answer_line(await testbed.ask(DOCUMENTS[operation], scene["alice"], input=values))
        assert line != "INTERNAL_SERVER_ERROR", line
