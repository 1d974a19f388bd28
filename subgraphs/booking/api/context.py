"""What booking's resolvers have at hand: the services, and loaders that batch look-ups."""

from strawberry.dataloader import DataLoader

from shared.auth.sessions import SessionStore
from shared.clock import Clock
from shared.graphql.context import RequestContext
from subgraphs.booking.domain.bookings import Ticket
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.check_in import Door
from subgraphs.booking.service.holds import HoldingService
from subgraphs.booking.service.inventory_lookup import Inventories
from subgraphs.booking.service.live import LiveBookings, LiveMaps


class Context(RequestContext):
    """One request's context; `tickets_url` is where clients find tickets to print."""

    def __init__(
        self,
        sessions: SessionStore,
        session_cookie: str,
        *,
        holding: HoldingService,
        bookings: BookingService,
        door: Door,
        inventories: Inventories,
        live_maps: LiveMaps,
        live_bookings: LiveBookings,
        clock: Clock,
        tickets_url: str,
    ) -> None:
        super().__init__(sessions, session_cookie)
        self.holding = holding
        self.bookings = bookings
        self.door = door
        self.live_maps = live_maps
        self.live_bookings = live_bookings
        self.clock = clock
        self.tickets_url = tickets_url
        self.inventory_loader = DataLoader[str, Inventory | None](load_fn=self._load_inventories)
        self.ticket_loader = DataLoader[str, list[Ticket]](load_fn=self._load_tickets)
        self._inventories = inventories

    async def _load_inventories(self, ids: list[str]) -> list[Inventory | None]:
        found = await self._inventories.by_ids(ids)
        return [found.get(id) for id in ids]

    async def _load_tickets(self, booking_ids: list[str]) -> list[list[Ticket]]:
        by_booking: dict[str, list[Ticket]] = {id: [] for id in booking_ids}
        for ticket in await self.bookings.tickets_of(booking_ids):
            by_booking[ticket.booking_id].append(ticket)
        return [by_booking[id] for id in booking_ids]
