"""A purchase by what a screen reader says: the test sees the page's words, and nothing else."""

from uuid import uuid4

import pytest

from tests.browser.conftest import PASSWORD, NewVisit, Visit
from tests.browser.reader import Reader

pytestmark = [
    pytest.mark.embedded_router,
    pytest.mark.browser_in_full,
    pytest.mark.timeout(600),
]

_PESOS = r"[\d,]+ Chilean pesos"


async def test_a_visitor_gets_a_ticket_by_ear(new_visit: NewVisit) -> None:
    visit: Visit = await new_visit()
    reader = await Reader.of(visit.page)
    await visit.open("/")

    # The programme: a city, a day, and a movie's showtimes with their language.
    await reader.read_to("What’s on in Santiago de Chile, heading, level 1")
    await reader.read_to("City, combobox, Santiago de Chile")
    for _ in range(3):
        await reader.read_to(r"\w{3} \d+ \w{3}, radio, not checked")
    await reader.act()
    assert (await reader.here()).endswith(", radio, checked")
    movie = (await reader.read_to(r".+, heading, level 2")).rpartition("\n")[2]
    movie = movie.removesuffix(", heading, level 2")
    await reader.read_to(r".+, heading, level 3")
    await reader.read_to(r"\d\d:\d\d .*English.*, link")
    await reader.act()

    # The seats: each says where it is, what it is, what it costs, and whether it is free.
    said = await reader.read_to(rf"Row C, seat 7, Standard, {_PESOS}, free, button, not pressed")
    assert f"{movie}, heading, level 1" in said
    assert "Map of seats, group" in said
    assert "Row C, group" in said
    assert await reader.title() == f"Seats for {movie} · Marquee"
    await reader.act()
    await reader.hears(rf"^Together {_PESOS}$")
    assert (await reader.here()).endswith("free, button, pressed")
    await reader.read_to("Your seats, heading, level 2")
    await reader.read_to("Ticket for seat C7, combobox, Adult")
    await reader.write("Child")
    assert await reader.here() == "Ticket for seat C7, combobox, Child"
    await reader.read_to("Log in and hold these seats, button")
    await reader.act()

    # Registering on the way; an address that is taken is said at once, and at its field.
    said = await reader.read_to("Create an account, link")
    assert "Your seats wait here while you log in." in said
    assert "Password, textbox, required" in said
    await reader.act()
    await reader.read_to("Create an account, heading, level 1")
    for field, text in (
        ("First name, textbox, required", "Vera"),
        ("Last name, textbox, required", "Visitor"),
        ("Email address, textbox, required", "bob@cinema.test"),
        ("Password, textbox, required, At least 10 characters.", PASSWORD),
    ):
        await reader.read_to(field)
        await reader.write(text)
    await reader.read_to("Create an account, button")
    await reader.act()
    taken = "There is an account with this address. Log in instead."
    await reader.hears(taken)
    await reader.read_to(f"Email address, textbox, required, invalid, bob@.*, {taken}", back=True)
    await reader.write(f"{uuid4().hex}@visitors.test")
    await reader.read_to("Create an account, button")
    await reader.act()
    await reader.read_to("Hold 1 seat, button")
    await reader.act()

    # The checkout: what is held and how long, what it costs, and what the card's bank says.
    said = await reader.read_to(f"Pay {_PESOS}, button")
    for words in ("Checkout, heading, level 1", "10 minutes left", "C7", "Child", "Total"):
        assert words in said.splitlines()
    await reader.read_to("A card that is declined, radio, not checked", back=True)
    await reader.act()
    await reader.read_to(f"Pay {_PESOS}, button")
    await reader.act()
    await reader.hears("The card was declined. Nothing was charged, and your seats are still held")
    await reader.read_to("Visa, radio, not checked", back=True)
    await reader.act()
    await reader.read_to(f"Pay {_PESOS}, button")
    await reader.act()

    # The tickets.
    said = await reader.read_to("Tickets to print, link")
    assert f"{movie}, heading, level 1" in said
    assert "Confirmed" in said
    assert "Show a code at the door, from this page or on paper." in said
    assert "Code for seat C7, image" in said
    assert (await reader.title()).startswith(f"{movie}, ")
