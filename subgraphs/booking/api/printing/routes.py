"""`/bookings/<booking id>/tickets.pdf`, for whoever may see the booking."""

import asyncio

from fastapi import APIRouter, Request, Response

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Viewer
from shared.graphql.context import RequestContext
from shared.storage.unavailability import away
from subgraphs.booking.api.printing.drawing import tickets_pdf
from subgraphs.booking.domain.bookings import TicketStatus
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.inventory_lookup import Inventories

_HEADERS = {
    # A ticket is somebody's own: no proxy and no shared computer keeps it.
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
}


def ticket_routes(
    bookings: BookingService, inventories: Inventories, sessions: SessionStore, session_cookie: str
) -> APIRouter:
    """The route that prints tickets.

    401 without a session, 404 for a booking that is not there or another's, 409 for one that has
    no tickets, 503 while a part is away; each with a sentence.
    """
    router = APIRouter()

    @router.get("/bookings/{id}/tickets.pdf")
    async def tickets(id: str, request: Request) -> Response:  # pyright: ignore[reportUnusedFunction] - registered by its decorator
        try:
            viewer = await _viewer(request, sessions, session_cookie)
            if viewer is None:
                return _refused(401, "Log in first.", {"www-authenticate": "Bearer"})
            booking = await bookings.get(viewer, id)
            if booking is None:
                return _refused(404, "There is no such booking.")
            printed = [
                ticket
                for ticket in await bookings.tickets_of([id])
                if ticket.status is not TicketStatus.VOID
            ]
            if not printed:
                return _refused(409, "This booking has no tickets: only a confirmed one has.")
            showtime = await inventories.get(booking.showtime_id)
        except Exception as failure:
            if (part_away := away(failure)) is None:
                raise
            return _refused(503, str(part_away))
        # In a thread: other requests are answered meanwhile.
        drawn = await asyncio.to_thread(tickets_pdf, booking, printed, showtime)
        name = f'inline; filename="tickets-{booking.reference}.pdf"'
        return Response(
            drawn, media_type="application/pdf", headers={**_HEADERS, "content-disposition": name}
        )

    return router


async def _viewer(request: Request, sessions: SessionStore, session_cookie: str) -> Viewer | None:
    """Whose session the request brings, as in GraphQL: by the header, or else by the cookie.

    A link on another site's page, such as in somebody's webmail, is followed too: this request
    changes nothing, and no page of another site can read what it is answered.
    """
    context = RequestContext(sessions, session_cookie)
    context.request = request
    token = context.bearer_token or request.cookies.get(session_cookie)
    return await sessions.viewer(token) if token else None


def _refused(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return Response(
        f"{sentence}\n", status, {**_HEADERS, **(headers or {})}, media_type="text/plain"
    )
