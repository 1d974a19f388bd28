"""`python -m subgraphs.booking resume`: what was left to people goes on."""

import sys

from pymongo.errors import PyMongoError

from shared.clock import SystemClock
from shared.errors import Unavailable
from shared.ids import UlidSource, is_id
from shared.messaging.outbox import Outbox
from shared.secrets.vault import Vault, VaultAccessError
from shared.storage import mongo
from subgraphs.booking.adapters.store import MongoBookingStore
from subgraphs.booking.domain.bookings import set_going
from subgraphs.booking.errors import Overtaken
from subgraphs.booking.ports import BookingStore
from subgraphs.booking.settings import Settings


async def resume(settings: Settings, booking_ids: list[str]) -> int:
    """Set each booking that needs attention going again, for the recovery worker to take up.

    0 when all were; 1 and a sentence for each that was not, or when a part is away: the command
    may be given again.
    """
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    try:
        credentials = await vault.read("booking/mongo")
        async with mongo.connect(settings.mongo_url, credentials) as client:
            database = client[credentials["database"]]
            outbox = Outbox(database, SystemClock(), UlidSource())
            bookings = MongoBookingStore(database, outbox)
            resumed = [await _resume(bookings, id) for id in booking_ids]
    except (Unavailable, VaultAccessError, PyMongoError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if all(resumed) else 1


async def _resume(bookings: BookingStore, id: str) -> bool:
    booking = await bookings.get(id) if is_id("bkg", id) else None
    if booking is None:
        print(f"{id}: there is no such booking.", file=sys.stderr)
        return False
    going = set_going(booking.state)
    if going is None:
        print(f"{id}: it is {booking.status}, and was not left to people.", file=sys.stderr)
        return False
    try:
        await bookings.move(booking, going)
    except Overtaken:
        print(f"{id}: it has just been changed; look again.", file=sys.stderr)
        return False
    print(f"{id}: goes on with {booking.step}.")
    return True
