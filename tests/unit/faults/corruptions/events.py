"""Facts that were not told, and effects that did not come."""

from datetime import timedelta
from typing import Any

from tests.faults.auditor.records import Charge
from tests.unit.faults.consistent_records import (
    ACCOUNT,
    SHOWTIME,
    STARTS,
    call,
    consistent_records,
    event,
)
from tests.unit.faults.corruptions.registry import breaks, is_harmless


@breaks("no_dead_letters")
def a_dead_letter(records: Any) -> None:
    records.events["booking.confirmed.v1.dlq"] = [records.events["booking.confirmed.v1"][0]]


@breaks("no_dead_letters")
def an_unreadable_dead_letter(records: Any) -> None:
    records.events["booking.confirmed.v1.dlq"] = [{"id": "b'?'", "data": {}}]


@breaks("one_event_per_fact")
def a_fact_that_was_not_told(records: Any) -> None:
    records.events["booking.confirmed.v1"].pop()


@breaks("one_event_per_fact")
def no_fact(records: Any) -> None:
    records.events["payment.refunded.v1"].append(
        event(9, "payment.refunded.v1", 40, paymentId="pay_1", refundId="ref_1")
    )


@breaks("one_event_per_fact")
def a_fact_that_was_told_by_two_events(records: Any) -> None:
    events = records.events["payment.captured.v1"]
    events.append(events[0] | {"id": "evt_9"})


@is_harmless
def an_event_that_came_again(records: Any) -> None:
    events = records.events["payment.captured.v1"]
    events.append(events[0])


def _called_off(records: Any) -> None:
    """The showtime is cancelled, by an acknowledged call, and everything is as it should."""
    off = {"__typename": "Showtime", "id": SHOWTIME, "status": "CANCELLED"}
    records.calls.append(call("cancelShowtime", {"id": SHOWTIME}, off, minute=60))
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
    entry = records.ledger[2] | {"paymentId": "pay_1", "cause": "refund:ref_1"}
    records.ledger.append(entry)
    for topic, number in (("booking.cancelled.v1", 10), ("payment.refunded.v1", 11)):
        (told,) = records.events[topic]
        data = {
            name: value.replace("_2", "_1") if isinstance(value, str) else value
            for name, value in told["data"].items()
        }
        if "seatIds" in data:
            data["seatIds"] = ["A1"]
        records.events[topic].append(event(number, topic, 61, **data))
    records.events["catalog.showtime.cancelled.v1"] = [
        event(
            12,
            "catalog.showtime.cancelled.v1",
            60.01,
            showtimeId=SHOWTIME,
            startsAt=STARTS.isoformat(),
        )
    ]


is_harmless(_called_off)


@breaks("one_event_per_fact")
def a_showtime_that_was_called_off_and_no_word_of_it(records: Any) -> None:
    _called_off(records)
    records.events["catalog.showtime.cancelled.v1"].clear()


@breaks("bookings_end_with_their_showtime")
def a_booking_that_outlives_its_showtime(records: Any) -> None:
    _called_off(records)
    records.bookings["bkg_1"]["status"] = "CONFIRMED"


@breaks("bookings_end_with_their_showtime")
def a_booking_that_outlives_its_showtime_of_which_no_word_came(records: Any) -> None:
    a_booking_that_outlives_its_showtime(records)
    records.events["catalog.showtime.cancelled.v1"].clear()


@breaks("charges_and_refunds_are_owed")
def nothing_refunded_of_what_was_called_off(records: Any) -> None:
    _called_off(records)
    records.bookings["bkg_1"]["refundMinor"] = 0
    records.charges["pay_1"] = Charge(500, "captured", "MXN")


@breaks("cancelled_showtimes_stay_cancelled")
def a_showtime_that_was_called_off_and_takes_place(records: Any) -> None:
    _called_off(records)
    records.showtimes[SHOWTIME]["status"] = "SCHEDULED"


@breaks("inventories_match_the_schedule")
def a_showtime_that_was_called_off_and_is_for_sale(records: Any) -> None:
    _called_off(records)
    records.inventories[SHOWTIME]["scheduled"] = True


def _deleted(records: Any) -> None:
    """The account is deleted, by an acknowledged call, and everything is as it should."""
    gone = {"__typename": "AccountDeleted", "accountId": ACCOUNT}
    records.calls.append(call("deleteMyAccount", {}, gone, minute=60))
    records.accounts.clear()
    records.sessions.clear()
    records.holds.clear()
    for row in (*records.bookings.values(), *records.payments.values()):
        row["accountId"] = "deleted"
    records.events["account.deleted.v1"] = [event(13, "account.deleted.v1", 60, accountId=ACCOUNT)]
    for inbox in records.inboxes.values():
        inbox.add("evt_13")


is_harmless(_deleted)


@breaks("one_event_per_fact")
def an_account_that_is_gone_and_no_word_of_it(records: Any) -> None:
    _deleted(records)
    records.events["account.deleted.v1"].clear()


@breaks("deleted_accounts_are_named_nowhere")
def an_account_that_is_gone_and_still_there(records: Any) -> None:
    _deleted(records)
    records.accounts.add(ACCOUNT)


@breaks("deleted_accounts_are_named_nowhere")
def a_session_of_who_is_gone(records: Any) -> None:
    _deleted(records)
    records.sessions.add(ACCOUNT)


@breaks("deleted_accounts_are_named_nowhere")
def a_hold_of_who_is_gone(records: Any) -> None:
    _deleted(records)
    records.holds.update(consistent_records().holds)


@breaks("deleted_accounts_are_named_nowhere")
def a_booking_of_who_is_gone_though_no_event_came(records: Any) -> None:
    _deleted(records)
    records.events["account.deleted.v1"].clear()
    records.bookings["bkg_1"]["accountId"] = ACCOUNT


@breaks("deleted_accounts_are_named_nowhere")
def a_payment_of_who_is_gone(records: Any) -> None:
    _deleted(records)
    records.payments["pay_1"]["accountId"] = ACCOUNT


@breaks("deleted_accounts_are_named_nowhere")
def a_seat_of_who_is_gone(records: Any) -> None:
    _deleted(records)
    records.inventories[SHOWTIME]["seats"]["A1"]["accountId"] = ACCOUNT


@breaks("every_event_was_handled")
def an_event_that_payment_has_not_kept(records: Any) -> None:
    _deleted(records)
    records.inboxes["payment"].clear()


@breaks("every_event_was_handled")
def an_event_that_booking_has_not_kept(records: Any) -> None:
    _called_off(records)
    records.inboxes["booking"].clear()


@breaks("events_match_the_records")
def an_event_with_another_amount(records: Any) -> None:
    records.events["payment.captured.v1"][0]["data"]["amountMinor"] = 499


@breaks("events_match_the_records")
def an_event_with_another_seat(records: Any) -> None:
    records.events["booking.confirmed.v1"][0]["data"]["seatIds"] = ["A2"]


@breaks("events_match_the_records")
def an_event_of_somebody_else(records: Any) -> None:
    records.events["booking.confirmed.v1"][0]["data"]["accountId"] = "acc_2"


@breaks("schedule_matches_its_events")
def a_showtime_at_another_time_than_was_told(records: Any) -> None:
    records.showtimes[SHOWTIME]["startsAt"] += timedelta(hours=1)


@breaks("inventories_match_the_schedule")
def a_showtime_that_is_sold_for_another_time(records: Any) -> None:
    records.inventories[SHOWTIME]["startsAt"] += timedelta(hours=1)


@breaks("inventories_match_the_schedule")
def a_showtime_of_which_booking_never_heard(records: Any) -> None:
    records.inventories.clear()


@breaks("inventories_match_the_schedule")
def a_showtime_without_a_seat(records: Any) -> None:
    del records.inventories[SHOWTIME]["seats"]["A2"]


@breaks("inventories_match_the_schedule")
def a_showtime_at_other_prices(records: Any) -> None:
    records.inventories[SHOWTIME]["prices"][0]["amountMinor"] = 300


@breaks("bookings_end_with_their_showtime")
def a_booking_of_a_showtime_that_was_moved(records: Any) -> None:
    records.events["catalog.showtime.moved.v1"] = [
        event(
            14,
            "catalog.showtime.moved.v1",
            60,
            showtimeId=SHOWTIME,
            startsAt=STARTS.isoformat(),
            auditoriumId="aud_1",
        )
    ]


@breaks("catalog_knows_every_booking")
def a_booking_of_which_catalog_never_heard(records: Any) -> None:
    records.bookings_in_catalog.clear()


@breaks("catalog_knows_every_booking")
def a_cancellation_of_which_catalog_never_heard(records: Any) -> None:
    records.bookings_in_catalog["bkg_2"]["stands"] = True
