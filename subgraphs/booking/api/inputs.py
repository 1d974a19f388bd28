"""Booking's inputs."""

import datetime
from typing import Annotated

import strawberry
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from shared.validation.fields import LABEL, PROSE
from shared.validation.inputs import ValidatedInput
from shared.validation.times import AnyMoment
from subgraphs.booking.api.enums import SeatClass, TicketCategory
from subgraphs.booking.domain.seats import SeatChoice

_KEY = (
    "Your own name for this call, 1 to 100 characters. Repeat the call with the same key and "
    "arguments, and it has its effect once."
)


class ValidatedCancellation(ValidatedInput):
    """Why a booking is cancelled, if the caller says so."""

    reason: Annotated[str, PROSE] | None


def _in_this_age(moment: datetime.datetime) -> datetime.datetime:
    if not 2000 <= moment.year <= 2200:
        raise PydanticCustomError("out_of_range", "Write a time from 2000 to 2200.")
    return moment.astimezone(datetime.UTC)


class ValidatedScan(ValidatedInput):
    """A scan of a door that was offline."""

    code: str
    at: Annotated[AnyMoment, AfterValidator(_in_this_age)]
    device: Annotated[str, StringConstraints(min_length=1, max_length=80), LABEL]


@strawberry.input(description="A seat, and who will sit there.")
class SeatChoiceInput:
    seat_id: strawberry.ID = strawberry.field(description="Such as `C7`.")
    category: TicketCategory = strawberry.field(
        default=TicketCategory.ADULT, description="Who it is for."
    )


@strawberry.input(description="Seats to hold: all of them, or none.")
class HoldSeatsInput:
    showtime_id: strawberry.ID = strawberry.field(description="The showtime.")
    seats: list[SeatChoiceInput] = strawberry.field(description="1 to 10 different seats.")
    idempotency_key: strawberry.ID = strawberry.field(description=_KEY)

    @property
    def choices(self) -> list[SeatChoice]:
        return [SeatChoice(seat.seat_id, seat.category) for seat in self.seats]


@strawberry.input(description="Neighbouring seats to hold, which the cinema chooses.")
class HoldBestSeatsInput:
    showtime_id: strawberry.ID = strawberry.field(description="The showtime.")
    categories: list[TicketCategory] = strawberry.field(
        description="Who will sit there, 1 to 10: one seat is held for each, in this order."
    )
    seat_class: SeatClass = strawberry.field(
        default=SeatClass.STANDARD,
        description="What kind of seats. Accessible ones are held only when you ask for them.",
    )
    idempotency_key: strawberry.ID = strawberry.field(description=_KEY)


@strawberry.input(description="A booking to cancel.")
class CancelBookingInput:
    booking_id: strawberry.ID = strawberry.field(description="The booking.")
    reason: str | None = strawberry.field(
        default=None, description="In your own words, at most 500 characters."
    )
    idempotency_key: strawberry.ID = strawberry.field(description=_KEY)


@strawberry.input(description="A hold to pay for.")
class BookHoldInput:
    hold_id: strawberry.ID = strawberry.field(description="The hold.")
    payment_token: str | None = strawberry.field(
        default=None,
        description="The payment provider's token for the card; never the card number itself. "
        "Seats that cost nothing need none.",
    )
    idempotency_key: strawberry.ID = strawberry.field(description=_KEY)


@strawberry.input(description="A ticket that a guest shows at the door.")
class CheckInTicketInput:
    code: str = strawberry.field(
        description="The content of the QR symbol. What a scanner adds around it is taken off."
    )
    idempotency_key: strawberry.ID = strawberry.field(description=_KEY)


@strawberry.input(description="A scan with which a door let a guest in while it was offline.")
class MergeScanInput:
    code: str = strawberry.field(description="What was scanned.")
    at: datetime.datetime = strawberry.field(description="When, by the clock of the door.")
    device: str = strawberry.field(description="The door's own name, 1 to 80 characters.")
