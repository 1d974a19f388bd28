"""The sandbox provider restores its state from its log, and a seed repeats its faults."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dev.sandbox_provider.charges import Charges, Refused, Stuck
from dev.sandbox_provider.faults import Fate, FaultInjector, Faults

CARD = {"brand": "visa", "last4": "4242"}


def _charges(log: Path) -> Charges:
    return Charges(log)


def test_replaying_the_log_restores_the_state(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    charges = _charges(log)
    charges.authorize("a", 100, "MXN", CARD)
    charges.capture("a")
    charges.refund("a", "r1", 40)
    charges.decline("b", 100, "MXN", "card_declined")
    charges.void("c")
    again = _charges(log)
    for id in "abc":
        assert again.get(id) == charges.get(id)
    assert len(log.read_text().splitlines()) == 5


def test_a_repeated_change_is_logged_once(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    charges = _charges(log)
    for _ in range(3):
        charges.authorize("a", 100, "MXN", CARD)
        charges.capture("a")
        charges.refund("a", "r1", 40)
    assert [line.count('"what": "refunded"') for line in log.read_text().splitlines()] == [0, 0, 1]


def test_changes_that_the_state_forbids_are_refused(tmp_path: Path) -> None:
    charges = _charges(tmp_path / "log.jsonl")
    with pytest.raises(Refused):
        charges.capture("unknown")
    charges.void("late")
    assert charges.authorize("late", 100, "MXN", CARD).status == "voided"
    charges.authorize("a", 100, "MXN", CARD)
    with pytest.raises(Refused):
        charges.authorize("a", 101, "MXN", CARD)
    charges.capture("a")
    with pytest.raises(Refused):
        charges.void("a")
    with pytest.raises(Refused):
        charges.refund("a", "r1", 101)


def test_charges_are_listed_by_their_last_change(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    charges = _charges(log)
    charges.authorize("a", 100, "MXN", CARD)
    charges.authorize("b", 100, "MXN", CARD)
    before = datetime.now(UTC)
    charges.capture("a")
    for each in (charges, _charges(log)):
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


def test_a_stuck_charge_stays_unknown_after_a_restart(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    _charges(log).mark_stuck("a", 100, "MXN")
    again = _charges(log)
    for ask in (again.get, again.capture, again.void):
        with pytest.raises(Stuck):
            ask("a")
    with pytest.raises(Stuck):
        again.authorize("a", 100, "MXN", CARD)
    assert again.since(datetime.fromtimestamp(0, UTC)) == []
