"""Booking on its real parts, called without the router."""

from collections.abc import AsyncGenerator

import httpx
import pytest
from pymongo import AsyncMongoClient
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from dev.patience import PatientTransport
from dev.stack import Stack
from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from tests.stack.booking.testbed import Answer, BookingTestbed


@pytest.fixture(scope="session")
async def testbed(stack: Stack) -> AsyncGenerator[BookingTestbed]:
    # Other tests of the same run restart Redis and MongoDB, which close the idle connections.
    again = Retry(NoBackoff(), retries=1)
    redis = Redis.from_url(stack.admin.redis_url, decode_responses=True, retry=again)  # pyright: ignore[reportUnknownMemberType] - its keyword arguments are untyped
    router = stack.as_router("booking")
    async with (
        httpx.AsyncClient(timeout=60, transport=PatientTransport(0.1), auth=router) as http,
        AsyncMongoClient[Answer](
            stack.admin.mongo_url, directConnection=True, tz_aware=True, maxIdleTimeMS=1_000
        ) as mongo,
    ):
        url = f"{stack.ports.url('booking')}/graphql"
        yield BookingTestbed(url, http, router, mongo, SessionStore(redis, SystemClock()))
    await redis.aclose()
