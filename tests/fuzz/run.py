"""Sends the operations and holds the conversations, many at once, and counts what is wrong."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from graphql import build_schema

from dev.addresses import ROOT
from dev.stack import SERVICES, Stack
from tests.fuzz.callers import CALLERS, Cinema, small_cinema
from tests.fuzz.conversations import Conversation, conversations, subscriptions
from tests.fuzz.operations import Operation, operations
from tests.fuzz.sockets import converse
from tests.fuzz.verdicts import Judge

AT_ONCE = 8
_JSON = {"content-type": "application/json"}
DEADLINE_SECONDS = 20.0
"""No answer takes longer: the router waits 15 s for a subgraph."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is not as it must be."""

    caller: str
    asked: Operation | Conversation
    what: str

    def __str__(self) -> str:
        return f"{self.caller}: {self.what}\n{str(self.asked)[:3_000]}"


@dataclass
class Report:
    """How many operations were sent and answered, by caller, and what was wrong."""

    sent: Counter[str] = field(default_factory=Counter[str])
    answered: Counter[str] = field(default_factory=Counter[str])
    codes: Counter[str] = field(default_factory=Counter[str])
    fields: Counter[str] = field(default_factory=Counter[str])
    slowest: tuple[float, str] = (0.0, "")
    seconds: float = 0.0
    faults: list[Fault] = field(default_factory=list[Fault])
    conversations: int = 0
    logged: list[str] = field(default_factory=list[str])
    """Lines of errors in the logs: no client may cause one."""


async def fuzz(stack: Stack, folder: Path, *, count: int, seed: int) -> Report:
    """Send at least `count` operations to the stack's router, each as one of the callers.

    Then hold a conversation over a WebSocket for every tenth of them, with the router and with the
    one subgraph that has subscriptions.
    """
    schema = build_schema((ROOT / "router" / "api.graphql").read_text())
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    each = -(-count // len({**schema.query_type.fields, **schema.mutation_type.fields}))
    judge = Judge.of(schema)
    before = {name: len(_log(stack, name)) for name in SERVICES}
    async with small_cinema(stack, folder) as cinema:
        made = list(operations(schema, cinema.ids, cinema.texts, each=each, seed=seed))
        random.Random(seed).shuffle(made)
        report = await _sent(stack, cinema, made, judge)
        about = subscriptions(schema, cinema.ids, cinema.texts, each=each, seed=seed)
        held = conversations([*about, *made[: len(about)]], count=count // 10, seed=seed)
        await _held(stack, cinema, held, judge, report)
    report.logged = _logged_errors(stack, before)
    return report


async def _sent(stack: Stack, cinema: Cinema, made: Sequence[Operation], judge: Judge) -> Report:
    report = Report()
    waiting = iter(enumerate(made))
    started = time.monotonic()
    # Guesses are throttled by address: this is nobody else's.
    transport = httpx.AsyncHTTPTransport(local_address="127.0.0.9")
    async with httpx.AsyncClient(timeout=DEADLINE_SECONDS, transport=transport) as http:

        async def work() -> None:
            for number, operation in waiting:
                caller = CALLERS[number % len(CALLERS)]
                await _send(http, stack.url, cinema, caller, operation, judge, report)

        async with asyncio.TaskGroup() as workers:
            for _ in range(AT_ONCE):
                workers.create_task(work())
    report.seconds = time.monotonic() - started
    return report


async def _send(
    http: httpx.AsyncClient,
    url: str,
    cinema: Cinema,
    caller: str,
    operation: Operation,
    judge: Judge,
    report: Report,
) -> None:
    report.sent[caller] += 1
    report.fields[operation.field] += 1
    # Escaped: half a character of UTF-16 has no UTF-8.
    body = json.dumps({"query": operation.query, "variables": operation.variables})
    started = time.monotonic()
    try:
        headers = await cinema.headers(caller)
        answer = await http.post(url, content=body, headers={**headers, **_JSON})
    except httpx.TransportError as error:
        report.faults.append(Fault(caller, operation, f"no answer: {error!r}"))
        return
    report.slowest = max(report.slowest, (time.monotonic() - started, operation.field))
    for what in judge.faults(operation, answer.status_code, answer.text):
        report.faults.append(Fault(caller, operation, what))
    errors = answer.json().get("errors", [])
    report.answered[caller] += not errors
    report.codes.update(error.get("extensions", {}).get("code") for error in errors)


async def _held(
    stack: Stack, cinema: Cinema, held: Sequence[Conversation], judge: Judge, report: Report
) -> None:
    router = stack.url.replace("http", "ws")
    booking = f"{stack.ports.url('booking')}/graphql".replace("http", "ws")
    waiting = iter(enumerate(held))

    async def work() -> None:
        for number, conversation in waiting:
            caller = CALLERS[number % len(CALLERS)]
            headers = dict(await cinema.headers(caller))
            for url, proof in ((router, {}), (booking, stack.as_router("booking").headers)):
                report.conversations += 1
                async for what in converse(url, {**headers, **proof}, conversation, judge):
                    report.faults.append(Fault(f"{caller} at {url}", conversation, what))

    async with asyncio.TaskGroup() as workers:
        for _ in range(AT_ONCE):
            workers.create_task(work())


def _log(stack: Stack, name: str) -> str:
    return (stack.folders.logs / f"{name}.log").read_text()


def _logged_errors(stack: Stack, before: Mapping[str, int]) -> list[str]:
    """Return the new lines of errors, and those that are none of ours: traces of a library."""
    logs = [_log(stack, name)[before[name] :] for name in SERVICES]
    lines = [line for text in logs for line in text.splitlines()]
    return [line for line in lines if _level(line) in (None, "error", "critical")]


def _level(line: str) -> str | None:
    try:
        return json.loads(line)["level"]
    except ValueError:
        return None
