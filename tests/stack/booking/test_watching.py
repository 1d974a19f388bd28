"""Watching and sessions: it does not prolong them, and does not outlive them."""

from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from dev.stack import Stack
from shared.auth.sessions import KEY_PREFIX, token_hash
from tests.stack.booking.house import House
from tests.stack.watching import watching

MAP = "subscription Watch($id: ID!) { seatMapChanged(showtimeId: $id) { version } }"
BOOKING = "subscription Watch($id: ID!) { bookingUpdated(id: $id) { status } }"


def _version(payload: Any) -> int:
    return payload["data"]["seatMapChanged"]["version"]


async def test_watching_does_not_prolong_a_session(stack: Stack, house: House) -> None:
    watcher, showtime = await house.person(lasts=timedelta(hours=1)), await house.showtime()
    hash = token_hash(watcher.token)
    async with watching(house.url, watcher.token, MAP, showtime) as next_map:
        version = _version(await next_map())
        # Used again, it would last for an hour again.
        async with Redis.from_url(stack.admin.redis_url) as redis:  # pyright: ignore[reportUnknownMemberType] - its keyword arguments are untyped
            await redis.expire(KEY_PREFIX + hash, 60)
        await house.hold(await house.person(), showtime, "A1")
        assert _version(await next_map()) == version + 1
        (left,) = await house.sessions.remaining([hash])
    assert left is not None
    assert left <= timedelta(minutes=1)


async def test_it_ends_with_the_session_though_nothing_is_new(house: House) -> None:
    owner = await house.person()
    booked = await house.book(owner, await house.hold(owner, await house.showtime(), "A1"))
    async with watching(house.url, owner.token, BOOKING, booked) as next_booking:
        assert (await next_booking())["data"]["bookingUpdated"]["status"] == "CONFIRMED"
        await house.sessions.end([token_hash(owner.token)])
        # A look without waiting for the longest time between two: a write that nobody is told of.
        await house.database.bookings.update_one({"_id": booked}, {"$inc": {"attempts": 1}})
        ended = await next_booking()
    assert ended["data"] is None
    assert ended["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
