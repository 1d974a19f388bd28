"""Rules about holds: which changes they report."""

from datetime import timedelta
from typing import Any

import pytest

from tests.faults.auditor.rules import holds
from tests.unit.faults.auditor.cases import (
    Cases,
    Change,
    assert_harmless,
    assert_reported,
    change_name,
)
from tests.unit.faults.records.basics import SHOWTIME, at
from tests.unit.faults.records.calls import call, hold_answer, refusal
from tests.unit.faults.records.changes import add_second_account
from tests.unit.faults.records.events import event

CASES = Cases()


def _hold_seat(
    records: Any, hold_id: str, *, minute: float, until: float, seat_id: str = "A2"
) -> None:
    """Add a hold of another account, answered at that minute."""
    given = {"showtimeId": SHOWTIME, "seats": [{"seatId": seat_id}], "idempotencyKey": hold_id}
    answer = hold_answer(hold_id, seat_id, until=until)
    records.calls.append(call("holdSeats", given, answer, minute=minute, account="acc_2"))


def _release_hold(records: Any, hold_id: str, *, minute: float, lost: bool = False) -> None:
    """Release that hold at that minute. With `lost` only an unanswered attempt did it."""
    answer = refusal("NotFound") if lost else {"__typename": "HoldReleased", "holdId": hold_id}
    given = {"id": hold_id}
    records.calls.append(
        call("releaseHold", given, answer, minute=minute, account="acc_2", lost=lost)
    )


@CASES.breaks(holds.promised_holds_do_not_overlap)
def two_holds_of_one_seat_at_the_same_time(records: Any) -> None:
    _hold_seat(records, "hld_3", minute=42, until=62)
    _hold_seat(records, "hld_4", minute=43, until=63)


@CASES.breaks(holds.promised_holds_do_not_overlap)
def a_hold_of_a_sold_seat(records: Any) -> None:
    _hold_seat(records, "hld_3", minute=42, until=62, seat_id="A1")


@CASES.breaks(holds.promised_holds_do_not_overlap)
def an_extended_hold_whose_seat_is_held_again(records: Any) -> None:
    _hold_seat(records, "hld_3", minute=42, until=62)
    longer = hold_answer("hld_3", "A2", until=75, extended=True)
    records.calls.append(call("extendHold", {"id": "hld_3"}, longer, minute=55, account="acc_2"))
    _hold_seat(records, "hld_4", minute=63, until=83)


@CASES.breaks(holds.promised_holds_do_not_overlap)
def an_unreleased_hold_whose_seat_is_held_again(records: Any) -> None:
    _hold_seat(records, "hld_3", minute=42, until=62)
    records.calls.append(
        call("releaseHold", {"id": "hld_3"}, refusal("NotFound"), minute=45, account="acc_2")
    )
    _hold_seat(records, "hld_4", minute=46, until=66)


@CASES.is_harmless
def holds_one_after_another(records: Any) -> None:
    add_second_account(records)
    _hold_seat(records, "hld_3", minute=42, until=62)
    _release_hold(records, "hld_3", minute=52)
    _hold_seat(records, "hld_4", minute=52.1, until=72)
    _release_hold(records, "hld_4", minute=60)


@CASES.is_harmless
def a_hold_released_by_an_unanswered_call(records: Any) -> None:
    add_second_account(records)
    _hold_seat(records, "hld_3", minute=42, until=62)
    _release_hold(records, "hld_3", minute=45, lost=True)
    _hold_seat(records, "hld_4", minute=46, until=66)
    _release_hold(records, "hld_4", minute=60)


@CASES.breaks(holds.promised_holds_exist)
def a_missing_hold(records: Any) -> None:
    del records.holds["hld_2"]


@CASES.breaks(holds.promised_holds_exist)
def a_missing_hold_after_another_account_was_deleted(records: Any) -> None:
    del records.holds["hld_2"]
    records.events["account.deleted.v1"] = [
        event(9, "account.deleted.v1", 45, accountId="acc_2"),
    ]


@CASES.breaks(holds.promised_holds_exist)
def a_missing_hold_after_its_release_was_refused(records: Any) -> None:
    del records.holds["hld_2"]
    refused = refusal("NotFound", id="hld_2")
    records.calls.append(call("releaseHold", {"id": "hld_2"}, refused, minute=45))


@CASES.breaks(holds.promised_holds_exist)
def a_hold_of_another_account(records: Any) -> None:
    records.holds["hld_1"]["accountId"] = "acc_2"


@CASES.breaks(holds.promised_holds_exist)
def a_hold_of_another_seat(records: Any) -> None:
    records.holds["hld_1"]["seats"][0]["seatId"] = "A2"


@CASES.breaks(holds.promised_holds_exist)
def a_hold_with_another_price(records: Any) -> None:
    records.holds["hld_1"]["seats"][0]["amountMinor"] = 300


@CASES.breaks(holds.promised_holds_exist)
def a_hold_that_ends_early(records: Any) -> None:
    records.holds["hld_1"]["expiresAt"] = at(19)


@CASES.breaks(holds.promised_holds_exist)
def an_extension_that_is_not_recorded(records: Any) -> None:
    longer = hold_answer("hld_1", "A1", until=30, extended=True)
    records.calls.append(call("extendHold", {"id": "hld_1"}, longer, minute=10.5))


@CASES.breaks(holds.promised_holds_exist)
def an_extension_that_shortens_the_hold(records: Any) -> None:
    records.holds["hld_1"] |= {"extended": True, "expiresAt": at(15)}


@CASES.breaks(holds.released_holds_are_gone)
def a_released_hold_that_exists(records: Any) -> None:
    records.calls.append(
        call(
            "releaseHold",
            {"id": "hld_2"},
            {"__typename": "HoldReleased", "holdId": "hld_2"},
            minute=45,
        )
    )


@CASES.breaks(holds.live_holds_have_their_seats)
def a_hold_without_its_seat(records: Any) -> None:
    hold = records.holds["hld_2"] | {"_id": "hld_3", "bookingId": None}
    records.holds["hld_3"] = hold | {"expiresAt": records.read_at + timedelta(minutes=1)}


@CASES.breaks(holds.live_holds_have_their_seats)
def a_hold_that_lasts_longer_than_its_seat_is_held(records: Any) -> None:
    a_hold_without_its_seat(records)
    records.inventories[SHOWTIME]["seats"]["A2"] = {
        "state": "HELD",
        "holdId": "hld_3",
        "until": records.read_at,
    }


@CASES.breaks(holds.holds_name_their_bookings)
def a_hold_that_names_a_missing_booking(records: Any) -> None:
    records.holds["hld_1"]["bookingId"] = "bkg_3"


@CASES.breaks(holds.holds_name_their_bookings)
def a_hold_that_names_another_holds_booking(records: Any) -> None:
    records.holds["hld_1"]["bookingId"] = "bkg_2"


@CASES.breaks(holds.holds_name_their_bookings)
def a_used_hold_that_names_no_booking(records: Any) -> None:
    records.holds["hld_1"]["bookingId"] = None


@CASES.breaks(holds.holds_name_their_bookings)
def a_hold_that_names_a_failed_booking(records: Any) -> None:
    records.bookings["bkg_1"]["status"] = "PAYMENT_FAILED"


@CASES.breaks(holds.one_effect_per_key)
def two_holds_for_one_key(records: Any) -> None:
    records.holds["hld_3"] = records.holds["hld_2"] | {"_id": "hld_3", "bookingId": None}


@CASES.breaks(holds.one_effect_per_key)
def two_bookings_for_one_key(records: Any) -> None:
    records.bookings["bkg_3"] = records.bookings["bkg_2"] | {"_id": "bkg_3"}


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


@pytest.mark.parametrize("change", CASES.harmless, ids=change_name)
def test_a_harmless_change_is_not_reported(change: Change) -> None:
    assert_harmless(change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in holds.RULES}
