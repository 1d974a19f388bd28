"""Draws tickets: a page for each, small enough for a pocket and large enough for a scanner."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import Align, WrapMode, XPos, YPos

from subgraphs.booking.api.printing.letters import ENCODING, printable
from subgraphs.booking.api.qr_codes import qr_symbol
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.seats import Inventory
from subgraphs.booking.domain.tickets import Ticket

# Millimetres, on A6.
_PAGE = (105.0, 148.0)
_MARGIN = 8.0
_WIDTH = _PAGE[0] - 2 * _MARGIN
_QR = 62.0
_QR_TOP = 66.0
# PDF readers round the edges of neighbouring squares; a small overlap leaves no white line.
_OVERLAP = 0.02
_LONGEST_TITLE = 90


def tickets_pdf(booking: Booking, tickets: Sequence[Ticket], showtime: Inventory) -> bytes:
    """Return the tickets of one booking as a PDF. Takes tens of milliseconds of CPU a page."""
    pdf = FPDF(unit="mm", format=_PAGE)
    pdf.core_fonts_encoding = ENCODING
    pdf.set_auto_page_break(False)
    pdf.set_margin(_MARGIN)
    pdf.set_lang("en")
    pdf.set_title(f"Tickets {booking.reference}")
    for ticket in tickets:
        pdf.add_page()
        _draw_showtime(pdf, showtime)
        _draw_seat(pdf, booking, ticket)
        _draw_qr(pdf, ticket.code)
        _draw_code(pdf, ticket.code)
    return bytes(pdf.output())


def _draw_showtime(pdf: FPDF, showtime: Inventory) -> None:
    starts_at = showtime.starts_at.astimezone(ZoneInfo(showtime.timezone))
    title = printable(showtime.movie_title)
    if len(title) > _LONGEST_TITLE:
        title = title[: _LONGEST_TITLE - 3].rstrip() + "..."
    _text(pdf, title, 15 if len(title) <= _LONGEST_TITLE // 2 else 11, "B", lines=True)
    pdf.ln(1)
    _text(pdf, f"{printable(showtime.cinema_name)} · {printable(showtime.auditorium_name)}", 10)
    # The cinema's local time; the zone's name is for guests from another zone.
    _text(pdf, f"{starts_at:%A %d %B %Y, %H:%M}", 10, "B")
    _text(pdf, f"Local time ({showtime.timezone})", 7)


def _draw_seat(pdf: FPDF, booking: Booking, ticket: Ticket) -> None:
    pdf.set_xy(_MARGIN, 48)
    columns = (
        (18, "Seat", ticket.seat_id),
        (42, ticket.category.capitalize(), ticket.price.display),
        (29, "Booking", booking.reference),
    )
    pdf.set_font("helvetica", size=7)
    for width, label, _ in columns:
        pdf.cell(width, 4, label)
    pdf.ln(4)
    pdf.set_font("helvetica", style="B", size=12)
    for width, _, value in columns:
        pdf.cell(width, 7, value)


def _draw_qr(pdf: FPDF, code: str) -> None:
    rows = [[bool(module) for module in row] for row in qr_symbol(code).matrix]
    module = _QR / len(rows)
    left = (_PAGE[0] - _QR) / 2
    pdf.set_fill_color(0)
    for number, row in enumerate(rows):
        for start, length in _dark_runs(row):
            pdf.rect(
                left + start * module,
                _QR_TOP + number * module,
                length * module + _OVERLAP,
                module + _OVERLAP,
                style="F",
            )


def _dark_runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where each run of dark modules starts, and how long it is."""
    start = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            yield start, length
        start += length


def _draw_code(pdf: FPDF, code: str) -> None:
    pdf.set_xy(_MARGIN, _QR_TOP + _QR + 4)
    pdf.set_font("courier", size=5)
    pdf.multi_cell(_WIDTH, 2.2, code, align=Align.C, wrapmode=WrapMode.CHAR)


def _text(pdf: FPDF, text: str, size: float, style: str = "", *, lines: bool = False) -> None:
    """Draw a line of text, made smaller until it fits; with `lines` it is wrapped instead."""
    pdf.set_font("helvetica", style=style, size=size)
    height = size * 0.5
    if lines:
        pdf.multi_cell(_WIDTH, height, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        return
    while pdf.get_string_width(text) > _WIDTH - 2 and pdf.font_size_pt > 4:
        pdf.set_font_size(pdf.font_size_pt - 0.5)
    pdf.cell(_WIDTH, height, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
