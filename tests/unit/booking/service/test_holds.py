"""Holds: all the seats or none, within the limits, at frozen prices."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.errors import InvalidInput, NotFound
from subgraphs.booking.domain.seats import SeatClass, SeatState, TicketCategory
from subgraphs.booking.errors import HoldExpired, SeatsUnavailable, ShowtimeNotBookable
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


def _held(bench: Workbench) -> set[str]:
    now = bench.clock.now()
    seats = bench.seats.all[SHOWTIME].seats.values()
    return {seat.id for seat in seats if seat.state_at(now) is SeatState.HELD}


async def test_all_seats_are_held_at_their_prices(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    assert _held(bench) == {"A1", "A2"}
    assert hold.total.amount_minor == 2000


async def test_when_one_seat_is_taken_none_is_held(bench: Workbench) -> None:
    await bench.hold("A2", account=BOB)
    with pytest.raises(SeatsUnavailable) as refused:
        await bench.hold("A1", "A2", "A3")
    assert refused.value.seat_ids == ["A2"]
    assert refused.value.alternatives == [
        ["A3", "A4", "A5"],
        ["B1", "B2", "B3"],
        ["B2", "B3", "B4"],
    ]
    assert _held(bench) == {"A2"}


async def test_seats_of_an_expired_hold_can_be_held_at_once(bench: Workbench) -> None:
    await bench.hold("A1", account=BOB)
    bench.clock.move(minutes=10)
    assert (await bench.hold("A1")).seat_ids == ["A1"]


async def test_the_price_is_frozen_when_the_seat_is_held(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    showtime = bench.seats.all[SHOWTIME]
    dearer = {key: replace(price, amount_minor=9999) for key, price in showtime.prices.items()}
    bench.seats.all[SHOWTIME] = replace(showtime, prices=dearer)
    assert (await bench.holding.get(ALICE, hold.id)).total.amount_minor == 1000
    booking = await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert booking.total.amount_minor == 1000
    assert [ticket.price.amount_minor for ticket in bench.bookings.tickets] == [1000]


def costing(bench: Workbench, amount_minor: int) -> None:
    """Let every ticket cost that much."""
    showtime = bench.seats.all[SHOWTIME]
    dear = {
        key: replace(price, amount_minor=amount_minor) for key, price in showtime.prices.items()
    }
    bench.seats.all[SHOWTIME] = replace(showtime, prices=dear)


async def test_seats_whose_sum_no_answer_can_say_are_not_held(bench: Workbench) -> None:
    costing(bench, 2**31 - 1)
    with pytest.raises(InvalidInput) as refused:
        await bench.hold("A1", "A2")
    (field,) = refused.value.fields
    assert (field.path, field.code) == (["seats"], "TOTAL_TOO_HIGH")
    assert field.message == "Seats for at most COP 21,474,836.47 are held at once."
    assert _held(bench) == set()
    categories = [TicketCategory.ADULT, TicketCategory.ADULT]
    with pytest.raises(InvalidInput) as refused:
        await bench.holding.hold_best_seats(ALICE, SHOWTIME, categories, SeatClass.STANDARD, "best")
    assert refused.value.fields[0].path == ["categories"]
    assert _held(bench) == set()
    assert (await bench.hold("A1", key="one")).total.amount_minor == 2**31 - 1


async def test_the_most_seats_at_the_highest_price_can_be_held(bench: Workbench) -> None:
    costing(bench, (2**31 - 1) // 4)
    hold = await bench.hold("A1", "A2", "A3", "A4")
    assert hold.total.amount_minor == (2**31 - 1) // 4 * 4


@pytest.mark.parametrize("seats", [(), ("A1", "A1"), ("A1", "A2", "A3", "A4", "A5"), ("Z9",)])
async def test_a_wrong_choice_changes_nothing(bench: Workbench, seats: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput):
        await bench.hold(*seats)
    assert _held(bench) == set()


async def test_an_account_has_two_holds_of_a_showtime_and_no_third(bench: Workbench) -> None:
    await bench.hold("A1", key="1")
    await bench.hold("A2", key="2")
    with pytest.raises(InvalidInput):
        await bench.hold("A3", key="3")
    assert _held(bench) == {"A1", "A2"}
    bench.clock.move(minutes=10)
    await bench.hold("A3", key="3")


async def test_a_showtime_that_has_begun_or_is_cancelled_cannot_be_held(bench: Workbench) -> None:
    showtime = bench.seats.all[SHOWTIME]
    bench.seats.all[SHOWTIME] = replace(showtime, scheduled=False)
    with pytest.raises(ShowtimeNotBookable):
        await bench.hold("A1")
    bench.seats.all[SHOWTIME] = showtime
    bench.clock.move(days=2)
    with pytest.raises(ShowtimeNotBookable):
        await bench.hold("A1")


async def test_an_unknown_showtime_is_not_found(bench: Workbench) -> None:
    bench.seats.all.clear()
    with pytest.raises(NotFound):
        await bench.hold("A1")


async def test_only_its_owner_sees_a_hold(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    for account, id in ((BOB, hold.id), (ALICE, "hld_nonsense"), (ALICE, "")):
        with pytest.raises(NotFound):
            await bench.holding.get(account, id)


async def test_a_hold_is_extended_once_counted_from_now(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.clock.move(minutes=9)
    extended = await bench.holding.extend(ALICE, hold.id)
    assert (extended.extended, extended.expires_at) == (
        True,
        hold.expires_at + timedelta(minutes=9),
    )
    bench.clock.move(minutes=9)
    assert _held(bench) == {"A1"}
    with pytest.raises(InvalidInput):
        await bench.holding.extend(ALICE, hold.id)
    bench.clock.move(minutes=1)
    assert _held(bench) == set()


async def test_an_expired_or_lost_hold_is_not_extended(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.clock.move(minutes=10)
    with pytest.raises(HoldExpired):
        await bench.holding.extend(ALICE, hold.id)
    await bench.hold("A1", account=BOB)
    bench.holds.all[hold.id] = replace(hold, expires_at=bench.clock.now() + timedelta(minutes=1))
    with pytest.raises(HoldExpired):
        await bench.holding.extend(ALICE, hold.id)
    assert bench.seats.all[SHOWTIME].seats["A1"].account_id == BOB


async def test_a_hold_of_a_cancelled_showtime_is_not_extended(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    await bench.seats.stop_sales(SHOWTIME, bench.clock.now() + timedelta(seconds=1))
    with pytest.raises(HoldExpired):
        await bench.holding.extend(ALICE, hold.id)
    assert await bench.holding.get(ALICE, hold.id) == hold


async def test_releasing_a_hold_removes_it_and_frees_its_seats(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    assert await bench.holding.release(ALICE, hold.id) == hold.id
    assert _held(bench) == set()
    with pytest.raises(NotFound):
        await bench.holding.release(ALICE, hold.id)


async def test_releasing_keeps_seats_that_another_hold_has_taken(bench: Workbench) -> None:
    hold = await bench.hold("A1", "A2")
    bench.clock.move(minutes=10)
    await bench.hold("A1", account=BOB)
    await bench.holding.release(ALICE, hold.id)
    assert _held(bench) == {"A1"}


async def test_a_hold_that_is_paid_from_is_neither_released_nor_extended(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    bench.holds.take(hold.id, "bkg_1")
    with pytest.raises(NotFound):
        await bench.holding.release(ALICE, hold.id)
    with pytest.raises(HoldExpired):
        await bench.holding.extend(ALICE, hold.id)
    assert _held(bench) == {"A1"}


async def test_nobody_extends_or_releases_the_hold_of_another(bench: Workbench) -> None:
    hold = await bench.hold("A1")
    with pytest.raises(NotFound):
        await bench.holding.extend(BOB, hold.id)
    with pytest.raises(NotFound):
        await bench.holding.release(BOB, hold.id)
    assert _held(bench) == {"A1"}


async def test_no_hold_lasts_beyond_the_showtimes_beginning(bench: Workbench) -> None:
    starts_at = bench.seats.all[SHOWTIME].starts_at
    bench.clock.present = starts_at - timedelta(minutes=3)
    hold = await bench.hold("A1")
    assert hold.expires_at == starts_at
    bench.clock.move(minutes=1)
    extended = await bench.holding.extend(ALICE, hold.id)
    assert (extended.extended, extended.expires_at) == (True, starts_at)
    bench.clock.move(minutes=2)
    with pytest.raises(HoldExpired):
        await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    assert bench.payments.asked == []
