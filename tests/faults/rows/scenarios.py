"""What customers do while a process is killed, and how it may end for them."""

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
    """Who lives through a story, and the seat that it is about."""

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
    """The same call at the same time, as by two clicks: the second finds the first one's key."""
    held, key = await run.hold(), uuid4().hex
    first, _ = await asyncio.gather(*(run.customer.book(held["id"], key=key) for _ in range(2)))
    return first


async def _buy_when_keys_are_old(run: ScenarioRun) -> Answer:
    """No service has read its keys for longer than it relies on them."""
    await asyncio.sleep(KEY_SECONDS + 1)
    return await run.buy()


async def _buy_what_booking_has_not_heard_of(run: ScenarioRun) -> Answer:
    """As if the event of its scheduling had not come yet."""
    await run.database["booking"]["inventories"].delete_one({"_id": run.showtime})
    return await run.buy()


async def _be_declined(run: ScenarioRun) -> Answer:
    return await run.buy("tok_declined")


async def _lose_the_answer(run: ScenarioRun) -> Answer:
    return await run.buy("tok_response_lost")


async def _hear_nothing(run: ScenarioRun) -> Answer:
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


async def _leave(run: ScenarioRun) -> Answer:
    await run.buy()
    return await run.customer.do("deleteMyAccount", password=PASSWORD)


async def _be_called_off(run: ScenarioRun) -> Answer:
    await run.buy()
    return await run.testbed.admin.do("cancelShowtime", id=run.showtime)


async def _is_forgotten(run: ScenarioRun) -> bool:
    outcome_name = {"accountId": run.customer.account_id}
    booking, payment = run.database["booking"], run.database["payment"]
    collections = (booking["bookings"], booking["holds"], payment["payments"])
    return not sum([await each.count_documents(outcome_name) for each in collections])


_MOVED_BY = timedelta(days=300)
_TO_HEAR = 30.0
"""Seconds, within which a service that was killed hears of what others tell."""


async def _is_moved(run: ScenarioRun) -> bool:
    return (await run.inventory())["startsAt"] > datetime.now(UTC) + _MOVED_BY


async def _nothing_else(_: ScenarioRun) -> bool:
    return True


async def _be_moved(run: ScenarioRun) -> Answer:
    """Nobody has bought a seat: a showtime that is sold in part is not moved."""
    later = (await run.inventory())["startsAt"] + _MOVED_BY
    return await run.testbed.admin.do("moveShowtime", id=run.showtime, startsAt=later.isoformat())


async def _be_called_off_before_the_capture(run: ScenarioRun) -> Answer:
    """Booking hears of it at once, sooner than it makes a capture again that has failed.

    That it was killed just before makes it join its topics late: it is waited for first.
    """
    await _be_moved(run)
    await until(partial(_is_moved, run), _TO_HEAR)
    return await _be_called_off(run)


@dataclass(frozen=True, slots=True)
class Scenario:
    """Something that a customer lives through.

    `answers` are those that may come to its last call, and `ends` the status in which its
    bookings may be at last; none when it books nothing. `came` is what else is to come of it.
    """

    action: Callable[[ScenarioRun], Coroutine[Any, Any, Answer]]
    answers: frozenset[str]
    final_statuses: frozenset[str]
    own_showtime: bool
    """Whether nobody else may be about that showtime."""
    effect: Callable[[ScenarioRun], Coroutine[Any, Any, bool]]

    async def play(self, run: ScenarioRun) -> str:
        return outcome_name(await self.action(run))


def _scenario(
    action: Callable[[ScenarioRun], Coroutine[Any, Any, Answer]],
    answers: str,
    final_statuses: str = "",
    *,
    own_showtime: bool = False,
    effect: Callable[[ScenarioRun], Coroutine[Any, Any, bool]] = _nothing_else,
) -> Scenario:
    return Scenario(
        action, frozenset(answers.split()), frozenset(final_statuses.split()), own_showtime, effect
    )


# PENDING when the repeated call finds recovery at it.
BUY = _scenario(_buy, "CONFIRMED PENDING", "CONFIRMED")
# Perhaps before the provider was asked: nobody keeps the card's token, so it may be given up.
BUY_UNASKED = _scenario(_buy, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
BUY_TWICE = _scenario(_buy_twice, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
BUY_LATE = _scenario(_buy_when_keys_are_old, "CONFIRMED PENDING", "CONFIRMED")
BUY_LATE_UNASKED = _scenario(
    _buy_when_keys_are_old, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED"
)
BUY_UNHEARD_OF = _scenario(
    _buy_what_booking_has_not_heard_of,
    "CONFIRMED PENDING HoldExpired",
    "CONFIRMED PAYMENT_FAILED",
    own_showtime=True,
)
DECLINED = _scenario(_be_declined, "PaymentDeclined", "PAYMENT_FAILED")
# As with BUY, or when payment itself has not settled it yet.
DECLINED_UNSURE = _scenario(_be_declined, "PaymentDeclined PENDING", "PAYMENT_FAILED")
# Not known yet, or settled by the time that the repeated call asks.
ANSWER_LOST = _scenario(_lose_the_answer, "PENDING CONFIRMED", "CONFIRMED")
HEARD_NOTHING = _scenario(_hear_nothing, "PENDING HoldExpired", "PAYMENT_FAILED")
# Payment is reached by the call, or by nobody, once recovery has found that it was not yet.
REACHED_LATE = _scenario(_buy, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
# Payment can be reached by nobody until the booking is given up.
UNREACHED = _scenario(_buy, "PENDING HoldExpired", "PAYMENT_FAILED")
CANCEL = _scenario(_cancel, "CANCELLED", "CANCELLED")
# These two take no key: a repetition after the effect is told that it has been, or that the hold
# has ended meanwhile, of which the auditor sees whether it is so.
EXTEND = _scenario(_extend, "SeatHold InvalidInput HoldExpired")
RELEASE = _scenario(_release, "HoldReleased NotFound")
HOLD_BEST = _scenario(_hold_best, "SeatHold", own_showtime=True)
CHECK_IN = _scenario(_check_in, "TicketAccepted", "CONFIRMED")
LEAVE = _scenario(_leave, "AccountDeleted", "CONFIRMED", effect=_is_forgotten)
CALLED_OFF = _scenario(_be_called_off, "Showtime", "CANCELLED", own_showtime=True)
CALLED_OFF_BEFORE_THE_CAPTURE = _scenario(
    _be_called_off_before_the_capture, "Showtime", "CANCELLED", own_showtime=True
)
MOVED = _scenario(_be_moved, "Showtime", own_showtime=True, effect=_is_moved)
