"""Asks booking's schema over ports in memory, as somebody."""

from typing import Any, cast

from starlette.requests import Request

from shared.auth.viewer import Viewer
from subgraphs.booking.api.context import Context
from tests.unit.booking.conftest import Workbench


def context_of(bench: Workbench, viewer: Viewer | None) -> Context:
    """Return the context of a request by `viewer`; None is somebody without a session."""
    unused: Any = cast(Any, None)
    context = Context(
        unused,
        "session",
        holds=bench.holding,
        bookings=bench.booking,
        check_in=bench.door,
        scan_merging=unused,
        inventories=unused,
        sales=bench.sales,
        live_seat_maps=unused,
        live_bookings=unused,
        clock=bench.clock,
        tickets_url="/bookings",
    )
    context.request = Request({"type": "http", "headers": []})
    if viewer:
        context.now_logged_in(viewer)
    return context
