"""What was sold of a showtime."""

from typing import Self

import strawberry

from shared import money
from subgraphs.booking.domain import sales


@strawberry.type(description="A sum of many amounts of one currency.")
class MoneySum:
    amount_minor: float = strawberry.field(
        description="A whole number of the currency's smallest unit. It is a Float because a sum "
        "may be more than an Int holds."
    )
    currency: str = strawberry.field(description="The ISO 4217 code, such as `MXN`.")
    display: str = strawberry.field(description="The sum as people read it.")

    @classmethod
    def of(cls, value: money.Money) -> Self:
        return cls(amount_minor=value.amount_minor, currency=value.currency, display=value.display)


@strawberry.type(description="What was sold of a showtime until now.")
class ShowtimeSales:
    capacity: int = strawberry.field(description="How many seats can be sold at all.")
    seats_booked: int = strawberry.field(description="How many seats are sold.")
    seats_held: int = strawberry.field(
        description="How many seats are kept for somebody who may buy them, or is buying them."
    )
    seats_admitted: int = strawberry.field(
        description="How many of the sold seats' guests were let in, as far as scans are merged."
    )
    booking_count: int = strawberry.field(description="How many bookings have the sold seats.")
    takings: MoneySum = strawberry.field(
        description="What was paid for its bookings and is not refunded. What a cancelled booking "
        "did not get back is in it; a refund that is under way is not."
    )
    refund_if_cancelled: MoneySum = strawberry.field(
        description="What cancelling the showtime would give back: all that its bookings cost."
    )

    @classmethod
    def of(cls, value: sales.ShowtimeSales) -> Self:
        return cls(
            capacity=value.capacity,
            seats_booked=value.booked,
            seats_held=value.held,
            seats_admitted=value.admitted,
            booking_count=value.bookings,
            takings=MoneySum.of(value.takings),
            refund_if_cancelled=MoneySum.of(value.refund_if_cancelled),
        )
