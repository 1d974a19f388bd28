"""Operations on one seat, each with a barrier where it can be held up half-way."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pymongo import AsyncMongoClient

from dev.sandbox_provider.webhooks import signature
from tests.faults.customers import Answer, Customer
from tests.faults.testbed import RowFailed, Testbed
from tests.waiting import until

SEAT = "D5"
_ENDING = timedelta(seconds=5)
"""Time before a hold's end at which an operation begins that the end should overtake."""
_REACHED_WITHIN = 20.0

Database = AsyncMongoClient[dict[str, Any]]


@dataclass(slots=True)
class SeatContext:
    """One seat of one showtime: the customer who holds or bought it, and others who want it."""

    testbed: Testbed
    database: Database
    showtime: str
    owner: Customer
    strangers: list[Customer]
    hold_expires: bool
    """Whether the owner's hold is to expire during the operations."""
    hold: Answer = field(default_factory=dict[str, Any])
    webhook: str | None = None
    """The rule that holds up the provider's webhook."""
    stalled_call: str | None = None
    """The rule that holds up the booking call after its payment is authorized."""
    booking: asyncio.Task[Answer] | None = None

    async def booking_id(self) -> str:
        """Return the id of the owner's booking."""
        found = await self.database["booking"]["bookings"].find_one({"showtimeId": self.showtime})
        if found is None:
            raise RowFailed("nothing was booked")
        return found["_id"]

    async def payment_id(self) -> str:
        """Return the id of the booking's payment."""
        return "pay_" + (await self.booking_id()).partition("_")[2]

    async def wait_for_answer(self) -> None:
        """Wait until the owner's booking call has its answer."""
        if self.booking:
            await self.booking

    def release_webhook(self) -> None:
        """Let a webhook that is held up go on."""
        if self.webhook:
            self.testbed.stack.plans["payment"].go(self.webhook)

    async def seat_record(self) -> dict[str, Any]:
        """Return the seat as booking stores it."""
        inventory = await self.database["booking"]["inventories"].find_one({"_id": self.showtime})
        return (inventory or {"seats": {}})["seats"].get(SEAT, {})


Preparation = Callable[[SeatContext], Awaitable[None]]
Action = Callable[[SeatContext], Coroutine[Any, Any, str]]
"""Performs an operation and returns the name of its outcome."""


async def hold_seat(context: SeatContext) -> None:
    """Let the owner hold the seat. If the hold is to expire, wait until shortly before its end."""
    context.hold = await context.owner.hold(context.showtime, SEAT)
    if context.hold_expires:
        end = datetime.fromisoformat(context.hold["expiresAt"])
        await asyncio.sleep((end - _ENDING - datetime.now(UTC)).total_seconds())


async def book_seat(context: SeatContext) -> None:
    """Let the owner book the held seat."""
    await context.owner.book(context.hold["id"])


async def authorize_without_answer(context: SeatContext) -> None:
    """Authorize the payment, lose the answer, and hold up the webhook at payment's write."""
    plan = context.testbed.stack.plans["payment"]
    rule = plan.wait("before payments.save:AUTHORIZED", context.owner.account_id)
    context.webhook = rule
    context.booking = asyncio.create_task(
        context.owner.book(context.hold["id"], "tok_response_lost")
    )
    await until(lambda: plan.reached(rule), _REACHED_WITHIN, "the provider sent no webhook")


async def stall_after_authorization(context: SeatContext) -> None:
    """Authorize the payment and hold up the booking call right after it."""
    plan = context.testbed.stack.plans["booking"]
    rule = context.stalled_call = plan.wait("after payments.authorize", context.showtime)
    context.booking = asyncio.create_task(context.owner.book(context.hold["id"]))
    await until(lambda: plan.reached(rule), _REACHED_WITHIN, "no payment was authorized")


async def _hold(context: SeatContext) -> str:
    return outcome_name(await context.strangers.pop().hold(context.showtime, SEAT))


async def _extend(context: SeatContext) -> str:
    return outcome_name(await context.owner.do("extendHold", id=context.hold["id"]))


async def _release(context: SeatContext) -> str:
    return outcome_name(await context.owner.do("releaseHold", id=context.hold["id"]))


async def _expire(context: SeatContext) -> str:
    """Wait for the hold's end, if there is a hold, then let another customer try to hold it."""
    if end := (await context.seat_record()).get("until"):
        await asyncio.sleep((end - datetime.now(UTC)).total_seconds() + 0.01)
    return await _hold(context)


async def _book(context: SeatContext) -> str:
    return outcome_name(await context.owner.book(context.hold["id"]))


async def buy_cancelled_seat(context: SeatContext) -> str:
    """Let another customer buy the seat that the owner's cancellation set free."""
    stranger = context.strangers.pop()
    return outcome_name(await stranger.book((await stranger.hold(context.showtime, SEAT))["id"]))


async def _cancel(context: SeatContext) -> str:
    return outcome_name(await context.owner.cancel(await context.booking_id()))


async def _cancel_showtime(context: SeatContext) -> str:
    """Cancel the showtime in catalog and wait until booking has handled the event."""
    answer = await context.testbed.admin.do("cancelShowtime", id=context.showtime)
    inventories = context.database["booking"]["inventories"]

    async def is_cancelled() -> bool:
        cancelled = {"_id": context.showtime, "scheduled": False}
        return await inventories.count_documents(cancelled) == 1

    await until(is_cancelled, _REACHED_WITHIN, "booking did not handle the cancellation")
    return outcome_name(answer)


async def _receive_webhook(context: SeatContext) -> str:
    """Release a webhook that is held up, wait for its effect, and deliver it a second time."""
    context.release_webhook()
    id = await context.payment_id()
    payments = context.database["payment"]["payments"]

    async def known() -> bool:
        unknown = {"_id": id, "status": {"$in": ["PENDING", "UNKNOWN"]}}
        return not await payments.count_documents(unknown)

    await until(known, _REACHED_WITHIN, "payment did not handle the webhook")
    return await deliver_webhook(context.testbed, id)


async def deliver_webhook_again(context: SeatContext) -> str:
    """Deliver the same webhook a second time."""
    return await deliver_webhook(context.testbed, await context.payment_id())


async def deliver_webhook(testbed: Testbed, payment_id: str) -> str:
    """Deliver a webhook about the payment, signed as the provider signs it.

    Raise RowFailed when payment refuses it.
    """
    secret = (testbed.stack.folders.provider / "webhook-secret").read_text()
    body = json.dumps({"charge": {"id": payment_id}}).encode()
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(
            f"{testbed.stack.ports.url('payment')}/webhooks/provider",
            content=body,
            headers={"sandbox-signature": signature(body, secret, time.time())},
        )
    if not answer.is_success:
        raise RowFailed(f"payment answered a webhook with {answer.status_code}")
    return "delivered"


async def end_lease(context: SeatContext) -> None:
    """End the booking's lease, so that a worker may take it over."""
    await context.database["booking"]["bookings"].update_one(
        {"_id": await context.booking_id()}, {"$set": {"dueAt": datetime.now(UTC)}}
    )


async def _recover(context: SeatContext) -> str:
    await end_lease(context)
    return await _wait_for_recovery(context)


async def _wait_for_recovery(context: SeatContext) -> str:
    bookings = context.database["booking"]["bookings"]
    found: dict[str, Any] = {}

    async def ended() -> bool:
        found.update(await bookings.find_one({"showtimeId": context.showtime}) or {})
        return not found["open"]

    await until(ended, _REACHED_WITHIN, "the booking was not recovered")
    if context.stalled_call:
        context.testbed.stack.plans["booking"].go(context.stalled_call)
    return found["status"]


def outcome_name(answer: Answer) -> str:
    """Return the name of an answer's outcome: a booking's status, else the answer's type."""
    return answer["status"] if answer["__typename"] == "Booking" else answer["__typename"]


@dataclass(frozen=True, slots=True)
class SeatOperation:
    """An operation on the seat.

    `before` are the preparations that it needs. Its barrier is `point` of `service`, for a call
    that is about `subject`.
    """

    action: Action
    service: str
    point: str
    before: Sequence[Preparation]
    subject: Callable[[SeatContext], str] = lambda context: context.showtime


SEAT_OPERATIONS: Mapping[str, SeatOperation] = {
    "hold": SeatOperation(_hold, "booking", "before inventories.claim", ()),
    "extend": SeatOperation(_extend, "booking", "before holds.extend", (hold_seat,)),
    "release": SeatOperation(
        _release, "booking", "after holds.remove", (hold_seat,), lambda context: context.hold["id"]
    ),
    "expire": SeatOperation(_expire, "booking", "before inventories.claim", (hold_seat,)),
    "book": SeatOperation(_book, "booking", "before bookings.confirm", (hold_seat,)),
    "cancel": SeatOperation(_cancel, "booking", "before bookings.cancel", (hold_seat, book_seat)),
    "showtime cancelled": SeatOperation(
        _cancel_showtime, "booking", "after inventories.stop_sales", ()
    ),
    "webhook": SeatOperation(
        _receive_webhook,
        "payment",
        "before payments.save:AUTHORIZED",
        (hold_seat, authorize_without_answer),
    ),
    "recovery": SeatOperation(
        _recover, "booking", "before bookings.confirm", (hold_seat, stall_after_authorization)
    ),
}


async def hold_up(
    context: SeatContext, name: str, point: str | None = None
) -> Callable[[], Coroutine[Any, Any, str]]:
    """Begin an operation and wait until it is at its barrier, or at `point`.

    Return a function that lets the operation go on and returns its outcome. Raise RowFailed when
    the operation does not reach the barrier.
    """
    operation = SEAT_OPERATIONS[name]
    if context.webhook and name == "webhook":
        # The preparation has held the webhook up already.
        return lambda: _receive_webhook(context)
    plan = context.testbed.stack.plans[operation.service]
    rule = plan.wait(point or operation.point, operation.subject(context))
    doing = asyncio.create_task(operation.action(context))
    try:
        await until(lambda: plan.reached(rule), _REACHED_WITHIN)
    except AssertionError:
        outcome = await doing if doing.done() else "none yet"
        raise RowFailed(f"{name} did not reach its barrier; outcome: {outcome}") from None

    async def go() -> str:
        plan.go(rule)
        return await doing

    return go
