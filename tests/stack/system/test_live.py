"""Subscriptions through the router: the present state first, then every change."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from dev.client import Client
from dev.stack import Stack
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold
from tests.stack.watching import watching

# Apollo Router has no subscriptions without a plan.
pytestmark = pytest.mark.embedded_router

MAP = """
subscription Watch($id: ID!) {
  seatMapChanged(showtimeId: $id) { version seats { id state heldByMe } }
}
"""
BOOKING = "subscription Watch($id: ID!) { bookingUpdated(id: $id) { status tickets { seatId } } }"
RELEASE = "mutation Release($id: ID!) { releaseHold(id: $id) { __typename } }"


def _seat(payload: Any, id: str) -> tuple[str, bool]:
    (seat,) = [each for each in payload["data"]["seatMapChanged"]["seats"] if each["id"] == id]
    return seat["state"], seat["heldByMe"]


def _version(payload: Any) -> int:
    return payload["data"]["seatMapChanged"]["version"]


async def test_every_replica_sends_the_seat_map_and_then_each_change(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, bob, showtime = await new_customer(), await new_customer(), fresh_showtime()
    replica = await stack.start_replica("booking")
    async with (
        watching(stack.url, alice.token, MAP, showtime) as at_router,
        watching(
            f"{replica}/graphql", bob.token, MAP, showtime, stack.as_router("booking")
        ) as at_replica,
    ):
        first = await at_router()
        assert _seat(first, "C3") == ("FREE", False)
        assert _version(await at_replica()) == _version(first)
        held = await hold(alice, showtime, "C3")
        for watcher, mine in ((at_router, True), (at_replica, False)):
            changed = await watcher()
            assert _seat(changed, "C3") == ("HELD", mine)
            # A subscriber that keeps up receives each version.
            assert _version(changed) == _version(first) + 1
        await alice.ask(RELEASE, id=held["id"])
        for watcher in (at_router, at_replica):
            released = await watcher()
            assert _seat(released, "C3") == ("FREE", False)
            assert _version(released) == _version(first) + 2


async def test_a_slow_subscriber_gets_the_newest_version_and_none_twice(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    customers, showtime = [await new_customer() for _ in range(5)], fresh_showtime()

    async def hold_and_release(client: Client, seat: str) -> None:
        for _ in range(5):
            held = await hold(client, showtime, seat)
            await client.ask(RELEASE, id=held["id"])

    async with watching(stack.url, customers[0].token, MAP, showtime) as next_map:
        versions = [_version(await next_map())]
        await asyncio.gather(
            *(hold_and_release(customer, f"D{n}") for n, customer in enumerate(customers, start=1))
        )
        last = await hold(customers[0], showtime, "E1")
        assert last["__typename"] == "SeatHold"
        while True:
            payload = await next_map()
            versions.append(_version(payload))
            if _seat(payload, "E1")[0] == "HELD":
                break
    assert versions == sorted(set(versions))
    query = "query Map($id: ID!) { showtime(id: $id) { seatMap { version } } }"
    assert (await customers[0].ask(query, id=showtime))["showtime"]["seatMap"]["version"] == (
        versions[-1]
    )


async def test_a_subscription_survives_a_restart_of_the_database(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    async with watching(stack.url, alice.token, MAP, showtime) as next_map:
        first = await next_map()
        await stack.processes["mongo"].kill()
        await stack.start_process("mongo")
        await hold(alice, showtime, "C3")
        changed = await next_map()
    assert _seat(changed, "C3") == ("HELD", True)
    assert _version(changed) > _version(first)


async def test_an_expired_hold_makes_a_new_version(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice, showtime = await new_customer(), fresh_showtime()
    replica = await stack.start_replica("booking", {"BOOKING_HOLD_SECONDS": "2"})
    quick = Client(f"{replica}/graphql", auth=stack.as_router("booking"))
    quick.token = alice.token
    async with quick, watching(stack.url, alice.token, MAP, showtime) as next_map:
        first = await next_map()
        await hold(quick, showtime, "C3")
        held, expired = await next_map(), await next_map()
    assert (_seat(held, "C3"), _seat(expired, "C3")) == (("HELD", True), ("FREE", False))
    assert (_version(held), _version(expired)) == (_version(first) + 1, _version(first) + 2)


async def test_a_pending_booking_is_followed_until_the_recovery_worker_settles_it(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    held = await hold(alice, fresh_showtime(), "C3")
    booked = await book(alice, held["id"], "tok_unavailable")
    assert booked["status"] == "PENDING"
    async with watching(stack.url, alice.token, BOOKING, booked["id"]) as next_booking:
        first = await next_booking()
        assert first["data"]["bookingUpdated"] == {"status": "PENDING", "tickets": []}
        then = await next_booking()
        assert then["data"]["bookingUpdated"]["status"] == "PAYMENT_FAILED"


async def test_a_confirmed_booking_is_sent_with_its_tickets_and_then_its_cancellation(
    stack: Stack, new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    held = await hold(alice, far_showtime(), "C3")
    booked = await book(alice, held["id"])
    async with watching(stack.url, alice.token, BOOKING, booked["id"]) as next_booking:
        now = (await next_booking())["data"]["bookingUpdated"]
        assert now == {"status": "CONFIRMED", "tickets": [{"seatId": "C3"}]}
        cancel = "mutation Cancel($input: CancelBookingInput!) {"
        cancel += " cancelBooking(input: $input) { __typename } }"
        await alice.ask(cancel, input={"bookingId": booked["id"], "idempotencyKey": "c"})
        assert (await next_booking())["data"]["bookingUpdated"]["status"] == "CANCELLED"


@pytest.mark.parametrize("whose", ["another account's", "unknown"])
async def test_a_booking_that_is_not_the_viewers_is_not_found(
    stack: Stack, new_customer: NewCustomer, fresh_showtime: Callable[[], str], whose: str
) -> None:
    alice, mallory = await new_customer(), await new_customer()
    held = await hold(alice, fresh_showtime(), "C3")
    id = (
        (await book(alice, held["id"]))["id"] if whose == "another account's" else "bkg_" + "0" * 26
    )
    async with watching(stack.url, mallory.token, BOOKING, id) as next_booking:
        answer = json.dumps(await next_booking())
    assert "NOT_FOUND" in answer
    assert "CONFIRMED" not in answer


async def test_a_subscription_ends_with_its_session(
    stack: Stack, new_customer: NewCustomer, far_showtime: Callable[[], str]
) -> None:
    alice = await new_customer()
    held = await hold(alice, far_showtime(), "C3")
    booked = await book(alice, held["id"], "tok_unavailable")
    async with watching(stack.url, alice.token, BOOKING, booked["id"]) as next_booking:
        assert (await next_booking())["data"]["bookingUpdated"]["status"] == "PENDING"
        await alice.ask("mutation { logout { sessionId } }")
        answer = json.dumps(await next_booking())
    assert "UNAUTHENTICATED" in answer
    assert "PAYMENT_FAILED" not in answer


async def test_an_unknown_showtime_is_not_found(stack: Stack, new_customer: NewCustomer) -> None:
    async with watching(stack.url, None, MAP, "sho_" + "0" * 26) as next_map:
        assert "NOT_FOUND" in json.dumps(await next_map())
