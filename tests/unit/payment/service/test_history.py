"""Whatever is asked, in whatever order, with whatever answers lost: the books agree."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.errors import NotFound, Unavailable
from subgraphs.payment.domain.charges import differences
from subgraphs.payment.domain.ledger import PROVIDER_BALANCE, TICKET_SALES, balance
from subgraphs.payment.domain.payments import TRANSITIONS, PaymentStatus
from subgraphs.payment.errors import IllegalTransition, PaymentMismatch, ProviderRefused
from tests.unit.payment.fakes import Fate, House, new_house

History = list[tuple[tuple[object, ...], list[Fate]]]
EXPECTED = (IllegalTransition, NotFound, PaymentMismatch, ProviderRefused, Unavailable)

STEPS = st.one_of(
    st.sampled_from([("authorize",), ("capture",), ("void",), ("ask",), ("webhook",), ("worker",)]),
    st.tuples(st.just("refund"), st.sampled_from("abcd"), st.integers(1, 12_000)),
)
HISTORY = st.lists(st.tuples(STEPS, st.lists(st.sampled_from(Fate), max_size=3)), max_size=12)
TOKEN = st.sampled_from(["tok_visa", "tok_visa", "tok_declined"])


async def _do(house: House, step: Sequence[object], token: str) -> None:
    match step:
        case ("authorize",):
            await house.authorize(token)
        case ("capture",):
            await house.capture()
        case ("void",):
            await house.void()
        case ("ask",):
            await house.service.by_reference(house.reference)
        case ("webhook",):
            for charge in list(house.provider.books.values()):
                await house.service.handle_webhook(charge.payment_id.encode(), "good")
        case ("refund", str(name), int(amount)):
            await house.refund(f"ref_{name}", amount)
        case _:
            await _recover(house)


async def _recover(house: House) -> None:
    house.later(timedelta(minutes=10))
    await house.recover()


async def _live(history: History, token: str, *, own_ids: bool) -> None:
    house = new_house(provider_has_own_ids=own_ids)
    for step, fates in history:
        before = {payment.id: payment.status for payment in house.store.payments.values()}
        house.provider.fates = list(fates)
        with contextlib.suppress(*EXPECTED):
            await _do(house, step, token)
        for id, status in before.items():
            after = house.store.payments[id].status
            assert after is status or _reachable(status, after)
    house.provider.fates = []
    await _recover(house)
    await _recover(house)
    _judge(house)


def _reachable(source: PaymentStatus, target: PaymentStatus) -> bool:
    found, frontier = set[PaymentStatus](), {source}
    while frontier:
        found |= frontier
        frontier = {each for state in frontier for each in TRANSITIONS[state]} - found
    return target in found


def _judge(house: House) -> None:
    entries = house.store.entries
    assert balance(entries, PROVIDER_BALANCE) + balance(entries, TICKET_SALES) == 0
    assert all(count == 1 for count in Counter(entry.cause for entry in entries).values())
    assert len(house.store.events) == len(entries)
    for payment in house.store.payments.values():
        assert not payment.is_unsettled
        assert 0 <= payment.refunded.amount_minor <= payment.amount.amount_minor
        on_record = payment.charge_id or payment.id
        charge = house.provider.books.get(on_record)
        assert set(house.provider.books) <= {on_record}
        found = differences(payment, entries, charge)
        # A capture whose answer was lost and that nobody repeated: booking's saga repeats it, and
        # until then the reconciliation names it.
        unrepeated = payment.status is PaymentStatus.AUTHORIZED
        assert unrepeated or found == []


@settings(max_examples=400, deadline=None)
@given(HISTORY, TOKEN, st.booleans())
def test_the_books_agree_after_any_history(history: History, token: str, own_ids: bool) -> None:
    asyncio.run(_live(history, token, own_ids=own_ids))
