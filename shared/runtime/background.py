"""Work that is done again and again beside the requests."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from pymongo.errors import PyMongoError

from shared.errors import Unavailable
from shared.storage.redis import REDIS_AWAY
from shared.telemetry.correlation import correlated, current_correlation_id

log = structlog.get_logger(__name__)


async def repeat(name: str, work: Callable[[], Awaitable[object]], every: timedelta) -> None:
    """Do `work` until cancelled, with a pause of `every`; a part that is away is waited for."""
    while True:
        try:
            with correlated(current_correlation_id()):
                await work()
        except (Unavailable, PyMongoError, *REDIS_AWAY) as error:
            log.warning("background_work_waits", work=name, error=repr(error))
        await asyncio.sleep(every.total_seconds())
