"""The lag of the event loop: what is measured, remembered and logged."""

import asyncio

import pytest
from structlog.testing import capture_logs

from shared.runtime import lag
from shared.runtime.lag import LoopLag


def test_the_most_since_the_start_and_the_last_minute_are_told() -> None:
    measured = LoopLag()
    measured.add(0.3)
    for number in range(240):
        measured.add(number / 10_000)
    assert measured.milliseconds() == {"most": 300.0, "recent_most": 23.9, "recent_p99": 23.6}


@pytest.mark.parametrize(("worst", "logged"), [(0.051, 1), (0.049, 0)])
def test_a_minute_above_the_bound_is_logged_once(worst: float, logged: int) -> None:
    measured = LoopLag()
    with capture_logs() as lines:
        for _ in range(239):
            measured.add(worst)
        assert not lines
        measured.add(0)
        for _ in range(239):
            measured.add(0)
    assert [line["event"] for line in lines] == ["event_loop_lag"] * logged


async def test_a_step_that_takes_long_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lag, "_EVERY_SECONDS", 0)
    moments = iter([10.0, 10.0, 10.0, 10.4])
    measured = LoopLag(now=lambda: next(moments, 10.4))
    measuring = asyncio.create_task(measured.measure())
    for _ in range(5):
        await asyncio.sleep(0)
    measuring.cancel()
    assert measured.milliseconds()["most"] == 400.0
