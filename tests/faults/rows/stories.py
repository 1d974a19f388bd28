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
from tests.faults.rows.happenings import named
from tests.faults.testbed import KEY_SECONDS, Testbed
from tests.waiting import until

Database = AsyncMongoClient[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Teller:
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


async def _buy(teller: Teller) -> Answer:
    return await teller.buy()


async def _buy_twice(teller: Teller) -> Answer:
    """The same call at the same time, as by two clicks: the second finds the first one's key."""
    held, key = await teller.hold(), uuid4().hex
    first, _ = await asyncio.gather(*(teller.customer.book(held["id"], key=key) for _ in range(2)))
    return first


async def _buy_when_keys_are_old(teller: Teller) -> Answer:
    """No service has read its keys for longer than it relies on them."""
    await asyncio.sleep(KEY_SECONDS + 1)
    return await teller.buy()


async def _buy_what_booking_has_not_heard_of(teller: Teller) -> Answer:
    """As if the event of its scheduling had not come yet."""
    await teller.database["booking"]["inventories"].delete_one({"_id": teller.showtime})
    return await teller.buy()


async def _be_declined(teller: Teller) -> Answer:
    return await teller.buy("tok_declined")


async def _lose_the_answer(teller: Teller) -> Answer:
    return await teller.buy("tok_response_lost")


async def _hear_nothing(teller: Teller) -> Answer:
    return await teller.buy("tok_unavailable")


async def _cancel(teller: Teller) -> Answer:
    return await teller.customer.cancel((await teller.buy())["id"])


async def _extend(teller: Teller) -> Answer:
    return await teller.customer.do("extendHold", id=(await teller.hold())["id"])


async def _release(teller: Teller) -> Answer:
    return await teller.customer.do("releaseHold", id=(await teller.hold())["id"])


async def _hold_best(teller: Teller) -> Answer:
    return await teller.customer.hold_best(teller.showtime, "ADULT", key=uuid4().hex)


async def _check_in(teller: Teller) -> Answer:
    (ticket,) = (await teller.buy())["tickets"]
    return await teller.testbed.admin.do(
        "checkInTicket", code=ticket["code"], idempotencyKey=uuid4().hex
    )


async def _leave(teller: Teller) -> Answer:
    await teller.buy()
    return await teller.customer.do("deleteMyAccount", password=PASSWORD)


async def _be_called_off(teller: Teller) -> Answer:
    await teller.buy()
    return await teller.testbed.admin.do("cancelShowtime", id=teller.showtime)


async def _is_forgotten(teller: Teller) -> bool:
    named = {"accountId": teller.customer.account_id}
    booking, payment = teller.database["booking"], teller.database["payment"]
    collections = (booking["bookings"], booking["holds"], payment["payments"])
    return not sum([await each.count_documents(named) for each in collections])


_MOVED_BY = timedelta(days=300)
_TO_HEAR = 30.0
"""Seconds, within which a service that was killed hears of what others tell."""


async def _is_moved(teller: Teller) -> bool:
    return (await teller.inventory())["startsAt"] > datetime.now(UTC) + _MOVED_BY


async def _nothing_else(_: Teller) -> bool:
    return True


async def _be_moved(teller: Teller) -> Answer:
    """Nobody has bought a seat: a showtime that is sold in part is not moved."""
    later = (await teller.inventory())["startsAt"] + _MOVED_BY
    return await teller.testbed.admin.do(
        "moveShowtime", id=teller.showtime, startsAt=later.isoformat()
    )


async def _be_called_off_before_the_capture(teller: Teller) -> Answer:
    """Booking hears of it at once, sooner than it makes a capture again that has failed.

    That it was killed just before makes it join its topics late: it is waited for first.
    """
    await _be_moved(teller)
    await until(partial(_is_moved, teller), _TO_HEAR)
    return await _be_called_off(teller)


@dataclass(frozen=True, slots=True)
class Story:
    """Something that a customer lives through.

    `answers` are those that may come to its last call, and `ends` the status in which its
    bookings may be at last; none when it books nothing. `came` is what else is to come of it.
    """

    act: Callable[[Teller], Coroutine[Any, Any, Answer]]
    answers: frozenset[str]
    ends: frozenset[str]
    own_showtime: bool
    """Whether nobody else may be about that showtime."""
    came: Callable[[Teller], Coroutine[Any, Any, bool]]

    async def tell(self, teller: Teller) -> str:
        return named(await self.act(teller))


def _story(
    act: Callable[[Teller], Coroutine[Any, Any, Answer]],
    answers: str,
    ends: str = "",
    *,
    own_showtime: bool = False,
    came: Callable[[Teller], Coroutine[Any, Any, bool]] = _nothing_else,
) -> Story:
    return Story(act, frozenset(answers.split()), frozenset(ends.split()), own_showtime, came)


# PENDING when the repeated call finds recovery at it.
BUY = _story(_buy, "CONFIRMED PENDING", "CONFIRMED")
# Perhaps before the provider was asked: nobody keeps the card's token, so it may be given up.
BUY_UNASKED = _story(_buy, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
BUY_TWICE = _story(_buy_twice, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
BUY_LATE = _story(_buy_when_keys_are_old, "CONFIRMED PENDING", "CONFIRMED")
BUY_LATE_UNASKED = _story(
    _buy_when_keys_are_old, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED"
)
BUY_UNHEARD_OF = _story(
    _buy_what_booking_has_not_heard_of,
    "CONFIRMED PENDING HoldExpired",
    "CONFIRMED PAYMENT_FAILED",
    own_showtime=True,
)
DECLINED = _story(_be_declined, "PaymentDeclined", "PAYMENT_FAILED")
# As with BUY, or when payment itself has not settled it yet.
DECLINED_UNSURE = _story(_be_declined, "PaymentDeclined PENDING", "PAYMENT_FAILED")
# Not known yet, or settled by the time that the repeated call asks.
ANSWER_LOST = _story(_lose_the_answer, "PENDING CONFIRMED", "CONFIRMED")
HEARD_NOTHING = _story(_hear_nothing, "PENDING HoldExpired", "PAYMENT_FAILED")
# Payment is reached by the call, or by nobody, once recovery has found that it was not yet.
REACHED_LATE = _story(_buy, "CONFIRMED PENDING HoldExpired", "CONFIRMED PAYMENT_FAILED")
# Payment can be reached by nobody until the booking is given up.
UNREACHED = _story(_buy, "PENDING HoldExpired", "PAYMENT_FAILED")
CANCEL = _story(_cancel, "CANCELLED", "CANCELLED")
# These two take no key: a repetition after the effect is told that it has been, or that the hold
# has ended meanwhile, of which the auditor sees whether it is so.
EXTEND = _story(_extend, "SeatHold InvalidInput HoldExpired")
RELEASE = _story(_release, "HoldReleased NotFound")
HOLD_BEST = _story(_hold_best, "SeatHold", own_showtime=True)
CHECK_IN = _story(_check_in, "TicketAccepted", "CONFIRMED")
LEAVE = _story(_leave, "AccountDeleted", "CONFIRMED", came=_is_forgotten)
CALLED_OFF = _story(_be_called_off, "Showtime", "CANCELLED", own_showtime=True)
CALLED_OFF_BEFORE_THE_CAPTURE = _story(
    _be_called_off_before_the_capture, "Showtime", "CANCELLED", own_showtime=True
)
MOVED = _story(_be_moved, "Showtime", own_showtime=True, came=_is_moved)
