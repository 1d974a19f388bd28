"""Booking's subscriptions."""

from collections.abc import AsyncGenerator
from typing import Annotated

import strawberry

from shared.auth.permissions import IsLoggedIn
from shared.errors import NotFound, Unauthenticated, Unavailable
from subgraphs.booking.api.types.bookings import Booking
from subgraphs.booking.api.types.seats import Info, SeatMap


@strawberry.type(description="What can be watched.")
class Subscription:
    @strawberry.subscription(
        description="A showtime's seats now, and then whenever they change: each version to who "
        "keeps up. Changes that come faster than maps are read and sent are sent as one: versions "
        "between are passed over, none comes twice or out of order, and the last is never missing."
    )
    async def seat_map_changed(
        self,
        info: Info,
        showtime_id: Annotated[strawberry.ID, strawberry.argument(description="The showtime.")],
    ) -> AsyncGenerator[SeatMap]:
        async for inventory in info.context.live_maps.watch(showtime_id):
            yield SeatMap.of(inventory, await _viewer_id(info), info.context.clock.now())

    @strawberry.subscription(
        permission_classes=[IsLoggedIn],
        description="A booking of one's own now, and then whenever its status is another or a "
        "refund is promised; nobody else's, not even for STAFF. Ends with UNAUTHENTICATED within "
        "half a minute of the session, which watching does not prolong.",
    )
    async def booking_updated(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="The booking.")],
    ) -> AsyncGenerator[Booking]:
        viewer = await info.context.require_viewer()
        booking = await info.context.bookings.get(viewer, id)
        if booking is None or booking.account_id != viewer.account_id:
            raise NotFound("booking", id)

        async def session_lasts() -> None:
            if await info.context.viewer_now() is None:
                raise Unauthenticated

        async for now in info.context.live_bookings.watch(booking, session_lasts):
            # What was looked up for an earlier state is not so any more.
            info.context.ticket_loader.clear_all()
            info.context.inventory_loader.clear_all()
            yield Booking.of(now)


async def _viewer_id(info: Info) -> str | None:
    try:
        viewer = await info.context.viewer_now()
    except Unavailable:
        # The map is everybody's: it goes on, and nothing in it is the viewer's meanwhile.
        return None
    return viewer.account_id if viewer else None
