"""How fast the catalog answers, is planned and is filled, on its parts alone.

`python -m benchmarks.catalog` starts catalog, twice, with its parts on free ports. Figures of one
machine compare with each other, within one run; they promise nothing elsewhere.
"""

import asyncio
import itertools
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console

from benchmarks.programme import HALLS, large_programme, spoiled
from dev.addresses import Ports
from dev.errors import StackError
from dev.seed.command import run_command
from dev.stack import Stack
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.redis import connect

SHOWTIMES = 20_000
ROUNDS = 100
PLANNERS = 50
READS = 3_000
AT_ONCE = 16
_PAGE = "query P($first: Int) { movies(first: $first) { edges { node { title status } } } }"
_SCHEDULE = """
mutation S($input: ScheduleShowtimeInput!) {
  scheduleShowtime(input: $input) {
    __typename ... on Showtime { id } ... on ScheduleConflict { conflictsWith { id } }
  }
}
"""

Ask = Callable[[str, dict[str, Any]], Awaitable[Any]]


async def main() -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with Stack(folder / "stack", Ports.free(), services=("catalog",)) as stack:
            content = large_programme(SHOWTIMES)
            await _imports(stack, folder, content, console)
            replica = await stack.start_replica("catalog")
            urls = [f"{stack.ports.url('catalog')}/graphql", f"{replica}/graphql"]
            limits = httpx.Limits(max_connections=200)
            async with httpx.AsyncClient(timeout=120, trust_env=False, limits=limits) as http:
                await _reads(http, urls[0], console)
                await _without_redis(stack, http, urls, console)
                await _race(stack, http, urls, content, console)


async def _imports(stack: Stack, folder: Path, content: dict[str, Any], console: Console) -> None:
    file = folder / "programme.json"
    file.write_text(json.dumps(spoiled(content)))
    with_bad_rows, refusal = await _timed(run_command(stack, "catalog", "import", str(file)))
    console.print(f"import with 3 bad rows refused after {with_bad_rows:.1f} s:\n{refusal}")
    file.write_text(json.dumps(content))
    first, said = await _timed(run_command(stack, "catalog", "import", str(file)))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    console.print(f"import of {SHOWTIMES} showings: {first:.1f} s, {memory:.0f} MB\n{said}")
    again, said = await _timed(run_command(stack, "catalog", "import", str(file)))
    console.print(f"the same file again: {again:.1f} s\n{said}")


async def _timed(work: Awaitable[str]) -> tuple[float, str]:
    """How many seconds it took, and what it said, or why it failed."""
    started = time.perf_counter()
    try:
        said = await work
    except StackError as error:
        said = str(error)
    return time.perf_counter() - started, said


async def _reads(http: httpx.AsyncClient, url: str, console: Console) -> None:
    for name, first in (("cached", itertools.repeat(20)), ("cold", itertools.cycle(range(1, 101)))):
        # A cold answer is one that nobody asked for yet: its operation has a name of its own.
        queries = (
            _PAGE if name == "cached" else _PAGE.replace(" P", f" P{number}")
            for number in itertools.count()
        )
        count = READS if name == "cached" else READS // 10
        times: list[float] = []

        async def read(variables: dict[str, int], query: str, times: list[float] = times) -> None:
            started = time.perf_counter()
            await http.post(url, json={"query": query, "variables": variables})
            times.append(time.perf_counter() - started)

        started = time.perf_counter()
        for _ in range(count // AT_ONCE):
            asked = [read({"first": next(first)}, next(queries)) for _ in range(AT_ONCE)]
            await asyncio.gather(*asked)
        rate = len(times) / (time.perf_counter() - started)
        median = statistics.median(times) * 1000
        console.print(f"{name} answers: {rate:.0f} a second, median {median:.1f} ms")


async def _without_redis(
    stack: Stack, http: httpx.AsyncClient, urls: list[str], console: Console
) -> None:
    """Readers go on while Redis is stopped and started again."""
    phase, figures = "with Redis", dict[str, list[float]]()
    errors: list[str] = []
    over = asyncio.Event()

    async def read(reader: int) -> None:
        for number in itertools.count():
            if over.is_set():
                return
            query = _PAGE.replace(" P", f" R{reader}x{number // 20}")
            started = time.perf_counter()
            answer = await http.post(urls[reader % 2], json={"query": query})
            if "errors" in answer.text:
                errors.append(answer.text)
            figures.setdefault(phase, []).append(time.perf_counter() - started)

    readers = [asyncio.create_task(read(number)) for number in range(8)]
    await asyncio.sleep(5)
    phase = "Redis stopped"
    await stack.processes["redis"].stop()
    await asyncio.sleep(5)
    await stack.start_process("redis")
    phase = "Redis started again"
    await asyncio.sleep(5)
    over.set()
    await asyncio.gather(*readers)
    for name, times in figures.items():
        console.print(
            f"{name}: {len(times) / 5:.0f} answers a second, "
            f"median {statistics.median(times) * 1000:.1f} ms, slowest {max(times) * 1000:.0f} ms"
        )
    console.print(f"errors: {len(errors)}")


async def _race(
    stack: Stack,
    http: httpx.AsyncClient,
    urls: list[str],
    content: dict[str, Any],
    console: Console,
) -> None:
    """Fifty planners of one auditorium, a hundred times: each loser is told who won."""
    token = await _administrator(stack)
    template = content["showtimes"][0]
    plan = {name: value for name, value in template.items() if name != "id"}
    started, won = time.perf_counter(), 0
    for number in range(ROUNDS):
        hall = content["auditoriums"][number % HALLS]["id"]
        # Behind everything that the file has planned.
        day = datetime.now(UTC) + timedelta(days=400 + number // HALLS)

        async def schedule(planner: int, hall: str = hall, day: datetime = day) -> Any:
            starts_at = (day + timedelta(minutes=7 * planner % 300)).isoformat()
            answer = await http.post(
                urls[planner % 2],
                json={
                    "query": _SCHEDULE,
                    "variables": {"input": plan | {"auditoriumId": hall, "startsAt": starts_at}},
                },
                headers={"authorization": f"Bearer {token}"},
            )
            return answer.json()["data"]["scheduleShowtime"]

        answers = await asyncio.gather(*map(schedule, range(PLANNERS)))
        winners = {each["id"] for each in answers if each["__typename"] == "Showtime"}
        named = [
            winners.issuperset(other["id"] for other in each["conflictsWith"])
            for each in answers
            if each["__typename"] == "ScheduleConflict"
        ]
        if not all(named) or len(named) + len(winners) != PLANNERS:
            raise SystemExit(f"round {number}: {answers}")
        won += len(winners)
    seconds = time.perf_counter() - started
    console.print(
        f"{ROUNDS} rounds of {PLANNERS} planners: {won} showings, each loser told of a winner, "
        f"{seconds / ROUNDS:.2f} s a round"
    )


async def _administrator(stack: Stack) -> str:
    clock, token = SystemClock(), new_token()
    viewer = Viewer("acc_planner", "ses_planner", frozenset({Role.ADMIN}))
    day = timedelta(days=1)
    password = (stack.folders.keys / "redis-password").read_text()
    redis = connect(stack.upstream.redis_url, password)
    session = LiveSession(viewer, idle=day, absolute_end=clock.now() + day)
    await SessionStore(redis, clock).put(token_hash(token), session)
    await redis.aclose()
    return token


if __name__ == "__main__":
    asyncio.run(main())
