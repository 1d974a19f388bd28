"""Customers who buy one seat after another: so many at once, or so many a second."""

import asyncio
from collections import Counter
from collections.abc import Callable
from time import perf_counter

import httpx

from dev.patience import PatientTransport
from tests.faults.crowd.seen import Seen
from tests.faults.customers import Customer
from tests.faults.testbed import Testbed

PAYING = "bookHold"
"""The last step of a purchase."""
_SHED = 503


class Shoppers:
    """Customers of a testbed. `seen` has each attempt at a step since `look` was called.

    A step that is shed is attempted again, as its `Retry-After` says. `outcomes` counts how the
    purchases ended.
    """

    def __init__(self, testbed: Testbed) -> None:
        self.outcomes = Counter[str]()
        self.seen = Seen()
        self._testbed = testbed
        self._customers: list[Customer] = []

    async def register(self, count: int) -> None:
        """Add so many customers."""
        transports = [_Watched(self._count) for _ in range(count)]
        self._customers += await asyncio.gather(*map(self._testbed.customer, transports))

    def look(self) -> None:
        """Forget what was seen until now."""
        self.seen = Seen()

    async def buy_at_once(self, buyers: int, seconds: float) -> Seen:
        """Let so many customers buy, each its next seat after the last.

        Return what they saw in this time. Purchases that have begun are finished after it.
        """
        self.look()
        until = perf_counter() + seconds

        async def work(customer: Customer) -> None:
            while perf_counter() < until:
                await self._buy(customer)

        async with asyncio.TaskGroup() as purchases:
            for customer in self._customers[:buyers]:
                purchases.create_task(work(customer))
            await asyncio.sleep(seconds)
            seen = self.seen
            self.look()
        return seen

    async def buy_at_rate(self, rate: float, seconds: float) -> Seen:
        """Let so many customers a second begin to buy, while any are free.

        Return what they saw in this time. Purchases that have begun are finished after it.
        """
        self.look()
        free, began = list(self._customers), perf_counter()

        async def work(customer: Customer) -> None:
            await self._buy(customer)
            free.append(customer)

        async with asyncio.TaskGroup() as purchases:
            for number in range(int(rate * seconds)):
                await asyncio.sleep(began + number / rate - perf_counter())
                if free:
                    purchases.create_task(work(free.pop()))
            await asyncio.sleep(began + seconds - perf_counter())
            seen = self.seen
            self.look()
        return seen

    async def _buy(self, customer: Customer) -> None:
        held = await customer.hold(*self._testbed.fresh_seat())
        answer = await customer.book(held["id"]) if held["__typename"] == "SeatHold" else held
        self.outcomes[answer.get("status", answer["__typename"])] += 1

    def _count(self, step: str, status: int, milliseconds: float) -> None:
        if status == _SHED:
            self.seen.shed.append(milliseconds)
        else:
            self.seen.answer(step, milliseconds)


class _Watched(PatientTransport):
    """Tells of each attempt its step, the status of its answer and its milliseconds."""

    def __init__(self, tell: Callable[[str, int, float], None]) -> None:
        super().__init__()
        self._tell = tell

    async def attempt(self, request: httpx.Request) -> httpx.Response:
        began = perf_counter()
        answer = await super().attempt(request)
        await answer.aread()
        for step in ("holdSeats", PAYING):
            if step.encode() in request.content:
                self._tell(step, answer.status_code, (perf_counter() - began) * 1_000)
        return answer
