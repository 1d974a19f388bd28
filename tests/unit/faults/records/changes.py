"""Complete changes: afterwards the records still agree with one another."""

from typing import Any

from tests.faults.auditor.records import Charge
from tests.unit.faults.records.basics import ACCOUNT, SHOWTIME, STARTS
from tests.unit.faults.records.calls import call
from tests.unit.faults.records.events import event


def add_second_account(records: Any) -> None:
    """Add an account `acc_2`."""
    records.accounts.add("acc_2")
    registered = event(20, "account.registered.v1", 0, accountId="acc_2")
    records.events["account.registered.v1"].append(registered)


def cancel_showtime(records: Any) -> None:
    """Cancel the showtime by an acknowledged call, with all effects."""
    answer = {"__typename": "Showtime", "id": SHOWTIME, "status": "CANCELLED"}
    records.calls.append(call("cancelShowtime", {"id": SHOWTIME}, answer, minute=60))
    records.showtimes[SHOWTIME]["status"] = "CANCELLED"
    records.inboxes["booking"].add("evt_12")
    records.inventories[SHOWTIME]["scheduled"] = False
    records.inventories[SHOWTIME]["seats"]["A1"]["state"] = "FREE"
    records.bookings_in_catalog["bkg_1"]["stands"] = False
    records.bookings["bkg_1"] |= {"status": "CANCELLED", "refundMinor": 500}
    records.tickets[0] |= {"status": "VOID", "active": False}
    records.charges["pay_1"] = Charge(500, "captured", "MXN", refunds={"ref_1": 500})
    refund = {"id": "ref_1", "amountMinor": 500, "done": True}
    records.payments["pay_1"] |= {"status": "REFUNDED", "refunds": [refund]}
    records.ledger.append(records.ledger[2] | {"paymentId": "pay_1", "cause": "refund:ref_1"})
    for topic, number in (("booking.cancelled.v1", 10), ("payment.refunded.v1", 11)):
        (pattern,) = records.events[topic]
        data = {
            name: value.replace("_2", "_1") if isinstance(value, str) else value
            for name, value in pattern["data"].items()
        }
        if "seatIds" in data:
            data["seatIds"] = ["A1"]
        records.events[topic].append(event(number, topic, 61, **data))
    topic = "catalog.showtime.cancelled.v1"
    records.events[topic] = [
        event(12, topic, 60.01, showtimeId=SHOWTIME, startsAt=STARTS.isoformat())
    ]


def delete_account(records: Any) -> None:
    """Delete the account by an acknowledged call, with all effects."""
    answer = {"__typename": "AccountDeleted", "accountId": ACCOUNT}
    records.calls.append(call("deleteMyAccount", {}, answer, minute=60))
    records.accounts.clear()
    records.sessions.clear()
    records.holds.clear()
    for row in (*records.bookings.values(), *records.payments.values()):
        row["accountId"] = "deleted"
    records.events["account.deleted.v1"] = [event(13, "account.deleted.v1", 60, accountId=ACCOUNT)]
    for inbox in records.inboxes.values():
        inbox.add("evt_13")
