"""The negative control: with a safeguard disabled, who is to notice must go red."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.customers import PASSWORD
from tests.faults.rows import attacks
from tests.faults.rows.happenings import (
    HAPPENINGS,
    SEAT,
    Database,
    Scene,
    bought,
    held,
    hold_up,
    left,
    untold,
)
from tests.faults.testbed import Noticed, Red, Testbed, open_testbed
from tests.waiting import until

_PROBE = "a probe"
_TAKEN_WITHIN = 40.0

Deed = Callable[[Scene], Awaitable[str]]
"""Does what the safeguard is there for. What the auditor is to complain of, when it does no harm
by itself: an id, or a seat. Noticed when it shows at once."""


async def _hold_a_sold_seat(scene: Scene) -> str:
    await held(scene)
    await bought(scene)
    await HAPPENINGS["hold"].act(scene)
    return await scene.booking_id()


async def _confirm_a_lost_hold(scene: Scene) -> str:
    scene.ends = True
    await held(scene)
    go = await hold_up(scene, "book")
    await HAPPENINGS["expire"].act(scene)
    await go()
    return await scene.booking_id()


async def _confirm_once_more(scene: Scene) -> str:
    """A call that has stood still while its booking was recovered goes on."""
    await held(scene)
    await left(scene)
    await HAPPENINGS["recovery"].act(scene)
    await scene.booked()
    return await scene.booking_id()


async def _write_what_was_overtaken(scene: Scene) -> str:
    """A webhook that has stood still while the payment was captured goes on."""
    await held(scene)
    await untold(scene)
    await HAPPENINGS["recovery"].act(scene)
    scene.let_the_webhook_go()
    await scene.booked()
    return await scene.payment_id()


async def _tell_a_deletion_twice(scene: Scene) -> str:
    """The payment is given its account's name back, to show whether it is taken a second time."""
    await held(scene)
    await bought(scene)
    account, payment = scene.owner.account_id, await scene.payment_id()
    payments = scene.database["payment"]["payments"]

    async def forgotten() -> bool:
        return not await payments.count_documents({"accountId": account})

    await scene.owner.do("deleteMyAccount", password=PASSWORD)
    await until(forgotten, _TAKEN_WITHIN, "payment did not take the deletion in")
    (row,) = [row async for row in payments.find({"_id": payment})]
    await payments.update_one({"_id": payment}, {"$set": {"accountId": account}})
    broker = scene.testbed.broker
    for told in await broker.messages():
        if told.topic.startswith("account.deleted.") and account.encode() in (told.value or b""):
            await broker.publish(told.topic, told.value or b"", told.key)

    async def taken() -> bool:
        return await broker.behind() == 0

    await until(taken, _TAKEN_WITHIN, "the second delivery was not taken")
    again = await forgotten()
    await payments.replace_one({"_id": payment}, row)
    if again:
        raise Noticed("an event had its effect a second time")
    return payment


async def _nothing(_: Scene) -> str:
    return "unique index"


async def _sell_a_seat_twice(scene: Scene) -> str:
    await held(scene)
    await bought(scene)
    stranger = scene.strangers.pop()
    second = await stranger.hold(scene.showtime, SEAT)
    if second["__typename"] == "SeatHold":
        await stranger.book(second["id"])
    return f"{SEAT} of {scene.showtime}"


async def _forge_a_service_token(scene: Scene) -> str:
    await attacks.forge_a_service_token(scene.testbed)
    return ""


async def _forge_a_webhook(scene: Scene) -> str:
    await attacks.forge_a_webhook(scene.testbed)
    return ""


@dataclass(frozen=True, slots=True)
class Control:
    """Safeguards that are disabled, a deed, and who must notice: a rule of the auditor's."""

    switches: Sequence[str]
    deed: Deed
    noticer: str


_AGREE = "seats_tickets_and_bookings_agree"
CONTROLS = (
    Control(["claim"], _hold_a_sold_seat, _AGREE),
    Control(["fence"], _confirm_a_lost_hold, _AGREE),
    Control(["booking-version"], _confirm_once_more, _AGREE),
    Control(["payment-version"], _write_what_was_overtaken, "payments_are_as_the_provider_says"),
    Control(["inbox"], _tell_a_deletion_twice, _PROBE),
    Control(["service-signature"], _forge_a_service_token, _PROBE),
    Control(["webhook-signature"], _forge_a_webhook, _PROBE),
    # The last two, since seats that were sold twice let no such index be made again.
    Control(["index"], _nothing, "the_backstop_is_there"),
    Control(["claim", "fence", "index"], _sell_a_seat_twice, "one_active_ticket_a_seat"),
)


async def run(testbed: Testbed, share: float) -> str:
    """The deeds with every safeguard in place, which do no harm; then each without its own."""
    async with Database(testbed.mongo_url, tz_aware=True) as database:
        scenes = [await _scene(testbed, database) for _ in CONTROLS]
        await asyncio.gather(
            *(each.deed(scene) for each, scene in zip(CONTROLS, scenes, strict=True))
        )
    await testbed.clean()
    folder = Path(tempfile.mkdtemp(prefix="faults-without-"))
    # A testbed of its own: what is spoilt stays spoilt.
    async with (
        open_testbed(folder, testbed.random.getrandbits(32)) as spoilt,
        Database(spoilt.mongo_url, tz_aware=True) as database,
    ):
        for control in CONTROLS:
            if "index" in control.switches:
                await _drop_the_index(database)
            await spoilt.stack.build(control.switches)
            noticers = await _noticers(spoilt, control, await _scene(spoilt, database))
            if control.noticer not in noticers:
                raise Red(f"without {control.switches}: {control.noticer} noticed nothing")
    told = ", ".join(f"{' and '.join(each.switches)} ({each.noticer})" for each in CONTROLS)
    return f"{len(CONTROLS)} times safeguards disabled, each noticed by who must: {told}"


async def _noticers(testbed: Testbed, control: Control, scene: Scene) -> set[str]:
    """Who complains of what the deed was done to; what else has not ended yet is not the point."""
    try:
        subject = await control.deed(scene)
    except Noticed:
        return {_PROBE}
    violations = (await testbed.audit())["violations"]
    return {rule for rule, lines in violations.items() if any(subject in line for line in lines)}


async def _scene(testbed: Testbed, database: Database) -> Scene:
    owner, *strangers = await testbed.customers(2)
    return Scene(testbed, database, testbed.showtime(), owner, strangers, ends=False)


async def _drop_the_index(database: Database) -> None:
    tickets = database["booking"]["tickets"]
    for name, index in (await tickets.index_information()).items():
        if index.get("unique") and name != "_id_":
            await tickets.drop_index(name)
