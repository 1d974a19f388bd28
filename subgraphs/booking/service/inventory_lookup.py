"""Finding a showtime's inventory, and making it at the first need."""

from collections.abc import Sequence

from shared.errors import NotFound
from shared.ids import is_id
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import InventoryStore, ShowtimeCatalog


class Inventories:
    """Inventories come by catalog's events; one whose event has not come is fetched instead."""

    def __init__(self, store: InventoryStore, catalog: ShowtimeCatalog) -> None:
        self._store = store
        self._catalog = catalog

    async def get(self, showtime_id: str) -> Inventory:
        """The showtime's seats; NotFound when there is no such showtime."""
        inventory = (await self.by_ids([showtime_id])).get(showtime_id)
        if inventory is None:
            raise NotFound("showtime", showtime_id)
        return inventory

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        """The inventories of those of the showtimes that exist."""
        wanted = [id for id in showtime_ids if is_id("sho", id)]
        found = await self._store.by_ids(wanted)
        missing = [id for id in wanted if id not in found]
        for showtime_id in missing:
            fresh = await self._catalog.inventory(showtime_id)
            if fresh is not None:
                await self._store.add(fresh)
        return found | (await self._store.by_ids(missing) if missing else {})
