"""The faults of a history, each with the components that it needs for itself."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from dev.bootstrap import rotation
from dev.bootstrap.handover import hand_over
from dev.bootstrap.secret_values import ROTATED
from dev.bootstrap.vault import open_vault
from tests.faults.instrumented.redelivery import LATE_SECONDS
from tests.faults.rows.kill_points import KILL_TARGETS
from tests.faults.stack import PAYING_SECONDS
from tests.faults.testbed import HOLD_SECONDS, KEY_SECONDS, Testbed


class ComponentLocks:
    """Locks that let faults overlap unless they are about the same component."""

    def __init__(self) -> None:
        self._locks: dict[str, asyncio.Lock] = {}

    @asynccontextmanager
    async def hold(self, names: Sequence[str]) -> AsyncGenerator[None]:
        """Wait for these components and keep them locked meanwhile."""
        async with AsyncExitStack() as stack:
            for name in sorted(names):
                lock = self._locks.setdefault(name, asyncio.Lock())
                await stack.enter_async_context(lock)
            yield


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault; `inject` returns whether it happened."""

    components: Sequence[str]
    inject: Callable[[Testbed, Random], Awaitable[bool]]
    weight: int = 4
    """Relative frequency."""


def _killed(name: str) -> Fault:
    async def inject(testbed: Testbed, _random: Random) -> bool:
        await testbed.stack.restart(name)
        return True

    return Fault((name,), inject)


def _paused(name: str) -> Fault:
    async def inject(testbed: Testbed, random: Random) -> bool:
        await _pause(testbed, name, random.uniform(1, 5))
        return True

    return Fault((name,), inject, weight=2)


async def _pause(testbed: Testbed, name: str, seconds: float) -> None:
    process = testbed.stack.processes[name]
    process.pause()
    try:
        await asyncio.sleep(seconds)
    finally:
        process.resume()


async def _outlast_holds(testbed: Testbed, random: Random) -> bool:
    longest = HOLD_SECONDS + PAYING_SECONDS
    await _pause(testbed, "booking", longest + random.uniform(0, 2))
    return True


async def _kill_at_a_point(testbed: Testbed, random: Random) -> bool:
    target = random.choice([target for target in KILL_TARGETS if not target.held_up])
    plan = testbed.stack.plans[target.service]
    rule = plan.kill(random.choice(target.points))
    try:
        await testbed.stack.restart_after_kill(target.service, within=10)
    except TimeoutError:
        plan.clear()
        if not plan.reached(rule):
            return False  # no call reached the point in this time
        await testbed.stack.restart_after_kill(target.service, within=10)
    finally:
        plan.clear()
    return True


async def _empty_redis(testbed: Testbed, random: Random) -> bool:
    await testbed.stack.processes["redis"].kill()
    (testbed.stack.folders.data / "redis.rdb").unlink(missing_ok=True)
    await testbed.stack.start_process("redis")
    return True


async def _broker_away(testbed: Testbed, random: Random) -> bool:
    await testbed.stack.start_broker_outage()
    try:
        await asyncio.sleep(random.uniform(1, 8))
    finally:
        await testbed.stack.end_broker_outage()
    return True


async def _bad_provider(testbed: Testbed, random: Random) -> bool:
    rates = {"timeout_rate": 0.1, "lost_rate": 0.05, "decline_rate": 0.1}
    await testbed.break_provider(random.getrandbits(32), **rates)
    await asyncio.sleep(random.uniform(2, 6))
    await testbed.repair_provider()
    return True


async def _redeliver(testbed: Testbed, random: Random) -> bool:
    testbed.stack.redeliver(random.getrandbits(32))
    await asyncio.sleep(random.uniform(3, 8))
    testbed.stack.deliver_once()
    await asyncio.sleep(LATE_SECONDS)
    return True


async def _rotate_keys(testbed: Testbed, random: Random) -> bool:
    stack, grace = testbed.stack, timedelta(seconds=2 * KEY_SECONDS)
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    names = random.sample(sorted(ROTATED), random.randint(1, len(ROTATED)))
    for name in names:
        await asyncio.to_thread(rotation.rotate, vault, name)
    hand_over(vault, stack.folders)
    await asyncio.sleep(grace.total_seconds())
    for name in names:
        rotation.retire(vault, name, settled=grace)
    return True


FAULTS: Mapping[str, Fault] = {
    "booking killed": _killed("booking"),
    "payment killed": _killed("payment"),
    "killed at a kill point": Fault(("booking", "payment"), _kill_at_a_point, weight=6),
    "database killed": _killed("mongo"),
    "redis emptied": Fault(("redis",), _empty_redis),
    "broker away": Fault(("kafka",), _broker_away),
    "booking paused": _paused("booking"),
    "payment paused": _paused("payment"),
    "redis paused": _paused("redis"),
    "booking paused past its holds' end": Fault(("booking",), _outlast_holds, weight=1),
    "provider failing": Fault(("provider",), _bad_provider),
    "triple delivery": Fault(("deliveries",), _redeliver),
    "keys rotated": Fault(("vault",), _rotate_keys, weight=2),
}
