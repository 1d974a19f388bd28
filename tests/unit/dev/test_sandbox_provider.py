"""The sandbox provider: its log is its memory, and a seed gives the same bad days again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dev.sandbox_provider.charges import Charges, Refused, Stuck
from dev.sandbox_provider.faults import Fate, FaultInjector, Faults

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


def test_a_charge_is_listed_by_its_last_change(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    books = _books(log)
    books.authorize("a", 100, "MXN", CARD)
    books.authorize("b", 100, "MXN", CARD)
    before = datetime.now(UTC)
    books.capture("a")
    for each in (books, _books(log)):
        assert [charge.id for charge in each.since(before)] == ["a"]
        assert [charge.id for charge in each.since(before - timedelta(minutes=1))] == ["a", "b"]


def test_a_seed_gives_the_same_fates_in_every_run() -> None:
    faults = Faults(seed=7, timeout_rate=0.2, lost_rate=0.05, decline_rate=0.1)

    def fates(seed: int, operation: str) -> list[Fate]:
        injector = FaultInjector()
        injector.set(faults.model_copy(update={"seed": seed}))
        found: list[Fate] = []
        for _ in range(1000):
            injector.fate("another operation")
            found.append(injector.fate(operation))
        return found

    first = fates(7, "authorize")
    assert first == fates(7, "authorize")
    shares = [
        sum(getattr(fate, name) for fate in first) / len(first)
        for name in ("times_out", "is_lost", "is_declined")
    ]
    assert shares == pytest.approx([0.2, 0.05, 0.1], abs=0.03)
    assert first != fates(8, "authorize")
    assert first != fates(7, "capture")


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
