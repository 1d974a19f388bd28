"""What a customer does while a process is killed, and the allowed outcomes."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from pymongo import AsyncMongoClient

from tests.faults.customers import PASSWORD, Answer, Customer
from tests.faults.rows.seat_operations import outcome_name
from tests.faults.testbed import KEY_SECONDS, Testbed
from tests.waiting import until

Database = AsyncMongoClient[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """One run of a scenario: its customer and its seat."""

    testbed: Testbed
    database: Database
    customer: Customer
    showtime: str
    seat: str

    async def hold(self) -> Answer:
        return await self.customer.hold(self.showtime, self.seat)

    async def buy(self, token: str = "tok_visa") -> Answer:
        return await self.customer.book((await self.hold())["id"], token)

    async def inventory(self) -> Mapping[str, Any]:
        found = await self.database["booking"]["inventories"].find_one({"_id": self.showtime})
        return found or {}


async def _buy(run: ScenarioRun) -> Answer:
    return await run.buy()


async def _buy_twice(run: ScenarioRun) -> Answer:
    """Book twice at the same time with one key, as by a double click."""
    held, key = await run.hold(), uuid4().hex
    first, _ = await asyncio.gather(*(run.customer.book(held["id"], key=key) for _ in range(2)))
    return first


async def _buy_with_stale_keys(run: ScenarioRun) -> Answer:
    """Buy when all services' keys in memory are too old, so that they read them again."""
    await asyncio.sleep(KEY_SECONDS + 1)
    return await run.buy()


async def _buy_unknown_showtime(run: ScenarioRun) -> Answer:
    """Buy as if booking had not got the showtime's event yet."""
    await run.database["booking"]["inventories"].delete_one({"_id": run.showtime})
    return await run.buy()


async def _buy_with_declined_card(run: ScenarioRun) -> Answer:
    return await run.buy("tok_declined")


async def _buy_and_lose_the_answer(run: ScenarioRun) -> Answer:
    return await run.buy("tok_response_lost")


async def _buy_while_provider_is_unavailable(run: ScenarioRun) -> Answer:
    return await run.buy("tok_unavailable")


async def _cancel(run: ScenarioRun) -> Answer:
    return await run.customer.cancel((await run.buy())["id"])


async def _extend(run: ScenarioRun) -> Answer:
    return await run.customer.do("extendHold", id=(await run.hold())["id"])


async def _release(run: ScenarioRun) -> Answer:
    return await run.customer.do("releaseHold", id=(await run.hold())["id"])


async def _hold_best(run: ScenarioRun) -> Answer:
    return await run.customer.hold_best(run.showtime, "ADULT", key=uuid4().hex)


async def _check_in(run: ScenarioRun) -> Answer:
    (ticket,) = (await run.buy())["tickets"]
    return await run.testbed.admin.do(
        "checkInTicket", code=ticket["code"], idempotencyKey=uuid4().hex
    )


async def _delete_account(run: ScenarioRun) -> Answer:
    await run.buy()
    return await run.customer.do("deleteMyAccount", password=PASSWORD)


async def _cancel_showtime(run: ScenarioRun) -> Answer:
    await run.buy()
    return await run.testbed.admin.do("cancelShowtime", id=run.showtime)


async def _is_anonymised(run: ScenarioRun) -> bool:
    outcome_name = {"accountId": run.customer.account_id}
    booking, payment = run.database["booking"], run.database["payment"]
    collections = (booking["bookings"], booking["holds"], payment["payments"])
    return not sum([await each.count_documents(outcome_name) for each in collections])


_MOVED_BY = timedelta(days=300)
_TO_HEAR = 30.0
"""Seconds for a restarted service to handle other services' events."""


async def _is_moved(run: ScenarioRun) -> bool:
    return (await run.inventory())["startsAt"] > datetime.now(UTC) + _MOVED_BY


async def _no_other_effect(_: ScenarioRun) -> bool:
    return True


async def _move_showtime(run: ScenarioRun) -> Answer:
    """Move the showtime. Nobody has bought a seat: else it could not be moved."""
    later = (await run.inventory())["startsAt"] + _MOVED_BY
    return await run.testbed.admin.do("moveShowtime", id=run.showtime, startsAt=later.isoformat())


async def _cancel_showtime_before_capture(run: ScenarioRun) -> Answer:
    """Cancel the showtime before booking retries a failed capture.

    A restarted consumer joins its topics late, so wait first until it handles events again.
    """
    await _move_showtime(run)
    await until(partial(_is_moved, run), _TO_HEAR)
    return await _cancel_showtime(run)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What a customer does, and its allowed outcomes.

    `answers` are the allowed answers to the last call. `final_statuses` are the allowed final
    statuses of its bookings; empty when it books nothing. `effect` tells whether its other
    effects have happened.
    """

    action: Callable[[ScenarioRun], Coroutine[Any, Any, Answer]]
    answers: frozenset[str]
    final_statuses: frozenset[str]
    own_showtime: bool
    """Whether no other scenario may use its showtime."""
    effect: Callable[[ScenarioRun], Coroutine[Any, Any, bool]]

    async def play(self, run: ScenarioRun) -> str:
        return outcome_name(await self.action(run))


def _scenario(
    action: Callable[[ScenarioRun], Coroutine[Any, Any, Answer]],
    answers: str,
    final_statuses: str = "",
    *,
    own_showtime: bool = False,
    effect: Callable[[ScenarioRun], Coroutine[Any, Any, bool]] = _no_other_effect,
) -> Scenario:
    return Scenario(
        action, frozenset(answers.split()), frozenset(final_statuses.split()), own_showtime, effect
    )


# PENDING when recovery is at the booking during the repeated call.
BUY = _scenario(_buy, "CONFIRMED PENDING", "CONFIRMED")
# The kill may come before the provider was asked. Nobody stores the card's token, so the booking
# may be given up.
BUY_BEFORE_CHARGE = _scenario(_buy, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
BUY_TWICE = _scenario(_buy_twice, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
BUY_WITH_STALE_KEYS = _scenario(_buy_with_stale_keys, "CONFIRMED PENDING", "CONFIRMED")
BUY_WITH_STALE_KEYS_BEFORE_CHARGE = _scenario(
    _buy_with_stale_keys, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED"
)
BUY_UNKNOWN_SHOWTIME = _scenario(
    _buy_unknown_showtime,
    "CONFIRMED PENDING HoldExpired",
    "CONFIRMED PAYMENT_FAILED",
    own_showtime=True,
)
DECLINED = _scenario(_buy_with_declined_card, "PaymentDeclined", "PAYMENT_FAILED")
# PENDING as with BUY, or when payment has not settled it yet.
DECLINED_OR_PENDING = _scenario(
    _buy_with_declined_card, "PaymentDeclined PENDING", "PAYMENT_FAILED"
)
# The payment is still unknown, or settled before the repeated call asks.
ANSWER_LOST = _scenario(_buy_and_lose_the_answer, "PENDING CONFIRMED", "CONFIRMED")
PROVIDER_UNAVAILABLE = _scenario(
    _buy_while_provider_is_unavailable, "PENDING HoldExpired", "PAYMENT_FAILED"
)
# Payment gets the call, or never does, after recovery has found that it had not yet.
PAYMENT_CALLED_LATE = _scenario(_buy, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
# Payment gets no call until the booking is given up.
PAYMENT_NEVER_CALLED = _scenario(_buy, "PENDING HoldExpired", "PAYMENT_FAILED")
CANCEL = _scenario(_cancel, "CANCELLED", "CANCELLED")
# These two mutations take no key. A repetition after the effect is refused, because the effect
# has happened or because the hold has expired; the auditor checks that this is true.
EXTEND = _scenario(_extend, "SeatHold InvalidInput HoldExpired")
RELEASE = _scenario(_release, "HoldReleased NotFound")
HOLD_BEST = _scenario(_hold_best, "SeatHold", own_showtime=True)
CHECK_IN = _scenario(_check_in, "TicketAccepted", "CONFIRMED")
DELETE_ACCOUNT = _scenario(_delete_account, "AccountDeleted", "CONFIRMED", effect=_is_anonymised)
SHOWTIME_CANCELLED = _scenario(_cancel_showtime, "Showtime", "CANCELLED", own_showtime=True)
SHOWTIME_CANCELLED_BEFORE_CAPTURE = _scenario(
    _cancel_showtime_before_capture, "Showtime", "CANCELLED", own_showtime=True
)
SHOWTIME_MOVED = _scenario(_move_showtime, "Showtime", own_showtime=True, effect=_is_moved)
