"""Every Kafka message and every webhook comes three times, shuffled, while all are at work."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from random import Random
from typing import Any
from uuid import uuid4

from tests.faults.build.redelivery import COPIES
from tests.faults.customers import PASSWORD, Answer, Customer
from tests.faults.end_state import Participants, end_state
from tests.faults.testbed import RowFailed, Testbed
from tests.waiting import until

_CUSTOMERS, _ROWS, _PURCHASES = 6, "CDEFGH", 3
_SHOWTIMES = 12
_CLEAN_DAY, _SHUFFLED_DAY = 16, 22
"""How many days from now the script is played; the demo's programme is over by then."""


async def run(testbed: Testbed, scale: float) -> str:
    """The same script twice, once undisturbed; both must end alike."""
    seed = testbed.random.getrandbits(64)
    showtimes = max(8, ceil(_SHOWTIMES * scale))
    clean = await _played(testbed, seed, showtimes, _CLEAN_DAY)
    known = {_event(message.value)["id"] for message in await testbed.broker.messages()}
    told = len(testbed.provider_log.read_text().splitlines())
    testbed.stack.redeliver(testbed.random.getrandbits(32))
    try:
        shuffled = await _played(testbed, seed, showtimes, _SHUFFLED_DAY)
        messages, overtaken = await _messages(testbed, known)
        webhooks = await _webhooks(testbed, told)
    finally:
        testbed.stack.deliver_once()
    await testbed.clean()
    again = await _state(testbed, shuffled, _SHUFFLED_DAY)
    before = await _state(testbed, clean, _CLEAN_DAY)
    for what in before.keys() | again.keys():
        if before[what] != again[what]:
            raise RowFailed(f"{what} differ: {_difference(before[what], again[what])}")
    if not overtaken:
        raise RowFailed("no message was overtaken by a later one about the same")
    return (
        f"{messages} messages and {webhooks} webhooks delivered {COPIES} times each, shuffled, "
        f"{overtaken} of them overtaken by a later one about the same, during a script of "
        f"{len(shuffled.showtimes)} showtimes: {sum(map(len, again.values()))} documents as in the "
        "clean run"
    )


async def _played(testbed: Testbed, seed: int, count: int, day: int) -> Participants:
    """Purchases in new showtimes, of which one is called off and one moved, and an account that is
    deleted; who took part."""
    showtimes = [await _schedule(testbed, day, number) for number in range(count)]
    withdrawn, hurried, called_off, moved, *others = showtimes
    # At once: all that there is to tell of these is under way at the same time.
    await _done(testbed.admin.do("cancelShowtime", id=withdrawn), "Showtime")
    await _move(testbed, hurried, _starts_at(day, 1) + timedelta(days=5))
    settled = _starts_at(day, 1) + timedelta(days=4)
    await _move(testbed, hurried, settled)
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
            tasks.create_task(shop(number, [called_off, *others[:half]]))
    # It stands when the showtime is moved, and is worth nothing then.
    await _done(customers[1].hold(moved, "B5"), "SeatHold")
    later = _starts_at(day, 3) + timedelta(days=3)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_done(testbed.admin.do("cancelShowtime", id=called_off), "Showtime"))
        tasks.create_task(_move(testbed, moved, later))
        leave = customers[0].do("deleteMyAccount", password=PASSWORD)
        tasks.create_task(_done(leave, "AccountDeleted"))
        for number in range(1, _CUSTOMERS):
            tasks.create_task(shop(number, others[half:]))
    await until(lambda: testbed.is_for_sale(moved, later), 30, "booking has not heard of the move")
    await until(lambda: testbed.is_for_sale(hurried, settled), 30, "a move has got lost")
    async with asyncio.TaskGroup() as tasks:
        for number in range(1, _CUSTOMERS):
            tasks.create_task(shop(number, [hurried, moved]))
    await testbed.quiet(60)
    return participants


async def _purchase(
    testbed: Testbed, customer: Customer, random: Random, showtime: str, row: int, purchase: int
) -> None:
    """Seats that nobody else wants, and what the customer does with them."""
    size = random.randint(1, 3)
    first = 3 * purchase + 1
    seats = [f"{_ROWS[row]}{number}" for number in range(first, first + size)]
    fate = random.choice(("kept", "kept", "used", "cancelled", "declined", "released"))
    held = await _done(customer.hold(showtime, *seats), "SeatHold")
    if random.random() < 0.3:
        await _done(customer.do("extendHold", id=held["id"]), "SeatHold")
    if fate in ("declined", "released"):
        if fate == "declined":
            await _done(customer.book(held["id"], "tok_declined"), "PaymentDeclined")
        await _done(customer.do("releaseHold", id=held["id"]), "HoldReleased")
        return
    booked = await _done(customer.book(held["id"]), "Booking")
    if booked["status"] != "CONFIRMED":
        raise RowFailed(f"nothing was away, and a booking is {booked['status']}")
    if fate == "cancelled":
        await _done(customer.cancel(booked["id"]), "Booking")
    elif fate == "used":
        code = booked["tickets"][0]["code"]
        admit = testbed.admin.do("checkInTicket", code=code, idempotencyKey=uuid4().hex)
        await _done(admit, "TicketAccepted")


async def _done(doing: Any, wanted: str) -> Answer:
    answer = await doing
    if answer["__typename"] != wanted:
        raise RowFailed(f"not a {wanted}: {answer}")
    return answer


def _starts_at(day: int, number: int) -> datetime:
    """Three showtimes a day, in one auditorium."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + timedelta(days=day + number // 3, hours=8 + 4 * (number % 3))


async def _schedule(testbed: Testbed, day: int, number: int) -> str:
    pattern = testbed.programme.file["showtimes"][0]
    wanted = {name: value for name, value in pattern.items() if name not in ("id", "startsAt")}
    starts_at = _starts_at(day, number).isoformat()
    scheduled = await _done(
        testbed.admin.do("scheduleShowtime", **wanted, startsAt=starts_at), "Showtime"
    )
    return scheduled["id"]


async def _move(testbed: Testbed, id: str, starts_at: datetime) -> None:
    move = testbed.admin.do("moveShowtime", id=id, startsAt=starts_at.isoformat())
    await _done(move, "Showtime")


async def _state(testbed: Testbed, participants: Participants, day: int) -> dict[str, Counter[str]]:
    return await end_state(testbed, participants, _starts_at(day, 0))


def _event(value: bytes | None) -> dict[str, Any]:
    return json.loads(value or b"")


async def _messages(testbed: Testbed, known: set[str]) -> tuple[int, int]:
    """How many new events came, all of them often enough, and how many of them were overtaken."""
    new: list[dict[str, Any]] = []

    async def all_have_come() -> bool:
        messages = sorted(await testbed.broker.messages(), key=lambda each: each.timestamp)
        found = [_event(message.value) for message in messages]
        new[:] = [event for event in found if event["id"] not in known]
        return bool(new) and min(Counter(event["id"] for event in new).values()) >= COPIES

    await until(all_have_come, 30, "a message did not come three times")
    newest: dict[str, str] = {}
    overtaken: set[str] = set()
    # Of each event the copy that came first: the late ones of the others overtake nothing.
    for event in {event["id"]: event for event in reversed(new)}.values():
        about = event["key"]
        if event["occurredAt"] < newest.get(about, ""):
            overtaken.add(event["id"])
        newest[about] = max(newest.get(about, ""), event["occurredAt"])
    return len({event["id"] for event in new}), len(overtaken)


async def _webhooks(testbed: Testbed, before: int) -> int:
    """How many the provider had to tell of, each told often enough."""
    lines = testbed.provider_log.read_text().splitlines()[before:]

    def all_have_come() -> bool:
        taken = Counter(testbed.stack.webhooks.read_text().splitlines())
        return all(taken[line] >= COPIES for line in lines)

    await until(all_have_come, 30, "a webhook was not delivered three times")
    return len(lines)


def _difference(before: Mapping[str, int], after: Mapping[str, int]) -> str:
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return f"only in the clean run {list(gone)[:5]}, only in the other {list(new)[:5]}"
