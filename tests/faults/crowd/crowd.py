"""Readers who ask the router: so many at once, or so many a second."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import cycle
from time import perf_counter

from tests.faults.crowd.connection import Connection
from tests.faults.crowd.seen import Seen

_LONGEST_SECONDS = 10.0
_PAUSE_SECONDS = 0.2
_TICK_SECONDS = 0.004
_IDLE_SECONDS = 2.0
"""Servers close connections that are idle for longer, such as Node after five."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks, and what a right answer has in it."""

    kind: str
    request: bytes
    expected: bytes


class Crowd:
    """Readers of one router; each question is the next of `questions`, again and again."""

    def __init__(self, host: str, port: int, questions: Sequence[Question]) -> None:
        self.seen = Seen()
        self._host = host
        self._port = port
        self._questions = cycle(questions)
        self._connections: list[Connection] = []
        self._idle: list[tuple[float, Connection]] = []
        self._waiting = 0
        self._all_answered = asyncio.Event()

    async def read_at_once(self, readers: int, seconds: float) -> None:
        """Let so many readers ask, each its next question after the answer."""
        until = perf_counter() + seconds

        async def read() -> None:
            while (now := perf_counter()) < until:
                is_shed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
                await self._ask(now, is_shed.set_result)
                if await is_shed:
                    await asyncio.sleep(_PAUSE_SECONDS)

        async with asyncio.TaskGroup() as reading:
            for _ in range(readers):
                reading.create_task(read())
            await asyncio.sleep(seconds)
            # What comes later is not of this time.
            seen, self.seen = self.seen, Seen()
        self.seen = seen
        await self._close()

    async def read_at_rate(self, rate: float, seconds: float) -> None:
        """Let so many readers a second come, whether others have their answer or not.

        Their time begins when they should have come, so that a late crowd hides nothing.
        """
        began = perf_counter()
        asked, total = 0, int(rate * seconds)
        while asked < total:
            while asked < total and (due := began + asked / rate) <= perf_counter():
                await self._ask(due)
                asked += 1
            await asyncio.sleep(_TICK_SECONDS)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_answered.wait(), _LONGEST_SECONDS)
        await self._close()

    async def _close(self) -> None:
        """End all connections; who still waits on one has no answer."""
        for connection in self._connections:
            connection.close()
        await asyncio.sleep(0)

    async def _ask(self, since: float, tell: Callable[[bool], None] | None = None) -> None:
        """Ask the next question; `tell` is told whether it was shed, once it is answered."""
        question = next(self._questions)
        connection = await self._connection()
        self._waiting += 1
        self._all_answered.clear()

        def done(status: int, body: bytes) -> None:
            self._waiting -= 1
            is_shed = self._count(question, status, body, (perf_counter() - since) * 1_000)
            if connection.is_open:
                self._idle.append((perf_counter(), connection))
            if tell is not None:
                tell(is_shed)
            if self._waiting == 0:
                self._all_answered.set()

        connection.ask(question.request, done)

    async def _connection(self) -> Connection:
        while self._idle:
            since, connection = self._idle.pop()
            if connection.is_open and perf_counter() - since < _IDLE_SECONDS:
                return connection
            connection.close()
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, self._host, self._port)
        self._connections.append(connection)
        return connection

    def _count(self, question: Question, status: int, body: bytes, milliseconds: float) -> bool:
        """Count an answer; return whether the question was shed."""
        is_shed = b"SERVICE_OVERLOADED" in body
        if is_shed:
            self.seen.shed.append(milliseconds)
        elif status == 200 and question.expected in body and b'"errors"' not in body:
            self.seen.answer(question.kind, milliseconds)
        else:
            self.seen.failures[f"{status} {body[:200].decode(errors='replace')}"] += 1
        return is_shed
