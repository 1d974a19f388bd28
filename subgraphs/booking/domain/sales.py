"""What was sold of a showtime: its seats, its guests and its money."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.money import Money, total
from subgraphs.booking.domain.saga import BEGINNING, SAGA, TICKETED, Cause, State
from subgraphs.booking.domain.seats import Inventory, SeatState


@dataclass(frozen=True, slots=True)
class StateTotal:
    """All bookings of a showtime in one state: how many, and the sums of their prices and refunds.

    The sums are in the showtime's currency, in its smallest unit.
    """

    state: State
    bookings: int
    total_minor: int
    refund_minor: int


@dataclass(frozen=True, slots=True)
class ShowtimeSales:
    """What was sold of a showtime up to a moment.

    `capacity` counts the seats that can be sold. Of these, `booked` are sold and `held` are kept
    for somebody who may buy them. `admitted` of the booked seats' guests were let in. `bookings`
    have the booked seats. `takings` is what was paid and not refunded, also of bookings that were
    cancelled; a refund counts from the moment at which it is owed. `refund_if_cancelled` is what
    cancelling the showtime would give back: all that `bookings` cost.
    """

    capacity: int
    booked: int
    held: int
    admitted: int
    bookings: int
    takings: Money
    refund_if_cancelled: Money


def _reached_from(state: State) -> frozenset[State]:
    reached = {state}
    ahead = [state]
    while ahead:
        for after in SAGA.get(ahead.pop(), {}).values():
            if after not in reached:
                reached.add(after)
                ahead.append(after)
    return frozenset(reached)


CONFIRMED_ONCE = _reached_from(SAGA[BEGINNING][Cause.AUTHORIZED])
"""The states of bookings that were confirmed once, also of those that were cancelled since."""


def sales_of(
    showtime: Inventory, totals: Iterable[StateTotal], admitted: int, now: datetime
) -> ShowtimeSales:
    """Return the sales of a showtime at that moment from the totals of its bookings."""
    states = [seat.state_at(now) for seat in showtime.seats.values()]
    confirmed = [each for each in totals if each.state in CONFIRMED_ONCE]
    ticketed = [each for each in confirmed if each.state in TICKETED]

    def money(amounts: Iterable[int]) -> Money:
        return total((Money(each, showtime.currency) for each in amounts), showtime.currency)

    return ShowtimeSales(
        capacity=len(states) - states.count(SeatState.BLOCKED),
        booked=states.count(SeatState.SOLD),
        held=states.count(SeatState.HELD),
        admitted=admitted,
        bookings=sum(each.bookings for each in ticketed),
        takings=money(each.total_minor - each.refund_minor for each in confirmed),
        refund_if_cancelled=money(each.total_minor for each in ticketed),
    )
