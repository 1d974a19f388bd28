"""What was sold of showtimes, for those who run the cinema."""

from collections.abc import Sequence

from shared.clock import Clock
from subgraphs.booking.domain.sales import ShowtimeSales, sales_of
from subgraphs.booking.ports import SalesStore
from subgraphs.booking.service.inventory_lookup import InventoryLookup


class Sales:
    """Counts what was sold."""

    def __init__(self, inventories: InventoryLookup, sales: SalesStore, clock: Clock) -> None:
        self._inventories = inventories
        self._sales = sales
        self._clock = clock

    async def by_showtime(self, showtime_ids: Sequence[str]) -> dict[str, ShowtimeSales]:
        """Return the sales of those showtimes that exist, in three calls of the store for all.

        They are read one after another while sales go on: seats and money may be some
        milliseconds apart.
        """
        showtimes = await self._inventories.by_ids(showtime_ids)
        totals = await self._sales.state_totals(showtime_ids)
        admitted = await self._sales.admitted(showtime_ids)
        now = self._clock.now()
        return {
            id: sales_of(showtime, totals.get(id, ()), admitted.get(id, 0), now)
            for id, showtime in showtimes.items()
        }
