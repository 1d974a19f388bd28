"""A testbed: a running stack, a programme on sale, customers and the auditor."""

import asyncio
import json
import sys
import time
from collections.abc import AsyncGenerator, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx
from pymongo import AsyncMongoClient

from dev.addresses import ROOT, SUBGRAPHS
from dev.errors import StackError
from dev.parts import mongo
from dev.patience import PatientTransport
from dev.seed.command import run_command
from tests.faults.broker import Broker
from tests.faults.customers import PASSWORD, Customer, Recorder
from tests.faults.programme import Programme, programme
from tests.faults.stack import FaultStack

ADMIN = "admin@cinema.test"
HOLD_SECONDS = 20
KEY_SECONDS = 3
_ROWS, _SEATS = "CDEF", 10


class RowFailed(Exception):
    """A row's expectation does not hold."""


class BreachFound(RowFailed):
    """A probe got through where a safeguard should have stopped it."""


class Testbed:
    """A running stack that rows work on; `random` makes all random choices of a row."""

    __test__ = False
    """pytest must not collect this class, although its name starts with Test."""

    def __init__(
        self,
        stack: FaultStack,
        recorder: Recorder,
        on_sale: Programme,
        admin: Customer,
        clients: AsyncExitStack,
        seed: str,
    ) -> None:
        self.stack = stack
        self.recorder = recorder
        self.programme = on_sale
        self.admin = admin
        self._clients = clients
        self.begin(seed, on_sale.showtimes)

    def begin(self, seed: str, showtimes: Sequence[str]) -> None:
        """Give a row its seed and its showtimes. Neither depends on the rows that ran before."""
        self.random = Random(seed)
        self._unused = iter(showtimes)
        self._seats = self._fresh_seats()

    async def customers(self, count: int) -> list[Customer]:
        """Register that many customers and log them in."""
        return await asyncio.gather(*(self.customer() for _ in range(count)))

    async def customer(self, transport: PatientTransport | None = None) -> Customer:
        """Register a customer, who sends by `transport` if it is given, and log in."""
        customer = Customer(self.stack.url, self.recorder, transport=transport)
        self._clients.push_async_callback(customer.close)
        await customer.register()
        return customer

    def showtime(self) -> str:
        """Return a showtime that no other row uses, more than a day away."""
        showtime = next(self._unused, None)
        if showtime is None:
            raise StackError("the row uses more showtimes than `suite.py` gives it")
        return showtime

    def mixed_showtimes(self, count: int) -> list[str]:
        """Return `count` own showtimes and two that every row shares: one begins later today
        (cancelling refunds half), one within two hours (cancelling refunds nothing)."""
        today = self.programme.in_hours(self.random.randint(3, 14))
        return [*(self.showtime() for _ in range(count)), today, self.programme.in_hours(1)]

    def fresh_seat(self) -> tuple[str, str]:
        """Return a showtime and a free standard seat in it; each call returns another seat."""
        return next(self._seats)

    def _fresh_seats(self) -> Iterator[tuple[str, str]]:
        while True:
            showtime = self.showtime()
            for row in _ROWS:
                for number in range(1, _SEATS + 1):
                    yield showtime, f"{row}{number}"

    async def is_on_sale(self, showtime: str, starts_at: datetime) -> bool:
        """Return whether booking sells the showtime with this start."""
        async with AsyncMongoClient[dict[str, Any]](self.mongo_url, tz_aware=True) as client:
            found = await client["booking"]["inventories"].find_one({"_id": showtime})
        return bool(found and found["scheduled"] and found["startsAt"] == starts_at)

    async def settle(self, within: float) -> float:
        """Wait until all work is finished and return the seconds that it took.

        Raise RowFailed when it takes longer than `within`.
        """
        began = time.monotonic()
        async with AsyncMongoClient[dict[str, Any]](self.mongo_url) as client:
            while left := await self._unfinished(client):
                if time.monotonic() - began > within:
                    raise RowFailed(f"not quiet after {within:.0f} s: {left}")
                await asyncio.sleep(0.2)
        return time.monotonic() - began

    async def audit(self) -> dict[str, Any]:
        """Run the auditor as a separate process and return its verdict."""
        auditor = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.faults.auditor"),
            *("--mongo-url", self.mongo_url),
            *("--provider-log", str(self.provider_log)),
            *("--answers", str(self.recorder.file)),
            *("--kafka", self.stack.upstream.kafka_bootstrap_servers),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
        )
        output, _ = await auditor.communicate()
        return json.loads(output)

    async def settle_and_audit(self, within: float = 60) -> float:
        """Wait until all work is finished, then audit. Return the seconds waited.

        Raise RowFailed when the auditor finds a violation.
        """
        waited = await self.settle(within)
        if violations := (await self.audit())["violations"]:
            raise RowFailed(json.dumps(violations, indent=1))
        return waited

    async def break_provider(self, seed: int, **rates: float) -> None:
        """Make calls of the payment provider fail, see `dev/sandbox_provider/faults.py`."""
        key = (self.stack.folders.provider / "api-key").read_text()
        async with httpx.AsyncClient(trust_env=False) as client:
            answer = await client.put(
                f"{self.stack.ports.url('provider')}/v1/faults",
                json={"seed": seed, **rates},
                headers={"authorization": f"Bearer {key}"},
            )
            answer.raise_for_status()

    async def repair_provider(self) -> None:
        """Make all calls of the payment provider succeed again."""
        await self.break_provider(0)

    async def _unfinished(self, client: AsyncMongoClient[dict[str, Any]]) -> dict[str, int]:
        counts = {
            "open bookings": await client["booking"]["bookings"].count_documents({"open": True}),
            "unsettled payments": await client["payment"]["payments"].count_documents(
                {"unsettled": True}
            ),
            **{
                f"{name}'s outbox": await client[name]["outbox"].count_documents({})
                for name in ("account", "catalog", "booking", "payment")
            },
        }
        if not any(counts.values()):
            # Counted last: events in an outbox become messages.
            counts["messages"] = await self.broker.behind()
        return {what: count for what, count in counts.items() if count}

    @property
    def broker(self) -> Broker:
        """Return a reader of this stack's Kafka."""
        return Broker(self.stack.upstream.kafka_bootstrap_servers)

    @property
    def mongo_url(self) -> str:
        """Return MongoDB's address with the administrator's credentials."""
        password = mongo.root_password(self.stack.folders)
        address = mongo.address(self.stack.ports).removeprefix("mongodb://")
        return f"mongodb://{mongo.ROOT_USER}:{password}@{address}&directConnection=true"

    @property
    def provider_log(self) -> Path:
        """Return the provider's log of all charges."""
        return self.stack.folders.data / "provider.jsonl"


@asynccontextmanager
async def open_testbed(
    folder: Path, seed: int, *, disabled: Iterable[str] = (), apache: bool = False
) -> AsyncGenerator[Testbed]:
    """Start a stack below `folder`, without the safeguards that `disabled` names.

    `apache` uses a real Apache Kafka, and idempotent producers as in production.
    """
    overrides: dict[str, dict[str, str]] = {
        "booking": {
            "BOOKING_HOLD_SECONDS": str(HOLD_SECONDS),
            "BOOKING_KEY_MAX_AGE_SECONDS": str(KEY_SECONDS),
            # Tickets can be checked in at any time, however far away the showtime is.
            "BOOKING_DOORS_OPEN_MINUTES": str(60 * 24 * 30),
        },
        "payment": {"PAYMENT_TRUSTED_KEYS_MAX_AGE_SECONDS": str(KEY_SECONDS)},
    }
    if apache:
        for name in SUBGRAPHS:
            own = overrides.setdefault(name, {})
            own[f"{name.upper()}_KAFKA_IDEMPOTENT_PRODUCER"] = "true"
    async with FaultStack(folder, overrides=overrides, disabled=disabled, apache=apache) as stack:
        recorder = Recorder(folder / "answers.jsonl")
        recorder.file.touch()
        (folder / "data" / "provider.jsonl").touch()
        async with AsyncExitStack() as clients:
            clients.callback(recorder.close)
            admin = Customer(stack.url, recorder, ADMIN)
            clients.push_async_callback(admin.close)
            names = ("--first-name", "Ada", "--last-name", "Min")
            command = ("create-admin", "--email", ADMIN, *names)
            await run_command(stack, "account", *command, stdin=f"{PASSWORD}\n")
            await admin.log_in()
            shown = programme(datetime.now(UTC))
            file = folder / "programme.json"
            file.write_text(json.dumps(shown.file))
            await run_command(stack, "catalog", "import", str(file))
            yield Testbed(stack, recorder, shown, admin, clients, str(seed))
