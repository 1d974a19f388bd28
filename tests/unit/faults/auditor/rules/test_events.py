"""Rules about events: which changes they report."""

from datetime import timedelta
from typing import Any

import pytest

from tests.faults.auditor.rules import events
from tests.unit.faults.auditor.cases import (
    Cases,
    Change,
    assert_harmless,
    assert_reported,
    change_name,
)
from tests.unit.faults.records.basics import SHOWTIME
from tests.unit.faults.records.changes import cancel_showtime, delete_account
from tests.unit.faults.records.events import event

CASES = Cases()


@CASES.breaks(events.no_dead_letters)
def a_dead_letter(records: Any) -> None:
    records.events["booking.confirmed.v1.dlq"] = [records.events["booking.confirmed.v1"][0]]


@CASES.breaks(events.no_dead_letters)
def an_unreadable_dead_letter(records: Any) -> None:
    records.events["booking.confirmed.v1.dlq"] = [{"id": "b'?'", "data": {}}]


@CASES.breaks(events.one_event_per_fact)
def a_fact_without_an_event(records: Any) -> None:
    records.events["booking.confirmed.v1"].pop()


@CASES.breaks(events.one_event_per_fact)
def an_event_without_a_fact(records: Any) -> None:
    records.events["payment.refunded.v1"].append(
        event(9, "payment.refunded.v1", 40, paymentId="pay_1", refundId="ref_1")
    )


@CASES.breaks(events.one_event_per_fact)
def a_fact_with_two_events(records: Any) -> None:
    events = records.events["payment.captured.v1"]
    events.append(events[0] | {"id": "evt_9"})


@CASES.is_harmless
def an_event_delivered_again(records: Any) -> None:
    events = records.events["payment.captured.v1"]
    events.append(events[0])


@CASES.breaks(events.one_event_per_fact)
def a_cancelled_showtime_without_an_event(records: Any) -> None:
    cancel_showtime(records)
    records.events["catalog.showtime.cancelled.v1"].clear()


@CASES.breaks(events.one_event_per_fact)
def a_deleted_account_without_an_event(records: Any) -> None:
    delete_account(records)
    records.events["account.deleted.v1"].clear()


@CASES.breaks(events.every_event_was_handled)
def an_event_missing_in_payments_inbox(records: Any) -> None:
    delete_account(records)
    records.inboxes["payment"].clear()


@CASES.breaks(events.every_event_was_handled)
def an_event_missing_in_bookings_inbox(records: Any) -> None:
    cancel_showtime(records)
    records.inboxes["booking"].clear()


@CASES.breaks(events.events_match_the_records)
def an_event_with_another_amount(records: Any) -> None:
    records.events["payment.captured.v1"][0]["data"]["amountMinor"] = 499


@CASES.breaks(events.events_match_the_records)
def an_event_with_another_seat(records: Any) -> None:
    records.events["booking.confirmed.v1"][0]["data"]["seatIds"] = ["A2"]


@CASES.breaks(events.events_match_the_records)
def an_event_of_another_account(records: Any) -> None:
    records.events["booking.confirmed.v1"][0]["data"]["accountId"] = "acc_2"


@CASES.breaks(events.schedule_matches_its_events)
def a_showtime_with_another_start_than_its_event(records: Any) -> None:
    records.showtimes[SHOWTIME]["startsAt"] += timedelta(hours=1)


@pytest.mark.parametrize(("rule", "change"), CASES.violations, ids=change_name)
def test_a_violation_is_reported_by_its_rule(rule: str, change: Change) -> None:
    assert_reported(rule, change)


@pytest.mark.parametrize("change", CASES.harmless, ids=change_name)
def test_a_harmless_change_is_not_reported(change: Change) -> None:
    assert_harmless(change)


def test_each_rule_has_a_violation() -> None:
    assert CASES.rules == {rule.__name__ for rule in events.RULES}
