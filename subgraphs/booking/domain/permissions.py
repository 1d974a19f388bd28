"""Who may see or change which booking. Use cases and the API ask here and nowhere else."""

from shared.auth.viewer import Role, Viewer
from subgraphs.booking.domain.bookings import Booking


def may_see_booking(viewer: Viewer, booking: Booking) -> bool:
    """Its owner and STAFF."""
    return viewer.is_or_has(booking.account_id, Role.STAFF)


def may_cancel_booking(viewer: Viewer, booking: Booking) -> bool:
    """Its owner and ADMIN."""
    return viewer.is_or_has(booking.account_id, Role.ADMIN)


def may_watch_booking(viewer: Viewer, booking: Booking) -> bool:
    """Its owner alone."""
    return viewer.account_id == booking.account_id


def may_list_bookings(viewer: Viewer, account_id: str) -> bool:
    """The account itself and ADMIN."""
    return viewer.is_or_has(account_id, Role.ADMIN)
