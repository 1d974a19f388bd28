"""The use cases of holds."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import NoReturn

from shared.clock import Clock
from shared.errors import FieldError, InvalidInput, NotFound
from shared.ids import is_id
from shared.money import LARGEST_AMOUNT, Money
from subgraphs.booking.domain.best_seats import best_seats
from subgraphs.booking.domain.calls import Call
from subgraphs.booking.domain.holds import Hold, HoldLimits
from subgraphs.booking.domain.seats import Inventory, SeatChoice, SeatClass, TicketCategory
from subgraphs.booking.errors import (
    HoldExpired,
    HoldLost,
    HoldTaken,
    SeatsUnavailable,
    ShowtimeNotBookable,
)
from subgraphs.booking.ports import HoldStore, Idempotency, InventoryStore
from subgraphs.booking.service.inventory_lookup import InventoryLookup

_DRAWS = 10
"""How often best seats are drawn when another customer is faster."""


class HoldService:
    """Holds seats: all that a customer asks for, or none."""

    def __init__(
        self,
        inventories: InventoryLookup,
        seats: InventoryStore,
        holds: HoldStore,
        idempotency: Idempotency,
        limits: HoldLimits,
        clock: Clock,
        random: Random,
    ) -> None:
        """`random` draws among equally good seats."""
        self._inventories = inventories
        self._seats = seats
        self._holds = holds
        self._idempotency = idempotency
        self._limits = limits
        self._clock = clock
        self._random = random

    async def hold_seats(
        self, account_id: str, showtime_id: str, choices: Sequence[SeatChoice], key: str
    ) -> Hold:
        """Hold these seats for the account, once for each idempotency `key`.

        Raises InvalidInput, NotFound, ShowtimeNotBookable, SeatsUnavailable or
        IdempotencyConflict.
        """
        self._check_choices(choices)

        async def work(seed: str) -> dict[str, str]:
            return {"holdId": await self._claim(f"hld_{seed}", account_id, showtime_id, choices)}

        arguments = {
            "showtimeId": showtime_id,
            "seats": [[choice.seat_id, choice.category] for choice in choices],
        }
        answer = await self._idempotency.once(Call(account_id, "holdSeats", key, arguments), work)
        return await self.get(account_id, answer["holdId"])

    async def hold_best_seats(
        self,
        account_id: str,
        showtime_id: str,
        categories: Sequence[TicketCategory],
        seat_class: SeatClass,
        key: str,
    ) -> Hold:
        """Hold the best neighbouring seats of the class, one for each of `categories`.

        Raises what `hold_seats` raises; SeatsUnavailable when too few are free side by side.
        """
        self._check_count("categories", len(categories))

        async def work(seed: str) -> dict[str, str]:
            hold_id = f"hld_{seed}"
            await self._claim_best(hold_id, account_id, showtime_id, categories, seat_class)
            return {"holdId": hold_id}

        arguments = {
            "showtimeId": showtime_id,
            "categories": list(categories),
            "seatClass": seat_class,
        }
        call = Call(account_id, "holdBestSeats", key, arguments)
        answer = await self._idempotency.once(call, work)
        return await self.get(account_id, answer["holdId"])

    async def get(self, account_id: str, hold_id: str) -> Hold:
        """Return a hold of that account. Raises NotFound for any other."""
        hold = await self._holds.get(hold_id) if is_id("hld", hold_id) else None
        if hold is None or hold.account_id != account_id:
            raise NotFound("hold", hold_id)
        return hold

    async def extend(self, account_id: str, hold_id: str) -> Hold:
        """Let the hold last for its full time again, counted from now.

        Raises NotFound, HoldExpired when its time is over, a seat is lost or its showtime is
        cancelled, and InvalidInput when it was extended before.
        """
        hold = await self.get(account_id, hold_id)
        now = self._clock.now()
        if hold.booking_id is not None or hold.expires_at <= now:
            raise HoldExpired
        if hold.extended:
            raise InvalidInput.of("id", "EXTENDED_BEFORE", "A hold can be extended once.")
        until = self._end(await self._inventories.get(hold.showtime_id), now)
        try:
            await self._holds.extend(hold, until)
        except HoldLost:
            raise HoldExpired.lost() from None
        except HoldTaken:
            # Another call extended it or pays for it: read again which.
            return await self.extend(account_id, hold_id)
        return await self.get(account_id, hold_id)

    async def release(self, account_id: str, hold_id: str) -> str:
        """Give the seats back. Raises NotFound also for a hold that is being, or was, paid for."""
        hold = await self.get(account_id, hold_id)
        # The promise first: after a crash in between, the seats become free at the hold's end.
        try:
            await self._holds.remove(hold.id)
        except HoldTaken:
            raise NotFound("hold", hold_id) from None
        await self._seats.release(hold)
        return hold.id

    def _check_count(self, field: str, count: int) -> None:
        if not 1 <= count <= self._limits.seats:
            raise InvalidInput.of(field, "COUNT", f"Choose 1 to {self._limits.seats} seats.")

    def _check_choices(self, choices: Sequence[SeatChoice]) -> None:
        self._check_count("seats", len(choices))
        if len({choice.seat_id for choice in choices}) < len(choices):
            raise InvalidInput.of("seats", "REPEATED", "Choose each seat once.")

    async def _claim(
        self, hold_id: str, account_id: str, showtime_id: str, choices: Sequence[SeatChoice]
    ) -> str:
        inventory = await self._bookable(showtime_id)
        hold = self._planned(hold_id, account_id, inventory, choices, "seats")
        # The inventory may have changed since it was read: the claim's own predicate decides.
        if not await self._seats.claim(hold, self._clock.now(), holds=self._limits.holds):
            await self._raise_refusal(hold)
        await self._holds.add(hold)
        return hold.id

    async def _claim_best(
        self,
        hold_id: str,
        account_id: str,
        showtime_id: str,
        categories: Sequence[TicketCategory],
        seat_class: SeatClass,
    ) -> None:
        for _ in range(_DRAWS):
            inventory = await self._bookable(showtime_id)
            _check_prices(inventory, categories, seat_class)
            now = self._clock.now()
            # A claim that was made before a crash and is repeated keeps its seats.
            seat_ids = inventory.held_under(hold_id)
            if len(seat_ids) < len(categories):
                size = len(categories)
                seat_ids = best_seats(inventory, size, seat_class, now, self._random)
            if seat_ids is None:
                break
            choices = list(map(SeatChoice, seat_ids, categories))
            hold = self._planned(hold_id, account_id, inventory, choices, "categories")
            if await self._seats.claim(hold, now, holds=self._limits.holds):
                await self._holds.add(hold)
                return
        raise SeatsUnavailable([], [])

    async def _bookable(self, showtime_id: str) -> Inventory:
        inventory = await self._inventories.get(showtime_id)
        if not inventory.bookable(self._clock.now()):
            raise ShowtimeNotBookable
        return inventory

    def _planned(
        self,
        hold_id: str,
        account_id: str,
        inventory: Inventory,
        choices: Sequence[SeatChoice],
        seats_field: str,
    ) -> Hold:
        """Return the hold to claim seats for.

        Raises InvalidInput when the account has too many, and when the seats, which the input
        names in `seats_field`, cost more together than an answer can say.
        """
        now = self._clock.now()
        self._refuse_too_many(inventory, account_id, hold_id, now)
        hold = Hold(
            id=hold_id,
            account_id=account_id,
            showtime_id=inventory.showtime_id,
            seats=inventory.priced(choices),
            expires_at=self._end(inventory, now),
            extended=False,
            booking_id=None,
        )
        if hold.total.amount_minor > LARGEST_AMOUNT:
            most = Money(LARGEST_AMOUNT, hold.total.currency)
            raise InvalidInput.of(
                seats_field, "TOTAL_TOO_HIGH", f"Seats for at most {most.display} are held at once."
            )
        return hold

    def _end(self, inventory: Inventory, now: datetime) -> datetime:
        """Return when a hold that is made now ends: when the showtime begins at the latest."""
        return min(now + self._limits.lasts, inventory.starts_at)

    def _refuse_too_many(
        self, inventory: Inventory, account_id: str, hold_id: str, now: datetime
    ) -> None:
        if len(inventory.holds_of(account_id, now) - {hold_id}) >= self._limits.holds:
            raise InvalidInput.of(
                "showtimeId",
                "TOO_MANY_HOLDS",
                f"You have {self._limits.holds} holds on this showtime already.",
            )

    async def _raise_refusal(self, hold: Hold) -> NoReturn:
        inventory, now = await self._bookable(hold.showtime_id), self._clock.now()
        self._refuse_too_many(inventory, hold.account_id, hold.id, now)
        taken = inventory.taken(hold.seat_ids, now) or hold.seat_ids
        raise SeatsUnavailable(taken, inventory.alternatives(hold.seat_ids, now))


def _check_prices(
    inventory: Inventory, categories: Sequence[TicketCategory], seat_class: SeatClass
) -> None:
    problems = [
        FieldError(
            ["categories", str(number)], "NO_PRICE", "These seats have no price for that category."
        )
        for number, category in enumerate(categories)
        if (category, seat_class) not in inventory.prices
    ]
    if problems:
        raise InvalidInput(problems)
