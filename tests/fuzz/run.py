"""Sends the operations, many at once, and counts their answers and faults."""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from graphql import build_schema

from dev.addresses import ROOT
from dev.stack import Stack
from tests.fuzz.callers import CALLERS, Cinema, small_cinema
from tests.fuzz.operations import Operation, operations
from tests.fuzz.verdicts import Judge

AT_ONCE = 8
_JSON = {"content-type": "application/json"}
DEADLINE_SECONDS = 20.0
"""No answer takes longer: the router waits 15 s for a subgraph."""


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that is not as it must be."""

    caller: str
    operation: Operation
    what: str

    def __str__(self) -> str:
        asked = f"{self.operation.query}\n{str(self.operation.variables)[:2_000]}"
        return f"{self.caller}, {self.operation.kind}: {self.what}\n{asked}"


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


async def fuzz(stack: Stack, folder: Path, *, count: int, seed: int) -> Report:
    """Send about `count` operations to the stack's router, each as one of the callers."""
    schema = build_schema((ROOT / "router" / "api.graphql").read_text())
    assert schema.query_type is not None
    assert schema.mutation_type is not None
    each = max(1, count // len({**schema.query_type.fields, **schema.mutation_type.fields}))
    async with small_cinema(stack, folder) as cinema:
        made = list(operations(schema, cinema.ids, cinema.texts, each=each, seed=seed))
        random.Random(seed).shuffle(made)
        return await _sent(stack, cinema, made, Judge.of(schema))


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
