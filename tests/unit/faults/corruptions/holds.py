"""Holds that are lost, or promised twice."""

from datetime import timedelta
from typing import Any

from tests.unit.faults.consistent_records import (
    SHOWTIME,
    another_account,
    at,
    call,
    event,
    hold_answer,
    refusal,
)
from tests.unit.faults.corruptions.registry import breaks, is_harmless


def _held(records: Any, hold_id: str, *, minute: float, until: float, seat_id: str = "A2") -> None:
    """Somebody else was told of a hold then."""
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": hold_id}
    answer = hold_answer(hold_id, seat_id, until=until)
    records.calls.append(call("holdSeats", given, answer, minute=minute, account="acc_2"))


def _given_back(records: Any, hold_id: str, *, minute: float, lost: bool = False) -> None:
    """They gave it back then, or were told at the second try that there is none."""
    answer = refusal("NotFound") if lost else {"__typename": "HoldReleased", "holdId": hold_id}
    given = {"id": hold_id}
    records.calls.append(
        call("releaseHold", given, answer, minute=minute, account="acc_2", lost=lost)
    )


@breaks("promised_holds_do_not_overlap")
def two_holds_of_one_seat_at_a_time(records: Any) -> None:
    _held(records, "hld_3", minute=42, until=62)
    _held(records, "hld_4", minute=43, until=63)


@breaks("promised_holds_do_not_overlap")
def a_hold_of_a_seat_that_is_sold(records: Any) -> None:
    _held(records, "hld_3", minute=42, until=62, seat_id="A1")


@breaks("promised_holds_do_not_overlap")
def a_hold_that_was_extended_and_lost(records: Any) -> None:
    _held(records, "hld_3", minute=42, until=62)
    longer = hold_answer("hld_3", "A2", until=75, extended=True)
    records.calls.append(call("extendHold", {"id": "hld_3"}, longer, minute=55, account="acc_2"))
    _held(records, "hld_4", minute=63, until=83)


@breaks("promised_holds_do_not_overlap")
def a_hold_that_was_lost_though_its_release_was_refused(records: Any) -> None:
    _held(records, "hld_3", minute=42, until=62)
    records.calls.append(
        call("releaseHold", {"id": "hld_3"}, refusal("NotFound"), minute=45, account="acc_2")
    )
    _held(records, "hld_4", minute=46, until=66)


@is_harmless
def holds_one_after_the_other(records: Any) -> None:
    another_account(records)
    _held(records, "hld_3", minute=42, until=62)
    _given_back(records, "hld_3", minute=52)
    _held(records, "hld_4", minute=52.1, until=72)
    _given_back(records, "hld_4", minute=60)


@is_harmless
def a_hold_that_was_given_back_without_a_word(records: Any) -> None:
    another_account(records)
    _held(records, "hld_3", minute=42, until=62)
    _given_back(records, "hld_3", minute=45, lost=True)
    _held(records, "hld_4", minute=46, until=66)
    _given_back(records, "hld_4", minute=60)


@breaks("promised_holds_exist")
def a_hold_that_is_lost(records: Any) -> None:
    del records.holds["hld_2"]


@breaks("promised_holds_exist")
def a_hold_that_is_lost_though_somebody_else_is_gone(records: Any) -> None:
    del records.holds["hld_2"]
    records.events["account.deleted.v1"] = [
        event(9, "account.deleted.v1", 45, accountId="acc_2"),
    ]


@breaks("promised_holds_exist")
def a_hold_that_is_lost_though_its_release_was_refused(records: Any) -> None:
    del records.holds["hld_2"]
    refused = refusal("NotFound", id="hld_2")
    records.calls.append(call("releaseHold", {"id": "hld_2"}, refused, minute=45))


@breaks("promised_holds_exist")
def a_hold_of_somebody_else(records: Any) -> None:
    records.holds["hld_1"]["accountId"] = "acc_2"


@breaks("promised_holds_exist")
def a_hold_of_another_seat(records: Any) -> None:
    records.holds["hld_1"]["seats"][0]["seatId"] = "A2"


@breaks("promised_holds_exist")
def a_hold_at_another_price(records: Any) -> None:
    records.holds["hld_1"]["seats"][0]["amountMinor"] = 300


@breaks("promised_holds_exist")
def a_hold_that_ends_earlier(records: Any) -> None:
    records.holds["hld_1"]["expiresAt"] = at(19)


@breaks("promised_holds_exist")
def an_extension_that_is_forgotten(records: Any) -> None:
    longer = hold_answer("hld_1", "A1", until=30, extended=True)
    records.calls.append(call("extendHold", {"id": "hld_1"}, longer, minute=10.5))


@breaks("promised_holds_exist")
def an_extension_that_makes_it_shorter(records: Any) -> None:
    records.holds["hld_1"] |= {"extended": True, "expiresAt": at(15)}


@breaks("released_holds_are_gone")
def a_released_hold_that_is_there(records: Any) -> None:
    records.calls.append(
        call(
            "releaseHold",
            {"id": "hld_2"},
            {"__typename": "HoldReleased", "holdId": "hld_2"},
            minute=45,
        )
    )


@breaks("live_holds_have_their_seats")
def a_hold_without_its_seat(records: Any) -> None:
    hold = records.holds["hld_2"] | {"_id": "hld_3", "bookingId": None}
    records.holds["hld_3"] = hold | {"expiresAt": records.read_at + timedelta(minutes=1)}


@breaks("live_holds_have_their_seats")
def a_hold_that_outlasts_its_seat(records: Any) -> None:
    a_hold_without_its_seat(records)
    records.inventories[SHOWTIME]["seats"]["A2"] = {
        "state": "HELD",
        "holdId": "hld_3",
        "until": records.read_at,
    }


@breaks("holds_name_their_bookings")
def a_hold_for_no_booking(records: Any) -> None:
    records.holds["hld_1"]["bookingId"] = "bkg_3"


@breaks("holds_name_their_bookings")
def a_hold_for_anothers_booking(records: Any) -> None:
    records.holds["hld_1"]["bookingId"] = "bkg_2"


@breaks("holds_name_their_bookings")
def a_hold_that_was_paid_from_and_is_for_none(records: Any) -> None:
    records.holds["hld_1"]["bookingId"] = None


@breaks("holds_name_their_bookings")
def a_hold_that_is_kept_for_a_payment_that_failed(records: Any) -> None:
    records.bookings["bkg_1"]["status"] = "PAYMENT_FAILED"


@breaks("one_effect_per_key")
def two_holds_for_one_key(records: Any) -> None:
    records.holds["hld_3"] = records.holds["hld_2"] | {"_id": "hld_3", "bookingId": None}


@breaks("one_effect_per_key")
def two_bookings_for_one_key(records: Any) -> None:
    records.bookings["bkg_3"] = records.bookings["bkg_2"] | {"_id": "bkg_3"}
