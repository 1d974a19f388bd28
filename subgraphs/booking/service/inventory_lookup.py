"""Finding a showtime's inventory, which is made when it is first needed."""

from collections.abc import Sequence

from shared.errors import NotFound
from shared.ids import is_id
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.ports import InventoryStore, ShowtimeCatalog


class InventoryLookup:
    """Finds inventories. One whose event has not arrived yet is fetched from catalog."""

    def __init__(self, store: InventoryStore, catalog: ShowtimeCatalog) -> None:
        self._store = store
        self._catalog = catalog

    async def get(self, showtime_id: str) -> Inventory:
        """Return the showtime's seats. Raises NotFound when there is no such showtime."""
        inventory = (await self.by_ids([showtime_id])).get(showtime_id)
        if inventory is None:
            raise NotFound("showtime", showtime_id)
        return inventory

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        """Return the inventories of those showtimes that exist."""
        wanted = [id for id in showtime_ids if is_id("sho", id)]
        found = await self._store.by_ids(wanted)
        missing = [id for id in wanted if id not in found]
        for showtime_id in missing:
            described = await self._catalog.inventory(showtime_id)
            if described is not None:
                await self._store.add(described)
        return found | (await self._store.by_ids(missing) if missing else {})
