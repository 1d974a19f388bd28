"""Events that booking reads: as its own dataclasses, turned into inventories."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.errors import OutcomePending
from shared.messaging.envelope import Envelope, MalformedEvent
from shared.messaging.subscriptions import AnySubscription
from shared.money import Money
from subgraphs.booking.domain.bookings import ANONYMOUS
from subgraphs.booking.domain.saga import BookingStatus
from subgraphs.booking.domain.seats import Inventory, Seat, SeatClass, TicketCategory
from subgraphs.booking.events import (
    AccountDeleted,
    ShowtimeCancelled,
    ShowtimeMoved,
    ShowtimeScheduled,
)
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from subgraphs.booking.workers.consumers import AccountConsumer, ShowtimeConsumer
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, NOW, SHOWTIME

SCHEDULED: dict[str, Any] = {
    "showtimeId": "sho_01JD0000000000000000000009",
    "movieId": "mov_1",
    "movieTitle": "Arrival",
    "cinemaId": "cin_1",
    "cinemaName": "Calima",
    "auditoriumId": "aud_1",
    "auditoriumName": "Sala 1",
    "timezone": "America/Bogota",
    "startsAt": "2026-11-25T18:00:00+00:00",
    "endsAt": "2026-11-25T20:00:00+00:00",
    "businessDate": "2026-11-25",
    "status": "SCHEDULED",
    "seats": [{"id": "C7", "row": "C", "number": 7, "column": 9, "seatClass": "PREMIUM"}],
    "prices": [
        {"category": "ADULT", "seatClass": "PREMIUM", "amountMinor": 1300, "currency": "COP"}
    ],
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Booking's consumers, without Kafka."""

    subscriptions: dict[str, AnySubscription]

    async def read(self, topic: str, data: dict[str, Any], occurred_at: datetime = NOW) -> None:
        envelope = Envelope("evt_1", topic, "key", occurred_at, "correlation", data)
        subscription = self.subscriptions[topic]
        await subscription.handle(subscription.read(envelope))


@pytest.fixture
def reader(bench: Workbench) -> Reader:
    consumers = (ShowtimeConsumer(bench.seats, bench.changes), AccountConsumer(bench.deletion))
    return Reader({each.topic: each for one in consumers for each in one.subscriptions})


def test_events_with_several_effects_go_through_the_inbox(reader: Reader) -> None:
    assert {topic for topic, each in reader.subscriptions.items() if each.uses_inbox} == {
        ShowtimeMoved.TOPIC,
        ShowtimeCancelled.TOPIC,
        AccountDeleted.TOPIC,
    }
    assert ShowtimeScheduled.TOPIC in reader.subscriptions


async def test_a_scheduled_showtime_becomes_an_inventory(bench: Workbench, reader: Reader) -> None:
    await reader.read(ShowtimeScheduled.TOPIC, SCHEDULED)
    assert bench.seats.all[SCHEDULED["showtimeId"]] == Inventory(
        showtime_id=SCHEDULED["showtimeId"],
        version=1,
        as_of=NOW,
        scheduled=True,
        movie_title="Arrival",
        cinema_name="Calima",
        auditorium_id="aud_1",
        auditorium_name="Sala 1",
        timezone="America/Bogota",
        starts_at=datetime(2026, 11, 25, 18, tzinfo=UTC),
        ends_at=datetime(2026, 11, 25, 20, tzinfo=UTC),
        seats={"C7": Seat.free("C7", "C", 7, 9, "PREMIUM")},
        prices={(TicketCategory.ADULT, SeatClass.PREMIUM): Money(1300, "COP")},
    )


async def test_a_moved_showtime_is_sold_as_the_event_describes_it(
    bench: Workbench, reader: Reader
) -> None:
    bench.clock.move(seconds=1)
    event = {**SCHEDULED, "showtimeId": SHOWTIME, "startsAt": "2026-11-25T19:00:00+00:00"}
    await reader.read(ShowtimeMoved.TOPIC, event, bench.clock.now())
    moved = bench.seats.all[SHOWTIME]
    assert moved.starts_at == datetime(2026, 11, 25, 19, tzinfo=UTC)
    assert (list(moved.seats), moved.scheduled, moved.as_of) == (["C7"], True, bench.clock.now())


async def test_a_cancelled_showtime_is_not_sold_any_more(bench: Workbench, reader: Reader) -> None:
    bench.clock.move(seconds=1)
    await reader.read(ShowtimeCancelled.TOPIC, {"showtimeId": SHOWTIME}, bench.clock.now())
    assert not bench.seats.all[SHOWTIME].scheduled


async def test_a_deleted_account_waits_for_its_payment_and_is_forgotten(
    bench: Workbench, reader: Reader
) -> None:
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    hold = await bench.hold("A1")
    await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    with pytest.raises(OutcomePending):
        await reader.read(AccountDeleted.TOPIC, {"accountId": ALICE})
    bench.clock.move(seconds=61)
    await bench.recover()
    await reader.read(AccountDeleted.TOPIC, {"accountId": ALICE})
    (booking,) = bench.bookings.all.values()
    assert (booking.account_id, booking.status) == (ANONYMOUS, BookingStatus.CONFIRMED)


@pytest.mark.parametrize(
    ("topic", "data"),
    [
        (ShowtimeScheduled.TOPIC, {}),
        (ShowtimeScheduled.TOPIC, {**SCHEDULED, "startsAt": "tomorrow"}),
        (ShowtimeScheduled.TOPIC, {**SCHEDULED, "seats": [{"id": "C7"}]}),
        (ShowtimeMoved.TOPIC, {**SCHEDULED, "prices": None}),
        (ShowtimeCancelled.TOPIC, {"id": SHOWTIME}),
        (AccountDeleted.TOPIC, {"accountId": 7}),
    ],
)
async def test_a_malformed_event_is_rejected(
    bench: Workbench, reader: Reader, topic: str, data: dict[str, Any]
) -> None:
    before = dict(bench.seats.all)
    with pytest.raises(MalformedEvent):
        await reader.read(topic, data)
    assert bench.seats.all == before
