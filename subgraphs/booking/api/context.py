"""What booking's resolvers use: the use cases, and loaders that batch look-ups."""

import strawberry
from strawberry.dataloader import DataLoader

from shared.auth.sessions import SessionStore
from shared.clock import Clock
from shared.graphql.context import RequestContext
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.sales import ShowtimeSales
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.domain.tickets import Ticket
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.check_in import CheckIn
from subgraphs.booking.service.holds import HoldService
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from subgraphs.booking.service.live import LiveBookings, LiveSeatMaps
from subgraphs.booking.service.sales import Sales
from subgraphs.booking.service.scan_merging import ScanMerging


class Context(RequestContext):
    """One request's context; `tickets_url` is where clients find tickets to print."""

    def __init__(
        self,
        sessions: SessionStore,
        session_cookie: str,
        *,
        holds: HoldService,
        bookings: BookingService,
        check_in: CheckIn,
        scan_merging: ScanMerging,
        inventories: InventoryLookup,
        sales: Sales,
        live_seat_maps: LiveSeatMaps,
        live_bookings: LiveBookings,
        clock: Clock,
        tickets_url: str,
    ) -> None:
        super().__init__(sessions, session_cookie)
        self.holds = holds
        self.bookings = bookings
        self.check_in = check_in
        self.scan_merging = scan_merging
        self.live_seat_maps = live_seat_maps
        self.live_bookings = live_bookings
        self.clock = clock
        self.tickets_url = tickets_url
        self.booking_loader = DataLoader[str, Booking | None](load_fn=self._load_bookings)
        self.inventory_loader = DataLoader[str, Inventory | None](load_fn=self._load_inventories)
        self.sales_loader = DataLoader[str, ShowtimeSales | None](load_fn=self._load_sales)
        self.ticket_loader = DataLoader[str, list[Ticket]](load_fn=self._load_tickets)
        self._inventories = inventories
        self._sales = sales

    async def _load_bookings(self, ids: list[str]) -> list[Booking | None]:
        viewer = await self.viewer()
        found = await self.bookings.by_ids(viewer, ids) if viewer else {}
        return [found.get(id) for id in ids]

    async def _load_inventories(self, ids: list[str]) -> list[Inventory | None]:
        found = await self._inventories.by_ids(ids)
        return [found.get(id) for id in ids]

    async def _load_sales(self, showtime_ids: list[str]) -> list[ShowtimeSales | None]:
        found = await self._sales.by_showtime(showtime_ids)
        return [found.get(id) for id in showtime_ids]

    async def _load_tickets(self, booking_ids: list[str]) -> list[list[Ticket]]:
        by_booking: dict[str, list[Ticket]] = {id: [] for id in booking_ids}
        for ticket in await self.bookings.tickets_of(booking_ids):
            by_booking[ticket.booking_id].append(ticket)
        return [by_booking[id] for id in booking_ids]


Info = strawberry.Info[Context, None]
