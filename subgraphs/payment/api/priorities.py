"""Which of its work payment admits first when there is too much of it."""

from shared.admission.priority import Priority

PRIORITIES = {
    # Booking's calls continue a booking that has begun. Clients cannot reach them: they need a
    # service token.
    "authorizePayment": Priority.ALWAYS,
    "capturePayment": Priority.ALWAYS,
    "voidPayment": Priority.ALWAYS,
    "refundPayment": Priority.ALWAYS,
    "paymentByReference": Priority.ALWAYS,
}
