"""Work that is repeated beside the requests."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog

from shared.storage.unavailability import PART_FAILURES
from shared.telemetry.correlation import correlated, current_correlation_id

log = structlog.get_logger(__name__)


async def repeat(name: str, work: Callable[[], Awaitable[object]], every: timedelta) -> None:
    """Run `work` until cancelled, with a pause of `every` after each run.

    A part that fails is logged, and the work is tried again after the pause.
    """
    while True:
        try:
            with correlated(current_correlation_id()):
                await work()
        except PART_FAILURES as error:
            log.warning("background_work_waits", work=name, error=repr(error))
        await asyncio.sleep(every.total_seconds())
