"""Facts that were not told, and effects that did not come."""

from datetime import timedelta
from typing import Any

from tests.faults.auditor.books import Charge
from tests.unit.faults.good_books import ACCOUNT, SHOWTIME, STARTS, call, event, good_books
from tests.unit.faults.spoilt.register import breaks, is_fine


@breaks("no_message_was_given_up")
def a_dead_letter(books: Any) -> None:
    books.events["booking.confirmed.v1.dlq"] = [books.events["booking.confirmed.v1"][0]]


@breaks("no_message_was_given_up")
def an_unreadable_dead_letter(books: Any) -> None:
    books.events["booking.confirmed.v1.dlq"] = [{"id": "b'?'", "data": {}}]


@breaks("every_fact_was_told_once")
def a_fact_that_was_not_told(books: Any) -> None:
    books.events["booking.confirmed.v1"].pop()


@breaks("every_fact_was_told_once")
def no_fact(books: Any) -> None:
    books.events["payment.refunded.v1"].append(
        event(9, "payment.refunded.v1", 40, paymentId="pay_1", refundId="ref_1")
    )


@breaks("every_fact_was_told_once")
def a_fact_that_was_told_by_two_events(books: Any) -> None:
    events = books.events["payment.captured.v1"]
    events.append(events[0] | {"id": "evt_9"})


@is_fine
def an_event_that_came_again(books: Any) -> None:
    events = books.events["payment.captured.v1"]
    events.append(events[0])


def _called_off(books: Any) -> None:
    """The showtime is cancelled, by an acknowledged call, and everything is as it should."""
    off = {"__typename": "Showtime", "id": SHOWTIME, "status": "CANCELLED"}
    books.calls.append(call("cancelShowtime", {"id": SHOWTIME}, off, minute=60))
    books.showtimes[SHOWTIME]["status"] = "CANCELLED"
    books.inboxes["booking"].add("evt_12")
    books.inventories[SHOWTIME]["scheduled"] = False
    books.inventories[SHOWTIME]["seats"]["A1"]["state"] = "FREE"
    books.sold["bkg_1"]["stands"] = False
    books.bookings["bkg_1"] |= {"status": "CANCELLED", "refundMinor": 500}
    books.tickets[0] |= {"status": "VOID", "active": False}
    books.charges["pay_1"] = Charge(500, "captured", "MXN", refunds={"ref_1": 500})
    refund = {"id": "ref_1", "amountMinor": 500, "done": True}
    books.payments["pay_1"] |= {"status": "REFUNDED", "refunds": [refund]}
    entry = books.ledger[2] | {"paymentId": "pay_1", "cause": "refund:ref_1"}
    books.ledger.append(entry)
    for topic, number in (("booking.cancelled.v1", 10), ("payment.refunded.v1", 11)):
        (told,) = books.events[topic]
        data = {
            name: value.replace("_2", "_1") if isinstance(value, str) else value
            for name, value in told["data"].items()
        }
        if "seatIds" in data:
            data["seatIds"] = ["A1"]
        books.events[topic].append(event(number, topic, 61, **data))
    books.events["catalog.showtime.cancelled.v1"] = [
        event(
            12,
            "catalog.showtime.cancelled.v1",
            60.01,
            showtimeId=SHOWTIME,
            startsAt=STARTS.isoformat(),
        )
    ]


is_fine(_called_off)


@breaks("every_fact_was_told_once")
def a_showtime_that_was_called_off_and_no_word_of_it(books: Any) -> None:
    _called_off(books)
    books.events["catalog.showtime.cancelled.v1"].clear()


@breaks("who_booked_what_is_off_has_the_money_back")
def a_booking_that_outlives_its_showtime(books: Any) -> None:
    _called_off(books)
    books.bookings["bkg_1"]["status"] = "CONFIRMED"


@breaks("who_booked_what_is_off_has_the_money_back")
def a_booking_that_outlives_its_showtime_of_which_no_word_came(books: Any) -> None:
    a_booking_that_outlives_its_showtime(books)
    books.events["catalog.showtime.cancelled.v1"].clear()


@breaks("money_taken_is_money_owed")
def nothing_refunded_of_what_was_called_off(books: Any) -> None:
    _called_off(books)
    books.bookings["bkg_1"]["refundMinor"] = 0
    books.charges["pay_1"] = Charge(500, "captured", "MXN")


@breaks("called_off_is_off")
def a_showtime_that_was_called_off_and_takes_place(books: Any) -> None:
    _called_off(books)
    books.showtimes[SHOWTIME]["status"] = "SCHEDULED"


@breaks("the_seats_for_sale_are_the_schedules")
def a_showtime_that_was_called_off_and_is_for_sale(books: Any) -> None:
    _called_off(books)
    books.inventories[SHOWTIME]["scheduled"] = True


def _deleted(books: Any) -> None:
    """The account is deleted, by an acknowledged call, and everything is as it should."""
    gone = {"__typename": "AccountDeleted", "accountId": ACCOUNT}
    books.calls.append(call("deleteMyAccount", {}, gone, minute=60))
    books.accounts.clear()
    books.sessions.clear()
    books.holds.clear()
    for row in (*books.bookings.values(), *books.payments.values()):
        row["accountId"] = "deleted"
    books.events["account.deleted.v1"] = [event(13, "account.deleted.v1", 60, accountId=ACCOUNT)]
    for inbox in books.inboxes.values():
        inbox.add("evt_13")


is_fine(_deleted)


@breaks("every_fact_was_told_once")
def an_account_that_is_gone_and_no_word_of_it(books: Any) -> None:
    _deleted(books)
    books.events["account.deleted.v1"].clear()


@breaks("nothing_is_left_of_who_is_gone")
def an_account_that_is_gone_and_still_there(books: Any) -> None:
    _deleted(books)
    books.accounts.add(ACCOUNT)


@breaks("nothing_is_left_of_who_is_gone")
def a_session_of_who_is_gone(books: Any) -> None:
    _deleted(books)
    books.sessions.add(ACCOUNT)


@breaks("nothing_is_left_of_who_is_gone")
def a_hold_of_who_is_gone(books: Any) -> None:
    _deleted(books)
    books.holds.update(good_books().holds)


@breaks("nothing_is_left_of_who_is_gone")
def a_booking_of_who_is_gone_though_no_event_came(books: Any) -> None:
    _deleted(books)
    books.events["account.deleted.v1"].clear()
    books.bookings["bkg_1"]["accountId"] = ACCOUNT


@breaks("nothing_is_left_of_who_is_gone")
def a_payment_of_who_is_gone(books: Any) -> None:
    _deleted(books)
    books.payments["pay_1"]["accountId"] = ACCOUNT


@breaks("nothing_is_left_of_who_is_gone")
def a_seat_of_who_is_gone(books: Any) -> None:
    _deleted(books)
    books.inventories[SHOWTIME]["seats"]["A1"]["accountId"] = ACCOUNT


@breaks("every_event_was_taken")
def an_event_that_payment_has_not_kept(books: Any) -> None:
    _deleted(books)
    books.inboxes["payment"].clear()


@breaks("every_event_was_taken")
def an_event_that_booking_has_not_kept(books: Any) -> None:
    _called_off(books)
    books.inboxes["booking"].clear()


@breaks("events_say_what_is_so")
def an_event_with_another_amount(books: Any) -> None:
    books.events["payment.captured.v1"][0]["data"]["amountMinor"] = 499


@breaks("events_say_what_is_so")
def an_event_with_another_seat(books: Any) -> None:
    books.events["booking.confirmed.v1"][0]["data"]["seatIds"] = ["A2"]


@breaks("events_say_what_is_so")
def an_event_of_somebody_else(books: Any) -> None:
    books.events["booking.confirmed.v1"][0]["data"]["accountId"] = "acc_2"


@breaks("the_schedule_is_what_was_told")
def a_showtime_at_another_time_than_was_told(books: Any) -> None:
    books.showtimes[SHOWTIME]["startsAt"] += timedelta(hours=1)


@breaks("the_seats_for_sale_are_the_schedules")
def a_showtime_that_is_sold_for_another_time(books: Any) -> None:
    books.inventories[SHOWTIME]["startsAt"] += timedelta(hours=1)


@breaks("the_seats_for_sale_are_the_schedules")
def a_showtime_of_which_booking_never_heard(books: Any) -> None:
    books.inventories.clear()


@breaks("the_seats_for_sale_are_the_schedules")
def a_showtime_without_a_seat(books: Any) -> None:
    del books.inventories[SHOWTIME]["seats"]["A2"]


@breaks("the_seats_for_sale_are_the_schedules")
def a_showtime_at_other_prices(books: Any) -> None:
    books.inventories[SHOWTIME]["prices"][0]["amountMinor"] = 300


@breaks("who_booked_what_is_off_has_the_money_back")
def a_booking_of_a_showtime_that_was_moved(books: Any) -> None:
    books.events["catalog.showtime.moved.v1"] = [
        event(
            14,
            "catalog.showtime.moved.v1",
            60,
            showtimeId=SHOWTIME,
            startsAt=STARTS.isoformat(),
            auditoriumId="aud_1",
        )
    ]


@breaks("catalog_knows_what_is_sold")
def a_booking_of_which_catalog_never_heard(books: Any) -> None:
    books.sold.clear()


@breaks("catalog_knows_what_is_sold")
def a_cancellation_of_which_catalog_never_heard(books: Any) -> None:
    books.sold["bkg_2"]["stands"] = True
