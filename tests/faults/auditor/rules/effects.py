"""Rules: the facts of one service have had their effects in the other services."""

from collections.abc import Iterator

from tests.faults.auditor.calls import Document
from tests.faults.auditor.records import Records, occurred_at

_STANDING = ("PENDING", "CONFIRMED", "NEEDS_ATTENTION")


def inventories_match_the_schedule(records: Records) -> Iterator[str]:
    """Check that booking sells what catalog has scheduled: showtimes, seats and prices."""
    for id, showtime in records.showtimes.items():
        inventory = records.inventories.get(id)
        if inventory is None:
            yield f"booking has no inventory of {id}"
            continue
        if inventory["scheduled"] != (showtime["status"] == "SCHEDULED"):
            yield f"{id} is {showtime['status']}, but can be booked: {inventory['scheduled']}"
        auditorium = records.auditoriums[showtime["auditoriumId"]]
        theirs = {
            "startsAt": showtime["startsAt"],
            "endsAt": showtime["endsAt"],
            "auditoriumName": auditorium["name"],
        }
        for name, value in theirs.items():
            if inventory[name] != value:
                yield f"{id}: booking has the {name} {inventory[name]}, catalog {value}"
        if sorted(inventory["prices"], key=str) != sorted(showtime["prices"], key=str):
            yield f"{id}: booking has other prices than catalog"
        seats = {
            f"{row['label']}{seat['number']}" for row in auditorium["rows"] for seat in row["seats"]
        }
        if inventory["seats"].keys() != seats:
            yield f"{id}: booking has other seats than its auditorium"
    for id in records.inventories.keys() - records.showtimes.keys():
        yield f"booking sells {id}, which is not a showtime of catalog"


def bookings_end_with_their_showtime(records: Records) -> Iterator[str]:
    """Check that no booking is in force whose showtime was cancelled, or moved after it."""
    for id, booking in records.bookings.items():
        if booking["status"] not in _STANDING:
            continue
        showtime = booking["showtimeId"]
        events = records.events_about("catalog.showtime.cancelled.v1", "showtimeId", showtime)
        if events or records.showtimes.get(showtime, {}).get("status") == "CANCELLED":
            yield f"{id} is {booking['status']}, but its showtime is cancelled"
        confirmed = map(occurred_at, records.events_about("booking.confirmed.v1", "bookingId", id))
        moved = map(
            occurred_at, records.events_about("catalog.showtime.moved.v1", "showtimeId", showtime)
        )
        if max(confirmed, default=records.read_at) < max(moved, default=booking["createdAt"]):
            yield f"{id} is {booking['status']}, but its showtime was moved since"


def deleted_accounts_are_named_nowhere(records: Records) -> Iterator[str]:
    """Check that no record names an account whose deletion was answered or published."""
    deleted = {event["data"]["accountId"] for event in records.events.get("account.deleted.v1", ())}
    deleted |= {call.account for call in records.calls if call.kind == "AccountDeleted"}
    for account in deleted & (records.accounts | records.sessions):
        yield f"{account} was deleted, but still has an account or a session"
    rows: list[Document] = []
    for each in (records.bookings, records.payments, records.holds):
        rows += each.values()
    for row in rows:
        if row["accountId"] in deleted:
            yield f"{row['_id']} names {row['accountId']}, which was deleted"
    for showtime, inventory in records.inventories.items():
        for seat_id, seat in inventory["seats"].items():
            if seat.get("accountId") in deleted:
                yield f"{seat_id} of {showtime} names {seat['accountId']}, which was deleted"


def catalog_knows_every_booking(records: Records) -> Iterator[str]:
    """Check that catalog knows each booking, and whether it is in force."""
    for id, booking in records.bookings.items():
        if booking["status"] not in ("CONFIRMED", "CANCELLED"):
            continue
        owed = {"showtimeId": booking["showtimeId"], "stands": booking["status"] == "CONFIRMED"}
        found = records.bookings_in_catalog.get(id, {})
        if {name: found.get(name) for name in owed} != owed:
            yield f"catalog knows {found} of {id}, expected {owed}"
    for id in records.bookings_in_catalog.keys() - records.bookings.keys():
        yield f"catalog knows {id}, which is not a booking"


RULES = (
    inventories_match_the_schedule,
    bookings_end_with_their_showtime,
    deleted_accounts_are_named_nowhere,
    catalog_knows_every_booking,
)
