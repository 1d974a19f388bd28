"""Long work lets others go on when its turn is over, and not before."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared import turns
from shared.turns import in_turns


async def _numbers() -> AsyncIterator[int]:
    for number in range(3):
        yield number


async def _order() -> list[str]:
    """Return in which order three items and three steps of other work were done."""
    done: list[str] = []

    async def other() -> None:
        for number in range(3):
            done.append(f"other {number}")
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    async for number in in_turns(_numbers()):
        done.append(f"item {number}")
    await task
    return done


async def test_other_work_goes_on_between_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 0)
    assert await _order() == ["item 0", "other 0", "item 1", "other 1", "item 2", "other 2"]


async def test_a_turn_is_not_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "TURN_SECONDS", 60)
    done = await _order()
    assert done == ["item 0", "item 1", "item 2", "other 0", "other 1", "other 2"]
