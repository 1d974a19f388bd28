"""Money, to the minor unit: the provider's log against bookings, payments and the ledger."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.faults.auditor.calls import Document
from tests.faults.auditor.records import Charge, Records, occurred_at

TERMS = ((timedelta(hours=24), 100), (timedelta(hours=2), 50))
"""How long before the showtime, and the percentage that cancelling until then gives back."""
_BOUGHT = ("CONFIRMED", "CANCELLED")
_NOTHING = Charge(0, "none", "")


def prices_add_up(records: Records) -> Iterator[str]:
    """A booking costs what its seats do, they what its hold froze, and its payment is for that."""
    for id, booking in records.bookings.items():
        if sum(seat["amountMinor"] for seat in booking["seats"]) != booking["amountMinor"]:
            yield f"{id} costs {booking['amountMinor']}, its seats something else"
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
            yield f"{id} costs {price}, charged is {charge.amount} {charge.currency}"


def charges_and_refunds_are_owed(records: Records) -> Iterator[str]:
    """Captured at the provider is what bookings cost, refunded what the terms say."""
    known = {_payment_id(id): booking for id, booking in records.bookings.items()}
    for id in known.keys() | records.charges.keys():
        charge, booking = records.charges.get(id, _NOTHING), known.get(id)
        bought = booking is not None and booking["status"] in _BOUGHT
        price = booking["amountMinor"] if booking is not None and bought else 0
        if charge.taken != price:
            yield f"{id}: {charge.taken} was taken, {price} is owed"
        owed = refund_owed(records, booking) if booking is not None else {0}
        if charge.given_back not in owed:
            yield f"{id}: {charge.given_back} was given back, one of {sorted(owed)} is owed"
        if booking is not None and (booking["refundMinor"] or 0) != charge.given_back:
            yield f"{id}: {charge.given_back} was given back, {booking['refundMinor']} was promised"
        if charge.status in ("authorized", "stuck"):
            yield f"{id} is {charge.status} at the provider"


def refund_owed(records: Records, booking: Document) -> set[int]:
    """What cancelling was to give back, in minor units: by when it was asked for, or all of it.

    More than one amount where the books do not tell which of several wishes cancelled it, or
    whether that was before or after a term's end; none when nobody can have cancelled it.
    """
    if booking["status"] != "CANCELLED":
        return {0}
    price, id = booking["amountMinor"], booking["_id"]
    told = [
        occurred_at(event)
        for event in records.events_about("booking.cancelled.v1", "bookingId", id)
    ]
    at = max(told, default=records.read_at)
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
    """When the showtime was ever said to begin."""
    told = {
        datetime.fromisoformat(event["data"]["startsAt"])
        for topic in ("catalog.showtime.scheduled.v1", "catalog.showtime.moved.v1")
        for event in records.events_about(topic, "showtimeId", showtime_id)
    }
    showtime = records.showtimes.get(showtime_id)
    return told | ({showtime["startsAt"]} if showtime else set())


def payments_match_the_provider(records: Records) -> Iterator[str]:
    """Payment's own record of each charge, and booking's of why one was declined."""
    for id in records.charges.keys() - records.payments.keys():
        yield f"the provider has {id}, payment does not"
    for id, payment in records.payments.items():
        charge = records.charges.get(id, _NOTHING)
        ours = {each["id"]: each["amountMinor"] for each in payment["refunds"] if each["done"]}
        if ours != dict(charge.refunds):
            yield f"{id}: refunds {ours}, the provider's {dict(charge.refunds)}"
        if payment["status"] not in _statuses(charge):
            yield f"{id} is {payment['status']}, at the provider {charge.status}"
        if charge.status == "declined" and payment["declineCode"] != charge.decline_code:
            yield f"{id} was declined for another reason"
        booking = records.bookings.get(payment["reference"])
        if booking is None:
            yield f"{id} pays for {payment['reference']}, which is no booking"
        elif booking["declineCode"] not in (None, payment["declineCode"]):
            yield f"{booking['_id']} is {booking['declineCode']}, its payment otherwise"


def _statuses(charge: Charge) -> set[str]:
    """What a payment may be whose charge stands so, once everything has ended."""
    if charge.status == "captured":
        left = charge.amount - charge.given_back
        whole = "REFUNDED" if not left else "PARTIALLY_REFUNDED"
        return {whole if charge.refunds else "CAPTURED"}
    return {"declined": {"DECLINED"}, "voided": {"VOIDED"}}.get(charge.status, set())


def ledger_matches_the_provider(records: Records) -> Iterator[str]:
    """Each payment's entries are what the provider did: each once, between the two accounts.

    Every entry takes from one of the two what it gives the other, so each sums to zero; they do
    altogether, and what is left is the provider's balance.
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
        yield f"the ledger comes to {dict(balances)}, the provider to {theirs}"


def _payment_id(booking_id: str) -> str:
    return "pay_" + booking_id.partition("_")[2]


RULES = (
    prices_add_up,
    charges_and_refunds_are_owed,
    payments_match_the_provider,
    ledger_matches_the_provider,
)
