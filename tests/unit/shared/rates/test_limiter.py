"""No caller gets more than its bucket has, in any order of any number of calls."""

import asyncio
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from shared.rates import limiter as module
from shared.rates.buckets import ROUNDING, LocalBuckets, Taken
from shared.rates.limiter import CHUNKS, RateLimiter, Refusal
from shared.rates.rules import Caller, Rate, Rates
from tests.unit.shared.rates.seconds import Seconds

RATE = Rate(capacity=100, per_second=10)
CHUNK = RATE.capacity // CHUNKS
LARGE = Rate(capacity=10_000, per_second=10)
RATES = {"reads": Rates(RATE, LARGE), "writes": Rates(RATE, LARGE)}
ADDRESS, OTHER = Caller("address", "203.0.113.7"), Caller("address", "203.0.113.8")


@dataclass
class Shared:
    """Buckets as Redis has them: a call takes effect somewhere between its start and its end."""

    buckets: LocalBuckets
    calls: int = 0
    taken: int = 0

    async def take(self, key: str, rate: Rate, *, needed: int, wanted: int) -> Taken:
        self.calls += 1
        await asyncio.sleep(0)
        taken = await self.buckets.take(key, rate, needed=needed, wanted=wanted)
        self.taken += taken.points
        await asyncio.sleep(0)
        return taken


@dataclass
class Service:
    """Processes that share their buckets."""

    clock: Seconds = field(default_factory=Seconds)
    count: int = 1

    def __post_init__(self) -> None:
        self.shared = Shared(LocalBuckets(self.clock.now))
        self.processes = [
            RateLimiter(RATES, self.shared, self.clock.now) for _ in range(self.count)
        ]

    async def charge(self, points: int, caller: Caller = ADDRESS) -> Refusal | None:
        return await self.processes[0].charge(caller, {"reads": points})


async def test_a_full_bucket_is_spent_and_then_refused() -> None:
    service = Service()
    assert [await service.charge(30) for _ in range(3)] == [None] * 3
    assert await service.charge(30) == Refusal(30, 10, RATE, retry_after_seconds=2)
    assert await service.charge(10) is None


async def test_after_the_wait_it_is_served() -> None:
    service = Service()
    await service.charge(100)
    refusal = await service.charge(55)
    assert refusal
    assert refusal.retry_after_seconds == 6
    service.clock.present += 6
    assert await service.charge(55) is None


async def test_another_caller_and_another_class_are_served_meanwhile() -> None:
    service = Service()
    await service.charge(100)
    assert await service.charge(1)
    assert await service.charge(100, OTHER) is None
    assert await service.processes[0].charge(ADDRESS, {"writes": 100}) is None


async def test_an_account_has_a_bucket_of_its_own_size() -> None:
    service = Service()
    assert await service.charge(10_000, Caller("account", ADDRESS.id)) is None
    assert await service.charge(100) is None


async def test_an_operation_dearer_than_the_bucket_takes_a_full_one() -> None:
    service = Service()
    assert await service.charge(5_000) is None
    refusal = await service.charge(5_000)
    assert refusal
    assert (refusal.charge, refusal.retry_after_seconds) == (100, 10)


async def test_of_several_classes_all_are_charged_or_none() -> None:
    service = Service()
    await service.charge(95)
    assert await service.processes[0].charge(ADDRESS, {"writes": 50, "reads": 50})
    assert await service.processes[0].charge(ADDRESS, {"writes": 100}) is None


async def test_most_operations_need_no_call() -> None:
    service = Service()
    for _ in range(100):
        await service.charge(1)
    assert service.shared.calls == CHUNKS


async def test_what_is_known_to_be_refused_needs_no_call() -> None:
    service = Service()
    await service.charge(100)
    calls = service.shared.calls
    assert all(await asyncio.gather(*(service.charge(50) for _ in range(100))))
    assert service.shared.calls == calls


async def test_simultaneous_operations_share_a_call() -> None:
    service = Service()
    answers = await asyncio.gather(*(service.charge(1) for _ in range(CHUNK)))
    assert (answers, service.shared.calls) == ([None] * CHUNK, 1)


async def test_a_caller_that_goes_away_does_not_stop_the_others() -> None:
    service = Service()
    first, second = (asyncio.create_task(service.charge(5)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert await second is None


async def test_refusals_are_logged_once_a_minute() -> None:
    service = Service()
    await service.charge(100)
    with capture_logs() as lines:
        for _ in range(50):
            await service.charge(100)
        service.clock.present += 59
        await service.charge(100)
        await service.charge(100)
        service.clock.present += 1
        await service.charge(100)
    assert [(line["caller"], line["rate_class"], line["refused"]) for line in lines] == [
        ("address 203.0.113.7", "reads", 1),
        ("address 203.0.113.7", "reads", 51),
    ]


async def test_the_number_of_allowances_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ALLOWANCES", 2)
    service = Service()
    for number in range(5):
        assert await service.charge(100, Caller("address", str(number))) is None
    assert await service.charge(100, Caller("address", "0")), "the bucket itself is not forgotten"


PAUSES = st.floats(min_value=0, max_value=15)
CHARGES = st.tuples(st.integers(0, 2), st.integers(1, 150))
"""A process, and an operation's points."""
STEPS = st.lists(st.tuples(PAUSES, st.lists(CHARGES, max_size=12)), min_size=1, max_size=8)


@dataclass(frozen=True, slots=True)
class Grant:
    """An operation that was let through, and what the processes had in hand before it spent."""

    at: float
    points: int
    in_hand: int


@given(STEPS)
@example([(0.0, [*[(0, 1)] * 6, (0, 57), (0, 1), (0, 37)]), (6.0, [(0, 16), (0, 100)])])
def test_never_more_is_granted_than_the_bucket_has(
    steps: list[tuple[float, list[tuple[int, int]]]],
) -> None:
    async def run() -> None:
        service = Service(count=3)
        granted: list[Grant] = []

        async def charge(process: int, points: int) -> None:
            if await service.processes[process].charge(ADDRESS, {"reads": points}) is None:
                spent = sum(each.points for each in granted)
                in_hand = service.shared.taken - spent
                now = service.clock.present
                granted.append(Grant(now, min(points, RATE.capacity), in_hand))

        for pause, charges in steps:
            service.clock.present += pause
            await asyncio.gather(*(charge(*each) for each in charges))
        _check(granted)

    asyncio.run(run())


def _check(granted: list[Grant]) -> None:
    start = 1_000.0
    for number, first in enumerate(granted):
        total = 0
        for each in granted[number:]:
            total += each.points
            since_start = RATE.capacity + RATE.per_second * (each.at - start)
            in_window = RATE.capacity + RATE.per_second * (each.at - first.at)
            assert total <= min(since_start, in_window + first.in_hand) + ROUNDING + 1e-6


@given(st.lists(st.integers(1, 150), min_size=2, max_size=20))
def test_one_who_waits_as_told_is_always_served(charges: list[int]) -> None:
    async def run() -> None:
        service = Service()
        for points in charges:
            refusal = await service.charge(points)
            if refusal:
                service.clock.present += refusal.retry_after_seconds
                assert await service.charge(points) is None

    asyncio.run(run())
