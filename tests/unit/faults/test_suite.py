"""The suite runs shards in testbeds and judges rows by all their shards."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest

from tests.faults import suite
from tests.faults.rows.shard import Shard
from tests.faults.suite import Row, Verdict, judge_row, plan_row, run_shard
from tests.faults.testbed import RowFailed, Testbed


class FakeTestbed:
    """The attributes of a testbed that the suite itself uses."""

    def __init__(self) -> None:
        self.recorder = SimpleNamespace(errors=dict[str, int]())
        self.stack = SimpleNamespace(folders=SimpleNamespace(logs=Path("logs")))
        self.programme = SimpleNamespace(showtimes=[f"sho_{number}" for number in range(1_000)])
        self.given: tuple[str, list[str]] = ("", [])

    def begin(self, seed: str, showtimes: list[str]) -> None:
        self.given = (seed, showtimes)


def suite_of(monkeypatch: pytest.MonkeyPatch, *shards: Shard[str], disturbs: bool = False) -> None:
    """Make the suite have one row, with these shards."""

    def shards_of_row(_random: Random, _scale: float) -> Sequence[Shard[str]]:
        return shards

    row = Row("a fault", shards_of_row, ", ".join, disturbs)
    monkeypatch.setattr(suite, "ROWS", {5: row})
    monkeypatch.setattr(suite, "_ENDS", {5: 10})


async def verdict_of(*testbeds: FakeTestbed) -> Verdict:
    """Return the verdict on the row, with each shard run in the next of these testbeds."""
    shard_runs, verdict = plan_row(5, seed=7, scale=1), Verdict()
    for shard_run, testbed in zip(shard_runs, testbeds, strict=True):
        await run_shard(shard_run, cast(Testbed, testbed))
    judge_row(5, shard_runs, verdict)
    return verdict


async def well(_testbed: Testbed) -> str:
    return "all is well"


async def unanswered(testbed: Testbed) -> str:
    testbed.recorder.errors["SUBGRAPH_UNAVAILABLE"] = 1
    return "all is well, too"


async def red(_testbed: Testbed) -> str:
    raise RowFailed("a seat was sold twice")


@pytest.mark.parametrize(("disturbs", "numbers"), [(True, []), (False, [5])])
async def test_an_unanswered_call_fails_a_row_whose_fault_does_not_disturb(
    disturbs: bool, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    suite_of(monkeypatch, unanswered, disturbs=disturbs)
    assert (await verdict_of(FakeTestbed())).red == numbers


@pytest.mark.parametrize("shards", [(red, well), (well, red)])
async def test_a_row_is_red_when_one_of_its_shards_is_red(
    shards: Sequence[Shard[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    suite_of(monkeypatch, *shards)
    verdict = await verdict_of(FakeTestbed(), FakeTestbed())
    assert (verdict.red, verdict.figures) == ([5], {})


async def test_a_row_reports_the_results_of_all_its_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    suite_of(monkeypatch, well, unanswered, disturbs=True)
    verdict = await verdict_of(FakeTestbed(), FakeTestbed())
    assert verdict.figures == {5: "all is well, all is well, too"}


async def test_a_row_gets_the_same_seed_and_showtimes_after_other_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite_of(monkeypatch, well)
    fresh, used = FakeTestbed(), FakeTestbed()
    used.begin("another", ["sho_999"])
    for testbed in (fresh, used):
        await verdict_of(testbed)
    assert fresh.given == used.given


async def test_the_shards_of_a_row_have_different_seeds_and_showtimes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite_of(monkeypatch, well, well, well)
    testbeds = [FakeTestbed(), FakeTestbed(), FakeTestbed()]
    await verdict_of(*testbeds)
    assert len({testbed.given[0] for testbed in testbeds}) == 3
    showtimes = [showtime for testbed in testbeds for showtime in testbed.given[1]]
    assert sorted(showtimes) == sorted(f"sho_{number}" for number in range(10))


async def test_no_row_begins_before_all_testbeds_have_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def open_testbed(
        folder: Path, _seed: int, *, apache: bool
    ) -> AsyncGenerator[FakeTestbed]:
        await asyncio.sleep(0)
        happened.append("a testbed has started")
        yield FakeTestbed()

    async def begins(_testbed: Testbed) -> str:
        happened.append("a shard begins")
        return "all is well"

    suite_of(monkeypatch, *[begins] * 5)
    monkeypatch.setattr(suite, "open_testbed", open_testbed)
    await suite.run(tmp_path, 7, 1, [5], testbeds=3, apache=False)
    assert happened == ["a testbed has started"] * 3 + ["a shard begins"] * 5


async def test_a_row_that_measures_runs_by_itself_after_all_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def open_testbed(
        folder: Path, _seed: int, *, apache: bool
    ) -> AsyncGenerator[FakeTestbed]:
        yield FakeTestbed()
        happened.append("a testbed has stopped")

    def row(name: str, *, measures: bool) -> Row:
        async def shard(_testbed: Testbed) -> str:
            happened.append(name)
            return name

        def shards(_random: Random, _scale: float) -> Sequence[Shard[str]]:
            return [shard]

        return Row(name, shards, "".join, disturbs=False, measures=measures)

    rows = {5: row("measures", measures=True), 6: row("injects", measures=False)}
    monkeypatch.setattr(suite, "ROWS", rows)
    monkeypatch.setattr(suite, "_ENDS", {6: 10})
    monkeypatch.setattr(suite, "open_testbed", open_testbed)
    verdict = await suite.run(tmp_path, 7, 1, [5, 6], testbeds=3, apache=False)
    stopped = "a testbed has stopped"
    assert happened == ["injects", stopped, "measures", stopped]
    assert verdict.figures == {5: "measures", 6: "injects"}
