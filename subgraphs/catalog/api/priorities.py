"""Which of its work catalog admits first when there is too much of it."""

from shared.admission.priority import Priority

PRIORITIES = {
    # One showtime: its seats are about to be chosen, or booking asks for it.
    "showtime": Priority.FOURTH,
    # What a hold, a booking or a seat map shows of its showtime.
    "_entities": Priority.FOURTH,
}
