"""A row is not green because what it is about did not happen."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest

from tests.faults import suite
from tests.faults.rows.provider_faults import check_rates
from tests.faults.rows.shard import Shard
from tests.faults.suite import Row, Verdict, judge_row, plan_row, run_shard
from tests.faults.testbed import RowFailed, Testbed


class FakeTestbed:
    """As much of a testbed as the suite itself looks at."""

    def __init__(self) -> None:
        self.recorder = SimpleNamespace(errors=dict[str, int]())
        self.stack = SimpleNamespace(folders=SimpleNamespace(logs=Path("logs")))
        self.programme = SimpleNamespace(showtimes=[f"sho_{number}" for number in range(1_000)])
        self.given: tuple[str, list[str]] = ("", [])

    def begin(self, seed: str, showtimes: list[str]) -> None:
        self.given = (seed, showtimes)


def suite_of(monkeypatch: pytest.MonkeyPatch, *shards: Shard[str], disturbs: bool = False) -> None:
    """A suite of one row, of these parts."""

    def of_the_row(_random: Random, _scale: float) -> Sequence[Shard[str]]:
        return shards

    row = Row("a fault", of_the_row, ", ".join, disturbs)
    monkeypatch.setattr(suite, "ROWS", {5: row})
    monkeypatch.setattr(suite, "_ENDS", {5: 10})


async def verdict_of(*testbeds: FakeTestbed) -> Verdict:
    """What the row comes to, each part in the next of these testbeds."""
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
async def test_a_call_without_an_answer_is_excused_only_where_a_part_is_away(
    disturbs: bool, numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    suite_of(monkeypatch, unanswered, disturbs=disturbs)
    assert (await verdict_of(FakeTestbed())).red == numbers


@pytest.mark.parametrize("shards", [(red, well), (well, red)])
async def test_a_row_is_red_when_one_of_its_parts_is(
    shards: Sequence[Shard[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    suite_of(monkeypatch, *shards)
    verdict = await verdict_of(FakeTestbed(), FakeTestbed())
    assert (verdict.red, verdict.figures) == ([5], {})


async def test_a_row_says_what_all_its_parts_came_to(monkeypatch: pytest.MonkeyPatch) -> None:
    suite_of(monkeypatch, well, unanswered, disturbs=True)
    verdict = await verdict_of(FakeTestbed(), FakeTestbed())
    assert verdict.figures == {5: "all is well, all is well, too"}


async def test_a_row_draws_the_same_whatever_ran_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite_of(monkeypatch, well)
    fresh, used = FakeTestbed(), FakeTestbed()
    used.begin("another", ["sho_999"])
    for testbed in (fresh, used):
        await verdict_of(testbed)
    assert fresh.given == used.given


async def test_the_parts_of_a_row_share_no_choice_and_no_showtime(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    suite_of(monkeypatch, well, well, well)
    testbeds = [FakeTestbed(), FakeTestbed(), FakeTestbed()]
    await verdict_of(*testbeds)
    assert len({testbed.given[0] for testbed in testbeds}) == 3
    showtimes = [showtime for testbed in testbeds for showtime in testbed.given[1]]
    assert sorted(showtimes) == sorted(f"sho_{number}" for number in range(10))


async def test_no_row_begins_before_all_testbeds_stand(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    happened: list[str] = []

    @asynccontextmanager
    async def open_testbed(
        folder: Path, _seed: int, *, apache: bool
    ) -> AsyncGenerator[FakeTestbed]:
        await asyncio.sleep(0)
        happened.append("a testbed stands")
        yield FakeTestbed()

    async def begins(_testbed: Testbed) -> str:
        happened.append("a part begins")
        return "all is well"

    suite_of(monkeypatch, *[begins] * 5)
    monkeypatch.setattr(suite, "open_testbed", open_testbed)
    await suite.run(tmp_path, 7, 1, [5], testbeds=3, apache=False)
    assert happened == ["a testbed stands"] * 3 + ["a part begins"] * 5


def test_what_was_to_suffer_and_did_not_is_red() -> None:
    random = Random(7)
    asked: Counter[str] = Counter()
    for _ in range(500):
        kinds = ("PENDING", "PaymentDeclined", "CONFIRMED")
        asked[random.choices(kinds, (0.2, 0.08, 0.72))[0]] += 1
    check_rates(asked, 25, 500)
    for spoilt, late in (
        (Counter(CONFIRMED=500), 25),
        (Counter(CONFIRMED=400, PENDING=100), 25),
        (Counter(asked) | Counter(HoldExpired=1), 25),
        (asked, 0),
    ):
        with pytest.raises(RowFailed):
            check_rates(spoilt, late, 500)
