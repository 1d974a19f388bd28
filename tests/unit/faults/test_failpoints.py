"""Failpoints fire where, for whom and as often as the plan says."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import pytest

from tests.faults.build.failpoints import Failpoints
from tests.faults.build.points import surround_booking, surround_payment
from tests.faults.failpoint_plan import FailpointPlan
from tests.faults.rows.interleavings import BARRIER_OVERRIDES
from tests.faults.rows.kill_points import KILL_TARGETS
from tests.faults.rows.seat_operations import SEAT_OPERATIONS
from tests.waiting import until


@dataclass
class Thing:
    """Something with an id, and whose it is."""

    id: str
    account_id: str


class Collection:
    """What is written in an operation."""

    name = "things"

    async def insert_one(self, _document: object) -> None: ...


class Store:
    """Something with operations."""

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
    """The plan of a process whose store has failpoints."""
    plan = FailpointPlan(tmp_path)
    points = Failpoints(tmp_path)
    for owner, names in ((Store, ("add", "refuse")), (Collection, ("insert_one",))):
        for name in names:
            # Put back at the end, as `surround` sets it.
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
async def test_a_call_waits_at_its_point_until_it_may_go_on(
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
async def test_another_point_is_passed(plan: FailpointPlan, point: str) -> None:
    rule = plan.wait(point)
    await Store().add(Thing("a", "me"))
    assert not plan.reached(rule)


async def test_only_who_the_rule_is_about_is_kept(plan: FailpointPlan) -> None:
    rule = plan.wait("before things.add/things.insert_one", "me")
    await Store().add(Thing("a", "another"))
    assert not plan.reached(rule)


async def test_after_is_also_after_a_failure(plan: FailpointPlan) -> None:
    rule = plan.wait("after things.refuse")
    plan.go(rule)
    with pytest.raises(ValueError, match="no"):
        await Store().refuse(Thing("a", "me"))
    assert plan.reached(rule)


class Names:
    """Stands in for the failpoints: only notes what they are called."""

    def __init__(self) -> None:
        self.operations: set[str] = set()
        self.writes: set[str] = set()

    def surround(self, owner: type, name: str, methods: Sequence[str], *_: Any) -> None:
        assert all(hasattr(owner, method) for method in methods)
        self.operations |= {f"{name}.{method.removeprefix('_')}" for method in methods}

    def surround_writes(self, owner: type, methods: Sequence[str], _: Any) -> None:
        assert all(hasattr(owner, method) for method in methods)
        self.writes |= set(methods)


def _names(service: str) -> Names:
    names = Names()
    surround = {"booking": surround_booking, "payment": surround_payment}[service]
    surround(names)  # pyright: ignore[reportArgumentType] - has what is called of them
    return names


USED = {
    *((target.service, point) for target in KILL_TARGETS for point in target.points),
    *((each.service, each.point) for each in SEAT_OPERATIONS.values()),
    *((SEAT_OPERATIONS[first].service, point) for (first, _), point in BARRIER_OVERRIDES.items()),
}


@pytest.mark.parametrize(("service", "point"), sorted(USED))
def test_every_point_that_the_rows_name_is_one(service: str, point: str) -> None:
    names = _names(service)
    operation, _, part = point.partition(" ")[2].partition(":")[0].partition("/")
    assert operation in names.operations
    assert not part or part.partition(".")[2] in names.writes
