"""Failpoints fire at their point, for their subject, once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pytest

from tests.faults.failpoint_plan import FailpointPlan
from tests.faults.instrumented.failpoints import Failpoints
from tests.waiting import until


@dataclass
class Thing:
    """An object with an id and an owner."""

    id: str
    account_id: str


class Collection:
    """A collection to which an operation writes."""

    name = "things"

    async def insert_one(self, _document: object) -> None: ...


class Store:
    """A store with operations."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def add(self, thing: Thing) -> Self:
        await Collection().insert_one({})
        self.done.append(thing.id)
        return self

    async def refuse(self, _thing: Thing) -> None:
        raise ValueError("no")


def _upper(_: Store, thing: Thing) -> str:
    return thing.id.upper()


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FailpointPlan:
    """Return the plan of a process whose store has failpoints."""
    plan = FailpointPlan(tmp_path)
    points = Failpoints(tmp_path)
    for owner, names in ((Store, ("add", "refuse")), (Collection, ("insert_one",))):
        for name in names:
            # Restores the method after the test, because `surround` replaces it.
            monkeypatch.setattr(owner, name, getattr(owner, name))
    points.surround(Store, "things", ["add", "refuse"], _upper)
    points.surround_writes(Collection, ["insert_one"], lambda collection: collection.name)
    return plan


@pytest.mark.parametrize(
    ("point", "done"),
    [
        ("before things.add", []),
        ("before things.add:A", []),
        ("after things.add/things.insert_one", []),
        ("after things.add:A", ["a"]),
    ],
)
async def test_a_call_waits_at_its_point_until_it_is_released(
    plan: FailpointPlan, point: str, done: Sequence[str]
) -> None:
    store, rule = Store(), plan.wait(point, "me")
    adding = asyncio.create_task(store.add(Thing("a", "me")))
    await until(lambda: plan.reached(rule))
    assert store.done == done
    plan.go(rule)
    assert (await adding).done == ["a"]
    # Each rule fires once.
    assert (await store.add(Thing("a", "me"))).done == ["a", "a"]


@pytest.mark.parametrize("point", ["before things.add:B", "before other.add", "after things.add:b"])
async def test_other_points_do_not_fire(plan: FailpointPlan, point: str) -> None:
    rule = plan.wait(point)
    await Store().add(Thing("a", "me"))
    assert not plan.reached(rule)


async def test_calls_about_other_subjects_do_not_wait(plan: FailpointPlan) -> None:
    rule = plan.wait("before things.add/things.insert_one", "me")
    await Store().add(Thing("a", "another"))
    assert not plan.reached(rule)


async def test_the_point_after_a_call_fires_after_a_failure_too(plan: FailpointPlan) -> None:
    rule = plan.wait("after things.refuse")
    plan.go(rule)
    with pytest.raises(ValueError, match="no"):
        await Store().refuse(Thing("a", "me"))
    assert plan.reached(rule)
