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

from tests.faults.rows.kill_points import KILL_TARGETS, KillTarget
from tests.faults.rows.scenarios import Database, Scenario, ScenarioRun
from tests.faults.rows.shard import Shard
from tests.faults.testbed import RowFailed, Testbed
from tests.waiting import until

_REPEATS, _SHARDS = 5, 6
_WAVE_SECONDS = 8.0
"""For so long one is killed after the other before all is waited for: recovery, which begins 13 s
after the step that was left, must not be killed itself by what comes after."""
_AUDITED_EVERY = 4
"""Waves; that each of its stories has ended as it must is seen after each."""
_TO_REACH = 60.0
"""Some points are behind the recovery."""
_FINAL_WITHIN = 30.0
_GIVEN_UP = "PAYMENT_FAILED"

Document = dict[str, Any]
Kill = tuple[KillTarget, str]
KILL_POINTS: Sequence[Kill] = [
    (target, point) for target in KILL_TARGETS for point in target.points
]


@dataclass(frozen=True, slots=True)
class KillResult:
    """How a story ended: so many seconds after the restart, and what is not as it must be."""

    kill: Kill
    took: float
    statuses: frozenset[str]
    """What its bookings were at last."""
    wrong: Sequence[str]


def shards(random: Random, scale: float) -> Sequence[Shard[list[KillResult]]]:
    """The kills, dealt out to testbeds: most of the time is waiting."""
    repeats = ceil(_REPEATS * scale)
    kills = random.sample([*KILL_POINTS] * repeats, ceil(len(KILL_POINTS) * repeats * scale))
    # Each part has as many that need a showtime of their own.
    kills.sort(key=lambda kill: kill[0].scenario.own_showtime)
    testbeds = ceil(_SHARDS * scale)
    return [
        partial(_run, kills=_ordered(kills[number::testbeds], alone_first=bool(number % 2)))
        for number in range(testbeds)
    ]


def _ordered(kills: Sequence[Kill], *, alone_first: bool) -> Sequence[Kill]:
    """Those that need the testbed to themselves mostly wait: some parts begin with them, while the
    others are busy."""
    return sorted(kills, key=lambda kill: kill[0].alone, reverse=alone_first)


def figure(result: Sequence[Sequence[KillResult]]) -> str:
    """What the kills of all parts came to."""
    ends = [end for shard in result for end in shard]
    points, every = _distinct_points([end.kill for end in ends]), _distinct_points(KILL_POINTS)
    either = [end.statuses for end in ends if len(end.kill[0].scenario.final_statuses) > 1]
    given_up = sum(_GIVEN_UP in statuses for statuses in either)
    return (
        f"{len(ends)} kills at {len(points)} of {len(every)} points: hold, booking and payment of "
        f"each final within {max(end.took for end in ends):.1f} s of its restart, and its caller "
        f"told so; of {len(either)} killed where perhaps no card had been asked yet, {given_up} "
        "were given up"
    )


def _distinct_points(kills: Sequence[Kill]) -> set[tuple[str, str]]:
    """The points, some of which are reached in more than one story."""
    return {(target.service, point) for target, point in kills}


async def _run(testbed: Testbed, *, kills: Sequence[Kill]) -> list[KillResult]:
    ends: list[KillResult] = []
    async with Database(testbed.mongo_url, tz_aware=True) as database:
        left = deque(kills)
        for wave in count(1):
            ends += await _run_wave(testbed, database, left)
            if not left or wave % _AUDITED_EVERY == 0:
                await testbed.clean(_FINAL_WITHIN)
            if not left:
                break
    if wrong := [each for end in ends for each in end.wrong]:
        raise RowFailed(json.dumps(wrong, indent=1))
    return ends


async def _run_wave(testbed: Testbed, database: Database, left: deque[Kill]) -> list[KillResult]:
    """A wave of what is left: kill at one point after the other, and wait for all their ends."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        ends: list[asyncio.Task[KillResult]] = []
        while not ends or _wave_continues(left, began):
            target, point = left.popleft()
            place = (
                (testbed.showtime(), "D5") if target.scenario.own_showtime else testbed.fresh_seat()
            )
            run = ScenarioRun(testbed, database, await testbed.customer(), *place)
            plan = testbed.stack.plans[target.service]
            rule = plan.kill(point, target.subject(run))
            if target.held_up:
                testbed.stack.plans["payment"].wait(target.held_up, run.customer.account_id)
            playing = tasks.create_task(target.scenario.play(run))
            try:
                await testbed.stack.revive(target.service, _TO_REACH)
            except TimeoutError:
                raise RowFailed(f"{point} of {target.service} was never reached") from None
            if not plan.reached(rule):
                raise RowFailed(f"{target.service} died by itself, and not {point}")
            for each in testbed.stack.plans.values():
                each.clear()
            ends.append(tasks.create_task(_result_of((target, point), run, playing)))
    return [end.result() for end in ends]


def _wave_continues(left: deque[Kill], began: float) -> bool:
    return bool(left) and not left[0][0].alone and time.monotonic() - began < _WAVE_SECONDS


async def _result_of(kill: Kill, run: ScenarioRun, playing: asyncio.Task[str]) -> KillResult:
    """Wait for the story's end, which is to come soon after now, when its process is back."""
    target, point = kill
    began = time.monotonic()
    left: dict[str, object] = {}

    async def ended() -> bool:
        left.clear()
        left.update(await _unfinished(run, target.scenario))
        return playing.done() and not left

    wrong: list[str] = []
    try:
        await until(ended, _FINAL_WITHIN, every=0.5)
    except AssertionError:
        wrong.append(f"{point} of {target.service}: left after {_FINAL_WITHIN:.0f} s: {left}")
    took = time.monotonic() - began
    if (told := await playing) not in target.scenario.answers:
        wrong.append(f"{point} of {target.service}: answered {told}")
    return KillResult(kill, took, _statuses(await _bookings(run)), wrong)


async def _unfinished(run: ScenarioRun, scenario: Scenario) -> dict[str, object]:
    """What keeps the bookings of the seat, and their holds and payments, from being final."""
    booking, payment = run.database["booking"], run.database["payment"]
    bookings = await _bookings(run)
    statuses = _statuses(bookings)
    failed = [each["_id"] for each in bookings if each["status"] == _GIVEN_UP]
    paid_by = ["pay_" + each["_id"].partition("_")[2] for each in bookings]
    unsettled = {"_id": {"$in": paid_by}, "unsettled": True}
    left: dict[str, object] = {
        "open": [each["_id"] for each in bookings if each["open"]],
        "not as it must be": statuses - scenario.final_statuses
        if bookings
        else scenario.final_statuses,
        "unsettled": await payment["payments"].count_documents(unsettled),
        "untold": sum([await each["outbox"].count_documents({}) for each in (booking, payment)]),
        "what else is to come": not await scenario.effect(run),
        "holds of what failed": await booking["holds"].count_documents(
            {"bookingId": {"$in": failed}}
        ),
    }
    return {what: found for what, found in left.items() if found}


async def _bookings(run: ScenarioRun) -> list[Document]:
    of_the_seat = {"showtimeId": run.showtime, "seats.seatId": run.seat}
    return [each async for each in run.database["booking"]["bookings"].find(of_the_seat)]


def _statuses(bookings: Sequence[Document]) -> frozenset[str]:
    return frozenset(each["status"] for each in bookings)
