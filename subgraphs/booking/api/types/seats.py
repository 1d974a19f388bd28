"""Seats and holds, and booking's part of a showtime."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from shared.graphql.permissions import IsStaff
from shared.graphql.types import IdempotencyConflict, InvalidInput, Money, NotFound, UserError
from shared.graphql.weights import QUERY, assumed, weighs
from subgraphs.booking.api.context import Info
from subgraphs.booking.api.enums import HoldStatus, SeatClass, SeatState, TicketCategory
from subgraphs.booking.api.types.sales import ShowtimeSales
from subgraphs.booking.domain import holds
from subgraphs.booking.domain.seats import Inventory


@strawberry.type(description="A seat of a showtime, as it is now.")
class SeatMapSeat:
    id: strawberry.ID = strawberry.field(description="Row label and number, such as `C7`.")
    row: str = strawberry.field(description="The row's label.")
    number: int = strawberry.field(description="As printed on the seat.")
    column: int = strawberry.field(description="Its place in the row; rows may have gaps.")
    seat_class: SeatClass = strawberry.field(description="What kind of seat it is.")
    state: SeatState = strawberry.field(description="What can be done with it.")
    held_by_me: bool = strawberry.field(description="Whether the viewer holds it.")


@strawberry.type(description="All seats of a showtime.")
class SeatMap:
    showtime_id: strawberry.ID = strawberry.field(description="The showtime.")
    version: int = strawberry.field(
        description="Rises with every change: of two maps of a showtime the higher is the newer. "
        "A hold that lapses raises it only while a client watches; otherwise the next change does."
    )
    seats: list[SeatMapSeat] = strawberry.field(
        directives=[assumed(300)], description="By row and column."
    )

    @classmethod
    def of(cls, inventory: Inventory, viewer_id: str | None, now: datetime) -> Self:
        return cls(
            showtime_id=strawberry.ID(inventory.showtime_id),
            version=inventory.version,
            seats=[
                SeatMapSeat(
                    id=strawberry.ID(seat.id),
                    row=seat.row,
                    number=seat.number,
                    column=seat.column,
                    seat_class=seat.seat_class,
                    state=seat.state_at(now),
                    held_by_me=viewer_id is not None and seat.held_by(viewer_id, now),
                )
                for seat in inventory.seats.values()
            ],
        )


@strawberry.federation.type(keys=["id"], description="One showtime of a movie.")
class Showtime:
    id: strawberry.ID = strawberry.field(description="`sho_` and a ULID.")

    @strawberry.field(directives=[weighs(QUERY)], description="All its seats, as they are now.")
    async def seat_map(self, info: Info) -> SeatMap | None:
        inventory = await info.context.inventory_loader.load(self.id)
        if inventory is None:
            return None
        viewer = await info.context.viewer()
        return SeatMap.of(inventory, viewer and viewer.account_id, info.context.clock.now())

    @strawberry.field(
        directives=[weighs(QUERY)],
        description="How many seats can be booked now; 0 when it is cancelled or has begun.",
    )
    async def available_seat_count(self, info: Info) -> int | None:
        inventory = await info.context.inventory_loader.load(self.id)
        return inventory.available(info.context.clock.now()) if inventory else None

    @strawberry.field(
        directives=[weighs(QUERY)],
        description="Whether it takes place, has not begun and has seats left.",
    )
    async def is_bookable(self, info: Info) -> bool | None:
        inventory = await info.context.inventory_loader.load(self.id)
        return inventory.available(info.context.clock.now()) > 0 if inventory else None

    @strawberry.field(
        directives=[weighs(QUERY)],
        permission_classes=[IsStaff],
        description="What was sold of it until now. STAFF and ADMIN only.",
    )
    async def sales(self, info: Info) -> ShowtimeSales | None:
        sales = await info.context.sales_loader.load(self.id)
        return ShowtimeSales.of(sales) if sales else None

    @classmethod
    async def resolve_reference(cls, id: strawberry.ID) -> Self:
        return cls(id=id)


@strawberry.type(description="A held seat with its frozen price.")
class HeldSeat:
    seat_id: strawberry.ID = strawberry.field(description="Such as `C7`.")
    category: TicketCategory = strawberry.field(description="Who it is for.")
    price: Money = strawberry.field(description="The price when the seat was held.")


@strawberry.type(
    description="Seats kept for the viewer for a while; `status` says if they still are."
)
class SeatHold:
    id: strawberry.ID = strawberry.field(description="`hld_` and a ULID.")
    showtime: Showtime = strawberry.field(description="The showtime.")
    seats: list[HeldSeat] = strawberry.field(
        directives=[assumed(10)],
        description="The seats that were chosen, in the order of choice; `status` says whether the "
        "hold still has them.",
    )
    total: Money = strawberry.field(description="What they cost together.")
    extended: bool = strawberry.field(description="Whether it has been extended.")
    hold: strawberry.Private[holds.Hold]

    @strawberry.field(description="What has become of the hold.")
    async def status(self, info: Info) -> HoldStatus:
        return self.hold.status_in(await self._inventory(info), info.context.clock.now())

    @strawberry.field(
        description="When the hold ends and its seats are free again; a moment that has passed "
        "when the hold has lost its seats."
    )
    async def expires_at(self, info: Info) -> datetime:
        return self.hold.ends_at_in(await self._inventory(info), info.context.clock.now())

    async def _inventory(self, info: Info) -> Inventory:
        inventory = await info.context.inventory_loader.load(self.hold.showtime_id)
        assert inventory is not None, "a hold is made from its showtime's inventory"
        return inventory

    @classmethod
    def of(cls, hold: holds.Hold) -> Self:
        return cls(
            hold=hold,
            id=strawberry.ID(hold.id),
            showtime=Showtime(id=strawberry.ID(hold.showtime_id)),
            seats=[
                HeldSeat(
                    seat_id=strawberry.ID(seat.seat_id),
                    category=seat.category,
                    price=Money.of(seat.price),
                )
                for seat in hold.seats
            ],
            total=Money.of(hold.total),
            extended=hold.extended,
        )


@strawberry.type(description="Some of the seats are taken; none is held.")
class SeatsUnavailable(UserError):
    seat_ids: list[strawberry.ID] = strawberry.field(
        directives=[assumed(10)], description="The taken seats; empty when you named no seats."
    )
    alternatives: list[list[strawberry.ID]] = strawberry.field(
        directives=[assumed(30)],
        description="Groups of as many neighbouring seats of the same class, the nearest first.",
    )


@strawberry.type(description="The showtime is cancelled or has begun.")
class ShowtimeNotBookable(UserError):
    pass


@strawberry.type(description="The seats are not held any more, or their showtime is cancelled.")
class HoldExpired(UserError):
    pass


@strawberry.type(description="The hold is removed, and its seats are free.")
class HoldReleased:
    hold_id: strawberry.ID = strawberry.field(description="The removed hold.")


ExtendHoldResult = Annotated[
    SeatHold | HoldExpired | InvalidInput | NotFound,
    strawberry.union(
        "ExtendHoldResult", description="The hold as it is now, or why it cannot be extended."
    ),
]
ReleaseHoldResult = Annotated[
    HoldReleased | NotFound,
    strawberry.union("ReleaseHoldResult", description="The removed hold, or why there is none."),
]
HoldSeatsResult = Annotated[
    SeatHold
    | SeatsUnavailable
    | ShowtimeNotBookable
    | IdempotencyConflict
    | InvalidInput
    | NotFound,
    strawberry.union("HoldSeatsResult", description="The hold, or why there is none."),
]
