"""Watching does not prolong a session, and does not outlive it."""

from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any

from redis.asyncio import Redis

from dev.stack import Stack
from shared.auth.sessions import KEY_PREFIX, token_hash
from subgraphs.booking.service.watch_limits import MOST_OF_AN_ACCOUNT
from tests.stack.booking.testbed import BookingTestbed
from tests.stack.watching import watching

MAP = "subscription Watch($id: ID!) { seatMapChanged(showtimeId: $id) { version } }"
BOOKING = "subscription Watch($id: ID!) { bookingUpdated(id: $id) { status } }"


def _version(payload: Any) -> int:
    return payload["data"]["seatMapChanged"]["version"]


async def test_watching_does_not_prolong_a_session(stack: Stack, testbed: BookingTestbed) -> None:
    watcher, showtime = await testbed.person(lasts=timedelta(hours=1)), await testbed.showtime()
    hash = token_hash(watcher.token)
    async with watching(testbed.url, watcher.token, MAP, showtime, testbed.router) as next_map:
        version = _version(await next_map())
        # Using the session would prolong it to an hour again.
        async with Redis.from_url(stack.admin.redis_url) as redis:  # pyright: ignore[reportUnknownMemberType] - its keyword arguments are untyped
            await redis.expire(KEY_PREFIX + hash, 60)
        await testbed.hold(await testbed.person(), showtime, "A1")
        assert _version(await next_map()) == version + 1
        (left,) = await testbed.sessions.remaining([hash])
    assert left is not None
    assert left <= timedelta(minutes=1)


async def test_watching_ends_with_the_session_although_nothing_is_new(
    testbed: BookingTestbed,
) -> None:
    owner = await testbed.person()
    booked = await testbed.book(owner, await testbed.hold(owner, await testbed.showtime(), "A1"))
    async with watching(testbed.url, owner.token, BOOKING, booked, testbed.router) as next_booking:
        assert (await next_booking())["data"]["bookingUpdated"]["status"] == "CONFIRMED"
        await testbed.sessions.end([token_hash(owner.token)])
        # This write causes a reading at once, and is not news.
        await testbed.database.bookings.update_one({"_id": booked}, {"$inc": {"attempts": 1}})
        ended = await next_booking()
    assert ended["data"] is None
    assert ended["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_an_account_that_watches_too_much_gets_a_code(testbed: BookingTestbed) -> None:
    """On connections of their own, as on several devices. Another account goes on."""
    showtime, greedy, other = (
        await testbed.showtime(),
        await testbed.person(),
        await testbed.person(),
    )
    async with AsyncExitStack() as watchers:
        for _ in range(MOST_OF_AN_ACCOUNT):
            opened = watching(testbed.url, greedy.token, MAP, showtime, testbed.router)
            _version(await (await watchers.enter_async_context(opened))())
        async with watching(testbed.url, greedy.token, MAP, showtime, testbed.router) as one_more:
            [error] = (await one_more())["errors"]
        async with watching(testbed.url, other.token, MAP, showtime, testbed.router) as next_map:
            _version(await next_map())
    assert error["extensions"]["code"] == "TOO_MANY_SUBSCRIPTIONS"
