"""What can happen to one seat, and the half of it at which it can be held up."""

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
"""So long before a hold's end something begins that is to be overtaken by it."""
_REACHED_WITHIN = 20.0

Database = AsyncMongoClient[dict[str, Any]]


@dataclass(slots=True)
class SeatContext:
    """One seat of one showtime, who holds or has it, and who else wants it."""

    testbed: Testbed
    database: Database
    showtime: str
    owner: Customer
    strangers: list[Customer]
    hold_expires: bool
    """Whether the owner's hold is to end in it."""
    hold: Answer = field(default_factory=dict[str, Any])
    webhook: str | None = None
    """The rule at which the provider's webhook waits."""
    stalled_call: str | None = None
    """The rule at which the call that books waits, once it is paid."""
    booking: asyncio.Task[Answer] | None = None

    async def booking_id(self) -> str:
        """The owner's booking."""
        found = await self.database["booking"]["bookings"].find_one({"showtimeId": self.showtime})
        if found is None:
            raise RowFailed("nothing was booked")
        return found["_id"]

    async def payment_id(self) -> str:
        """What is, or was, paid for it."""
        return "pay_" + (await self.booking_id()).partition("_")[2]

    async def wait_for_answer(self) -> None:
        """Wait until the owner has been told what came of booking."""
        if self.booking:
            await self.booking

    def release_webhook(self) -> None:
        """Whatever webhook waits may be written down."""
        if self.webhook:
            self.testbed.stack.plans["payment"].go(self.webhook)

    async def seat_record(self) -> dict[str, Any]:
        """The seat as booking has it."""
        inventory = await self.database["booking"]["inventories"].find_one({"_id": self.showtime})
        return (inventory or {"seats": {}})["seats"].get(SEAT, {})


Preparation = Callable[[SeatContext], Awaitable[None]]
Action = Callable[[SeatContext], Coroutine[Any, Any, str]]
"""Does it, and says what came of it."""


async def hold_seat(context: SeatContext) -> None:
    """The owner holds it; for not much longer, if the hold's end is to come."""
    context.hold = await context.owner.hold(context.showtime, SEAT)
    if context.hold_expires:
        end = datetime.fromisoformat(context.hold["expiresAt"])
        await asyncio.sleep((end - _ENDING - datetime.now(UTC)).total_seconds())


async def book_seat(context: SeatContext) -> None:
    """The owner has it."""
    await context.owner.book(context.hold["id"])


async def authorize_without_answer(context: SeatContext) -> None:
    """The provider has the money; its answer is lost, and its webhook waits at payment's write."""
    plan = context.testbed.stack.plans["payment"]
    rule = plan.wait("before payments.save:AUTHORIZED", context.owner.account_id)
    context.webhook = rule
    context.booking = asyncio.create_task(
        context.owner.book(context.hold["id"], "tok_response_lost")
    )
    await until(lambda: plan.reached(rule), _REACHED_WITHIN, "the provider told nothing")


async def stall_after_authorization(context: SeatContext) -> None:
    """The seat is paid for, and the process that should continue is stopped."""
    plan = context.testbed.stack.plans["booking"]
    rule = context.stalled_call = plan.wait("after payments.authorize", context.showtime)
    context.booking = asyncio.create_task(context.owner.book(context.hold["id"]))
    await until(lambda: plan.reached(rule), _REACHED_WITHIN, "nothing was paid")


async def _hold(context: SeatContext) -> str:
    return outcome_name(await context.strangers.pop().hold(context.showtime, SEAT))


async def _extend(context: SeatContext) -> str:
    return outcome_name(await context.owner.do("extendHold", id=context.hold["id"]))


async def _release(context: SeatContext) -> str:
    return outcome_name(await context.owner.do("releaseHold", id=context.hold["id"]))


async def _expire(context: SeatContext) -> str:
    """Its time is over, if it still has one, and a stranger takes the seat, or tries to."""
    if end := (await context.seat_record()).get("until"):
        await asyncio.sleep((end - datetime.now(UTC)).total_seconds() + 0.01)
    return await _hold(context)


async def _book(context: SeatContext) -> str:
    return outcome_name(await context.owner.book(context.hold["id"]))


async def buy_cancelled_seat(context: SeatContext) -> str:
    stranger = context.strangers.pop()
    return outcome_name(await stranger.book((await stranger.hold(context.showtime, SEAT))["id"]))


async def _cancel(context: SeatContext) -> str:
    return outcome_name(await context.owner.cancel(await context.booking_id()))


async def _cancel_showtime(context: SeatContext) -> str:
    """The catalog does, and booking has heard of it."""
    answer = await context.testbed.admin.do("cancelShowtime", id=context.showtime)
    inventories = context.database["booking"]["inventories"]

    async def is_cancelled() -> bool:
        off = {"_id": context.showtime, "scheduled": False}
        return await inventories.count_documents(off) == 1

    await until(is_cancelled, _REACHED_WITHIN, "booking did not hear of it")
    return outcome_name(answer)


async def _receive_webhook(context: SeatContext) -> str:
    """Whatever waits comes; payment knows then; and the same comes a second time."""
    context.release_webhook()
    id = await context.payment_id()
    payments = context.database["payment"]["payments"]

    async def known() -> bool:
        unknown = {"_id": id, "status": {"$in": ["PENDING", "UNKNOWN"]}}
        return not await payments.count_documents(unknown)

    await until(known, _REACHED_WITHIN, "payment did not take the webhook in")
    return await deliver_webhook(context.testbed, id)


async def deliver_webhook_again(context: SeatContext) -> str:
    """The same webhook, delivered a second time."""
    return await deliver_webhook(context.testbed, await context.payment_id())


async def deliver_webhook(testbed: Testbed, payment_id: str) -> str:
    """Deliver a webhook about the payment, signed as the provider does; Red when it is refused."""
    secret = (testbed.stack.folders.provider / "webhook-secret").read_text()
    body = json.dumps({"charge": {"id": payment_id}}).encode()
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        answer = await client.post(
            f"{testbed.stack.ports.url('payment')}/webhooks/provider",
            content=body,
            headers={"sandbox-signature": signature(body, secret, time.time())},
        )
    if not answer.is_success:
        raise RowFailed(f"a webhook was answered {answer.status_code}")
    return "delivered"


async def end_lease(context: SeatContext) -> None:
    """The booking's lease has ended: a worker may take it over."""
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

    await until(ended, _REACHED_WITHIN, "nobody recovered it")
    if context.stalled_call:
        context.testbed.stack.plans["booking"].go(context.stalled_call)
    return found["status"]


def outcome_name(answer: Answer) -> str:
    """What an answer says: a booking's status, else what it is."""
    return answer["status"] if answer["__typename"] == "Booking" else answer["__typename"]


@dataclass(frozen=True, slots=True)
class SeatOperation:
    """Something that can happen.

    `before` is what must have been done; `point` of `service` is where it is held up, when it is
    `subject` that comes there.
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
    """Let it begin and come to its barrier, or to another `point`; Red when it does not.

    What is returned lets it go on, and says what came of it.
    """
    operation = SEAT_OPERATIONS[name]
    if context.webhook and name == "webhook":
        # It has waited at its barrier since before payment knew anything.
        return lambda: _receive_webhook(context)
    plan = context.testbed.stack.plans[operation.service]
    rule = plan.wait(point or operation.point, operation.subject(context))
    doing = asyncio.create_task(operation.action(context))
    try:
        await until(lambda: plan.reached(rule), _REACHED_WITHIN)
    except AssertionError:
        came = await doing if doing.done() else "nothing yet"
        raise RowFailed(f"{name} did not come to its barrier; of it came {came}") from None

    async def go() -> str:
        plan.go(rule)
        return await doing

    return go
