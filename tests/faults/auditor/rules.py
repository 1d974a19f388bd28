"""What must be true once everything is quiet. Each rule yields what is not."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from tests.faults.auditor.books import Books
from tests.faults.auditor.calls import Row

_FINAL = {"CONFIRMED", "CANCELLED", "PAYMENT_FAILED"}


def one_active_ticket_a_seat(books: Books) -> Iterator[str]:
    """Nobody shares a seat."""
    seats = Counter(
        (ticket["showtimeId"], ticket["seatId"]) for ticket in books.tickets if ticket["active"]
    )
    for (showtime, seat), count in seats.items():
        if count > 1:
            yield f"{count} tickets for seat {seat} of {showtime}"


def the_backstop_is_there(books: Books) -> Iterator[str]:
    """The database itself refuses a second active ticket."""
    keys = [list(dict(index["key"])) for index in books.ticket_indexes if index.get("unique")]
    if ["showtimeId", "seatId"] not in keys:
        yield "no unique index over showing and seat"


def seats_tickets_and_bookings_agree(books: Books) -> Iterator[str]:
    """What is sold has a ticket, what has a ticket is sold, under the booking's own hold."""
    for booking in books.bookings.values():
        seats = sorted(seat["seatId"] for seat in booking["seats"])
        ticketed = sorted(ticket["seatId"] for ticket in books.tickets_of(booking["_id"]))
        if ticketed != (seats if booking["status"] == "CONFIRMED" else []):
            yield f"{booking['_id']} is {booking['status']} with seats {seats}, tickets {ticketed}"
    active = {
        (ticket["showtimeId"], ticket["seatId"]): ticket["bookingId"]
        for ticket in books.tickets
        if ticket["active"]
    }
    for showtime, inventory in books.inventories.items():
        for seat_id, seat in inventory["seats"].items():
            booking = books.bookings.get(active.pop((showtime, seat_id), ""))
            if seat["state"] == "SOLD" and booking is None:
                yield f"{seat_id} of {showtime} is sold, and nobody has a ticket"
            elif seat["state"] != "SOLD" and booking is not None:
                yield f"{seat_id} of {showtime} is {seat['state']}, {booking['_id']} has a ticket"
            elif booking is not None and seat["holdId"] != booking["holdId"]:
                yield f"{seat_id} of {showtime} was sold under another hold than {booking['_id']}'s"
    for (showtime, seat_id), booking_id in active.items():
        yield f"{booking_id} has a ticket for {seat_id} of {showtime}, which is no seat"


def everything_has_ended(books: Books) -> Iterator[str]:
    """No booking, payment or event is left half-way."""
    for booking in books.bookings.values():
        if booking["step"] != "DONE" or booking["status"] not in _FINAL:
            yield f"{booking['_id']} is {booking['status']}, {booking['step']}"
    for payment in books.payments.values():
        if payment["unsettled"] or payment["status"] in ("PENDING", "UNKNOWN", "AUTHORIZED"):
            yield f"{payment['_id']} is {payment['status']}"
    for name, count in books.outbox.items():
        if count:
            yield f"{count} events wait in {name}'s outbox"


def money_taken_is_money_owed(books: Books) -> Iterator[str]:
    """Captured at the provider is what bookings cost, refunded what cancelling them promised."""
    expected: dict[str, tuple[int, int]] = {}
    for booking in books.bookings.values():
        paid = booking["amountMinor"] if booking["status"] in ("CONFIRMED", "CANCELLED") else 0
        back = booking["refundMinor"] or 0 if booking["status"] == "CANCELLED" else 0
        expected[_payment_id(booking["_id"])] = (paid, back)
    for id in expected.keys() | books.charges.keys():
        charge = books.charges.get(id)
        found = (charge.taken, charge.given_back) if charge else (0, 0)
        if found != expected.get(id, (0, 0)):
            yield f"{id}: taken and given back {found}, owed {expected.get(id, (0, 0))}"
        if charge is not None and charge.status == "authorized":
            yield f"{id} is still reserved on the card"


def payments_are_as_the_provider_says(books: Books) -> Iterator[str]:
    """Payment's own record of each charge."""
    for id, charge in books.charges.items():
        payment = books.payments.get(id)
        if payment is None:
            yield f"the provider has {id}, payment does not"
            continue
        ours = {each["id"]: each["amountMinor"] for each in payment["refunds"] if each["done"]}
        if ours != dict(charge.refunds):
            yield f"{id}: refunds {ours}, the provider's {dict(charge.refunds)}"
        taken = payment["status"] in ("CAPTURED", "REFUNDED", "PARTIALLY_REFUNDED")
        if taken != bool(charge.taken):
            yield f"{id} is {payment['status']}, at the provider {charge.status}"


def the_ledger_is_the_providers(books: Books) -> Iterator[str]:
    """The ledger sums to zero, and its balance of the provider is what the provider has."""
    balances: Counter[str] = Counter()
    for entry in books.ledger:
        balances[entry["debit"]] += entry["amountMinor"]
        balances[entry["credit"]] -= entry["amountMinor"]
    if sum(balances.values()):
        yield f"the ledger sums to {sum(balances.values())}"
    theirs = sum(charge.taken - charge.given_back for charge in books.charges.values())
    if balances["provider_balance"] != theirs:
        yield f"the ledger says {balances['provider_balance']}, the provider {theirs}"
    for cause, count in Counter(entry["cause"] for entry in books.ledger).items():
        if count > 1:
            yield f"{cause} is in the ledger {count} times"


def every_event_was_told(books: Books) -> Iterator[str]:
    """Each fact went out, and of none that is not one."""
    bookings = books.bookings.values()
    confirmed = {each["_id"] for each in bookings if each["status"] in ("CONFIRMED", "CANCELLED")}
    cancelled = {each["_id"] for each in bookings if each["status"] == "CANCELLED"}
    captured = {id for id, charge in books.charges.items() if charge.taken}
    refunds = {refund for charge in books.charges.values() for refund in charge.refunds}
    for topic, field, facts in (
        ("booking.confirmed.v1", "bookingId", confirmed),
        ("booking.cancelled.v1", "bookingId", cancelled),
        ("payment.captured.v1", "paymentId", captured),
        ("payment.refunded.v1", "refundId", refunds),
    ):
        told = {event["data"][field] for event in books.events.get(topic, ())}
        for id in sorted(facts - told):
            yield f"{topic} was never told of {id}"
        for id in sorted(told - facts):
            yield f"{topic} was told of {id}, which is not so"


def every_effect_came_once(books: Books) -> Iterator[str]:
    """What the events of others were to bring about is so, and on record as taken."""
    for event in books.events.get("catalog.showtime.cancelled.v1", ()):
        showtime = event["data"]["showtimeId"]
        if books.inventories.get(showtime, {"scheduled": False})["scheduled"]:
            yield f"{showtime} is cancelled and can still be booked"
        for booking in books.bookings.values():
            if booking["showtimeId"] == showtime and booking["status"] == "CONFIRMED":
                yield f"{booking['_id']} stands, and its showing is cancelled"
    for event in books.events.get("account.deleted.v1", ()):
        account = event["data"]["accountId"]
        for row in (*books.bookings.values(), *books.payments.values()):
            if row["accountId"] == account:
                yield f"{row['_id']} names the deleted {account}"
        if event["id"] not in books.inbox:
            yield f"payment has not kept that it took {event['id']}"


def what_customers_were_told_is_so(books: Books) -> Iterator[str]:
    """Every answer that somebody got is still true."""
    released = {
        call.given["id"]
        for call in books.calls
        if call.operation == "releaseHold" and call.may_be_done
    }
    may_be_cancelled = {
        call.given["bookingId"]
        for call in books.calls
        if call.operation == "cancelBooking" and call.may_be_done
    }
    off = {
        event["data"]["showtimeId"]
        for topic in ("catalog.showtime.cancelled.v1", "catalog.showtime.moved.v1")
        for event in books.events.get(topic, ())
    }
    tickets = {ticket["_id"]: ticket for ticket in books.tickets}
    gone = {event["data"]["accountId"] for event in books.events.get("account.deleted.v1", ())}
    for call in books.calls:
        answer = call.answer
        match call.kind:
            case "SeatHold":
                hold = books.holds.get(answer["id"])
                if hold is None and answer["id"] not in released and call.account not in gone:
                    yield f"{answer['id']} was promised and is not there"
                if hold is not None and _seat_ids(hold["seats"]) != _seat_ids(answer["seats"]):
                    yield f"{answer['id']} was promised other seats"
            case "HoldReleased":
                if answer["holdId"] in books.holds:
                    yield f"{answer['holdId']} was released and is there"
            case "Booking":
                booking = books.bookings.get(answer["id"])
                if booking is None:
                    yield f"{answer['id']} was acknowledged and is not there"
                    continue
                may_end = answer["id"] in may_be_cancelled or booking["showtimeId"] in off
                allowed = {"CONFIRMED", "CANCELLED"} if may_end else {"CONFIRMED"}
                if answer["status"] == "CONFIRMED" and booking["status"] not in allowed:
                    yield f"{answer['id']} was confirmed and is {booking['status']}"
                if answer["status"] == "CANCELLED" and booking["status"] != "CANCELLED":
                    yield f"{answer['id']} was cancelled and is {booking['status']}"
                if answer["total"]["amountMinor"] != booking["amountMinor"]:
                    yield f"{answer['id']} costs something else than was said"
                for ticket in answer["tickets"]:
                    if tickets.get(ticket["id"], {}).get("code") != ticket["code"]:
                        yield f"{ticket['id']} was handed out and is not there"
            case "PaymentDeclined":
                hold_id = call.given["holdId"]
                if "PAYMENT_FAILED" not in _statuses(books, hold_id):
                    yield f"{hold_id} was declined, its bookings are {_statuses(books, hold_id)}"
            case "TicketAccepted":
                if tickets[answer["ticket"]["id"]]["status"] not in ("USED", "VOID"):
                    yield f"{answer['ticket']['id']} was let in and is not used"
            case _:
                pass


def _payment_id(booking_id: str) -> str:
    return "pay_" + booking_id.partition("_")[2]


def _seat_ids(seats: Sequence[Row]) -> list[str]:
    return sorted(seat["seatId"] for seat in seats)


def _statuses(books: Books, hold_id: str) -> set[str]:
    return {each["status"] for each in books.bookings.values() if each["holdId"] == hold_id}


RULES: Sequence[Callable[[Books], Iterator[str]]] = (
    one_active_ticket_a_seat,
    the_backstop_is_there,
    seats_tickets_and_bookings_agree,
    everything_has_ended,
    money_taken_is_money_owed,
    payments_are_as_the_provider_says,
    the_ledger_is_the_providers,
    every_event_was_told,
    every_effect_came_once,
    what_customers_were_told_is_so,
)
