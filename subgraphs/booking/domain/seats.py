"""A showtime's seats: who holds or has which, and which others are offered instead."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from shared.errors import FieldError, InvalidInput
from shared.money import Money

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class SeatState(StrEnum):
    """What can be done with a seat."""

    FREE = "FREE"
    HELD = "HELD"
    SOLD = "SOLD"
    BLOCKED = "BLOCKED"


class SeatClass(StrEnum):
    """What kind of seat it is; each has its own prices."""

    STANDARD = "STANDARD"
    PREMIUM = "PREMIUM"
    ACCESSIBLE = "ACCESSIBLE"
    COMPANION = "COMPANION"


class TicketCategory(StrEnum):
    """Who the ticket is for; each has its own prices."""

    ADULT = "ADULT"
    CHILD = "CHILD"
    SENIOR = "SENIOR"
    STUDENT = "STUDENT"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat of a showtime.

    `account_id` holds it until `until`, if it is held. `hold_id` is the hold that has it, also
    after it is sold.
    """

    id: str
    row: str
    number: int
    column: int
    seat_class: SeatClass
    state: SeatState
    hold_id: str | None
    account_id: str | None
    until: datetime | None

    @classmethod
    def free(cls, id: str, row: str, number: int, column: int, seat_class: str) -> "Seat":
        """Return a free seat. Raises ValueError for a class that booking does not know."""
        return cls(
            id=id,
            row=row,
            number=number,
            column=column,
            seat_class=SeatClass(seat_class),
            state=SeatState.FREE,
            hold_id=None,
            account_id=None,
            until=None,
        )

    def state_at(self, now: datetime) -> SeatState:
        """Return the state at that moment: a hold that is past its end no longer counts."""
        if self.state is SeatState.HELD and self.until is not None and self.until <= now:
            return SeatState.FREE
        return self.state

    def held_by(self, account_id: str, now: datetime) -> bool:
        """Tell whether that account holds the seat."""
        return self.state_at(now) is SeatState.HELD and self.account_id == account_id


@dataclass(frozen=True, slots=True)
class SeatChoice:
    """A seat that a customer wants, and who will sit there."""

    seat_id: str
    category: TicketCategory


@dataclass(frozen=True, slots=True)
class PricedSeat:
    """A seat with its price, frozen when it was held."""

    seat_id: str
    category: TicketCategory
    price: Money


@dataclass(frozen=True, slots=True)
class Inventory:
    """All seats of one showtime. `version` rises with every visible change.

    `as_of` is when the catalog described the showtime; older descriptions are ignored.
    """

    showtime_id: str
    version: int
    as_of: datetime
    scheduled: bool
    movie_title: str
    cinema_name: str
    auditorium_id: str
    auditorium_name: str
    timezone: str
    starts_at: datetime
    ends_at: datetime
    seats: Mapping[str, Seat]
    prices: Mapping[tuple[TicketCategory, SeatClass], Money]
    lapses_noted: datetime = NEVER
    """Holds that lapsed up to then have raised `version`: a lapse itself writes nothing."""

    @property
    def rows(self) -> Mapping[str, int]:
        """Each row's place, counted from the screen backwards."""
        return {row: n for n, row in enumerate(dict.fromkeys(s.row for s in self.seats.values()))}

    @property
    def currency(self) -> str:
        """The one currency of all its prices; every showtime has prices."""
        return next(iter(self.prices.values())).currency

    def bookable(self, now: datetime) -> bool:
        """Tell whether seats can be sold: the showtime takes place and has not begun."""
        return self.scheduled and self.starts_at > now

    def free(self, now: datetime) -> list[Seat]:
        """Return the seats that can be held."""
        return [seat for seat in self.seats.values() if seat.state_at(now) is SeatState.FREE]

    def available(self, now: datetime) -> int:
        """Return how many seats can be booked; 0 when the showtime is cancelled or has begun."""
        return len(self.free(now)) if self.bookable(now) else 0

    def next_lapse(self) -> datetime | None:
        """Return the first end of a hold that raised no version yet; it may have passed."""
        ends = (
            seat.until
            for seat in self.seats.values()
            if seat.state is SeatState.HELD and seat.until is not None
        )
        return min((end for end in ends if end > self.lapses_noted), default=None)

    def held_under(self, hold_id: str) -> list[str]:
        """Return the seats that this hold has, by column; none when it has lost them."""
        held = [
            seat
            for seat in self.seats.values()
            if seat.state is SeatState.HELD and seat.hold_id == hold_id
        ]
        return [seat.id for seat in sorted(held, key=lambda seat: seat.column)]

    def has_under(self, hold_id: str, seat_ids: Sequence[str]) -> bool:
        """Tell whether every seat is held, or was sold, under this hold."""
        seats = [self.seats.get(id) for id in seat_ids]
        return all(
            seat is not None
            and seat.hold_id == hold_id
            and seat.state in (SeatState.HELD, SeatState.SOLD)
            for seat in seats
        )

    def priced(self, choices: Sequence[SeatChoice]) -> list[PricedSeat]:
        """Return the choices with their prices. Raises InvalidInput, which names each wrong one."""
        problems = list(self._problems(choices))
        if problems:
            raise InvalidInput(problems)
        return [
            PricedSeat(
                choice.seat_id,
                choice.category,
                self.prices[choice.category, self.seats[choice.seat_id].seat_class],
            )
            for choice in choices
        ]

    def taken(self, seat_ids: Sequence[str], now: datetime) -> list[str]:
        """Return those of the seats that are not free."""
        return [id for id in seat_ids if self.seats[id].state_at(now) is not SeatState.FREE]

    def holds_of(self, account_id: str, now: datetime) -> set[str]:
        """Return the holds that the account has on this showtime."""
        return {
            seat.hold_id
            for seat in self.seats.values()
            if seat.hold_id is not None and seat.held_by(account_id, now)
        }

    def neighbours(self, size: int, now: datetime) -> Iterator[list[Seat]]:
        """Yield every run of `size` free seats side by side in a row."""
        free = sorted(self.free(now), key=lambda seat: (seat.row, seat.column))
        for start in range(len(free) - size + 1):
            group = free[start : start + size]
            first = group[0]
            if all(
                seat.row == first.row and seat.column == first.column + step
                for step, seat in enumerate(group)
            ):
                yield group

    def alternatives(self, wanted: Sequence[str], now: datetime, limit: int = 3) -> list[list[str]]:
        """Return up to `limit` groups of as many free neighbours of one class, nearest first."""
        target = self.seats[wanted[0]]
        groups = [
            group
            for group in self.neighbours(len(wanted), now)
            if all(seat.seat_class is target.seat_class for seat in group)
        ]

        rows = self.rows

        def distance(group: Sequence[Seat]) -> tuple[int, int]:
            apart = abs(rows[group[0].row] - rows[target.row])
            return apart, abs(group[0].column - target.column)

        nearest = sorted(groups, key=distance)
        return [[seat.id for seat in group] for group in nearest[:limit]]

    def _problems(self, choices: Sequence[SeatChoice]) -> Iterator[FieldError]:
        for number, choice in enumerate(choices):
            seat = self.seats.get(choice.seat_id)
            if seat is None:
                path = ["seats", str(number), "seatId"]
                yield FieldError(path, "UNKNOWN_SEAT", "The auditorium has no such seat.")
            elif (choice.category, seat.seat_class) not in self.prices:
                path = ["seats", str(number), "category"]
                yield FieldError(path, "NO_PRICE", "This seat has no price for that category.")
