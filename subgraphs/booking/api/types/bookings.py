"""Bookings and tickets, and booking's part of an account."""

from datetime import datetime
from typing import Annotated, Self

import strawberry
from strawberry.federation.schema_directives import Key
from strawberry.federation.types import FieldSet

from shared.graphql.paging import After, Connection, First
from shared.graphql.types import IdempotencyConflict, InvalidInput, Money, NotFound, UserError
from shared.graphql.weights import LOOK_UP, PAGED, QUERY, assumed, weighs
from shared.pagination import PageRequest
from subgraphs.booking.api.context import Info
from subgraphs.booking.api.enums import BookingStatus, TicketCategory, TicketStatus
from subgraphs.booking.api.qr_codes import qr_svg
from subgraphs.booking.api.types.seats import HoldExpired, Showtime
from subgraphs.booking.domain import bookings, tickets
from subgraphs.booking.domain.permissions import may_list_bookings


@strawberry.type(description="The right to one seat of one showtime.")
class Ticket:
    id: strawberry.ID = strawberry.field(description="`tkt_` and a ULID.")
    seat_id: strawberry.ID = strawberry.field(description="Such as `C7`.")
    category: TicketCategory = strawberry.field(description="Who it is for.")
    price: Money = strawberry.field(description="The price that was paid for it.")
    status: TicketStatus = strawberry.field(description="Whether it lets a guest in.")
    code: str = strawberry.field(description="Signed, so that a door can verify it offline.")

    @strawberry.field(
        directives=[weighs(200)], description="The code as a QR symbol, an SVG document."
    )
    def qr_svg(self) -> str:
        return qr_svg(self.code)

    @classmethod
    def of(cls, ticket: tickets.Ticket) -> Self:
        return cls(
            id=strawberry.ID(ticket.id),
            seat_id=strawberry.ID(ticket.seat_id),
            category=ticket.category,
            price=Money.of(ticket.price),
            status=ticket.status,
            code=ticket.code,
        )


@strawberry.federation.type(
    keys=[Key(fields=FieldSet("id"), resolvable=False)],
    description="A payment for a booking; only its owner and administrators see it.",
)
class Payment:
    id: strawberry.ID = strawberry.field(description="`pay_` and a ULID.")


@strawberry.federation.type(
    keys=["id"], description="A person's account; only its owner and administrators see it."
)
class Account:
    id: strawberry.ID = strawberry.field(description="`acc_` and a ULID.")

    @strawberry.field(
        directives=[PAGED, weighs(QUERY)],
        description="Its bookings, the newest first; null for anyone but the account and ADMIN.",
    )
    async def bookings(
        self, info: Info, first: First = 20, after: After = None
    ) -> Connection["Booking"] | None:
        viewer = await info.context.viewer()
        if viewer is None or not may_list_bookings(viewer, self.id):
            return None
        page = await info.context.bookings.page(PageRequest.parse(first, after), account_id=self.id)
        return Connection[Booking].of(page, Booking.of)

    @classmethod
    async def resolve_reference(cls, id: strawberry.ID) -> Self:
        return cls(id=id)


@strawberry.federation.type(keys=["id"], description="Seats bought, or being bought.")
class Booking:
    id: strawberry.ID = strawberry.field(description="`bkg_` and a ULID.")
    reference: str = strawberry.field(description="A short name to say at the counter.")
    status: BookingStatus = strawberry.field(description="What it is to its owner.")
    showtime: Showtime = strawberry.field(description="The showtime.")
    account: Account | None = strawberry.field(description="The account that made it.")
    total: Money = strawberry.field(description="What all the seats cost together.")
    created_at: datetime = strawberry.field(description="When it was made.")
    payment: Payment | None = strawberry.field(
        description="Its payment; null when it costs nothing."
    )
    booking: strawberry.Private[bookings.Booking]

    @strawberry.field(
        directives=[assumed(10)], description="Its tickets; none before it is confirmed."
    )
    async def tickets(self, info: Info) -> list[Ticket]:
        return [Ticket.of(ticket) for ticket in await info.context.ticket_loader.load(self.id)]

    @strawberry.field(
        directives=[weighs(LOOK_UP)],
        description="The address of its tickets as a PDF to print, for anyone who may see the "
        "booking; null while there are none.",
    )
    async def tickets_pdf_url(self, info: Info) -> str | None:
        tickets = await info.context.ticket_loader.load(self.id)
        if all(ticket.status is TicketStatus.VOID for ticket in tickets):
            return None
        return f"{info.context.tickets_url}/{self.id}/tickets.pdf"

    @strawberry.field(
        directives=[weighs(QUERY)],
        description="What cancelling now gives back; null when it cannot be cancelled.",
    )
    async def refund_quote(self, info: Info) -> Money | None:
        tickets = await info.context.ticket_loader.load(self.id)
        showtime = await info.context.inventory_loader.load(self.booking.showtime_id)
        if showtime is None:
            return None
        quote = info.context.bookings.refund_quote(self.booking, tickets, showtime.starts_at)
        return Money.of(quote) if quote else None

    @classmethod
    def of(cls, booking: bookings.Booking) -> Self:
        return cls(
            booking=booking,
            id=strawberry.ID(booking.id),
            reference=booking.reference,
            status=booking.status,
            showtime=Showtime(id=strawberry.ID(booking.showtime_id)),
            account=Account(id=strawberry.ID(booking.account_id)),
            total=Money.of(booking.total),
            created_at=booking.created_at,
            payment=None
            if booking.costs_nothing
            else Payment(id=strawberry.ID(booking.payment_id)),
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        booking = await info.context.booking_loader.load(id)
        return cls.of(booking) if booking else None


@strawberry.type(description="The card's bank declined. The seats stay held: try another card.")
class PaymentDeclined(UserError):
    decline_code: str = strawberry.field(description="The payment provider's own code.")


@strawberry.type(description="The booking cannot be cancelled, or not any more.")
class BookingNotCancellable(UserError):
    pass


CancelBookingResult = Annotated[
    Booking | BookingNotCancellable | IdempotencyConflict | NotFound,
    strawberry.union(
        "CancelBookingResult",
        description="The booking as it is now, or why it cannot be cancelled.",
    ),
]
BookHoldResult = Annotated[
    Booking | HoldExpired | PaymentDeclined | IdempotencyConflict | InvalidInput | NotFound,
    strawberry.union(
        "BookHoldResult",
        description="The booking, or why there is none. While it is PENDING, its payment's "
        "outcome is not known yet.",
    ),
]
