"""Background work is repeated, and waits for its parts."""

import asyncio
from datetime import timedelta

import pytest
from pymongo.errors import AutoReconnect
from redis.exceptions import ConnectionError as RedisConnectionError
from structlog.testing import capture_logs

from shared.errors import Busy, OutcomePending, Unavailable
from shared.runtime.background import repeat
from shared.telemetry.correlation import current_correlation_id
from tests.waiting import until

NO_PAUSE = timedelta(0)


@pytest.mark.parametrize(
    "failure",
    [
        Unavailable("event broker"),
        Busy("catalog"),
        OutcomePending("payment"),
        AutoReconnect("closed"),
        RedisConnectionError("closed"),
    ],
    ids=lambda failure: type(failure).__name__,
)
async def test_work_goes_on_after_a_part_failed(failure: Exception) -> None:
    runs: list[int] = []

    async def work() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise failure

    with capture_logs() as lines:
        task = asyncio.create_task(repeat("sweep", work, NO_PAUSE))
        await until(lambda: len(runs) > 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    (line,) = [each for each in lines if each["event"] == "background_work_waits"]
    assert line["work"] == "sweep"


async def test_a_fault_ends_the_work() -> None:
    async def work() -> None:
        raise KeyError("step")

    with pytest.raises(KeyError):
        await repeat("sweep", work, NO_PAUSE)


async def test_each_run_has_one_correlation_id() -> None:
    ids: list[tuple[str, str]] = []

    async def work() -> None:
        ids.append((current_correlation_id(), current_correlation_id()))

    task = asyncio.create_task(repeat("sweep", work, NO_PAUSE))
    await until(lambda: len(ids) > 2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert all(first == second for first, second in ids)
    assert len(set(ids)) == len(ids)
