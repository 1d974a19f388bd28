"""`python -m subgraphs.booking resume`: let bookings that were left to people continue."""

import sys

from shared.errors import VersionConflict
from shared.ids import is_id
from shared.secrets.vault import VaultAccessError
from shared.storage.unavailability import PART_FAILURES
from subgraphs.booking.app import connect_bookings
from subgraphs.booking.domain.saga import Cause
from subgraphs.booking.ports import BookingStore
from subgraphs.booking.settings import Settings


async def resume(settings: Settings, booking_ids: list[str]) -> int:
    """Let each booking that needs attention continue, by the recovery worker.

    Return 0 when all do; 1 after a sentence for each that does not, or when a part is unavailable:
    the command may be repeated.
    """
    try:
        async with connect_bookings(settings) as bookings:
            resumed = [await _resume(bookings, id) for id in booking_ids]
    except (*PART_FAILURES, VaultAccessError, FileNotFoundError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if all(resumed) else 1


async def _resume(bookings: BookingStore, id: str) -> bool:
    booking = await bookings.get(id) if is_id("bkg", id) else None
    if booking is None:
        print(f"{id}: there is no such booking.", file=sys.stderr)
        return False
    if not booking.can_change_by(Cause.RESUMED):
        print(f"{id}: it is {booking.status}, and was not left to people.", file=sys.stderr)
        return False
    try:
        await bookings.save(booking.after(Cause.RESUMED))
    except VersionConflict:
        print(f"{id}: it has just been changed; try again.", file=sys.stderr)
        return False
    print(f"{id}: continues with {booking.step}.")
    return True
