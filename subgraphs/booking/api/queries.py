"""Booking's queries."""

import contextlib
from typing import Annotated

import strawberry

from shared.errors import NotFound
from shared.graphql.paging import After, Connection, First
from shared.graphql.permissions import IsAdmin, IsLoggedIn, IsStaff
from shared.graphql.weights import PAGED
from shared.pagination import PageRequest
from subgraphs.booking.api.context import Info
from subgraphs.booking.api.enums import BookingStatus
from subgraphs.booking.api.types.bookings import Booking
from subgraphs.booking.api.types.door import OfflineDoor
from subgraphs.booking.api.types.seats import SeatHold

Id = Annotated[strawberry.ID, strawberry.argument(description="Its id.")]


@strawberry.type(description="The queries.")
class Query:
    @strawberry.field(
        permission_classes=[IsLoggedIn],
        description="A hold of the viewer; null when the viewer has no such hold.",
    )
    async def hold(self, info: Info, id: Id) -> SeatHold | None:
        viewer = await info.context.require_viewer()
        with contextlib.suppress(NotFound):
            return SeatHold.of(await info.context.holds.get(viewer.account_id, id))
        return None

    @strawberry.field(
        permission_classes=[IsLoggedIn],
        description="A booking, for its owner and STAFF; null for anyone else.",
    )
    async def booking(self, info: Info, id: Id) -> Booking | None:
        return await Booking.resolve_reference(info, id)

    @strawberry.field(
        directives=[PAGED],
        permission_classes=[IsAdmin],
        description="All bookings, the newest first. ADMIN only.",
    )
    async def bookings(
        self,
        info: Info,
        showtime_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Of this showtime only.")
        ] = None,
        status: Annotated[
            BookingStatus | None, strawberry.argument(description="With this status only.")
        ] = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Booking]:
        page = await info.context.bookings.page(
            PageRequest.parse(first, after), showtime_id=showtime_id, status=status
        )
        return Connection[Booking].of(page, Booking.of)

    @strawberry.field(
        permission_classes=[IsStaff],
        description="What a door needs to let guests in without a connection. STAFF and ADMIN "
        "only; ask again after keys were rotated.",
    )
    async def offline_door(self, info: Info) -> OfflineDoor:
        return OfflineDoor.of(await info.context.check_in.offline_rules())
