"""Draws tickets: a page for each, small enough for a pocket and large enough for a scanner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from zoneinfo import ZoneInfo

from fpdf import FPDF
from fpdf.enums import Align, TextDirection, WrapMode, XPos, YPos

from shared.text.lines import ELLIPSIS, break_lines, is_right_to_left
from subgraphs.booking.api.printing.fonts import BOLD, FAMILY, REGULAR, fonts_for, shown
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
_TITLE_SIZES = ((15.0, 3), (11.0, 4))
"""Sizes in points of a title, each with the lines that it has room for."""
_SMALLEST = 6.0
_LINE_WIDTH = _WIDTH - 2
_LATIN = "".join(map(chr, range(ord(" "), ord("~") + 1))) + ELLIPSIS
"""Letters of what is the same on every ticket."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text in a size in points; `gap` is the space above it in millimetres."""

    text: str
    size: float
    direction: TextDirection = TextDirection.LTR
    style: Literal["", "B"] = ""
    gap: float = 0.0


def tickets_pdf(booking: Booking, tickets: Sequence[Ticket], showtime: Inventory) -> bytes:
    """Return the tickets of one booking as a PDF. Takes tens of milliseconds of CPU a page."""
    pdf = FPDF(unit="mm", format=_PAGE)
    pdf.set_auto_page_break(False)
    pdf.set_margin(_MARGIN)
    pdf.set_lang("en")
    pdf.set_title(f"Tickets {booking.reference}")
    title = shown(showtime.movie_title)
    place = f"{shown(showtime.cinema_name)} · {shown(showtime.auditorium_name)}"
    prices = "".join(ticket.price.display for ticket in tickets)
    with TemporaryDirectory() as folder:
        text = shown(f"{title} {place} {prices} {_LATIN}")
        _add_fonts(pdf, text, showtime.timezone, Path(folder))
        lines = [*_title_lines(pdf, title), *_showtime_lines(pdf, showtime, place)]
        for ticket in tickets:
            pdf.add_page()
            for line in lines:
                _draw_line(pdf, line)
            _draw_seat(pdf, booking, ticket)
            _draw_qr(pdf, ticket.code)
            _draw_code(pdf, ticket.code)
        return bytes(pdf.output())


def _add_fonts(pdf: FPDF, text: str, timezone: str, folder: Path) -> None:
    """Give the document the fonts for `text`, as files in `folder`."""
    fonts = fonts_for(text, timezone)
    for font, letters in fonts:
        for style, weight in (("", REGULAR), ("B", BOLD)):
            file = folder / f"{font.name}{style}.ttf"
            file.write_bytes(font.cut_out(letters, weight))
            pdf.add_font(font.name, style, file)
    pdf.set_fallback_fonts([font.name for font, _ in fonts[1:]])


def _title_lines(pdf: FPDF, title: str) -> list[_Line]:
    """Return the title in the largest size in which it fits, or shortened in the smallest."""
    for size, room in _TITLE_SIZES:
        pdf.set_font(FAMILY, style="B", size=size)
        lines = _broken(pdf, title, room + 1)
        if len(lines) <= room:
            break
    else:
        size, room = _TITLE_SIZES[-1]
        lines = _broken(pdf, title, room)
    return [_Line(line, size, _direction(title), "B") for line in lines]


def _showtime_lines(pdf: FPDF, showtime: Inventory, place: str) -> list[_Line]:
    starts_at = showtime.starts_at.astimezone(ZoneInfo(showtime.timezone))
    size = 10.0
    pdf.set_font(FAMILY, size=size)
    while size > _SMALLEST and pdf.get_string_width(place) > _LINE_WIDTH:
        size -= 0.5
        pdf.set_font_size(size)
    (place_line,) = _broken(pdf, place, 1)
    return [
        _Line(place_line, size, _direction(place), gap=1),
        # The cinema's local time; the zone's name is for guests from another zone.
        _Line(f"{starts_at:%A %d %B %Y, %H:%M}", 10, style="B"),
        _Line(f"Local time ({showtime.timezone})", 7),
    ]


def _broken(pdf: FPDF, text: str, most: int) -> list[str]:
    """Return the text in lines, in the current font."""
    pdf.set_text_shaping(True, direction=_direction(text))
    return break_lines(text, pdf.get_string_width, _LINE_WIDTH, most)


def _direction(text: str) -> TextDirection:
    return TextDirection.RTL if is_right_to_left(text) else TextDirection.LTR


def _draw_line(pdf: FPDF, line: _Line) -> None:
    pdf.ln(line.gap)
    pdf.set_text_shaping(True, direction=line.direction)
    pdf.set_font(FAMILY, style=line.style, size=line.size)
    pdf.cell(_WIDTH, line.size * 0.5, line.text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def _draw_seat(pdf: FPDF, booking: Booking, ticket: Ticket) -> None:
    pdf.set_xy(_MARGIN, 48)
    pdf.set_text_shaping(True, direction=TextDirection.LTR)
    columns = (
        (18, "Seat", ticket.seat_id),
        (42, ticket.category.capitalize(), ticket.price.display),
        (29, "Booking", booking.reference),
    )
    pdf.set_font(FAMILY, size=7)
    for width, label, _ in columns:
        pdf.cell(width, 4, label)
    pdf.ln(4)
    pdf.set_font(FAMILY, style="B", size=12)
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
