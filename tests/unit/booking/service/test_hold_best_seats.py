"""Holding best seats: one for each category, drawn again when another customer is faster."""

from datetime import datetime

import pytest

from shared.errors import InvalidInput
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.seats import SeatClass, TicketCategory
from subgraphs.booking.errors import SeatsUnavailable
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME

ADULT, CHILD = TicketCategory.ADULT, TicketCategory.CHILD


async def test_one_seat_for_each_category_is_held_and_priced_in_their_order(
    bench: Workbench,
) -> None:
    hold = await bench.holding.hold_best_seats(
        ALICE, SHOWTIME, [CHILD, ADULT], SeatClass.STANDARD, "best"
    )
    assert [seat.price.amount_minor for seat in hold.seats] == [700, 1000]
    seats = [bench.seats.all[SHOWTIME].seats[id] for id in hold.seat_ids]
    assert {seat.hold_id for seat in seats} == {hold.id}
    assert seats[1].column == seats[0].column + 1


async def test_seats_are_drawn_again_when_another_customer_is_faster(bench: Workbench) -> None:
    claim, beaten = bench.seats.claim, list[list[str]]()

    async def lose_twice(hold: Hold, now: datetime, *, holds: int) -> bool:
        if len(beaten) < 2:
            beaten.append(hold.seat_ids)
            return False
        return await claim(hold, now, holds=holds)

    bench.seats.claim = lose_twice
    hold = await bench.holding.hold_best_seats(ALICE, SHOWTIME, [ADULT], SeatClass.STANDARD, "best")
    assert len(beaten) == 2
    assert len(hold.seat_ids) == 1


async def test_a_repetition_after_a_crash_keeps_the_seats_of_the_first_try(
    bench: Workbench,
) -> None:
    first = await bench.holding.hold_best_seats(
        ALICE, SHOWTIME, [ADULT, ADULT], SeatClass.STANDARD, "1"
    )
    bench.holds.all.clear()
    await bench.holding._claim_best(  # pyright: ignore[reportPrivateUsage] - what the crash left undone
        first.id, ALICE, SHOWTIME, [ADULT, ADULT], SeatClass.STANDARD
    )
    assert bench.holds.all[first.id].seat_ids == first.seat_ids
    assert bench.seats.all[SHOWTIME].held_under(first.id) == first.seat_ids


async def test_without_enough_neighbours_nothing_is_held(bench: Workbench) -> None:
    await bench.hold("A2", "B2", account=BOB)
    with pytest.raises(SeatsUnavailable) as refused:
        await bench.holding.hold_best_seats(
            ALICE, SHOWTIME, [ADULT] * 4, SeatClass.STANDARD, "best"
        )
    assert (refused.value.seat_ids, refused.value.alternatives) == ([], [])


@pytest.mark.parametrize(
    ("categories", "seat_class", "code"),
    [
        ([], SeatClass.STANDARD, "COUNT"),
        ([ADULT] * 5, SeatClass.STANDARD, "COUNT"),
        ([ADULT, TicketCategory.SENIOR], SeatClass.STANDARD, "NO_PRICE"),
    ],
)
async def test_a_wrong_choice_changes_nothing(
    bench: Workbench, categories: list[TicketCategory], seat_class: SeatClass, code: str
) -> None:
    before = bench.seats.all[SHOWTIME]
    with pytest.raises(InvalidInput) as refused:
        await bench.holding.hold_best_seats(ALICE, SHOWTIME, categories, seat_class, "best")
    assert [field.code for field in refused.value.fields] == [code]
    assert bench.seats.all[SHOWTIME] == before
