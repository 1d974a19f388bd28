"""A random history of operations, with random faults in between."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from math import ceil
from random import Random

from tests.faults.customers import Customer
from tests.faults.house import House
from tests.faults.rows.crashes import STEPS
from tests.faults.traffic import buy
from tests.waiting import until

_OPERATIONS, _SEEDS, _CUSTOMERS, _SHOWTIMES = 5_000, 10, 12, 8
_PER_FAULT = 60
"""Operations, on average, between two faults."""
_LONGEST = 600.0
"""Seconds; customers who get no answer for 90 give up long before."""

Fault = Callable[[House, Random], Awaitable[None]]


async def run(house: House, share: float) -> str:
    seeds = ceil(_SEEDS * share)
    # The short run is one history of a part of the length.
    length = ceil(_OPERATIONS * min(1.0, share * _SEEDS / 5))
    total: Counter[str] = Counter()
    for seed in range(seeds):
        total += await _history(house, Random(f"{house.random.random()}:{seed}"), length)
    faults = ", ".join(f"{count} × {name}" for name, count in sorted(total.items()))
    return f"{seeds} histories of {length} operations, with {faults}: auditor clean"


async def _history(house: House, random: Random, length: int) -> Counter[str]:
    customers = await house.customers(_CUSTOMERS)
    showtimes = random.sample(list(house.showtimes), _SHOWTIMES)
    begun = house.recorder.count + length
    injected: Counter[str] = Counter()
    over = asyncio.Event()

    async def work(customer: Customer, random: Random) -> None:
        while house.recorder.count < begun:
            await buy(customer, random, showtimes)

    async def suffer(random: Random) -> None:
        while not over.is_set():
            next_at = house.recorder.count + random.randint(1, 2 * _PER_FAULT)
            await until(lambda at=next_at: house.recorder.count >= at or over.is_set(), _LONGEST)
            if not over.is_set():
                name = random.choice(sorted(FAULTS))
                await FAULTS[name](house, random)
                injected[name] += 1

    suffering = asyncio.create_task(suffer(Random(random.getrandbits(64))))
    await asyncio.gather(
        *(work(customer, Random(random.getrandbits(64))) for customer in customers)
    )
    over.set()
    await suffering
    await house.provider_faults()
    await house.clean(120)
    return injected


async def _kill_booking(house: House, random: Random) -> None:
    await house.stack.restart("booking")


async def _kill_payment(house: House, random: Random) -> None:
    await house.stack.restart("payment")


async def _kill_at_a_step(house: House, random: Random) -> None:
    step = random.choice(STEPS)
    plan = house.stack.plans[step.service]
    plan.kill(f"{random.choice(('before', 'after'))} {step.name}")
    try:
        await house.stack.revive(step.service, within=10)
    except TimeoutError:
        # Nobody came by there in this time.
        pass
    finally:
        plan.clear()


async def _kill_database(house: House, random: Random) -> None:
    await house.stack.restart("mongo")


async def _empty_redis(house: House, random: Random) -> None:
    await house.stack.processes["redis"].kill()
    (house.stack.folders.data / "redis.rdb").unlink(missing_ok=True)
    await house.stack.start_process("redis")


async def _broker_away(house: House, random: Random) -> None:
    await house.stack.take_broker_away()
    await asyncio.sleep(random.uniform(1, 8))
    await house.stack.bring_broker_back()


async def _pause(house: House, random: Random) -> None:
    process = house.stack.processes[random.choice(("booking", "payment", "redis"))]
    process.pause()
    await asyncio.sleep(random.uniform(1, 5))
    process.resume()


async def _bad_provider(house: House, random: Random) -> None:
    await house.provider_faults(timeout_rate=0.1, lost_rate=0.05, decline_rate=0.1)
    await asyncio.sleep(random.uniform(2, 6))
    await house.provider_faults()


FAULTS: dict[str, Fault] = {
    "booking killed": _kill_booking,
    "payment killed": _kill_payment,
    "killed at a step": _kill_at_a_step,
    "database killed": _kill_database,
    "redis emptied": _empty_redis,
    "broker away": _broker_away,
    "paused": _pause,
    "provider suffers": _bad_provider,
}
