"""How decisions are taken: one after the other, and within the time that who asks has."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.errors import Unavailable
from subgraphs.catalog.ports import Changes, Progress
from subgraphs.catalog.service.planning.decisions import Decisions
from tests.unit.catalog.memory import MemoryCatalogStore


class StuckStore(MemoryCatalogStore):
    """A database that does not answer until it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()

    async def commit(
        self,
        changes: Changes,
        read_at_version: int,
        progress: Progress = lambda _step, _showtimes: None,
    ) -> None:
        await self.answers.wait()
        await super().commit(changes, read_at_version, progress)


async def test_what_is_given_up_is_not_written_later() -> None:
    """Neither what was being written, nor what waited for its turn."""
    store = StuckStore()
    decisions = Decisions(store, patience=timedelta(milliseconds=20))

    async def decide() -> tuple[Changes, str]:
        return Changes(), "done"

    outcomes: list[Any] = await asyncio.gather(
        *(decisions.take(decide) for _ in range(3)), return_exceptions=True
    )
    assert [type(each) for each in outcomes] == [Unavailable] * 3
    store.answers.set()
    assert await Decisions(store).take(decide) == "done"
    assert store.number == 1


async def test_who_is_always_overtaken_is_told() -> None:
    store = MemoryCatalogStore()

    def overtake() -> None:
        store.number += 1

    async def decide() -> tuple[Changes, None]:
        return Changes(), None

    store.before_commit = overtake
    with pytest.raises(Unavailable):
        await Decisions(store).take(decide)
