"""Which of its work booking admits first when there is too much of it."""

from shared.admission.priority import Priority

PRIORITIES = {
    # What pays, gives money back, or says whether it was paid.
    "bookHold": Priority.FIRST,
    "cancelBooking": Priority.FIRST,
    "booking": Priority.FIRST,
    "bookingUpdated": Priority.FIRST,
    # Guests at the door.
    "checkInTicket": Priority.SECOND,
    # Who holds seats is about to pay. The mutations for holds are THIRD, too, as others are.
    "hold": Priority.THIRD,
    # Seat maps; by the router, as a field of a showtime.
    "seatMapChanged": Priority.FOURTH,
    "_entities": Priority.FOURTH,
}
