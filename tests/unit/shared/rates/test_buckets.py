"""The buckets of one process."""

from shared.rates import buckets
from shared.rates.buckets import LocalBuckets, Taken
from shared.rates.rules import Rate
from tests.unit.shared.rates.seconds import Seconds

RATE = Rate(capacity=100, per_second=10)


async def test_a_bucket_gets_back_what_was_taken() -> None:
    clock = Seconds()
    local = LocalBuckets(clock.now)
    assert await local.take("a", RATE, needed=60, wanted=60) == Taken(60, 40)
    assert await local.take("a", RATE, needed=60, wanted=60) == Taken(0, 40)
    clock.present += 2
    assert await local.take("a", RATE, needed=60, wanted=60) == Taken(60, 0)
    clock.present += 1_000
    assert await local.take("a", RATE, needed=1, wanted=500) == Taken(100, 0)


async def test_of_what_is_wanted_a_bucket_gives_what_it_has() -> None:
    local = LocalBuckets(Seconds().now)
    await local.take("a", RATE, needed=1, wanted=95)
    assert await local.take("a", RATE, needed=3, wanted=50) == Taken(5, 0)


async def test_callers_have_buckets_of_their_own() -> None:
    local = LocalBuckets(Seconds().now)
    await local.take("a", RATE, needed=100, wanted=100)
    assert await local.take("b", RATE, needed=100, wanted=100) == Taken(100, 0)


async def test_the_number_of_buckets_is_bounded() -> None:
    local = LocalBuckets(Seconds().now)
    await local.take("first", RATE, needed=100, wanted=100)
    for number in range(buckets.MOST_BUCKETS):
        await local.take(str(number), RATE, needed=100, wanted=100)
    assert (await local.take("first", RATE, needed=100, wanted=100)).points == 100
    assert (await local.take("9999", RATE, needed=100, wanted=100)).points == 0
