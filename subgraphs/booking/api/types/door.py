"""The answers to a check-in and to a merged scan, and what an offline door needs."""

from datetime import datetime, timedelta
from typing import Annotated, Self

import strawberry

from shared.graphql.types import IdempotencyConflict, InvalidInput, UserError
from shared.graphql.weights import assumed
from subgraphs.booking.api.types.bookings import Booking, Ticket
from subgraphs.booking.domain import bookings, check_in, tickets
from subgraphs.booking.service.scan_merging import MergedScan


@strawberry.type(description="The guest is let in.")
class TicketAccepted:
    ticket: Ticket = strawberry.field(description="The ticket, now used.")
    booking: Booking = strawberry.field(description="The booking that it belongs to.")

    @classmethod
    def of(cls, ticket: tickets.Ticket, booking: bookings.Booking) -> Self:
        return cls(ticket=Ticket.of(ticket), booking=Booking.of(booking))


@strawberry.type(description="The guest is not let in; `code` is the reason.")
class TicketRejected(UserError):
    checked_in_at: datetime | None = strawberry.field(
        description="When the ticket was used, if it was used before."
    )


CheckInTicketResult = Annotated[
    TicketAccepted | TicketRejected | IdempotencyConflict,
    strawberry.union("CheckInTicketResult", description="Whether the guest is let in."),
]


@strawberry.type(description="A guest was let in with a ticket.")
class Scan:
    at: datetime = strawberry.field(description="When, by the clock of the door.")
    device: str = strawberry.field(description="The door; `online` for one with a connection.")

    @classmethod
    def of(cls, scan: tickets.Scan) -> Self:
        return cls(at=scan.at, device=scan.device)


@strawberry.type(description="One ticket let two guests in.")
class DoubleScan:
    first: Scan = strawberry.field(description="The earliest scan, which is the valid one.")
    again: Scan = strawberry.field(description="A later one.")

    @classmethod
    def of(cls, first: tickets.Scan, again: tickets.Scan) -> Self:
        return cls(first=Scan.of(first), again=Scan.of(again))


@strawberry.type(description="The scan counts, at its own time.")
class ScanMerged:
    ticket: Ticket = strawberry.field(description="The ticket, now used.")
    double: DoubleScan | None = strawberry.field(
        description="Set when the ticket was scanned at another time, too."
    )

    @classmethod
    def of(cls, merged: MergedScan) -> Self:
        return cls(
            ticket=Ticket.of(merged.ticket),
            double=DoubleScan.of(*merged.double) if merged.double else None,
        )


MergeScanResult = Annotated[
    ScanMerged | TicketRejected | InvalidInput,
    strawberry.union(
        "MergeScanResult", description="What the scan means, or why it should have let nobody in."
    ),
]


@strawberry.type(description="A public key that verifies the signature of tickets' codes.")
class TicketKey:
    id: strawberry.ID = strawberry.field(description="Codes name it as `k`.")
    public_key: str = strawberry.field(description="An Ed25519 key in PEM.")


@strawberry.type(description="What a door needs to let guests in without a connection.")
class OfflineDoor:
    keys: list[TicketKey] = strawberry.field(
        directives=[assumed(5)], description="The keys that are trusted now."
    )
    opens_minutes: int = strawberry.field(
        description="How many minutes before a showtime its guests are let in."
    )
    longest_stay_minutes: int = strawberry.field(
        description="How many minutes after its beginning a showtime is taken to be over: a code "
        "does not say when it ends."
    )

    @classmethod
    def of(cls, rules: check_in.OfflineRules) -> Self:
        minute = timedelta(minutes=1)
        return cls(
            keys=[
                TicketKey(id=strawberry.ID(id), public_key=pem) for id, pem in rules.keys.items()
            ],
            opens_minutes=rules.opens // minute,
            longest_stay_minutes=rules.longest_stay // minute,
        )
