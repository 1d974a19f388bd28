"""Measures a customer's steps: their duration, the calls behind them, and reads per second.

`python -m benchmarks.journey` starts a separate stack on free ports. Compare figures of one machine
with each other only, best within one run.
"""

import asyncio
import itertools
import json
import secrets
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from rich.console import Console, Group
from rich.table import Table

from benchmarks.counted import STORE, Call, Counted, headers
from benchmarks.people import new_customer
from dev.addresses import Ports
from dev.client import Client
from dev.patience import PatientTransport
from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.stack import Stack
from shared.telemetry.correlation import HEADER

PURCHASES = 40
WATCHED = 20
READS = 1_000
AT_ONCE = 16
_MOVIES = "query Movies($first: Int) { movies(first: $first) { edges { node { title status } } } }"
_SEATS = "query Seats($id: ID!) { showtime(id: $id) { seatMap { version seats { id state } } } }"
_BOTH = """
query Page($id: ID!) {
  showtime(id: $id) { startsAt movie { title } cinema { name } availableSeatCount isBookable }
}
"""
_HOLD = """
mutation Hold($input: HoldSeatsInput!) { holdSeats(input: $input) { ... on SeatHold { id } } }
"""
_BOOK = """
mutation Book($input: BookHoldInput!) { bookHold(input: $input) { ... on Booking { id status } } }
"""
_CANCEL = """
mutation Cancel($input: CancelBookingInput!) {
  cancelBooking(input: $input) { ... on Booking { id status } }
}
"""

Step = Callable[[str, str, Mapping[str, object]], Awaitable[dict[str, str]]]
"""Runs a step, by its name, document and input, and returns its result."""


async def main() -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        async with Stack(Path(folder) / "stack", Ports.free()) as stack:
            showtimes = await _import_demo(stack, Path(folder))
            console.print(await _purchases(stack, showtimes, Path(folder)))
            console.print(await _reads(stack, showtimes))


async def _import_demo(stack: Stack, folder: Path) -> list[str]:
    """Import the demo catalog; return the ids of its showtimes after tomorrow at this time."""
    data = import_file(datetime.now(UTC).date())
    file = folder / "catalog.json"
    file.write_text(json.dumps(data))
    await run_command(stack, "catalog", "import", str(file))
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return [
        showtime["id"]
        for showtime in data["showtimes"]
        if datetime.fromisoformat(showtime["startsAt"]) > tomorrow
    ]


async def _purchases(stack: Stack, showtimes: list[str], folder: Path) -> Group:
    """Hold two seats, pay and cancel, again and again; return the tables of times and calls."""
    async with Client(stack.url) as client:
        await new_customer(client)
        times = await _times(client, showtimes[:PURCHASES])
        watched = showtimes[PURCHASES : PURCHASES + WATCHED]
        calls = await _calls(stack, client.token, watched, folder)
    return Group(_times_table(times), _calls_table(calls))


async def _times(client: Client, showtimes: list[str]) -> dict[str, list[float]]:
    """Return the milliseconds that the customer waits for each step, through the router."""
    times: dict[str, list[float]] = defaultdict(list)

    async def timed(name: str, document: str, input: Mapping[str, object]) -> dict[str, str]:
        started = time.perf_counter()
        answer = await client.ask(document, input=input)
        times[name].append((time.perf_counter() - started) * 1000)
        return answer[name]

    for showtime in showtimes:
        await _purchase(timed, showtime)
    return times


def _times_table(times: Mapping[str, list[float]]) -> Table:
    table = Table("step", "median ms", "p95 ms", title=f"{PURCHASES} purchases in a row")
    for step, taken in times.items():
        median, p95 = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
        table.add_row(step, f"{median:.0f}", f"{p95:.0f}")
    return table


async def _calls(
    stack: Stack, token: str | None, showtimes: list[str], folder: Path
) -> dict[str, list[list[Call]]]:
    """Return the calls that each step makes for each showtime, recorded in separate processes."""
    counted, made = Counted(stack, folder), defaultdict[str, list[list[Call]]](list)
    await counted.start()
    proof = stack.as_router("booking").headers
    async with httpx.AsyncClient(
        timeout=30, transport=PatientTransport(0.1), headers=proof
    ) as http:

        async def watched(name: str, document: str, input: Mapping[str, object]) -> dict[str, str]:
            sent = headers(token)
            body = {"query": document, "variables": {"input": input}}
            answer = await http.post(counted.url, json=body, headers=sent)
            made[name].append(counted.made_for(sent[HEADER]))
            return answer.json()["data"][name]

        for showtime in showtimes:
            await _purchase(watched, showtime)
    return made


def _calls_table(made: Mapping[str, list[list[Call]]]) -> Table:
    """Return the table of calls; a call to payment includes payment's own calls."""
    table = Table(
        "step", "who calls", "what", "calls", "ms", title=f"medians of {WATCHED} purchases"
    )
    for step, purchases in made.items():
        counts = [Counter(map(_kind, calls)) for calls in purchases]
        for kind in dict.fromkeys(itertools.chain.from_iterable(counts)):
            spent = [sum(call.ms for call in calls if _kind(call) == kind) for calls in purchases]
            count = statistics.median(each[kind] for each in counts)
            table.add_row(step, *kind, f"{count:.0f}", f"{statistics.median(spent):.1f}")
    return table


def _kind(call: Call) -> tuple[str, str]:
    return call.who, STORE if call.whom == STORE else f"{call.whom}: {call.what}"


async def _purchase(step: Step, showtime: str) -> None:
    key = {"idempotencyKey": secrets.token_hex(8)}
    seats = [{"seatId": "C3"}, {"seatId": "C4"}]
    hold = await step("holdSeats", _HOLD, {"showtimeId": showtime, "seats": seats, **key})
    paying = {"holdId": hold["id"], "paymentToken": "tok_visa"}
    booking = await step("bookHold", _BOOK, paying | key)
    assert booking["status"] == "CONFIRMED"
    cancelled = await step("cancelBooking", _CANCEL, {"bookingId": booking["id"], **key})
    assert cancelled["status"] == "CANCELLED"


async def _reads(stack: Stack, showtimes: list[str]) -> Table:
    """Read anonymously, 16 at once; variables differ, so that no router could join the reads."""
    table = Table("read", "per second", title=f"{READS} reads, {AT_ONCE} at once")
    sizes, ids = itertools.cycle(range(1, 101)), itertools.cycle(showtimes[:100])
    for name, query, variables in (
        ("movies (catalog, cached)", _MOVIES, lambda: {"first": next(sizes)}),
        ("seat map (catalog and booking)", _SEATS, lambda: {"id": next(ids)}),
        ("showtime (catalog and booking)", _BOTH, lambda: {"id": next(ids)}),
    ):
        table.add_row(name, f"{await _rate(stack.url, query, variables):.0f}")
    return table


async def _rate(url: str, query: str, variables: Callable[[], Mapping[str, object]]) -> float:
    async with httpx.AsyncClient(timeout=30, transport=PatientTransport(0.1)) as http:

        async def read(times: int) -> None:
            for _ in range(times):
                answer = await http.post(url, json={"query": query, "variables": variables()})
                assert "errors" not in answer.json()

        await asyncio.gather(*(read(10) for _ in range(AT_ONCE)))
        started = time.perf_counter()
        await asyncio.gather(*(read(READS // AT_ONCE) for _ in range(AT_ONCE)))
        return READS / (time.perf_counter() - started)


if __name__ == "__main__":
    asyncio.run(main())
