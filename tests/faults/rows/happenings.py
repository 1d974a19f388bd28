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
from tests.faults.testbed import Red, Testbed
from tests.waiting import until

SEAT = "D5"
_ENDING = timedelta(seconds=5)
"""So long before a hold's end something begins that is to be overtaken by it."""
_REACHED_WITHIN = 20.0

Database = AsyncMongoClient[dict[str, Any]]


@dataclass(slots=True)
class Scene:
    """One seat of one showtime, who holds or has it, and who else wants it."""

    testbed: Testbed
    database: Database
    showtime: str
    owner: Customer
    strangers: list[Customer]
    ends: bool
    """Whether the owner's hold is to end in it."""
    held: Answer = field(default_factory=dict[str, Any])
    webhook: str | None = None
    """The rule at which the provider's webhook waits."""
    stalled: str | None = None
    """The rule at which the call that books waits, once it is paid."""
    booking: asyncio.Task[Answer] | None = None

    async def booking_id(self) -> str:
        """The owner's booking."""
        found = await self.database["booking"]["bookings"].find_one({"showtimeId": self.showtime})
        if found is None:
            raise Red("nothing was booked")
        return found["_id"]

    async def payment_id(self) -> str:
        """What is, or was, paid for it."""
        return "pay_" + (await self.booking_id()).partition("_")[2]

    async def booked(self) -> None:
        """Wait until the owner has been told what came of booking."""
        if self.booking:
            await self.booking

    def let_the_webhook_go(self) -> None:
        """Whatever webhook waits may be written down."""
        if self.webhook:
            self.testbed.stack.plans["payment"].go(self.webhook)

    async def seat(self) -> dict[str, Any]:
        """The seat as booking has it."""
        inventory = await self.database["booking"]["inventories"].find_one({"_id": self.showtime})
        return (inventory or {"seats": {}})["seats"].get(SEAT, {})


Preparation = Callable[[Scene], Awaitable[None]]
Act = Callable[[Scene], Coroutine[Any, Any, str]]
"""Does it, and says what came of it."""


async def held(scene: Scene) -> None:
    """The owner holds it; for not much longer, if the hold's end is to come."""
    scene.held = await scene.owner.hold(scene.showtime, SEAT)
    if scene.ends:
        end = datetime.fromisoformat(scene.held["expiresAt"])
        await asyncio.sleep((end - _ENDING - datetime.now(UTC)).total_seconds())


async def bought(scene: Scene) -> None:
    """The owner has it."""
    await scene.owner.book(scene.held["id"])


async def untold(scene: Scene) -> None:
    """The provider has the money; its answer is lost, and its webhook waits at payment's write."""
    plan = scene.testbed.stack.plans["payment"]
    rule = plan.wait("before payments.save:AUTHORIZED", scene.owner.account_id)
    scene.webhook = rule
    scene.booking = asyncio.create_task(scene.owner.book(scene.held["id"], "tok_response_lost"))
    await until(lambda: plan.reached(rule), _REACHED_WITHIN, "the provider told nothing")


async def left(scene: Scene) -> None:
    """The seat is paid for, and the process that should continue is stopped."""
    plan = scene.testbed.stack.plans["booking"]
    rule = scene.stalled = plan.wait("after payments.authorize", scene.showtime)
    scene.booking = asyncio.create_task(scene.owner.book(scene.held["id"]))
    await until(lambda: plan.reached(rule), _REACHED_WITHIN, "nothing was paid")


async def _hold(scene: Scene) -> str:
    return named(await scene.strangers.pop().hold(scene.showtime, SEAT))


async def _extend(scene: Scene) -> str:
    return named(await scene.owner.do("extendHold", id=scene.held["id"]))


async def _release(scene: Scene) -> str:
    return named(await scene.owner.do("releaseHold", id=scene.held["id"]))


async def _expire(scene: Scene) -> str:
    """Its time is over, if it still has one, and a stranger takes the seat, or tries to."""
    if end := (await scene.seat()).get("until"):
        await asyncio.sleep((end - datetime.now(UTC)).total_seconds() + 0.01)
    return await _hold(scene)


async def _book(scene: Scene) -> str:
    return named(await scene.owner.book(scene.held["id"]))


async def buy_what_was_cancelled(scene: Scene) -> str:
    stranger = scene.strangers.pop()
    return named(await stranger.book((await stranger.hold(scene.showtime, SEAT))["id"]))


async def _cancel(scene: Scene) -> str:
    return named(await scene.owner.cancel(await scene.booking_id()))


async def _call_off(scene: Scene) -> str:
    """The catalog does, and booking has heard of it."""
    answer = await scene.testbed.admin.do("cancelShowtime", id=scene.showtime)
    inventories = scene.database["booking"]["inventories"]

    async def called_off() -> bool:
        off = {"_id": scene.showtime, "scheduled": False}
        return await inventories.count_documents(off) == 1

    await until(called_off, _REACHED_WITHIN, "booking did not hear of it")
    return named(answer)


async def _webhook(scene: Scene) -> str:
    """Whatever waits comes; payment knows then; and the same comes a second time."""
    scene.let_the_webhook_go()
    id = await scene.payment_id()
    payments = scene.database["payment"]["payments"]

    async def known() -> bool:
        unknown = {"_id": id, "status": {"$in": ["PENDING", "UNKNOWN"]}}
        return not await payments.count_documents(unknown)

    await until(known, _REACHED_WITHIN, "payment did not take the webhook in")
    return await tell(scene.testbed, id)


async def tell_again(scene: Scene) -> str:
    """The same webhook, delivered a second time."""
    return await tell(scene.testbed, await scene.payment_id())


async def tell(testbed: Testbed, payment_id: str) -> str:
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
        raise Red(f"a webhook was answered {answer.status_code}")
    return "told"


async def hasten(scene: Scene) -> None:
    """The booking's lease has ended: a worker may take it over."""
    await scene.database["booking"]["bookings"].update_one(
        {"_id": await scene.booking_id()}, {"$set": {"dueAt": datetime.now(UTC)}}
    )


async def _recover(scene: Scene) -> str:
    await hasten(scene)
    return await _recovered(scene)


async def _recovered(scene: Scene) -> str:
    bookings = scene.database["booking"]["bookings"]
    found: dict[str, Any] = {}

    async def ended() -> bool:
        found.update(await bookings.find_one({"showtimeId": scene.showtime}) or {})
        return not found["open"]

    await until(ended, _REACHED_WITHIN, "nobody recovered it")
    if scene.stalled:
        scene.testbed.stack.plans["booking"].go(scene.stalled)
    return found["status"]


def named(answer: Answer) -> str:
    """What an answer says: a booking's status, else what it is."""
    return answer["status"] if answer["__typename"] == "Booking" else answer["__typename"]


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that can happen.

    `before` is what must have been done; `point` of `service` is where it is held up, when it is
    `subject` that comes there.
    """

    act: Act
    service: str
    point: str
    before: Sequence[Preparation]
    subject: Callable[[Scene], str] = lambda scene: scene.showtime


HAPPENINGS: Mapping[str, Happening] = {
    "hold": Happening(_hold, "booking", "before inventories.claim", ()),
    "extend": Happening(_extend, "booking", "before holds.extend", (held,)),
    "release": Happening(
        _release, "booking", "after holds.remove", (held,), lambda scene: scene.held["id"]
    ),
    "expire": Happening(_expire, "booking", "before inventories.claim", (held,)),
    "book": Happening(_book, "booking", "before bookings.confirm", (held,)),
    "cancel": Happening(_cancel, "booking", "before bookings.cancel", (held, bought)),
    "showtime cancelled": Happening(_call_off, "booking", "after inventories.stop_sales", ()),
    "webhook": Happening(_webhook, "payment", "before payments.save:AUTHORIZED", (held, untold)),
    "recovery": Happening(_recover, "booking", "before bookings.confirm", (held, left)),
}


async def hold_up(
    scene: Scene, name: str, point: str | None = None
) -> Callable[[], Coroutine[Any, Any, str]]:
    """Let it begin and come to its barrier, or to another `point`; Red when it does not.

    What is returned lets it go on, and says what came of it.
    """
    happening = HAPPENINGS[name]
    if scene.webhook and name == "webhook":
        # It has waited at its barrier since before payment knew anything.
        return lambda: _webhook(scene)
    plan = scene.testbed.stack.plans[happening.service]
    rule = plan.wait(point or happening.point, happening.subject(scene))
    doing = asyncio.create_task(happening.act(scene))
    try:
        await until(lambda: plan.reached(rule), _REACHED_WITHIN)
    except AssertionError:
        came = await doing if doing.done() else "nothing yet"
        raise Red(f"{name} did not come to its barrier; of it came {came}") from None

    async def go() -> str:
        plan.go(rule)
        return await doing

    return go
