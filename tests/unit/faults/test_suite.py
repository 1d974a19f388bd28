"""A row is not green because what it is about did not happen."""

from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.faults import suite
from tests.faults.house import House, Red
from tests.faults.rows.provider_faults import compare
from tests.faults.suite import Row, Verdict, is_green

Run = Callable[[House, float], Awaitable[str]]


class FakeHouse:
    """As much of a house as the suite itself looks at."""

    def __init__(self) -> None:
        self.recorder = SimpleNamespace(errors=dict[str, int]())
        self.shown = SimpleNamespace(showtimes=[f"sho_{number}" for number in range(1_000)])
        self.given: tuple[str, list[str]] = ("", [])

    def begin(self, seed: str, showtimes: list[str]) -> None:
        self.given = (seed, showtimes)


async def verdict_of(
    run: Run, monkeypatch: pytest.MonkeyPatch, house: FakeHouse, *, disturbs: bool
) -> Verdict:
    monkeypatch.setattr(suite, "ROWS", {5: Row("a fault", run, disturbs=disturbs)})
    verdict = Verdict()
    await is_green(cast(House, house), 5, seed=7, share=1, verdict=verdict)
    return verdict


@pytest.mark.parametrize(("disturbs", "red"), [(True, []), (False, [5])])
async def test_a_call_without_an_answer_is_excused_only_where_a_part_is_away(
    disturbs: bool, red: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run(house: Any, _share: float) -> str:
        house.recorder.errors["SUBGRAPH_UNAVAILABLE"] = 1
        return "all is well"

    verdict = await verdict_of(run, monkeypatch, FakeHouse(), disturbs=disturbs)
    assert verdict.red == red


async def test_a_row_draws_the_same_whatever_ran_before_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def run(house: Any, _share: float) -> str:
        return ""

    fresh, used = FakeHouse(), FakeHouse()
    used.begin("another", ["sho_999"])
    for house in (fresh, used):
        await verdict_of(run, monkeypatch, house, disturbs=False)
    assert fresh.given == used.given


def test_what_was_to_suffer_and_did_not_is_red() -> None:
    random = Random(7)
    asked: Counter[str] = Counter()
    for _ in range(500):
        kinds = ("PENDING", "PaymentDeclined", "CONFIRMED")
        asked[random.choices(kinds, (0.25, 0.075, 0.675))[0]] += 1
    compare(asked, 500)
    for spoilt in (
        Counter(CONFIRMED=500),
        Counter(CONFIRMED=375, PENDING=125),
        Counter(asked) | Counter(HoldExpired=1),
    ):
        with pytest.raises(Red):
            compare(spoilt, 500)
