"""Rules: bookings, payments and the ledger agree with the provider's log, to the minor unit."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.faults.auditor.calls import Document
from tests.faults.auditor.records import Charge, Records, occurred_at

TERMS = ((timedelta(hours=24), 100), (timedelta(hours=2), 50))
"""Least time before the showtime, and the percentage that cancelling then refunds."""
_BOUGHT = ("CONFIRMED", "CANCELLED")
_NOTHING = Charge(0, "none", "")


def prices_add_up(records: Records) -> Iterator[str]:
    """Check that a booking, its seats, its hold, its payment and its charge have the same price."""
    for id, booking in records.bookings.items():
        if sum(seat["amountMinor"] for seat in booking["seats"]) != booking["amountMinor"]:
            yield f"{id} costs {booking['amountMinor']}, which is not the sum of its seats"
        if any(seat["currency"] != booking["currency"] for seat in booking["seats"]):
            yield f"{id} mixes currencies"
        hold = records.holds.get(booking["holdId"])
        if hold is not None and (hold["seats"], hold["showtimeId"]) != (
            booking["seats"],
            booking["showtimeId"],
        ):
            yield f"{id} is for other seats or prices than its hold"
        price = (booking["amountMinor"], booking["currency"])
        payment = records.payments.get(_payment_id(id))
        if payment is not None and (
            payment["reference"] != id or (payment["amountMinor"], payment["currency"]) != price
        ):
            yield f"{payment['_id']} is not for {price} of {id}"
        charge = records.charges.get(_payment_id(id))
        if charge is not None and (charge.amount, charge.currency) not in (price, (0, "")):
            yield f"{id} costs {price}, but {charge.amount} {charge.currency} was charged"


def charges_and_refunds_are_owed(records: Records) -> Iterator[str]:
    """Check that each charge is the booking's price and each refund is what the terms say."""
    known = {_payment_id(id): booking for id, booking in records.bookings.items()}
    for id in known.keys() | records.charges.keys():
        charge, booking = records.charges.get(id, _NOTHING), known.get(id)
        bought = booking is not None and booking["status"] in _BOUGHT
        price = booking["amountMinor"] if booking is not None and bought else 0
        if charge.taken != price:
            yield f"{id}: {charge.taken} was captured, {price} is owed"
        owed = refund_owed(records, booking) if booking is not None else {0}
        if charge.given_back not in owed:
            yield f"{id}: {charge.given_back} was refunded, one of {sorted(owed)} is owed"
        if booking is not None and (booking["refundMinor"] or 0) != charge.given_back:
            yield f"{id}: {charge.given_back} was refunded, {booking['refundMinor']} was promised"
        if charge.status in ("authorized", "stuck"):
            yield f"{id} is {charge.status} at the provider"


def refund_owed(records: Records, booking: Document) -> set[int]:
    """Return the possible refunds of a booking in minor units.

    There is more than one when the records do not show which of several calls cancelled it, or
    whether a call came before or after a term's end; none when no one can have cancelled it.
    """
    if booking["status"] != "CANCELLED":
        return {0}
    price, id = booking["amountMinor"], booking["_id"]
    times = [
        occurred_at(event)
        for event in records.events_about("booking.cancelled.v1", "bookingId", id)
    ]
    at = max(times, default=records.read_at)
    owed: set[int] = set()
    if (
        booking["showtimeId"] in records.changed_showtimes
        and records.changed_showtimes[booking["showtimeId"]] <= at
    ):
        owed.add(price)
    for call in records.calls_with("cancelBooking", "bookingId", id):
        if call.may_have_effect and call.sent <= at:
            moments = (call.sent, min(call.received or at, at))
            starts = _starts(records, booking["showtimeId"])
            owed |= {price * _percent(start - when) // 100 for when in moments for start in starts}
    return owed


def _percent(left: timedelta) -> int:
    return max((percent for before, percent in TERMS if left >= before), default=0)


def _starts(records: Records, showtime_id: str) -> set[datetime]:
    """Return every start that the showtime has had."""
    published = {
        datetime.fromisoformat(event["data"]["startsAt"])
        for topic in ("catalog.showtime.scheduled.v1", "catalog.showtime.moved.v1")
        for event in records.events_about(topic, "showtimeId", showtime_id)
    }
    showtime = records.showtimes.get(showtime_id)
    return published | ({showtime["startsAt"]} if showtime else set())


def payments_match_the_provider(records: Records) -> Iterator[str]:
    """Check payment's record of each charge, and booking's record of why one was declined."""
    for id in records.charges.keys() - records.payments.keys():
        yield f"the provider has {id}, payment does not"
    for id, payment in records.payments.items():
        charge = records.charges.get(id, _NOTHING)
        ours = {each["id"]: each["amountMinor"] for each in payment["refunds"] if each["done"]}
        if ours != dict(charge.refunds):
            yield f"{id}: payment has refunds {ours}, the provider {dict(charge.refunds)}"
        if payment["status"] not in _statuses(charge):
            yield f"{id} is {payment['status']}, but {charge.status} at the provider"
        if charge.status == "declined" and payment["declineCode"] != charge.decline_code:
            yield f"{id} was declined for another reason at the provider"
        booking = records.bookings.get(payment["reference"])
        if booking is None:
            yield f"{id} pays for {payment['reference']}, which is not a booking"
        elif booking["declineCode"] not in (None, payment["declineCode"]):
            yield f"{booking['_id']} has another decline code than its payment"


def _statuses(charge: Charge) -> set[str]:
    """Return the final statuses that a payment with this charge can have."""
    if charge.status == "captured":
        left = charge.amount - charge.given_back
        whole = "REFUNDED" if not left else "PARTIALLY_REFUNDED"
        return {whole if charge.refunds else "CAPTURED"}
    return {"declined": {"DECLINED"}, "voided": {"VOIDED"}}.get(charge.status, set())


def ledger_matches_the_provider(records: Records) -> Iterator[str]:
    """Check that the ledger has each capture and refund of the provider once.

    Every entry moves an amount between two accounts. All balances sum to zero, and the balance of
    the provider's account is the provider's own.
    """
    entries: dict[str, list[tuple[str, str, str, int, str]]] = defaultdict(list)
    balances: Counter[str] = Counter()
    for each in records.ledger:
        entries[each["paymentId"]].append(
            (each["cause"], each["debit"], each["credit"], each["amountMinor"], each["currency"])
        )
        balances[each["debit"]] += each["amountMinor"]
        balances[each["credit"]] -= each["amountMinor"]
    for id in entries.keys() | records.charges.keys():
        charge = records.charges.get(id, _NOTHING)
        into, out_of = ("provider_balance", "ticket_sales"), ("ticket_sales", "provider_balance")
        owed = [
            (f"refund:{refund}", *out_of, amount, charge.currency)
            for refund, amount in charge.refunds.items()
        ]
        if charge.taken:
            owed.append((f"capture:{id}", *into, charge.taken, charge.currency))
        if sorted(entries[id]) != sorted(owed):
            yield f"{id}: the ledger has {sorted(entries[id])}, the provider {sorted(owed)}"
    theirs = sum(charge.taken - charge.given_back for charge in records.charges.values())
    if +balances != +Counter(provider_balance=theirs) or sum(balances.values()):
        yield f"the ledger's balances are {dict(balances)}, the provider's is {theirs}"


def _payment_id(booking_id: str) -> str:
    return "pay_" + booking_id.partition("_")[2]


RULES = (
    prices_add_up,
    charges_and_refunds_are_owed,
    payments_match_the_provider,
    ledger_matches_the_provider,
)
