"""Booking's subscriptions."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from shared.errors import NotFound, Unauthenticated, Unavailable
from shared.graphql.permissions import IsLoggedIn
from subgraphs.booking.api.context import Info
from subgraphs.booking.api.types.bookings import Booking
from subgraphs.booking.api.types.seats import SeatMap
from subgraphs.booking.domain.permissions import may_watch_booking


@strawberry.type(description="What can be watched.")
class Subscription:
    @strawberry.subscription(
        description="A showtime's seats now, and then whenever they change. Changes that are "
        "faster than a client reads are sent as one: versions in between are skipped, none comes "
        "twice or out of order, and the last one is never missing."
    )
    async def seat_map_changed(
        self,
        info: Info,
        showtime_id: Annotated[strawberry.ID, strawberry.argument(description="The showtime.")],
    ) -> AsyncGenerator[SeatMap]:
        watcher = await _viewer_id(info)
        async for inventory in info.context.live_seat_maps.watch(showtime_id, watcher):
            yield SeatMap.of(inventory, await _viewer_id(info), info.context.clock.now())

    @strawberry.subscription(
        permission_classes=[IsLoggedIn],
        description="A booking of the viewer now, and then whenever its status changes or a "
        "refund is promised. Its owner only, not even STAFF. Ends with UNAUTHENTICATED within half "
        "a minute after the session has ended; watching does not prolong the session.",
    )
    async def booking_updated(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The booking.")],
    ) -> AsyncGenerator[Booking]:
        viewer = await info.context.require_viewer()
        booking = await info.context.bookings.get(viewer, id)
        if booking is None or not may_watch_booking(viewer, booking):
            raise NotFound("booking", id)

        async def require_session() -> None:
            if await info.context.viewer_now() is None:
                raise Unauthenticated

        async for now in info.context.live_bookings.watch(booking, require_session):
            # The loaders still have what they read for an earlier state.
            info.context.clear_loaders()
            yield Booking.of(now)


async def _viewer_id(info: Info) -> str | None:
    try:
        viewer = await info.context.viewer_now()
    except Unavailable:
        # Seat maps are public: this one continues, and says of no seat that the viewer holds it.
        return None
    return viewer.account_id if viewer else None
