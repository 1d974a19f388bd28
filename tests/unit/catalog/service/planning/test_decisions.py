"""Decisions: one after the other, within a time limit, and again after a version conflict."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.errors import Busy
from subgraphs.catalog.ports import CatalogChange, ReportProgress
from subgraphs.catalog.service.planning.decisions import Decisions
from tests.unit.catalog.memory import MemoryCatalogStore


class StuckStore(MemoryCatalogStore):
    """A store whose writes wait for `answers`."""

    def __init__(self) -> None:
        super().__init__()
        self.answers = asyncio.Event()

    async def commit(
        self,
        change: CatalogChange,
        read_at_version: int,
        report_progress: ReportProgress = lambda _step, _showtimes: None,
    ) -> None:
        await self.answers.wait()
        await super().commit(change, read_at_version, report_progress)


async def test_a_decision_that_timed_out_is_not_written_later() -> None:
    """Neither the one that was being written, nor those that waited for it."""
    store = StuckStore()
    decisions = Decisions(store, patience=timedelta(milliseconds=20))

    async def decide() -> tuple[CatalogChange, str]:
        return CatalogChange(), "done"

    outcomes: list[Any] = await asyncio.gather(
        *(decisions.decide(decide) for _ in range(3)), return_exceptions=True
    )
    assert [type(each) for each in outcomes] == [Busy] * 3
    store.answers.set()
    assert await Decisions(store).decide(decide) == "done"
    assert store.number == 1


async def test_a_decision_that_always_conflicts_is_busy() -> None:
    store = MemoryCatalogStore()

    def write_first() -> None:
        store.number += 1

    async def decide() -> tuple[CatalogChange, None]:
        return CatalogChange(), None

    store.before_commit = write_first
    with pytest.raises(Busy):
        await Decisions(store).decide(decide)


async def test_a_version_conflict_decides_again_on_the_new_version() -> None:
    store = MemoryCatalogStore()
    read_at: list[int] = []

    def write_first_once() -> None:
        store.before_commit = lambda: None
        store.number += 1

    async def decide() -> tuple[CatalogChange, str]:
        read_at.append(store.number)
        return CatalogChange(), "done"

    store.before_commit = write_first_once
    assert await Decisions(store).decide(decide) == "done"
    assert read_at == [0, 1]
    assert store.number == 2
