"""Seats and holds in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.seats import Inventory, Seat, SeatState
from subgraphs.booking.errors import HoldLost, HoldTaken
from tests.unit.booking.fakes.showtime import SHOWTIME


class Seats:
    """InventoryStore."""

    def __init__(self, *inventories: Inventory) -> None:
        self.all = {each.showtime_id: each for each in inventories}

    async def add(self, inventory: Inventory) -> None:
        self.all.setdefault(inventory.showtime_id, inventory)

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        return {id: self.all[id] for id in showtime_ids if id in self.all}

    async def stop_sales(self, showtime_id: str, as_of: datetime) -> None:
        if self.all[showtime_id].as_of < as_of:
            self.all[showtime_id] = replace(self.all[showtime_id], scheduled=False, as_of=as_of)

    async def replace(self, inventory: Inventory) -> None:
        before = self.all[inventory.showtime_id]
        if before.as_of <= inventory.as_of and not before.scheduled:
            self.all[inventory.showtime_id] = inventory

    async def note_lapses(self, inventory: Inventory, now: datetime) -> None:
        current = self.all[inventory.showtime_id]
        if current.version == inventory.version:
            self.all[inventory.showtime_id] = replace(
                current, version=current.version + 1, lapses_noted=now
            )

    async def claim(self, hold: Hold, now: datetime, *, holds: int) -> bool:
        showtime = self.all[hold.showtime_id]
        seats = [showtime.seats[id] for id in hold.seat_ids]
        claimable = all(
            seat.state_at(now) is SeatState.FREE
            or (seat.state is SeatState.HELD and seat.hold_id == hold.id)
            for seat in seats
        )
        others = showtime.holds_of(hold.account_id, now) - {hold.id}
        strays = {
            seat.id
            for seat in showtime.seats.values()
            if seat.held_by(hold.account_id, now) and seat.hold_id == hold.id
        } - set(hold.seat_ids)
        if not showtime.bookable(now) or not claimable or strays or len(others) >= holds:
            return False
        self._change(hold, SeatState.HELD, hold.expires_at)
        return True

    def keep(self, hold: Hold, until: datetime) -> None:
        """Hold until then at least, under the fence, as extending and paying do."""
        if not self.holds(hold.id, hold.seat_ids):
            raise HoldLost
        seats = self.all[hold.showtime_id].seats
        held_until = [seats[id].until for id in hold.seat_ids]
        self._change(hold, SeatState.HELD, max(until, *(each for each in held_until if each)))

    def keep_no_longer(self, hold: Hold) -> None:
        """Hold for as long as the hold itself lasts, as a failed payment does."""
        if self.holds(hold.id, hold.seat_ids):
            self._change(hold, SeatState.HELD, hold.expires_at)

    async def release(self, hold: Hold) -> None:
        showtime = self.all[hold.showtime_id]
        freed = {
            id: _freed(showtime.seats[id]) for id in hold.seat_ids if self.holds(hold.id, [id])
        }
        self.all[hold.showtime_id] = replace(showtime, seats={**showtime.seats, **freed})

    async def forget(self, account_id: str) -> None:
        for id, showtime in self.all.items():
            seats = {
                name: _freed(seat) if seat.account_id == account_id else seat
                for name, seat in showtime.seats.items()
            }
            self.all[id] = replace(showtime, seats=seats)

    def holds(self, hold_id: str, seat_ids: Sequence[str]) -> bool:
        """Tell whether every seat is still held by that hold: the fence."""
        seats = self.all[SHOWTIME].seats
        return all(
            seats[id].state is SeatState.HELD and seats[id].hold_id == hold_id for id in seat_ids
        )

    def sell(self, hold_id: str, seat_ids: Sequence[str]) -> None:
        """Sell the seats, under the fence, as a confirmation does."""
        if not self.all[SHOWTIME].scheduled or not self.holds(hold_id, seat_ids):
            raise HoldLost
        showtime = self.all[SHOWTIME]
        sold = {
            id: replace(showtime.seats[id], state=SeatState.SOLD, account_id=None, until=None)
            for id in seat_ids
        }
        self.all[SHOWTIME] = replace(showtime, seats={**showtime.seats, **sold})

    def free(self, hold_id: str, seat_ids: Sequence[str]) -> None:
        """Free the seats unless another hold has one, as a cancellation does."""
        showtime = self.all[SHOWTIME]
        seats = [showtime.seats[id] for id in seat_ids]
        if not all(s.state is SeatState.SOLD and s.hold_id == hold_id for s in seats):
            return
        freed = {id: _freed(showtime.seats[id]) for id in seat_ids}
        self.all[SHOWTIME] = replace(showtime, seats={**showtime.seats, **freed})

    def _change(self, hold: Hold, state: SeatState, until: datetime) -> None:
        showtime = self.all[hold.showtime_id]
        changed = {
            id: replace(
                showtime.seats[id],
                state=state,
                hold_id=hold.id,
                account_id=hold.account_id,
                until=until,
            )
            for id in hold.seat_ids
        }
        self.all[hold.showtime_id] = replace(
            showtime, version=showtime.version + 1, seats={**showtime.seats, **changed}
        )


class Holds:
    """HoldStore."""

    def __init__(self, seats: Seats) -> None:
        self.all: dict[str, Hold] = {}
        self._seats = seats

    async def add(self, hold: Hold) -> None:
        self.all.setdefault(hold.id, hold)

    async def get(self, id: str) -> Hold | None:
        return self.all.get(id)

    async def extend(self, hold: Hold, until: datetime) -> None:
        current = self.all.get(hold.id)
        if current is None or current.extended or current.booking_id is not None:
            raise HoldTaken
        if not self._seats.all[hold.showtime_id].scheduled:
            raise HoldLost
        self._seats.keep(hold, until)
        self.all[hold.id] = replace(current, extended=True, expires_at=until)

    async def remove(self, hold_id: str) -> None:
        if hold_id not in self.all or self.all[hold_id].booking_id is not None:
            raise HoldTaken
        del self.all[hold_id]

    async def of_account(self, account_id: str) -> list[Hold]:
        return [hold for hold in self.all.values() if hold.account_id == account_id]

    async def forget(self, hold_id: str) -> None:
        self.all.pop(hold_id, None)

    def take(self, hold_id: str, booking_id: str) -> Hold:
        """Take the hold, as the beginning of a booking does."""
        if hold_id not in self.all or self.all[hold_id].booking_id is not None:
            raise HoldTaken
        self.all[hold_id] = replace(self.all[hold_id], booking_id=booking_id)
        return self.all[hold_id]

    def give_back(self, hold_id: str, booking_id: str) -> None:
        """Give the hold back, as the failure of a booking does."""
        if hold_id in self.all and self.all[hold_id].booking_id == booking_id:
            self.all[hold_id] = replace(self.all[hold_id], booking_id=None)
            self._seats.keep_no_longer(self.all[hold_id])


def _freed(seat: Seat) -> Seat:
    return replace(seat, state=SeatState.FREE, hold_id=None, account_id=None, until=None)
