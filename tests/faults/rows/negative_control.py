"""The negative control: with a safeguard disabled, a rule or a probe must detect the harm."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.customers import PASSWORD
from tests.faults.rows import attacks
from tests.faults.rows.seat_operations import (
    SEAT,
    SEAT_OPERATIONS,
    Database,
    SeatContext,
    authorize_without_answer,
    book_seat,
    hold_seat,
    hold_up,
    stall_after_authorization,
)
from tests.faults.testbed import BreachFound, RowFailed, Testbed, open_testbed
from tests.waiting import until

_PROBE = "a probe"
_HANDLED_WITHIN = 40.0

Exercise = Callable[[SeatContext], Awaitable[str]]
"""Does what the safeguard protects against. Returns the id or seat that the auditor must report
when the safeguard is disabled. Raises BreachFound when the harm shows at once."""


async def _hold_a_sold_seat(context: SeatContext) -> str:
    await hold_seat(context)
    await book_seat(context)
    await SEAT_OPERATIONS["hold"].action(context)
    return await context.booking_id()


async def _confirm_a_lost_hold(context: SeatContext) -> str:
    context.hold_expires = True
    await hold_seat(context)
    go = await hold_up(context, "book")
    await SEAT_OPERATIONS["expire"].action(context)
    await go()
    return await context.booking_id()


async def _confirm_a_second_time(context: SeatContext) -> str:
    """Let a booking call go on after recovery has finished its booking."""
    await hold_seat(context)
    await stall_after_authorization(context)
    await SEAT_OPERATIONS["recovery"].action(context)
    await context.wait_for_answer()
    return await context.booking_id()


async def _save_a_stale_payment(context: SeatContext) -> str:
    """Let a webhook go on after its payment was captured."""
    await hold_seat(context)
    await authorize_without_answer(context)
    await SEAT_OPERATIONS["recovery"].action(context)
    context.release_webhook()
    await context.wait_for_answer()
    return await context.payment_id()


async def _deliver_a_deletion_twice(context: SeatContext) -> str:
    """Deliver a deletion twice. In between give the payment its account's id back, so that a
    second effect shows."""
    await hold_seat(context)
    await book_seat(context)
    account, payment = context.owner.account_id, await context.payment_id()
    payments = context.database["payment"]["payments"]

    async def is_anonymised() -> bool:
        return not await payments.count_documents({"accountId": account})

    await context.owner.do("deleteMyAccount", password=PASSWORD)
    await until(is_anonymised, _HANDLED_WITHIN, "payment did not handle the deletion")
    (row,) = [row async for row in payments.find({"_id": payment})]
    await payments.update_one({"_id": payment}, {"$set": {"accountId": account}})
    broker = context.testbed.broker
    for each in await broker.messages():
        if each.topic.startswith("account.deleted.") and account.encode() in (each.value or b""):
            await broker.publish(each.topic, each.value or b"", each.key)

    async def handled() -> bool:
        return await broker.behind() == 0

    await until(handled, _HANDLED_WITHIN, "payment did not handle the second delivery")
    again = await is_anonymised()
    await payments.replace_one({"_id": payment}, row)
    if again:
        raise BreachFound("an event had its effect a second time")
    return payment


async def _nothing(_: SeatContext) -> str:
    return "unique index"


async def _sell_a_seat_twice(context: SeatContext) -> str:
    await hold_seat(context)
    await book_seat(context)
    stranger = context.strangers.pop()
    second = await stranger.hold(context.showtime, SEAT)
    if second["__typename"] == "SeatHold":
        await stranger.book(second["id"])
    return f"{SEAT} of {context.showtime}"


async def _forge_a_service_token(context: SeatContext) -> str:
    await attacks.forge_a_service_token(context.testbed)
    return ""


async def _forge_a_webhook(context: SeatContext) -> str:
    await attacks.forge_a_webhook(context.testbed)
    return ""


@dataclass(frozen=True, slots=True)
class Control:
    """Safeguards to disable, an exercise, and the auditor's rule or the probe that must notice."""

    disabled: Sequence[str]
    exercise: Exercise
    detector: str


_AGREE = "seats_tickets_and_bookings_agree"
CONTROLS = (
    Control(["claim"], _hold_a_sold_seat, _AGREE),
    Control(["fence"], _confirm_a_lost_hold, _AGREE),
    Control(["booking-version"], _confirm_a_second_time, _AGREE),
    Control(["payment-version"], _save_a_stale_payment, "payments_match_the_provider"),
    Control(["inbox"], _deliver_a_deletion_twice, _PROBE),
    Control(["service-signature"], _forge_a_service_token, _PROBE),
    Control(["webhook-signature"], _forge_a_webhook, _PROBE),
    # Last, because the unique index cannot be built again once seats are sold twice.
    Control(["index"], _nothing, "unique_ticket_index_exists"),
    Control(["claim", "fence", "index"], _sell_a_seat_twice, "one_active_ticket_per_seat"),
)


async def run(testbed: Testbed, scale: float) -> str:
    """Run all exercises with every safeguard, without harm; then each without its safeguards."""
    async with Database(testbed.mongo_url, tz_aware=True) as database:
        tasks = [await _new_context(testbed, database) for _ in CONTROLS]
        await asyncio.gather(
            *(each.exercise(context) for each, context in zip(CONTROLS, tasks, strict=True))
        )
    await testbed.settle_and_audit()
    folder = Path(tempfile.mkdtemp(prefix="faults-without-"))
    # A separate testbed, because its data stays corrupt.
    async with (
        open_testbed(folder, testbed.random.getrandbits(32)) as broken,
        Database(broken.mongo_url, tz_aware=True) as database,
    ):
        for control in CONTROLS:
            if "index" in control.disabled:
                await _drop_the_index(database)
            await broken.stack.restart_without(control.disabled)
            detectors = await _detectors(broken, control, await _new_context(broken, database))
            if control.detector not in detectors:
                raise RowFailed(f"without {control.disabled}: {control.detector} detected nothing")
    named = ", ".join(f"{' and '.join(each.disabled)} ({each.detector})" for each in CONTROLS)
    return f"{len(CONTROLS)} times safeguards disabled, each detected as expected: {named}"


async def _detectors(testbed: Testbed, control: Control, context: SeatContext) -> set[str]:
    """Return which rules report the exercise's subject, or the probe. Other reports do not count:
    unfinished work is not the point here."""
    try:
        subject = await control.exercise(context)
    except BreachFound:
        return {_PROBE}
    violations = (await testbed.audit())["violations"]
    return {rule for rule, lines in violations.items() if any(subject in line for line in lines)}


async def _new_context(testbed: Testbed, database: Database) -> SeatContext:
    owner, *strangers = await testbed.customers(2)
    return SeatContext(testbed, database, testbed.showtime(), owner, strangers, hold_expires=False)


async def _drop_the_index(database: Database) -> None:
    tickets = database["booking"]["tickets"]
    for name, index in (await tickets.index_information()).items():
        if index.get("unique") and name != "_id_":
            await tickets.drop_index(name)
