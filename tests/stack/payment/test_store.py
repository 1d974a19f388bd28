"""Rules of payment's store that only the real database enforces."""

from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pymongo import AsyncMongoClient

from dev.stack import Stack
from shared.clock import SystemClock
from shared.errors import VersionConflict
from shared.ids import UlidSource
from shared.messaging.outbox import OUTBOX, Outbox
from shared.money import Money
from shared.storage.mongo import Database, Document, ensure_collections
from subgraphs.payment.adapters.store import LEDGER, PAYMENTS, MongoPaymentStore
from subgraphs.payment.domain.ledger import capture_entry, refund_entry
from subgraphs.payment.domain.payments import Payment, PaymentStatus, Refund
from subgraphs.payment.ports import PaymentChange

NOW = datetime(2026, 12, 31, 20, tzinfo=UTC)


@pytest.fixture
async def database(stack: Stack) -> AsyncGenerator[Database]:
    """Yield a database that no service uses."""
    async with AsyncMongoClient[Document](
        stack.admin.mongo_url, directConnection=True, tz_aware=True
    ) as mongo:
        books = mongo["payment-store"]
        await ensure_collections(books, [PAYMENTS, LEDGER, OUTBOX])
        yield books
        await mongo.drop_database("payment-store")


@pytest.fixture
def store(database: Database) -> MongoPaymentStore:
    return MongoPaymentStore(database, Outbox(database, SystemClock(), UlidSource()))


def _payment(at: datetime, **changes: object) -> Payment:
    reference = UlidSource().new("bkg")
    begun = Payment(
        id="pay_" + reference.removeprefix("bkg_"),
        reference=reference,
        charge_id=None,
        account_id=UlidSource().new("acc"),
        amount=Money(1000, "MXN"),
        status=PaymentStatus.PENDING,
        card=None,
        decline_code=None,
        refunds=(),
        created_at=at,
        updated_at=at,
        version=1,
    )
    return replace(begun, **changes)  # pyright: ignore[reportArgumentType] - fields of it


async def test_a_payment_is_read_as_it_was_written(store: MongoPaymentStore) -> None:
    refund = Refund(UlidSource().new("ref"), Money(400, "MXN"), NOW, attempt=3)
    paid = _payment(NOW, status=PaymentStatus.CAPTURED, charge_id="pi_1", refunds=(refund,))
    await store.add(paid)
    assert await store.get(paid.id) == paid
    settled = replace(paid, refunds=(replace(refund, done=True),), version=2)
    await store.save(PaymentChange(settled))
    assert await store.get(paid.id) == settled


async def test_the_slower_of_two_writers_changes_nothing(store: MongoPaymentStore) -> None:
    payment = _payment(NOW)
    await store.add(payment)
    faster, slower = (replace(payment, charge_id=id, version=2) for id in ("pi_1", "pi_2"))
    await store.save(PaymentChange(faster))
    with pytest.raises(VersionConflict):
        await store.save(PaymentChange(slower))
    assert await store.get(payment.id) == faster


async def test_payments_that_wait_longest_come_first(
    store: MongoPaymentStore,
) -> None:
    given = [_payment(NOW - timedelta(hours=hours)) for hours in (1, 3, 2)]
    for payment in given:
        await store.add(payment)
    youngest, oldest, middle = (payment.id for payment in given)
    assert await _overdue(store) == [oldest, middle, youngest]
    await store.postpone(given[1], NOW)
    assert await _overdue(store) == [middle, youngest, oldest]
    assert await _overdue(store, due=NOW - timedelta(minutes=1)) == [middle, youngest]
    touched = replace(given[2], updated_at=NOW + timedelta(minutes=1), version=2)
    await store.save(PaymentChange(touched))
    assert await _overdue(store) == [youngest, oldest], (
        "a payment that has just changed is not overdue"
    )


async def _overdue(store: MongoPaymentStore, due: datetime = NOW) -> list[str]:
    return [payment.id for payment in await store.unsettled(NOW, due, 10)]


async def test_a_change_makes_a_postponed_payment_due(store: MongoPaymentStore) -> None:
    payment = _payment(NOW - timedelta(hours=1))
    await store.add(payment)
    await store.postpone(payment, NOW + timedelta(hours=1))
    assert await _overdue(store) == []
    await store.save(PaymentChange(replace(payment, charge_id="pi_1", version=2)))
    assert await _overdue(store) == [payment.id]


async def test_an_old_payment_that_changed_is_found(store: MongoPaymentStore) -> None:
    old = _payment(NOW - timedelta(days=30), status=PaymentStatus.CAPTURED)
    await store.add(old)
    since = NOW - timedelta(days=2)
    assert await store.touched_since(since) == []
    touched = replace(old, updated_at=NOW, version=2)
    await store.save(PaymentChange(touched))
    assert await store.touched_since(since) == [touched]


async def test_the_ledger_of_a_payment_is_read_in_order(store: MongoPaymentStore) -> None:
    ids = UlidSource()
    refund = Refund(ids.new("ref"), Money(400, "MXN"), NOW, done=True)
    paid = _payment(NOW, status=PaymentStatus.CAPTURED, refunds=(refund,))
    other = _payment(NOW, status=PaymentStatus.CAPTURED)
    entries = [
        capture_entry(ids.new("led"), paid, NOW),
        refund_entry(ids.new("led"), paid, refund, NOW),
    ]
    for payment in (paid, other):
        await store.add(payment)
    for version, entry in enumerate(entries, start=2):
        await store.save(PaymentChange(replace(paid, version=version), entry))
    assert await store.ledger([paid.id, other.id]) == entries
    assert await store.ledger([other.id]) == []
