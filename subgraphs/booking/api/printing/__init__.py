"""Tickets to print: a PDF with a page for each ticket, behind an authenticated link."""

from subgraphs.booking.api.printing.routes import ticket_routes

__all__ = ["ticket_routes"]
