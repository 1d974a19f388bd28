"""Holds that are lost, or promised twice."""

from datetime import timedelta
from typing import Any

from tests.unit.faults.good_books import (
    SHOWTIME,
    another_account,
    at,
    call,
    event,
    refusal,
    told_hold,
)
from tests.unit.faults.spoilt.register import breaks, is_fine


def _held(books: Any, hold_id: str, *, minute: float, until: float, seat_id: str = "A2") -> None:
    """Somebody else was told of a hold then."""
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": hold_id}
    answer = told_hold(hold_id, seat_id, until=until)
    books.calls.append(call("holdSeats", given, answer, minute=minute, account="acc_2"))


def _given_back(books: Any, hold_id: str, *, minute: float, lost: bool = False) -> None:
    """They gave it back then, or were told at the second try that there is none."""
    answer = refusal("NotFound") if lost else {"__typename": "HoldReleased", "holdId": hold_id}
    given = {"id": hold_id}
    books.calls.append(
        call("releaseHold", given, answer, minute=minute, account="acc_2", lost=lost)
    )


@breaks("nobody_was_promised_anothers_seat")
def two_holds_of_one_seat_at_a_time(books: Any) -> None:
    _held(books, "hld_3", minute=42, until=62)
    _held(books, "hld_4", minute=43, until=63)


@breaks("nobody_was_promised_anothers_seat")
def a_hold_of_a_seat_that_is_sold(books: Any) -> None:
    _held(books, "hld_3", minute=42, until=62, seat_id="A1")


@breaks("nobody_was_promised_anothers_seat")
def a_hold_that_was_extended_and_lost(books: Any) -> None:
    _held(books, "hld_3", minute=42, until=62)
    longer = told_hold("hld_3", "A2", until=75, extended=True)
    books.calls.append(call("extendHold", {"id": "hld_3"}, longer, minute=55, account="acc_2"))
    _held(books, "hld_4", minute=63, until=83)


@breaks("nobody_was_promised_anothers_seat")
def a_hold_that_was_lost_though_its_release_was_refused(books: Any) -> None:
    _held(books, "hld_3", minute=42, until=62)
    books.calls.append(
        call("releaseHold", {"id": "hld_3"}, refusal("NotFound"), minute=45, account="acc_2")
    )
    _held(books, "hld_4", minute=46, until=66)


@is_fine
def holds_one_after_the_other(books: Any) -> None:
    another_account(books)
    _held(books, "hld_3", minute=42, until=62)
    _given_back(books, "hld_3", minute=52)
    _held(books, "hld_4", minute=52.1, until=72)
    _given_back(books, "hld_4", minute=60)


@is_fine
def a_hold_that_was_given_back_without_a_word(books: Any) -> None:
    another_account(books)
    _held(books, "hld_3", minute=42, until=62)
    _given_back(books, "hld_3", minute=45, lost=True)
    _held(books, "hld_4", minute=46, until=66)
    _given_back(books, "hld_4", minute=60)


@breaks("promised_holds_are_there")
def a_hold_that_is_lost(books: Any) -> None:
    del books.holds["hld_2"]


@breaks("promised_holds_are_there")
def a_hold_that_is_lost_though_somebody_else_is_gone(books: Any) -> None:
    del books.holds["hld_2"]
    books.events["account.deleted.v1"] = [
        event(9, "account.deleted.v1", 45, accountId="acc_2"),
    ]


@breaks("promised_holds_are_there")
def a_hold_that_is_lost_though_its_release_was_refused(books: Any) -> None:
    del books.holds["hld_2"]
    refused = refusal("NotFound", id="hld_2")
    books.calls.append(call("releaseHold", {"id": "hld_2"}, refused, minute=45))


@breaks("promised_holds_are_there")
def a_hold_of_somebody_else(books: Any) -> None:
    books.holds["hld_1"]["accountId"] = "acc_2"


@breaks("promised_holds_are_there")
def a_hold_of_another_seat(books: Any) -> None:
    books.holds["hld_1"]["seats"][0]["seatId"] = "A2"


@breaks("promised_holds_are_there")
def a_hold_at_another_price(books: Any) -> None:
    books.holds["hld_1"]["seats"][0]["amountMinor"] = 300


@breaks("promised_holds_are_there")
def a_hold_that_ends_earlier(books: Any) -> None:
    books.holds["hld_1"]["expiresAt"] = at(19)


@breaks("promised_holds_are_there")
def an_extension_that_is_forgotten(books: Any) -> None:
    longer = told_hold("hld_1", "A1", until=30, extended=True)
    books.calls.append(call("extendHold", {"id": "hld_1"}, longer, minute=10.5))


@breaks("promised_holds_are_there")
def an_extension_that_makes_it_shorter(books: Any) -> None:
    books.holds["hld_1"] |= {"extended": True, "expiresAt": at(15)}


@breaks("released_holds_are_not")
def a_released_hold_that_is_there(books: Any) -> None:
    books.calls.append(
        call(
            "releaseHold",
            {"id": "hld_2"},
            {"__typename": "HoldReleased", "holdId": "hld_2"},
            minute=45,
        )
    )


@breaks("held_seats_are_held")
def a_hold_without_its_seat(books: Any) -> None:
    hold = books.holds["hld_2"] | {"_id": "hld_3", "bookingId": None}
    books.holds["hld_3"] = hold | {"expiresAt": books.read_at + timedelta(minutes=1)}


@breaks("held_seats_are_held")
def a_hold_that_outlasts_its_seat(books: Any) -> None:
    a_hold_without_its_seat(books)
    books.inventories[SHOWTIME]["seats"]["A2"] = {
        "state": "HELD",
        "holdId": "hld_3",
        "until": books.read_at,
    }


@breaks("a_hold_names_its_booking")
def a_hold_for_no_booking(books: Any) -> None:
    books.holds["hld_1"]["bookingId"] = "bkg_3"


@breaks("a_hold_names_its_booking")
def a_hold_for_anothers_booking(books: Any) -> None:
    books.holds["hld_1"]["bookingId"] = "bkg_2"


@breaks("a_hold_names_its_booking")
def a_hold_that_was_paid_from_and_is_for_none(books: Any) -> None:
    books.holds["hld_1"]["bookingId"] = None


@breaks("a_hold_names_its_booking")
def a_hold_that_is_kept_for_a_payment_that_failed(books: Any) -> None:
    books.bookings["bkg_1"]["status"] = "PAYMENT_FAILED"


@breaks("nothing_came_unasked")
def two_holds_for_one_key(books: Any) -> None:
    books.holds["hld_3"] = books.holds["hld_2"] | {"_id": "hld_3", "bookingId": None}


@breaks("nothing_came_unasked")
def two_bookings_for_one_key(books: Any) -> None:
    books.bookings["bkg_3"] = books.bookings["bkg_2"] | {"_id": "bkg_3"}
