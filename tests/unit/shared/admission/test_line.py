"""The line of an event loop: who waits is told in time, and no slot is lost."""

import asyncio

import pytest

from shared.admission import line as line_module
from shared.admission.gate import Slot
from shared.admission.line import Line
from shared.admission.priority import Priority


def full() -> tuple[Line, list[Slot]]:
    line = Line()
    slots: list[Slot] = []
    while slot := line.enter(Priority.FIRST):
        slots.append(slot)
    return line, slots


async def waiting(line: Line) -> "asyncio.Task[Slot | None]":
    task = asyncio.create_task(line.admitted(Priority.FIRST))
    await asyncio.sleep(0)
    assert not task.done()
    return task


async def test_who_waits_gets_the_next_slot() -> None:
    line, slots = full()
    task = await waiting(line)
    line.leave(slots.pop())
    assert await task is not None
    assert line.enter(Priority.FIRST) is None


async def test_who_waits_too_long_is_shed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "MAX_WAIT_SECONDS", 0.0)
    line, _ = full()
    assert await line.admitted(Priority.FIRST) is None
    assert await line.admitted(Priority.ALWAYS) is not None


async def test_who_goes_away_leaves_the_line() -> None:
    line, slots = full()
    task = await waiting(line)
    task.cancel()
    await asyncio.wait([task])
    line.leave(slots.pop())
    assert line.enter(Priority.FIRST) is not None


async def test_who_goes_away_with_a_slot_gives_it_back() -> None:
    line, slots = full()
    task = await waiting(line)
    line.leave(slots.pop())
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    assert line.enter(Priority.FIRST) is not None


async def test_what_takes_no_slot_begins_only_while_there_is_room() -> None:
    line, slots = full()
    assert line.sheds(Priority.FIRST)
    line.leave(slots.pop())
    assert not line.sheds(Priority.FIRST)
    assert not line.sheds(Priority.FIRST)
    assert line.sheds(Priority.LAST)
