"""`/bookings/<booking id>/tickets.pdf`, for anyone who may see the booking."""

import asyncio

from fastapi import APIRouter, Request, Response

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Viewer
from shared.graphql.context import RequestContext
from shared.storage.unavailability import unavailability
from subgraphs.booking.api.printing.drawing import tickets_pdf
from subgraphs.booking.domain.tickets import TicketStatus
from subgraphs.booking.service.bookings import BookingService
from subgraphs.booking.service.inventory_lookup import InventoryLookup

_HEADERS = {
    # A ticket is private: no proxy and no shared computer may store it.
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
}

_DRAWN_AT_ONCE = 2
"""How many documents a process draws at the same time; others wait. Drawing takes CPU alone."""


def ticket_routes(
    bookings: BookingService,
    inventories: InventoryLookup,
    sessions: SessionStore,
    session_cookie: str,
) -> APIRouter:
    """Return the route that prints tickets.

    It answers 401 without a session, 404 for a booking that does not exist or that the viewer may
    not see, 409 for a booking without tickets, and 503 while a part is unavailable. Each answer
    has one sentence.
    """
    router, drawing = APIRouter(), asyncio.Semaphore(_DRAWN_AT_ONCE)

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
            if (transient := unavailability(failure)) is None:
                raise
            return _refused(503, str(transient))
        # In a thread, so that the event loop can answer other requests.
        async with drawing:
            drawn = await asyncio.to_thread(tickets_pdf, booking, printed, showtime)
        name = f'inline; filename="tickets-{booking.reference}.pdf"'
        return Response(
            drawn, media_type="application/pdf", headers={**_HEADERS, "content-disposition": name}
        )

    return router


async def _viewer(request: Request, sessions: SessionStore, session_cookie: str) -> Viewer | None:
    """Return the viewer of the request's session, from the header or else from the cookie.

    A link on another site's page, such as in a webmail, works too: this request changes nothing,
    and a page of another site cannot read the answer.
    """
    context = RequestContext(sessions, session_cookie)
    context.request = request
    token = context.bearer_token or request.cookies.get(session_cookie)
    return await sessions.viewer(token) if token else None


def _refused(status: int, sentence: str, headers: dict[str, str] | None = None) -> Response:
    return Response(
        f"{sentence}\n", status, {**_HEADERS, **(headers or {})}, media_type="text/plain"
    )
