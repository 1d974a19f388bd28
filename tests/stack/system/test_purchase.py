"""A purchase from end to end, and the calls that its pages cost."""

from collections.abc import Callable

import httpx
import pytest

from dev.client import Client
from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold
from tests.waiting import until

EVERYTHING = """
{
  me {
    email
    bookings {
      edges {
        node {
          reference status total { display }
          showtime { startsAt movie { title } cinema { name } availableSeatCount }
          payment { status cardLast4 amount { display } }
          tickets { seatId code }
        }
      }
    }
  }
}
"""
SEATS = "query Seats($id: ID!) { showtime(id: $id) { seatMap { seats { id state heldByMe } } } }"


async def _state(client: Client, showtime_id: str, seat_id: str) -> tuple[str, bool]:
    seats = (await client.ask(SEATS, id=showtime_id))["showtime"]["seatMap"]["seats"]
    (seat,) = [seat for seat in seats if seat["id"] == seat_id]
    return seat["state"], seat["heldByMe"]


async def test_held_seats_are_sold_by_a_payment(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, bob, showtime = await new_customer(), await new_customer(), fresh_showtime()
    held = await hold(alice, showtime, "C3", "C4")
    assert held["__typename"] == "SeatHold"
    assert await _state(alice, showtime, "C3") == ("HELD", True)
    assert await _state(bob, showtime, "C3") == ("HELD", False)

    booking = await book(alice, held["id"])

    assert (booking["__typename"], booking["status"]) == ("Booking", "CONFIRMED")
    assert sorted(ticket["seatId"] for ticket in booking["tickets"]) == ["C3", "C4"]
    assert booking["payment"]["status"] == "CAPTURED"
    assert await _state(alice, showtime, "C4") == ("SOLD", False)


async def test_a_declined_card_leaves_the_hold_for_another_card(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    held = await hold(alice, showtime, "C3")
    declined = await book(alice, held["id"], "tok_insufficient_funds")
    assert declined["__typename"] == "PaymentDeclined"
    assert declined["declineCode"] == "insufficient_funds"
    assert await _state(alice, showtime, "C3") == ("HELD", True)
    assert (await book(alice, held["id"]))["status"] == "CONFIRMED"


async def test_the_same_key_books_once_and_gives_the_same_answer(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    held = await hold(alice, showtime, "C3", key="the key")
    assert await hold(alice, showtime, "C3", key="the key") == held
    other = await hold(alice, showtime, "C4", key="the key")
    assert other["__typename"] == "IdempotencyConflict"
    first = await book(alice, held["id"], key="the key")
    assert await book(alice, held["id"], key="the key") == first
    assert (await book(alice, held["id"], "tok_mastercard", key="the key"))["__typename"] == (
        "IdempotencyConflict"
    )


async def test_a_payment_whose_answer_was_lost_is_settled_later(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    held = await hold(alice, showtime, "C3")
    booked = await book(alice, held["id"], "tok_response_lost")
    # Confirmed when the provider's webhook arrives in time; a lost answer alone never fails it.
    assert booked["status"] in ("PENDING", "CONFIRMED")

    async def confirmed() -> bool:
        mine = await alice.ask("{ me { bookings { edges { node { status } } } } }")
        return mine["me"]["bookings"]["edges"][0]["node"]["status"] == "CONFIRMED"

    await until(confirmed, seconds=60)


@pytest.mark.embedded_router
async def test_one_query_over_all_subgraphs_takes_four_calls_for_any_number_of_bookings(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    for length in (1, 2, 3):
        held = await hold(alice, fresh_showtime(), "D3")
        await book(alice, held["id"])
        async with httpx.AsyncClient(timeout=30, trust_env=False) as http:
            answer = await http.post(
                stack.url,
                json={"query": EVERYTHING},
                headers={"authorization": f"Bearer {alice.token}"},
            )
        bookings = answer.json()["data"]["me"]["bookings"]["edges"]
        assert len(bookings) == length
        for edge in bookings:
            assert edge["node"]["payment"]["status"] == "CAPTURED"
            assert edge["node"]["showtime"]["movie"]["title"]
            assert len(edge["node"]["tickets"]) == 1
        assert _calls(answer) == {"account": 1, "booking": 1, "catalog": 1, "payment": 1}


def _calls(answer: httpx.Response) -> dict[str, int]:
    counted = (part.split("=") for part in answer.headers["x-subgraph-calls"].split(", "))
    return {name: int(calls) for name, calls in counted}


async def test_a_refused_ledger_leaves_the_payment(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    booking = await book(alice, (await hold(alice, fresh_showtime(), "C3"))["id"])
    query = "query See($id: ID!) { booking(id: $id) { payment { status ledger { id } } } }"
    answer = await alice.send(query, id=booking["id"])
    assert answer["data"]["booking"]["payment"] == {"status": "CAPTURED", "ledger": []}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


async def test_records_of_another_account_are_not_found(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, mallory = await new_customer(), await new_customer()
    held = await hold(alice, fresh_showtime(), "C3")
    assert (await book(mallory, held["id"]))["__typename"] == "NotFound"
    booking = await book(alice, held["id"])
    ids = {"hold": held["id"], "booking": booking["id"], "payment": booking["payment"]["id"]}
    query = "query See($hold: ID!, $booking: ID!, $payment: ID!) {"
    query += " hold(id: $hold) { id } booking(id: $booking) { id } payment(id: $payment) { id } }"
    assert await mallory.ask(query, **ids) == {"hold": None, "booking": None, "payment": None}
    mine = await alice.ask(query, **ids)
    assert {name: mine[name]["id"] for name in mine} == ids


CHANGE_HOLD = """
mutation Change($id: ID!) {{
  {mutation}(id: $id) {{
    __typename
    ... on {success}
    ... on UserError {{ code }}
  }}
}}
"""


async def test_a_hold_is_extended_once_and_released(
    new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, bob, showtime = await new_customer(), await new_customer(), fresh_showtime()
    held = await hold(alice, showtime, "C3", "C4")
    extend = CHANGE_HOLD.format(mutation="extendHold", success="SeatHold { extended }")
    release = CHANGE_HOLD.format(mutation="releaseHold", success="HoldReleased { holdId }")
    answer = await alice.ask(extend, id=held["id"])
    assert answer["extendHold"] == {"__typename": "SeatHold", "extended": True}
    assert (await alice.ask(extend, id=held["id"]))["extendHold"]["__typename"] == "InvalidInput"
    assert (await bob.ask(release, id=held["id"]))["releaseHold"]["__typename"] == "NotFound"
    assert await _state(bob, showtime, "C3") == ("HELD", False)
    released = await alice.ask(release, id=held["id"])
    assert released["releaseHold"] == {"__typename": "HoldReleased", "holdId": held["id"]}
    assert (await hold(bob, showtime, "C3", "C4"))["__typename"] == "SeatHold"
