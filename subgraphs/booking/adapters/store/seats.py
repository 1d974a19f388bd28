"""How a priced seat is a document, in holds and in bookings."""

from shared.money import Money
from shared.storage.mongo import Document
from subgraphs.booking.domain.seats import PricedSeat, TicketCategory


def seat_document(seat: PricedSeat) -> Document:
    return {
        "seatId": seat.seat_id,
        "category": seat.category,
        "amountMinor": seat.price.amount_minor,
        "currency": seat.price.currency,
    }


def to_seat(document: Document) -> PricedSeat:
    return PricedSeat(
        document["seatId"],
        TicketCategory(document["category"]),
        Money(document["amountMinor"], document["currency"]),
    )
