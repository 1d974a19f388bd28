"""The sandbox provider: its log is its memory, and a seed gives the same bad days again."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dev.sandbox_provider.charges import Charges, Refused, Stuck
from dev.sandbox_provider.faults import FaultInjector, Faults

CARD = {"brand": "visa", "last4": "4242"}


def _books(log: Path) -> Charges:
    return Charges(log)


def test_the_state_is_the_log_replayed(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    books = _books(log)
    books.authorize("a", 100, "MXN", CARD)
    books.capture("a")
    books.refund("a", "r1", 40)
    books.decline("b", 100, "MXN", "card_declined")
    books.void("c")
    again = _books(log)
    for id in "abc":
        assert again.get(id) == books.get(id)
    assert len(log.read_text().splitlines()) == 5


def test_every_change_is_made_once(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    books = _books(log)
    for _ in range(3):
        books.authorize("a", 100, "MXN", CARD)
        books.capture("a")
        books.refund("a", "r1", 40)
    assert [line.count('"what": "refunded"') for line in log.read_text().splitlines()] == [0, 0, 1]


def test_what_the_books_do_not_allow(tmp_path: Path) -> None:
    books = _books(tmp_path / "log.jsonl")
    with pytest.raises(Refused):
        books.capture("unknown")
    books.void("late")
    assert books.authorize("late", 100, "MXN", CARD).status == "voided"
    books.authorize("a", 100, "MXN", CARD)
    with pytest.raises(Refused):
        books.authorize("a", 101, "MXN", CARD)
    books.capture("a")
    with pytest.raises(Refused):
        books.void("a")
    with pytest.raises(Refused):
        books.refund("a", "r1", 101)


def test_a_seed_gives_the_same_choices_in_any_order() -> None:
    faults = Faults(seed=7, timeout_rate=0.2, lost_rate=0.05, decline_rate=0.1)
    subjects = [f"authorize:{number}" for number in range(1000)]
    first, second = FaultInjector(), FaultInjector()
    first.set(faults)
    second.set(faults)
    forwards = {subject: first.fate(subject) for subject in subjects}
    assert forwards == {subject: second.fate(subject) for subject in reversed(subjects)}
    shares = [
        sum(getattr(fate, name) for fate in forwards.values()) / len(subjects)
        for name in ("times_out", "is_lost", "is_declined")
    ]
    assert shares == pytest.approx([0.2, 0.05, 0.1], abs=0.03)
    other = FaultInjector()
    other.set(faults.model_copy(update={"seed": 8}))
    assert forwards != {subject: other.fate(subject) for subject in subjects}


def test_a_card_that_is_declined_stays_so() -> None:
    injector = FaultInjector()
    injector.set(Faults(decline_rate=0.5))
    for number in range(50):
        assert len({injector.fate(f"authorize:{number}").is_declined for _ in range(5)}) == 1


def test_of_a_stuck_charge_nothing_can_be_learned_even_after_a_restart(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    _books(log).stick("a", 100, "MXN")
    again = _books(log)
    for ask in (again.get, again.capture, again.void):
        with pytest.raises(Stuck):
            ask("a")
    with pytest.raises(Stuck):
        again.authorize("a", 100, "MXN", CARD)
    assert again.since(datetime.fromtimestamp(0, UTC)) == []
