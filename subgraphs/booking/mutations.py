"""Booking's mutations."""

from typing import Annotated

import strawberry

from shared.auth.permissions import IsLoggedIn
from subgraphs.booking.inputs import BookHoldInput, HoldSeatsInput
from subgraphs.booking.types.bookings import BookHoldResult, Booking
from subgraphs.booking.types.seats import HoldSeatsResult, Info, SeatHold


@strawberry.type(description="What can be changed.")
class Mutation:
    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Hold seats for a while at prices that are frozen: all of them, or none.",
    )
    async def hold_seats(
        self,
        info: Info,
        input: Annotated[HoldSeatsInput, strawberry.argument(description="Which seats.")],
    ) -> HoldSeatsResult:
        viewer = await info.context.require_viewer()
        hold = await info.context.holding.hold_seats(
            viewer.account_id, input.showtime_id, input.choices, input.idempotency_key
        )
        return SeatHold.of(hold)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn], description="Pay for a hold, and have its tickets."
    )
    async def book_hold(
        self,
        info: Info,
        input: Annotated[BookHoldInput, strawberry.argument(description="What to pay, and how.")],
    ) -> BookHoldResult:
        viewer = await info.context.require_viewer()
        booking = await info.context.bookings.book_hold(
            viewer.account_id, input.hold_id, input.payment_token, input.idempotency_key
        )
        return Booking.of(booking)
