"""All ordered pairs of what can happen to one seat, the first held up half-way."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import ceil
from typing import Any

import httpx
from pymongo import AsyncMongoClient

from dev.sandbox_provider.webhooks import signature
from tests.faults.customers import Answer, Customer
from tests.faults.house import HOLD_SECONDS, House
from tests.waiting import until

_SEAT = "D5"
_AT_ONCE = 9
_TO_THE_BARRIER = 20.0
_SECOND_ALONE = 8.0
"""So long the second runs while the first is held up; some wait for the first."""


@dataclass(slots=True)
class Scene:
    """One seat of one showing, who holds or has it, and who else wants it."""

    house: House
    showtime: str
    owner: Customer
    other: Customer
    held: Answer
    booking_id: str = ""
    token: str = "tok_visa"


Act = Callable[[Scene], Awaitable[Any]]


async def _hold(scene: Scene) -> None:
    await scene.other.hold(scene.showtime, _SEAT)


async def _extend(scene: Scene) -> None:
    await scene.owner.do("extendHold", id=scene.held["id"])


async def _release(scene: Scene) -> None:
    await scene.owner.do("releaseHold", id=scene.held["id"])


async def _expire(scene: Scene) -> None:
    await asyncio.sleep(HOLD_SECONDS)


async def _book(scene: Scene) -> None:
    await scene.owner.book(scene.held["id"], scene.token)


async def _cancel(scene: Scene) -> None:
    await scene.owner.cancel(scene.booking_id or "bkg_" + scene.held["id"].partition("_")[2])


async def _call_off(scene: Scene) -> None:
    await scene.house.admin.do("cancelShowtime", id=scene.showtime)


async def _webhook(scene: Scene) -> None:
    stack = scene.house.stack
    secret = (stack.folders.keys / "provider-webhook-secret").read_text()
    payment = "pay_" + (await _booking(scene)).partition("_")[2]
    body = json.dumps({"charge": {"id": payment}}).encode()
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        await client.post(
            f"{stack.ports.url('payment')}/webhooks/provider",
            content=body,
            headers={"sandbox-signature": signature(body, secret, time.time())},
        )


async def _recover(scene: Scene) -> None:
    """The recovery worker does it, once the booking is overdue."""
    async with AsyncMongoClient[dict[str, Any]](scene.house.mongo_url) as client:
        bookings = client["booking"]["bookings"]
        for _ in range(60):
            if not await bookings.count_documents({"showtimeId": scene.showtime, "open": True}):
                return
            await asyncio.sleep(0.5)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that can happen, where it is held up, and what must have happened before."""

    act: Act
    service: str | None
    point: str | None
    before: int


_FREE, _HELD, _PENDING, _CONFIRMED = range(4)

HAPPENINGS: Mapping[str, Happening] = {
    "hold": Happening(_hold, "booking", "before inventories.claim", _FREE),
    "extend": Happening(_extend, "booking", "before inventories.prolong", _HELD),
    "release": Happening(_release, "booking", "after holds.remove", _HELD),
    "expire": Happening(_expire, None, None, _HELD),
    "book": Happening(_book, "booking", "before bookings.confirm", _HELD),
    "cancel": Happening(_cancel, "booking", "before bookings.cancel", _CONFIRMED),
    "showtime cancelled": Happening(_call_off, "booking", "after inventories.call_off", _HELD),
    "webhook": Happening(_webhook, "payment", "before payments.save", _PENDING),
    "recovery": Happening(_recover, "booking", "before payments.find", _PENDING),
}


async def run(house: House, share: float) -> str:
    pairs = list(product(HAPPENINGS, repeat=2))
    chosen = house.random.sample(pairs, ceil(len(pairs) * share))
    interleaved = 0
    customers = await house.customers(2 * _AT_ONCE)
    for start in range(0, len(chosen), _AT_ONCE):
        batch = chosen[start : start + _AT_ONCE]
        outcomes = await asyncio.gather(
            *(
                _interleave(house, pair, customers[2 * n], customers[2 * n + 1])
                for n, pair in enumerate(batch)
            )
        )
        interleaved += sum(outcomes)
        for plan in house.stack.plans.values():
            plan.clear()
        await house.clean()
    return f"{len(chosen)} ordered pairs, {interleaved} held up at their barrier: auditor clean"


async def _interleave(house: House, pair: Sequence[str], owner: Customer, other: Customer) -> bool:
    """Let the second happen while the first is held up; whether it came to the barrier."""
    first, second = (HAPPENINGS[name] for name in pair)
    scene = await _scene(house, pair, owner, other)
    if first.service is None or first.point is None:
        await first.act(scene)
        await second.act(scene)
        return True
    plan = house.stack.plans[first.service]
    rule = plan.wait(first.point, scene.showtime if first.service == "booking" else None)
    doing = asyncio.ensure_future(first.act(scene))
    # What is refused before its barrier, as a hold of a sold seat is, does not come there.
    await until(lambda: plan.reached(rule) or doing.done(), _TO_THE_BARRIER)
    then = asyncio.ensure_future(second.act(scene))
    await asyncio.wait([then], timeout=_SECOND_ALONE)
    plan.go(rule)
    await asyncio.gather(doing, then)
    return plan.reached(rule)


async def _scene(house: House, pair: Sequence[str], owner: Customer, other: Customer) -> Scene:
    needed = max(HAPPENINGS[name].before for name in pair)
    scene = Scene(house, house.showtime(), owner, other, held={})
    if needed == _FREE:
        return scene
    scene.held = await owner.hold(scene.showtime, _SEAT)
    if "book" in pair and needed == _PENDING:
        # Its own payment is what the webhook tells of, and recovery finds.
        scene.token = "tok_response_lost"
    elif needed == _PENDING:
        scene.booking_id = (await owner.book(scene.held["id"], "tok_response_lost"))["id"]
    elif needed == _CONFIRMED:
        scene.booking_id = (await owner.book(scene.held["id"]))["id"]
    return scene


async def _booking(scene: Scene) -> str:
    """The id of the scene's booking, which may be just under way."""
    async with AsyncMongoClient[dict[str, Any]](scene.house.mongo_url) as client:
        for _ in range(100):
            found = await client["booking"]["bookings"].find_one({"showtimeId": scene.showtime})
            if found:
                return found["_id"]
            await asyncio.sleep(0.1)
    return "bkg_00000000000000000000000000"
