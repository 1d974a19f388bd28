"""Booking's mutations."""

from typing import Annotated

import strawberry

from shared.graphql.permissions import IsLoggedIn, IsStaff
from shared.validation.inputs import validated
from subgraphs.booking.api.context import Info
from subgraphs.booking.api.inputs import (
    BookHoldInput,
    CancelBookingInput,
    CheckInTicketInput,
    HoldBestSeatsInput,
    HoldSeatsInput,
    MergeScanInput,
    ValidatedCancellation,
    ValidatedScan,
)
from subgraphs.booking.api.types.bookings import BookHoldResult, Booking, CancelBookingResult
from subgraphs.booking.api.types.door import (
    CheckInTicketResult,
    MergeScanResult,
    ScanMerged,
    TicketAccepted,
)
from subgraphs.booking.api.types.seats import (
    ExtendHoldResult,
    HoldReleased,
    HoldSeatsResult,
    ReleaseHoldResult,
    SeatHold,
)
from subgraphs.booking.domain.check_in import offline_scan

HoldId = Annotated[strawberry.ID, strawberry.argument(description="A hold of the viewer.")]


@strawberry.type(description="The mutations.")
class Mutation:
    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Hold seats for a while at frozen prices: all of them, or none.",
    )
    async def hold_seats(
        self,
        info: Info,
        input: Annotated[HoldSeatsInput, strawberry.argument(description="Which seats.")],
    ) -> HoldSeatsResult:
        viewer = await info.context.require_viewer()
        hold = await info.context.holds.hold_seats(
            viewer.account_id, input.showtime_id, input.choices, input.idempotency_key
        )
        return SeatHold.of(hold)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Hold the best neighbouring seats for a while: all that you ask for, or none.",
    )
    async def hold_best_seats(
        self,
        info: Info,
        input: Annotated[
            HoldBestSeatsInput, strawberry.argument(description="How many and what kind.")
        ],
    ) -> HoldSeatsResult:
        viewer = await info.context.require_viewer()
        hold = await info.context.holds.hold_best_seats(
            viewer.account_id,
            input.showtime_id,
            input.categories,
            input.seat_class,
            input.idempotency_key,
        )
        return SeatHold.of(hold)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Let a hold last for its full time again, once and before it has expired.",
    )
    async def extend_hold(self, info: Info, id: HoldId) -> ExtendHoldResult:
        viewer = await info.context.require_viewer()
        return SeatHold.of(await info.context.holds.extend(viewer.account_id, id))

    @strawberry.mutation(permission_classes=[IsLoggedIn], description="Give held seats back.")
    async def release_hold(self, info: Info, id: HoldId) -> ReleaseHoldResult:
        viewer = await info.context.require_viewer()
        released = await info.context.holds.release(viewer.account_id, id)
        return HoldReleased(hold_id=strawberry.ID(released))

    @strawberry.mutation(
        permission_classes=[IsLoggedIn], description="Pay for a hold and get its tickets."
    )
    async def book_hold(
        self,
        info: Info,
        input: Annotated[
            BookHoldInput, strawberry.argument(description="Which hold, and how to pay.")
        ],
    ) -> BookHoldResult:
        viewer = await info.context.require_viewer()
        booking = await info.context.bookings.book_hold(
            viewer.account_id, input.hold_id, input.payment_token, input.idempotency_key
        )
        return Booking.of(booking)

    @strawberry.mutation(
        permission_classes=[IsLoggedIn],
        description="Cancel a booking and refund it. Its owner and ADMIN only.",
    )
    async def cancel_booking(
        self,
        info: Info,
        input: Annotated[CancelBookingInput, strawberry.argument(description="Which booking.")],
    ) -> CancelBookingResult:
        viewer = await info.context.require_viewer()
        reason = validated(ValidatedCancellation, {"reason": input.reason}).reason
        booking = await info.context.bookings.cancel(
            viewer, input.booking_id, reason, input.idempotency_key
        )
        return Booking.of(booking)

    @strawberry.mutation(
        permission_classes=[IsStaff],
        description="Let a guest in by a ticket, which can be used once. STAFF and ADMIN only.",
    )
    async def check_in_ticket(
        self,
        info: Info,
        input: Annotated[CheckInTicketInput, strawberry.argument(description="Which ticket.")],
    ) -> CheckInTicketResult:
        viewer = await info.context.require_viewer()
        ticket, booking = await info.context.check_in.check_in(
            viewer, input.code, input.idempotency_key
        )
        return TicketAccepted.of(ticket, booking)

    @strawberry.mutation(
        permission_classes=[IsStaff],
        description="Count a scan of a door that was offline. A ticket's earliest scan is the "
        "valid one; merging a scan again changes nothing. STAFF and ADMIN only.",
    )
    async def merge_scan(
        self,
        info: Info,
        input: Annotated[MergeScanInput, strawberry.argument(description="Which scan.")],
    ) -> MergeScanResult:
        given = validated(ValidatedScan, input)
        scan = offline_scan(given.at, given.device)
        return ScanMerged.of(await info.context.scan_merging.merge(given.code, scan))
