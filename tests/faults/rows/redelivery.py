"""Every Kafka message and every webhook is delivered three times, shuffled, during a script."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from typing import Any
from uuid import uuid4

from tests.faults.customers import PASSWORD, Answer, Customer
from tests.faults.end_state import Participants, end_state
from tests.faults.instrumented.redelivery import COPIES
from tests.faults.testbed import RowFailed, Testbed
from tests.waiting import until

_CUSTOMERS, _ROWS, _PURCHASES = 6, "CDEFGH", 3
_SHOWTIMES = 12
_UNDISTURBED_DAY, _SHUFFLED_DAY = 16, 22
"""Days from now on which the script's showtimes are; the demo's programme is over by then."""


async def run(testbed: Testbed, scale: float) -> str:
    """Run one script twice, first undisturbed. Both runs must end in the same state."""
    seed = testbed.random.getrandbits(64)
    showtimes = max(8, ceil(_SHOWTIMES * scale))
    undisturbed = await _run_script(testbed, seed, showtimes, _UNDISTURBED_DAY)
    known = {_event(message.value)["id"] for message in await testbed.broker.messages()}
    logged = len(testbed.provider_log.read_text().splitlines())
    testbed.stack.redeliver(testbed.random.getrandbits(32))
    try:
        shuffled = await _run_script(testbed, seed, showtimes, _SHUFFLED_DAY)
        messages, overtaken = await _messages(testbed, known)
        webhooks = await _webhooks(testbed, logged)
    finally:
        testbed.stack.deliver_once()
    await testbed.settle_and_audit()
    state = await _state(testbed, shuffled, _SHUFFLED_DAY)
    undisturbed_state = await _state(testbed, undisturbed, _UNDISTURBED_DAY)
    for what in undisturbed_state.keys() | state.keys():
        if undisturbed_state[what] != state[what]:
            raise RowFailed(f"{what} differ: {_difference(undisturbed_state[what], state[what])}")
    if not overtaken:
        raise RowFailed("no message was overtaken by a later one with the same key")
    return (
        f"{messages} messages and {webhooks} webhooks delivered {COPIES} times each, shuffled; "
        f"{overtaken} messages overtaken by a later one with the same key; in a script of "
        f"{len(shuffled.showtimes)} showtimes {sum(map(len, state.values()))} documents are as in "
        "the undisturbed run"
    )


async def _run_script(testbed: Testbed, seed: int, count: int, day: int) -> Participants:
    """Run the script and return its participants: purchases in new showtimes, cancelled and moved
    showtimes, and a deleted account."""
    showtimes = [await _schedule(testbed, day, number) for number in range(count)]
    unsold, moved_twice, cancelled, moved, *others = showtimes
    # Right after scheduling, so that all their events are under way at the same time.
    await _expect(testbed.admin.do("cancelShowtime", id=unsold), "Showtime")
    await _move(testbed, moved_twice, _starts_at(day, 1) + timedelta(days=5))
    settled = _starts_at(day, 1) + timedelta(days=4)
    await _move(testbed, moved_twice, settled)
    customers = await testbed.customers(_CUSTOMERS)
    participants = Participants([customer.account_id for customer in customers], showtimes)
    randoms = [Random(f"{seed}:{number}") for number in range(_CUSTOMERS)]
    half = len(others) // 2

    async def shop(number: int, wanted: list[str]) -> None:
        for showtime in wanted:
            for purchase in range(_PURCHASES):
                await _purchase(
                    testbed, customers[number], randoms[number], showtime, number, purchase
                )

    async with asyncio.TaskGroup() as tasks:
        for number in range(_CUSTOMERS):
            tasks.create_task(shop(number, [cancelled, *others[:half]]))
    # This hold is live when the showtime is moved, which makes it worthless.
    await _expect(customers[1].hold(moved, "B5"), "SeatHold")
    later = _starts_at(day, 3) + timedelta(days=3)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_expect(testbed.admin.do("cancelShowtime", id=cancelled), "Showtime"))
        tasks.create_task(_move(testbed, moved, later))
        leave = customers[0].do("deleteMyAccount", password=PASSWORD)
        tasks.create_task(_expect(leave, "AccountDeleted"))
        for number in range(1, _CUSTOMERS):
            tasks.create_task(shop(number, others[half:]))
    await until(lambda: testbed.is_on_sale(moved, later), 30, "booking has not handled the move")
    await until(lambda: testbed.is_on_sale(moved_twice, settled), 30, "booking has lost a move")
    async with asyncio.TaskGroup() as tasks:
        for number in range(1, _CUSTOMERS):
            tasks.create_task(shop(number, [moved_twice, moved]))
    await testbed.settle(60)
    return participants


async def _purchase(
    testbed: Testbed, customer: Customer, random: Random, showtime: str, row: int, purchase: int
) -> None:
    """Let a customer hold seats that nobody else wants, and do something random with them."""
    size = random.randint(1, 3)
    first = 3 * purchase + 1
    seats = [f"{_ROWS[row]}{number}" for number in range(first, first + size)]
    choice = random.choice(("kept", "kept", "used", "cancelled", "declined", "released"))
    held = await _expect(customer.hold(showtime, *seats), "SeatHold")
    if random.random() < 0.3:
        await _expect(customer.do("extendHold", id=held["id"]), "SeatHold")
    if choice in ("declined", "released"):
        if choice == "declined":
            await _expect(customer.book(held["id"], "tok_declined"), "PaymentDeclined")
        await _expect(customer.do("releaseHold", id=held["id"]), "HoldReleased")
        return
    booked = await _expect(customer.book(held["id"]), "Booking")
    if booked["status"] != "CONFIRMED":
        raise RowFailed(f"no part was away, but a booking is {booked['status']}")
    if choice == "cancelled":
        await _expect(customer.cancel(booked["id"]), "Booking")
    elif choice == "used":
        code = booked["tickets"][0]["code"]
        admit = testbed.admin.do("checkInTicket", code=code, idempotencyKey=uuid4().hex)
        await _expect(admit, "TicketAccepted")


async def _expect(call: Any, wanted: str) -> Answer:
    answer = await call
    if answer["__typename"] != wanted:
        raise RowFailed(f"expected a {wanted}, got {answer}")
    return answer


def _starts_at(day: int, number: int) -> datetime:
    """Return the start of the script's showtime of that number: three a day in one auditorium."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=day + number // 3, hours=8 + 4 * (number % 3))


async def _schedule(testbed: Testbed, day: int, number: int) -> str:
    pattern = testbed.programme.file["showtimes"][0]
    wanted = {name: value for name, value in pattern.items() if name not in ("id", "startsAt")}
    starts_at = _starts_at(day, number).isoformat()
    scheduled = await _expect(
        testbed.admin.do("scheduleShowtime", **wanted, startsAt=starts_at), "Showtime"
    )
    return scheduled["id"]


async def _move(testbed: Testbed, id: str, starts_at: datetime) -> None:
    move = testbed.admin.do("moveShowtime", id=id, startsAt=starts_at.isoformat())
    await _expect(move, "Showtime")


async def _state(testbed: Testbed, participants: Participants, day: int) -> dict[str, Counter[str]]:
    return await end_state(testbed, participants, _starts_at(day, 0))


def _event(value: bytes | None) -> dict[str, Any]:
    return json.loads(value or b"")


async def _messages(testbed: Testbed, known: set[str]) -> tuple[int, int]:
    """Return the number of new events and how many were overtaken.

    Wait until each event has been delivered three times.
    """
    new: list[dict[str, Any]] = []

    async def all_have_come() -> bool:
        messages = sorted(await testbed.broker.messages(), key=lambda each: each.timestamp)
        found = [_event(message.value) for message in messages]
        new[:] = [event for event in found if event["id"] not in known]
        return bool(new) and min(Counter(event["id"] for event in new).values()) >= COPIES

    await until(all_have_come, 30, "a message was not delivered three times")
    newest: dict[str, str] = {}
    overtaken: set[str] = set()
    # Only the first copy of each event counts; later copies overtake nothing.
    for event in {event["id"]: event for event in reversed(new)}.values():
        about = event["key"]
        if event["occurredAt"] < newest.get(about, ""):
            overtaken.add(event["id"])
        newest[about] = max(newest.get(about, ""), event["occurredAt"])
    return len({event["id"] for event in new}), len(overtaken)


async def _webhooks(testbed: Testbed, before: int) -> int:
    """Return the number of new webhooks, after each was delivered three times."""
    lines = testbed.provider_log.read_text().splitlines()[before:]

    def all_have_come() -> bool:
        taken = Counter(testbed.stack.webhooks.read_text().splitlines())
        return all(taken[line] >= COPIES for line in lines)

    await until(all_have_come, 30, "a webhook was not delivered three times")
    return len(lines)


def _difference(undisturbed: Mapping[str, int], shuffled: Mapping[str, int]) -> str:
    missing = Counter(undisturbed) - Counter(shuffled)
    extra = Counter(shuffled) - Counter(undisturbed)
    return f"only in the undisturbed run: {list(missing)[:5]}; only shuffled: {list(extra)[:5]}"
