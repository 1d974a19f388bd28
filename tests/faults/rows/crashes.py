"""`kill -9` at every write and call of the saga, and of what is around it."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count
from math import ceil
from random import Random
from typing import Any

from tests.faults.rows.parts import Part
from tests.faults.rows.steps import STEPS, Step
from tests.faults.rows.stories import Database, Story, Teller
from tests.faults.testbed import Red, Testbed
from tests.waiting import until

_REPEATS, _PARTS = 5, 6
_WAVE_SECONDS = 8.0
"""For so long one is killed after the other before all is waited for: recovery, which begins 13 s
after the step that was left, must not be killed itself by what comes after."""
_AUDITED_EVERY = 4
"""Waves; that each of its stories has ended as it must is seen after each."""
_TO_REACH = 60.0
"""Some points are behind the recovery."""
_FINAL_WITHIN = 30.0
_GIVEN_UP = "PAYMENT_FAILED"

Row = dict[str, Any]
Kill = tuple[Step, str]
POINTS: Sequence[Kill] = [(step, point) for step in STEPS for point in step.points]


@dataclass(frozen=True, slots=True)
class End:
    """How a story ended: so many seconds after the restart, and what is not as it must be."""

    kill: Kill
    took: float
    statuses: frozenset[str]
    """What its bookings were at last."""
    wrong: Sequence[str]


def parts(random: Random, share: float) -> Sequence[Part[list[End]]]:
    """The kills, dealt out to testbeds: most of the time is waiting."""
    repeats = ceil(_REPEATS * share)
    kills = random.sample([*POINTS] * repeats, ceil(len(POINTS) * repeats * share))
    # Each part has as many that need a showtime of their own.
    kills.sort(key=lambda kill: kill[0].story.own_showtime)
    testbeds = ceil(_PARTS * share)
    return [
        partial(_run, kills=_ordered(kills[number::testbeds], alone_first=bool(number % 2)))
        for number in range(testbeds)
    ]


def _ordered(kills: Sequence[Kill], *, alone_first: bool) -> Sequence[Kill]:
    """Those that need the testbed to themselves mostly wait: some parts begin with them, while the
    others are busy."""
    return sorted(kills, key=lambda kill: kill[0].alone, reverse=alone_first)


def figure(came: Sequence[Sequence[End]]) -> str:
    """What the kills of all parts came to."""
    ends = [end for part in came for end in part]
    points, every = _named([end.kill for end in ends]), _named(POINTS)
    either = [end.statuses for end in ends if len(end.kill[0].story.ends) > 1]
    given_up = sum(_GIVEN_UP in statuses for statuses in either)
    return (
        f"{len(ends)} kills at {len(points)} of {len(every)} points: hold, booking and payment of "
        f"each final within {max(end.took for end in ends):.1f} s of its restart, and its caller "
        f"told so; of {len(either)} killed where perhaps no card had been asked yet, {given_up} "
        "were given up"
    )


def _named(kills: Sequence[Kill]) -> set[tuple[str, str]]:
    """The points, some of which are reached in more than one story."""
    return {(step.service, point) for step, point in kills}


async def _run(testbed: Testbed, *, kills: Sequence[Kill]) -> list[End]:
    ends: list[End] = []
    async with Database(testbed.mongo_url, tz_aware=True) as database:
        left = deque(kills)
        for wave in count(1):
            ends += await _endure(testbed, database, left)
            if not left or wave % _AUDITED_EVERY == 0:
                await testbed.clean(_FINAL_WITHIN)
            if not left:
                break
    if wrong := [each for end in ends for each in end.wrong]:
        raise Red(json.dumps(wrong, indent=1))
    return ends


async def _endure(testbed: Testbed, database: Database, left: deque[Kill]) -> list[End]:
    """A wave of what is left: kill at one point after the other, and wait for all their ends."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        ends: list[asyncio.Task[End]] = []
        while not ends or _goes_on(left, began):
            step, point = left.popleft()
            place = (testbed.showtime(), "D5") if step.story.own_showtime else testbed.fresh_seat()
            teller = Teller(testbed, database, await testbed.customer(), *place)
            plan = testbed.stack.plans[step.service]
            rule = plan.kill(point, step.about(teller))
            if step.held_up:
                testbed.stack.plans["payment"].wait(step.held_up, teller.customer.account_id)
            telling = tasks.create_task(step.story.tell(teller))
            try:
                await testbed.stack.revive(step.service, _TO_REACH)
            except TimeoutError:
                raise Red(f"{point} of {step.service} was never reached") from None
            if not plan.reached(rule):
                raise Red(f"{step.service} died by itself, and not {point}")
            for each in testbed.stack.plans.values():
                each.clear()
            ends.append(tasks.create_task(_end((step, point), teller, telling)))
    return [end.result() for end in ends]


def _goes_on(left: deque[Kill], began: float) -> bool:
    return bool(left) and not left[0][0].alone and time.monotonic() - began < _WAVE_SECONDS


async def _end(kill: Kill, teller: Teller, telling: asyncio.Task[str]) -> End:
    """Wait for the story's end, which is to come soon after now, when its process is back."""
    step, point = kill
    began = time.monotonic()
    left: dict[str, object] = {}

    async def ended() -> bool:
        left.clear()
        left.update(await _left_to_do(teller, step.story))
        return telling.done() and not left

    wrong: list[str] = []
    try:
        await until(ended, _FINAL_WITHIN, every=0.5)
    except AssertionError:
        wrong.append(f"{point} of {step.service}: left after {_FINAL_WITHIN:.0f} s: {left}")
    took = time.monotonic() - began
    if (told := await telling) not in step.story.answers:
        wrong.append(f"{point} of {step.service}: answered {told}")
    return End(kill, took, _statuses(await _bookings(teller)), wrong)


async def _left_to_do(teller: Teller, story: Story) -> dict[str, object]:
    """What keeps the bookings of the seat, and their holds and payments, from being final."""
    booking, payment = teller.database["booking"], teller.database["payment"]
    bookings = await _bookings(teller)
    statuses = _statuses(bookings)
    failed = [each["_id"] for each in bookings if each["status"] == _GIVEN_UP]
    paid_by = ["pay_" + each["_id"].partition("_")[2] for each in bookings]
    unsettled = {"_id": {"$in": paid_by}, "unsettled": True}
    left: dict[str, object] = {
        "open": [each["_id"] for each in bookings if each["open"]],
        "not as it must be": statuses - story.ends if bookings else story.ends,
        "unsettled": await payment["payments"].count_documents(unsettled),
        "untold": sum([await each["outbox"].count_documents({}) for each in (booking, payment)]),
        "what else is to come": not await story.came(teller),
        "holds of what failed": await booking["holds"].count_documents(
            {"bookingId": {"$in": failed}}
        ),
    }
    return {what: found for what, found in left.items() if found}


async def _bookings(teller: Teller) -> list[Row]:
    of_the_seat = {"showtimeId": teller.showtime, "seats.seatId": teller.seat}
    return [each async for each in teller.database["booking"]["bookings"].find(of_the_seat)]


def _statuses(bookings: Sequence[Row]) -> frozenset[str]:
    return frozenset(each["status"] for each in bookings)
