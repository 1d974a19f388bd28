"""What one service's facts were to bring about at the others has come about."""

from collections.abc import Iterator

from tests.faults.auditor.books import Books, occurred_at
from tests.faults.auditor.calls import Row

_STANDING = ("PENDING", "CONFIRMED", "NEEDS_ATTENTION")


def the_seats_for_sale_are_the_schedules(books: Books) -> Iterator[str]:
    """Booking sells what catalog has in its schedule: that showtime, those seats, those prices."""
    for id, showtime in books.showtimes.items():
        inventory = books.inventories.get(id)
        if inventory is None:
            yield f"booking has never heard of {id}"
            continue
        if inventory["scheduled"] != (showtime["status"] == "SCHEDULED"):
            yield f"{id} is {showtime['status']}, and can be booked: {inventory['scheduled']}"
        auditorium = books.auditoriums[showtime["auditoriumId"]]
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
    for id in books.inventories.keys() - books.showtimes.keys():
        yield f"booking sells {id}, which is no showtime"


def who_booked_what_is_off_has_the_money_back(books: Books) -> Iterator[str]:
    """No booking stands of a showtime that was cancelled, or that was moved after it was booked."""
    for id, booking in books.bookings.items():
        if booking["status"] not in _STANDING:
            continue
        showtime = booking["showtimeId"]
        told = books.told("catalog.showtime.cancelled.v1", "showtimeId", showtime)
        if told or books.showtimes.get(showtime, {}).get("status") == "CANCELLED":
            yield f"{id} is {booking['status']}, and its showtime is cancelled"
        confirmed = map(occurred_at, books.told("booking.confirmed.v1", "bookingId", id))
        moved = map(occurred_at, books.told("catalog.showtime.moved.v1", "showtimeId", showtime))
        if max(confirmed, default=books.read_at) < max(moved, default=booking["createdAt"]):
            yield f"{id} is {booking['status']}, and its showtime was moved since"


def nothing_is_left_of_who_is_gone(books: Books) -> Iterator[str]:
    """Nobody who has deleted their account, or of whom that was told, is named anywhere."""
    gone = {event["data"]["accountId"] for event in books.events.get("account.deleted.v1", ())}
    gone |= {call.account for call in books.calls if call.kind == "AccountDeleted"}
    for account in gone & (books.accounts | books.sessions):
        yield f"{account} is gone, and has an account or a session"
    rows: list[Row] = []
    for each in (books.bookings, books.payments, books.holds):
        rows += each.values()
    for row in rows:
        if row["accountId"] in gone:
            yield f"{row['_id']} names {row['accountId']}, who is gone"
    for showtime, inventory in books.inventories.items():
        for seat_id, seat in inventory["seats"].items():
            if seat.get("accountId") in gone:
                yield f"{seat_id} of {showtime} names {seat['accountId']}, who is gone"


def catalog_knows_what_is_sold(books: Books) -> Iterator[str]:
    """Catalog has heard of each booking, and whether it stands."""
    for id, booking in books.bookings.items():
        if booking["status"] not in ("CONFIRMED", "CANCELLED"):
            continue
        owed = {"showtimeId": booking["showtimeId"], "stands": booking["status"] == "CONFIRMED"}
        found = books.sold.get(id, {})
        if {name: found.get(name) for name in owed} != owed:
            yield f"catalog has {found} of {id}, which is {owed}"
    for id in books.sold.keys() - books.bookings.keys():
        yield f"catalog has heard of {id}, which is no booking"


RULES = (
    the_seats_for_sale_are_the_schedules,
    who_booked_what_is_off_has_the_money_back,
    nothing_is_left_of_who_is_gone,
    catalog_knows_what_is_sold,
)
