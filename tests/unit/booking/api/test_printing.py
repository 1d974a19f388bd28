"""Tickets as a PDF: what is on each page, who gets it, and in which letters."""

import re
import unicodedata
import zlib
from dataclasses import replace
from typing import cast

import httpx
import pypdfium2
import pytest
import segno
from fastapi import FastAPI
from hypothesis import given, settings
from hypothesis import strategies as st
from pymongo.errors import NetworkTimeout, ServerSelectionTimeoutError

from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from shared.errors import Unavailable
from shared.money import Money
from subgraphs.booking.api.printing import ticket_routes
from subgraphs.booking.api.printing.drawing import tickets_pdf
from subgraphs.booking.api.printing.fonts import fonts_for, shown
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.ports import PaymentOutcome, PaymentState
from subgraphs.booking.service.inventory_lookup import InventoryLookup
from tests.unit.booking import fakes
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, SHOWTIME


def _contents(pdf: bytes) -> list[bytes]:
    assert pdf.startswith(b"%PDF-")
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.S)
    return [zlib.decompress(stream) for stream in streams if stream.startswith(b"\x78")]


def _pages(pdf: bytes) -> list[str]:
    """Return the text of each page as a reader finds it, a line for each drawn line."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return [unicodedata.normalize("NFC", text.replace("\r\n", "\n")) for text in texts]


async def _booked(bench: Workbench, *seats: str) -> Booking:
    hold = await bench.hold(*seats)
    return await bench.booking.book_hold(ALICE, hold.id, "tok", "key")


async def test_each_ticket_has_a_page_with_all_that_a_guest_needs(bench: Workbench) -> None:
    booking = await _booked(bench, "A1", "A2")
    tickets = [replace(each, price=Money(2450000, "COP")) for each in bench.bookings.tickets]
    showtime = replace(bench.seats.all[SHOWTIME], movie_title="Amélie – (“uncut”)")
    pages = _pages(tickets_pdf(booking, tickets, showtime))
    assert len(pages) == 2
    for page, ticket in zip(pages, tickets, strict=True):
        for line in (
            "Amélie – (“uncut”)",
            "Calima · Sala 1",
            # 18:00 in UTC, in the local time of Bogota.
            "Wednesday 25 November 2026, 13:00",
            "Local time (America/Bogota)",
            "Seat Adult Booking",
            f"{ticket.seat_id} COP 24,500.00 {booking.reference}",
            ticket.code,
        ):
            assert line in page.splitlines(), line


def test_the_drawn_symbol_holds_the_code() -> None:
    ticket = fakes.sold_ticket()
    pdf = tickets_pdf(fakes.confirmed_booking(), [ticket], fakes.inventory())
    drawn = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f", b"\n".join(_contents(pdf)))
    boxes = [tuple(map(float, box)) for box in drawn]
    left, top = min(box[0] for box in boxes), max(box[1] for box in boxes)
    matrix = [[bool(module) for module in row] for row in segno.make(ticket.code, error="m").matrix]
    side = abs(boxes[0][3])
    dark = {
        (round((top - y) / side), round((x - left) / side) + step)
        for x, y, width, _ in boxes
        for step in range(round(width / side))
    }
    expected = {(y, x) for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark}
    assert dark == expected


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Amélie, ¿dónde está Ñandú? – “€5”…", "Amélie, ¿dónde está Ñandú? – “€5”…"),
        ("Wałęsa", "Wałęsa"),
        ("千と千尋の神隠し", "千と千尋の神隠し"),
        ("Спирит 2 गजनी!", "Спирит 2 गजनी!"),
        ("Who??", "Who??"),
        ("one\ntwo\x00\u202e three", "one two three"),
        ("e\u0301", "é"),
        ("😀😀 movie", "😀😀 movie"),
        # Runes and private letters: no font has them.
        ("\u16a0\u16a1 \ue000!", "? ?!"),
        ("", ""),
    ],
)
def test_letters_that_no_font_has_become_one_question_mark(text: str, printed: str) -> None:
    assert shown(text) == printed


SCRIPTS = {
    "Latin": "Żuławski’s “Ñandú” ẞ",
    "Greek": "Ελευθερία",
    "Cyrillic": "Броненосец",
    "Hebrew": "רוקד עם בשיר",
    "Arabic": "جدایی نادر",
    "Devanagari": "लगान",
    "Bengali": "পথের পাঁচালী",
    "Tamil": "சிவாஜி",
    "Telugu": "బాహుబలి",
    "Thai": "โหมโรง",
    "Georgian": "მონანიება",
    "Armenian": "Նռան գույնը",
    "Ethiopic": "ጤዛ",
    "Khmer": "ភ្នំពេញ",
    "Japanese": "千と千尋の神隠し",
    "Korean": "기생충",
    "Chinese": "英雄本色",
    "Emoji": "🎬",
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_title_of_any_script_is_drawn_in_its_own_glyphs(script: str) -> None:
    title = SCRIPTS[script]
    assert shown(title) == title
    showtime = replace(fakes.inventory(), movie_title=title, cinema_name="", auditorium_name="")
    pdf = tickets_pdf(fakes.confirmed_booking(), [fakes.sold_ticket()], showtime)
    assert len(pdf) < 60_000
    (page,) = _pages(pdf)
    # Readers find combined glyphs in an order of their own.
    missing = {each for each in title if each.isalpha() and each not in page}
    assert len(missing) < len(set(title)) / 2, page
    assert "\ufffd" not in page


def test_chinese_characters_are_drawn_in_the_manner_of_the_place() -> None:
    def number(text: str, timezone: str) -> int:
        (font,) = [font for font, _ in fonts_for(text, timezone) if "Chinese" in font.name]
        return font.number

    places = ("Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Taipei", "Asia/Hong_Kong")
    assert [number("直", place) for place in places] == [0, 1, 2, 3, 4]
    assert number("直の", "Europe/Paris") == 0
    assert number("直생", "Europe/Paris") == 1


@pytest.mark.parametrize("title", ["word " * 60, "ความ" * 60, "千" * 200, "שלום " * 50])
def test_a_long_title_leaves_room_for_the_seat(title: str) -> None:
    showtime = replace(fakes.inventory(), movie_title=title, cinema_name="x" * 300)
    pdf = tickets_pdf(fakes.confirmed_booking(), [fakes.sold_ticket()], showtime)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    width, height = 105 / 25.4 * 72, 148 / 25.4 * 72
    boxes = [text.get_charbox(index) for index in range(text.count_chars())]
    assert all(left > 0 and right < width for left, _, right, _ in boxes if right > left)
    words = text.get_text_range()
    seat = text.get_charbox(words.index("Seat"))
    above = [box for index, box in enumerate(boxes) if index < words.index("Seat")]
    assert min(bottom for _, bottom, _, _ in above) > seat[3]
    assert seat[3] < height - 40 / 25.4 * 72


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=300), st.text(max_size=300))
async def test_a_ticket_with_any_name_of_movie_or_cinema_can_be_printed(
    title: str, cinema: str
) -> None:
    showtime = replace(fakes.inventory(), movie_title=title, cinema_name=cinema)
    booking = fakes.confirmed_booking()
    (page,) = _pages(tickets_pdf(booking, [fakes.sold_ticket()], showtime))
    assert fakes.sold_ticket().code in page


class Sessions:
    """SessionStore with one token a person; the token is the name."""

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.people = {
            "alice": Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER})),
            "bob": Viewer(BOB, "ses_2", frozenset({Role.CUSTOMER})),
            "staff": Viewer(BOB, "ses_3", frozenset({Role.STAFF})),
            "admin": Viewer(BOB, "ses_4", frozenset({Role.ADMIN})),
        }

    async def viewer(self, token: str) -> Viewer | None:
        if self.failure is not None:
            raise self.failure
        return self.people.get(token)


@pytest.fixture
def sessions() -> Sessions:
    return Sessions()


@pytest.fixture
def http(bench: Workbench, sessions: Sessions) -> httpx.AsyncClient:
    app = FastAPI()
    inventories = InventoryLookup(bench.seats, fakes.Catalog())
    app.include_router(
        ticket_routes(bench.booking, inventories, cast(SessionStore, sessions), "session")
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://booking")


def _as(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "headers",
    [
        *map(_as, ("alice", "staff", "admin")),
        {"cookie": "session=alice"},
        # A link in a webmail.
        {"cookie": "session=alice", "sec-fetch-site": "cross-site"},
    ],
)
async def test_anyone_who_may_see_the_booking_gets_its_tickets(
    bench: Workbench, http: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    booking = await _booked(bench, "A1", "A2")
    answer = await http.get(f"/bookings/{booking.id}/tickets.pdf", headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["cache-control"] == "private, no-store"
    name = f'inline; filename="tickets-{booking.reference}.pdf"'
    assert answer.headers["content-disposition"] == name
    assert len(_pages(answer.content)) == 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        (_as("nobody"), 401),
        ({"cookie": "session=nobody"}, 401),
        ({"cookie": "other=alice"}, 401),
        (_as("bob"), 404),
    ],
)
async def test_nobody_else_gets_them(
    bench: Workbench, http: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    booking = await _booked(bench, "A1")
    answer = await http.get(f"/bookings/{booking.id}/tickets.pdf", headers=headers)
    assert answer.status_code == status
    assert answer.headers["cache-control"] == "private, no-store"
    assert booking.reference not in answer.text


@pytest.mark.parametrize("id", ["bkg_01JD0000000000000000000009", "bkg", "..%2f..", "%00", "é"])
async def test_a_booking_that_does_not_exist_is_not_found(http: httpx.AsyncClient, id: str) -> None:
    assert (await http.get(f"/bookings/{id}/tickets.pdf", headers=_as("admin"))).status_code == 404


async def test_a_pending_or_cancelled_booking_has_nothing_to_print(
    bench: Workbench, http: httpx.AsyncClient
) -> None:
    bench.payments.authorizing = PaymentOutcome(PaymentState.UNKNOWN)
    pending = await _booked(bench, "A1")
    path = f"/bookings/{pending.id}/tickets.pdf"
    answer = await http.get(path, headers=_as("alice"))
    assert (answer.status_code, answer.text) == (
        409,
        "This booking has no tickets: only a confirmed one has.\n",
    )
    bench.clock.move(seconds=61)
    await bench.recover()
    assert (await http.get(path, headers=_as("alice"))).status_code == 200
    owner = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))
    await bench.booking.cancel(owner, pending.id, None, "cancel")
    assert (await http.get(path, headers=_as("alice"))).status_code == 409


@pytest.mark.parametrize(
    ("failure", "part"),
    [
        (Unavailable("session store"), "session store"),
        (ServerSelectionTimeoutError(), "database"),
        (NetworkTimeout(), "database"),
    ],
)
async def test_an_unavailable_part_is_named(
    http: httpx.AsyncClient, sessions: Sessions, failure: Exception, part: str
) -> None:
    sessions.failure = failure
    answer = await http.get("/bookings/bkg/tickets.pdf", headers=_as("alice"))
    assert answer.status_code == 503
    assert part in answer.text
