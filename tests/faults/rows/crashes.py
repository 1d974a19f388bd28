"""`kill -9` at every kill point of the saga and of the operations around it."""

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
"""Processes are killed one after another for this long; then all scenarios of the wave must end.
Recovery begins 13 s after a kill, and a later kill of the same wave must not hit it."""
_AUDITED_EVERY = 4
"""Waves between audits. The end of each scenario is checked in every wave."""
_TO_REACH = 60.0
"""Seconds to reach a kill point; some are reached only by recovery."""
_FINAL_WITHIN = 30.0
_GIVEN_UP = "PAYMENT_FAILED"

Document = dict[str, Any]
Kill = tuple[KillTarget, str]
KILL_POINTS: Sequence[Kill] = [
    (target, point) for target in KILL_TARGETS for point in target.points
]


@dataclass(frozen=True, slots=True)
class KillResult:
    """How a scenario ended whose process was killed."""

    kill: Kill
    took: float
    """Seconds from the restart to the end."""
    statuses: frozenset[str]
    """The final statuses of its bookings."""
    wrong: Sequence[str]
    """Expectations that do not hold."""


def shards(random: Random, scale: float) -> Sequence[Shard[list[KillResult]]]:
    """Split the kills into shards, because most of their time is waiting."""
    repeats = ceil(_REPEATS * scale)
    kills = random.sample([*KILL_POINTS] * repeats, ceil(len(KILL_POINTS) * repeats * scale))
    # Give each shard an equal number of kills that need their own showtime.
    kills.sort(key=lambda kill: kill[0].scenario.own_showtime)
    testbeds = ceil(_SHARDS * scale)
    return [
        partial(_run, kills=_ordered(kills[number::testbeds], alone_first=bool(number % 2)))
        for number in range(testbeds)
    ]


def _ordered(kills: Sequence[Kill], *, alone_first: bool) -> Sequence[Kill]:
    """Put the kills that run alone first or last. They mostly wait, so some shards begin with
    them while other shards are busy."""
    return sorted(kills, key=lambda kill: kill[0].alone, reverse=alone_first)


def figure(shard_results: Sequence[Sequence[KillResult]]) -> str:
    """Return the text for the table, from the kills of all shards."""
    results = [result for shard in shard_results for result in shard]
    points, every = (
        _distinct_points([result.kill for result in results]),
        _distinct_points(KILL_POINTS),
    )
    slowest = max(result.took for result in results)
    either = [
        result.statuses for result in results if len(result.kill[0].scenario.final_statuses) > 1
    ]
    given_up = sum(_GIVEN_UP in statuses for statuses in either)
    return (
        f"{len(results)} kills at {len(points)} of {len(every)} points: hold, booking and payment "
        f"final within {slowest:.1f} s of each restart, with an expected answer; of {len(either)} "
        f"kills that may have come before the card was charged, {given_up} ended with the booking "
        "given up"
    )


def _distinct_points(kills: Sequence[Kill]) -> set[tuple[str, str]]:
    """Return the distinct points; more than one scenario can reach the same point."""
    return {(target.service, point) for target, point in kills}


async def _run(testbed: Testbed, *, kills: Sequence[Kill]) -> list[KillResult]:
    results: list[KillResult] = []
    async with Database(testbed.mongo_url, tz_aware=True) as database:
        left = deque(kills)
        for wave in count(1):
            results += await _run_wave(testbed, database, left)
            if not left or wave % _AUDITED_EVERY == 0:
                await testbed.settle_and_audit(_FINAL_WITHIN)
            if not left:
                break
    if wrong := [each for result in results for each in result.wrong]:
        raise RowFailed(json.dumps(wrong, indent=1))
    return results


async def _run_wave(testbed: Testbed, database: Database, left: deque[Kill]) -> list[KillResult]:
    """Take kills from `left`, one after another, and wait until their scenarios have ended."""
    began = time.monotonic()
    async with asyncio.TaskGroup() as tasks:
        results: list[asyncio.Task[KillResult]] = []
        while not results or _wave_continues(left, began):
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
                await testbed.stack.restart_after_kill(target.service, _TO_REACH)
            except TimeoutError:
                raise RowFailed(f"{target.service} never reached: {point}") from None
            if not plan.reached(rule):
                raise RowFailed(f"{target.service} died, but not at the kill point: {point}")
            for each in testbed.stack.plans.values():
                each.clear()
            results.append(tasks.create_task(_result_of((target, point), run, playing)))
    return [result.result() for result in results]


def _wave_continues(left: deque[Kill], began: float) -> bool:
    return bool(left) and not left[0][0].alone and time.monotonic() - began < _WAVE_SECONDS


async def _result_of(kill: Kill, run: ScenarioRun, playing: asyncio.Task[str]) -> KillResult:
    """Wait for the end of a scenario whose process has just restarted."""
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
        wrong.append(f"{target.service}, {point}: after {_FINAL_WITHIN:.0f} s still {left}")
    took = time.monotonic() - began
    if (answer := await playing) not in target.scenario.answers:
        wrong.append(f"{target.service}, {point}: unexpected answer {answer}")
    return KillResult(kill, took, _statuses(await _bookings(run)), wrong)


async def _unfinished(run: ScenarioRun, scenario: Scenario) -> dict[str, object]:
    """Return what is not final yet about the seat's bookings, holds and payments."""
    booking, payment = run.database["booking"], run.database["payment"]
    bookings = await _bookings(run)
    statuses = _statuses(bookings)
    failed = [each["_id"] for each in bookings if each["status"] == _GIVEN_UP]
    paid_by = ["pay_" + each["_id"].partition("_")[2] for each in bookings]
    unsettled = {"_id": {"$in": paid_by}, "unsettled": True}
    left: dict[str, object] = {
        "open": [each["_id"] for each in bookings if each["open"]],
        "unexpected statuses": statuses - scenario.final_statuses
        if bookings
        else scenario.final_statuses,
        "unsettled": await payment["payments"].count_documents(unsettled),
        "in outboxes": sum(
            [await each["outbox"].count_documents({}) for each in (booking, payment)]
        ),
        "effect missing": not await scenario.effect(run),
        "holds of failed bookings": await booking["holds"].count_documents(
            {"bookingId": {"$in": failed}}
        ),
    }
    return {what: found for what, found in left.items() if found}


async def _bookings(run: ScenarioRun) -> list[Document]:
    of_the_seat = {"showtimeId": run.showtime, "seats.seatId": run.seat}
    return [each async for each in run.database["booking"]["bookings"].find(of_the_seat)]


def _statuses(bookings: Sequence[Document]) -> frozenset[str]:
    return frozenset(each["status"] for each in bookings)
