"""The auditor stands by itself, and every one of its rules can go red."""

import ast
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.faults import auditor
from tests.faults.auditor.books import Books, Charge
from tests.faults.auditor.calls import Call, Row, together
from tests.faults.auditor.rules import RULES
from tests.faults.customers import Recorder

BOOKING, PAYMENT, SHOWTIME, HOLD = "bkg_1", "pay_1", "sho_1", "hld_1"


NOW = datetime(2026, 7, 1, tzinfo=UTC)


def _call(operation: str, given: Row, answer: Row) -> Call:
    return Call(operation, "acc_1", given, NOW, NOW, answer, errors=[])


def _books(**changes: Any) -> Books:
    """One confirmed booking of one seat, and all that belongs to it."""
    answer = {
        "__typename": "Booking",
        "id": BOOKING,
        "status": "CONFIRMED",
        "total": {"amountMinor": 500},
        "tickets": [{"id": "tkt_1", "code": "c"}],
    }
    books = Books(
        bookings={
            BOOKING: {
                "_id": BOOKING,
                "accountId": "acc_1",
                "showtimeId": SHOWTIME,
                "holdId": HOLD,
                "seats": [{"seatId": "A1"}],
                "amountMinor": 500,
                "refundMinor": None,
                "status": "CONFIRMED",
                "step": "DONE",
            }
        },
        tickets=[
            {
                "_id": "tkt_1",
                "bookingId": BOOKING,
                "showtimeId": SHOWTIME,
                "seatId": "A1",
                "active": True,
                "status": "VALID",
                "code": "c",
            }
        ],
        inventories={
            SHOWTIME: {"scheduled": True, "seats": {"A1": {"state": "SOLD", "holdId": HOLD}}}
        },
        holds={HOLD: {"seats": [{"seatId": "A1"}]}},
        payments={
            PAYMENT: {
                "_id": PAYMENT,
                "accountId": "acc_1",
                "status": "CAPTURED",
                "unsettled": False,
                "refunds": [],
            }
        },
        ledger=[
            {
                "debit": "provider_balance",
                "credit": "ticket_sales",
                "amountMinor": 500,
                "cause": "capture:pay_1",
            }
        ],
        inbox=frozenset(),
        outbox={"booking": 0},
        ticket_indexes=[{"key": {"showtimeId": 1, "seatId": 1}, "unique": True}],
        charges={PAYMENT: Charge(500, "captured", {})},
        calls=[_call("bookHold", {"holdId": HOLD}, answer)],
        events={
            "booking.confirmed.v1": [{"id": "evt_1", "data": {"bookingId": BOOKING}}],
            "payment.captured.v1": [{"id": "evt_2", "data": {"paymentId": PAYMENT}}],
        },
    )
    return replace(books, **changes)


def _red(books: Books) -> set[str]:
    return {rule.__name__ for rule in RULES if list(rule(books))}


def test_books_that_agree_are_clean() -> None:
    assert _red(_books()) == set()


_HERE = _books()
_EVENTS = dict(_HERE.events)
_SOLD = _HERE.inventories[SHOWTIME]


CASES: list[tuple[dict[str, Any], str]] = [
    ({"tickets": [*_HERE.tickets, _HERE.tickets[0]]}, "one_active_ticket_a_seat"),
    ({"ticket_indexes": []}, "the_backstop_is_there"),
    ({"tickets": []}, "seats_tickets_and_bookings_agree"),
    ({"inventories": {}}, "seats_tickets_and_bookings_agree"),
    (
        {"inventories": {SHOWTIME: _SOLD | {"seats": {"A1": {"state": "HELD"}}}}},
        "seats_tickets_and_bookings_agree",
    ),
    (
        {
            "inventories": {
                SHOWTIME: _SOLD | {"seats": {"A1": {"state": "SOLD", "holdId": "hld_2"}}}
            }
        },
        "seats_tickets_and_bookings_agree",
    ),
    (
        {"bookings": {BOOKING: _HERE.bookings[BOOKING] | {"step": "CAPTURE"}}},
        "everything_has_ended",
    ),
    ({"outbox": {"booking": 1}}, "everything_has_ended"),
    ({"charges": {}}, "money_taken_is_money_owed"),
    ({"charges": {PAYMENT: Charge(499, "captured", {})}}, "money_taken_is_money_owed"),
    (
        {"charges": {PAYMENT: Charge(500, "captured", {"ref_1": 1})}},
        "money_taken_is_money_owed",
    ),
    (
        {"charges": {PAYMENT: Charge(500, "authorized", {})}},
        "payments_are_as_the_provider_says",
    ),
    ({"payments": {}}, "payments_are_as_the_provider_says"),
    ({"ledger": []}, "the_ledger_is_the_providers"),
    ({"ledger": [*_HERE.ledger, *_HERE.ledger]}, "the_ledger_is_the_providers"),
    ({"events": _EVENTS | {"booking.confirmed.v1": []}}, "every_event_was_told"),
    (
        {"events": _EVENTS | {"payment.refunded.v1": [{"data": {"refundId": "ref_1"}}]}},
        "every_event_was_told",
    ),
    (
        {
            "events": _EVENTS
            | {"catalog.showtime.cancelled.v1": [{"data": {"showtimeId": SHOWTIME}}]}
        },
        "every_effect_came_once",
    ),
    (
        {
            "events": _EVENTS
            | {"account.deleted.v1": [{"id": "evt_3", "data": {"accountId": "acc_2"}}]}
        },
        "every_effect_came_once",
    ),
    ({"bookings": {}}, "what_customers_were_told_is_so"),
    (
        {"bookings": {BOOKING: _HERE.bookings[BOOKING] | {"status": "CANCELLED"}}},
        "what_customers_were_told_is_so",
    ),
    (
        {"calls": [_call("holdSeats", {}, {"__typename": "SeatHold", "id": "hld_2", "seats": []})]},
        "what_customers_were_told_is_so",
    ),
]


@pytest.mark.parametrize(("changes", "rule"), CASES)
def test_what_does_not_agree_is_found(changes: dict[str, Any], rule: str) -> None:
    assert rule in _red(_books(**changes))


def test_every_rule_has_a_case_above() -> None:
    assert {rule for _, rule in CASES} == {rule.__name__ for rule in RULES}


def test_it_reads_what_customers_write_down(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "answers.jsonl")
    given = {"password": "no business of the file's"}
    answered = recorder.asked("deleteMyAccount", "acc_1", given)
    unanswered = recorder.asked("releaseHold", "acc_2", {"id": HOLD})
    recorder.failed(answered, "INTERNAL_SERVER_ERROR", "correlated")
    recorder.answered(answered, {"__typename": "AccountDeleted"})
    recorder.failed(unanswered, "UNAUTHENTICATED")
    recorder.close()
    deleted, released = together(recorder.file.read_text().splitlines())
    assert (deleted.operation, deleted.account, deleted.given) == ("deleteMyAccount", "acc_1", {})
    assert deleted.received is not None
    assert deleted.sent <= deleted.received
    assert (deleted.is_done, deleted.was_lost) == (True, True)
    assert (released.is_done, released.was_lost, released.may_be_done) == (False, True, True)
    assert [fault.correlation_id for fault in recorder.faults] == ["correlated"]
    assert recorder.errors == {"INTERNAL_SERVER_ERROR": 1, "UNAUTHENTICATED": 1}
    assert recorder.count == 1


def test_it_imports_nothing_from_the_services() -> None:
    (folder,) = map(Path, auditor.__path__)
    imported: set[str] = set()
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(node.module or "")
    foreign = {
        name
        for name in imported
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not name.startswith("tests.faults.auditor")
    }
    assert foreign == {"aiokafka", "pymongo"}
