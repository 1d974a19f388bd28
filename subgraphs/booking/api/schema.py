"""Booking's schema."""

from shared.graphql.refusals import AnswerRefusal
from shared.graphql.schema import build_schema
from shared.rates.rules import WRITES
from subgraphs.booking import errors
from subgraphs.booking.api.mutations import Mutation
from subgraphs.booking.api.priorities import PRIORITIES
from subgraphs.booking.api.queries import Query
from subgraphs.booking.api.subscriptions import Subscription
from subgraphs.booking.api.types import bookings, door, seats
from subgraphs.booking.domain.holds import HOLDS

schema = build_schema(
    query=Query,
    mutation=Mutation,
    mutation_classes={
        HOLDS: ["holdSeats", "holdBestSeats", "extendHold"],
        WRITES: ["releaseHold", "bookHold", "cancelBooking", "checkInTicket", "mergeScan"],
    },
    subscription=Subscription,
    refusals=[
        AnswerRefusal(errors.SeatsUnavailable, seats.SeatsUnavailable),
        AnswerRefusal(errors.ShowtimeNotBookable, seats.ShowtimeNotBookable),
        AnswerRefusal(errors.HoldExpired, seats.HoldExpired),
        AnswerRefusal(errors.BookingNotCancellable, bookings.BookingNotCancellable),
        AnswerRefusal(errors.PaymentDeclined, bookings.PaymentDeclined),
        AnswerRefusal(errors.TicketRejected, door.TicketRejected),
    ],
    priorities=PRIORITIES,
)
