"""The negative control: with a safeguard disabled, who is to notice must go red."""

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
_TAKEN_WITHIN = 40.0

Exercise = Callable[[SeatContext], Awaitable[str]]
"""Does what the safeguard is there for. What the auditor is to complain of, when it does no harm
by itself: an id, or a seat. Noticed when it shows at once."""


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


async def _confirm_once_more(context: SeatContext) -> str:
    """A call that has stood still while its booking was recovered goes on."""
    await hold_seat(context)
    await stall_after_authorization(context)
    await SEAT_OPERATIONS["recovery"].action(context)
    await context.wait_for_answer()
    return await context.booking_id()


async def _write_what_was_overtaken(context: SeatContext) -> str:
    """A webhook that has stood still while the payment was captured goes on."""
    await hold_seat(context)
    await authorize_without_answer(context)
    await SEAT_OPERATIONS["recovery"].action(context)
    context.release_webhook()
    await context.wait_for_answer()
    return await context.payment_id()


async def _tell_a_deletion_twice(context: SeatContext) -> str:
    """The payment is given its account's name back, to show whether it is taken a second time."""
    await hold_seat(context)
    await book_seat(context)
    account, payment = context.owner.account_id, await context.payment_id()
    payments = context.database["payment"]["payments"]

    async def forgotten() -> bool:
        return not await payments.count_documents({"accountId": account})

    await context.owner.do("deleteMyAccount", password=PASSWORD)
    await until(forgotten, _TAKEN_WITHIN, "payment did not take the deletion in")
    (row,) = [row async for row in payments.find({"_id": payment})]
    await payments.update_one({"_id": payment}, {"$set": {"accountId": account}})
    broker = context.testbed.broker
    for told in await broker.messages():
        if told.topic.startswith("account.deleted.") and account.encode() in (told.value or b""):
            await broker.publish(told.topic, told.value or b"", told.key)

    async def taken() -> bool:
        return await broker.behind() == 0

    await until(taken, _TAKEN_WITHIN, "the second delivery was not taken")
    again = await forgotten()
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
    """Safeguards that are disabled, a deed, and who must notice: a rule of the auditor's."""

    disabled: Sequence[str]
    exercise: Exercise
    detector: str


_AGREE = "seats_tickets_and_bookings_agree"
CONTROLS = (
    Control(["claim"], _hold_a_sold_seat, _AGREE),
    Control(["fence"], _confirm_a_lost_hold, _AGREE),
    Control(["booking-version"], _confirm_once_more, _AGREE),
    Control(["payment-version"], _write_what_was_overtaken, "payments_match_the_provider"),
    Control(["inbox"], _tell_a_deletion_twice, _PROBE),
    Control(["service-signature"], _forge_a_service_token, _PROBE),
    Control(["webhook-signature"], _forge_a_webhook, _PROBE),
    # The last two, since seats that were sold twice let no such index be made again.
    Control(["index"], _nothing, "unique_ticket_index_exists"),
    Control(["claim", "fence", "index"], _sell_a_seat_twice, "one_active_ticket_per_seat"),
)


async def run(testbed: Testbed, scale: float) -> str:
    """The deeds with every safeguard in place, which do no harm; then each without its own."""
    async with Database(testbed.mongo_url, tz_aware=True) as database:
        tasks = [await _new_context(testbed, database) for _ in CONTROLS]
        await asyncio.gather(
            *(each.exercise(context) for each, context in zip(CONTROLS, tasks, strict=True))
        )
    await testbed.clean()
    folder = Path(tempfile.mkdtemp(prefix="faults-without-"))
    # A testbed of its own: what is spoilt stays spoilt.
    async with (
        open_testbed(folder, testbed.random.getrandbits(32)) as broken,
        Database(broken.mongo_url, tz_aware=True) as database,
    ):
        for control in CONTROLS:
            if "index" in control.disabled:
                await _drop_the_index(database)
            await broken.stack.build(control.disabled)
            detectors = await _detectors(broken, control, await _new_context(broken, database))
            if control.detector not in detectors:
                raise RowFailed(f"without {control.disabled}: {control.detector} noticed nothing")
    told = ", ".join(f"{' and '.join(each.disabled)} ({each.detector})" for each in CONTROLS)
    return f"{len(CONTROLS)} times safeguards disabled, each noticed by who must: {told}"


async def _detectors(testbed: Testbed, control: Control, context: SeatContext) -> set[str]:
    """Who complains of what the deed was done to; what else has not ended yet is not the point."""
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
