"""The router and the services admit alike."""

import importlib
import json
import random
import subprocess
from pathlib import Path
from typing import Any

import pytest

from dev.node import find_node
from shared.admission.gate import Gate, Slot, Waiting
from shared.admission.limit import INITIAL_LIMIT
from shared.admission.priority import Priority
from shared.graphql.documents import new_document_cache
from shared.graphql.priorities import Priorities
from tests.supergraph.serving import evaluate

DECLARING = ("catalog", "booking", "payment")
SCRIPT = Path(__file__).with_name("admissions.mjs")
Event = tuple[float, str, int, str | None]


class Work:
    """Work at the gate: it waits, is admitted, was shed or has left."""

    def __init__(self, priority: Priority) -> None:
        self.fate = "w"
        self.slot: Slot | None = None
        self.waiting = Waiting(priority, self.decide)

    def decide(self, slot: Slot | None) -> None:
        self.slot = slot
        self.fate = "a" if slot else "s"


def by_service(events: list[Event]) -> list[list[Any]]:
    now = 0.0
    gate = Gate(lambda: now)
    works: list[Work] = []
    seen: list[list[Any]] = []
    for at, event, number, kind in events:
        now = at
        if event == "arrive":
            works.append(Work(Priority(number)))
            _arrive(gate, works[-1])
        elif (here := [work for work in works if work.fate == "a"]) and event == "leave":
            _leave(gate, here[number % len(here)], kind)
        elif (here := [work for work in works if work.fate == "w"]) and event == "give up":
            gate.give_up(here[number % len(here)].waiting)
        fates = "".join(work.fate for work in works)
        seen.append([fates, gate.in_progress, gate.waiting, gate.limit])
    return seen


def _arrive(gate: Gate, work: Work) -> None:
    if slot := gate.enter(work.waiting.priority):
        work.decide(slot)
    else:
        gate.line_up(work.waiting)


def _leave(gate: Gate, work: Work, kind: str | None) -> None:
    assert work.slot is not None
    work.fate = "l"
    work.slot.kind = kind
    gate.leave(work.slot)


def by_router(histories: list[list[Event]]) -> list[list[list[Any]]]:
    done = subprocess.run(
        [find_node(), SCRIPT],
        input=json.dumps(histories),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def history(seed: int, *, busy: bool) -> list[Event]:
    chance = random.Random(seed)
    now = 0.0
    events: list[Event] = []
    for step in range(2_000):
        # First slowly, then fast: first the limit falls, then it grows.
        now += chance.expovariate(30 if step < 700 else 300)
        lot = chance.random()
        number = chance.randrange(10**6)
        if lot < (0.6 if busy else 0.45):
            events.append((now, "arrive", number % len(Priority), None))
        elif lot < 0.95:
            events.append((now, "leave", number, chance.choice(["a", "b", None])))
        else:
            events.append((now, "give up", number, None))
    return events


def test_both_decide_alike() -> None:
    histories = [history(seed, busy=bool(seed % 2)) for seed in range(4)]
    expected = [by_service(each) for each in histories]
    assert by_router(histories) == expected
    for seen in expected:
        assert set("asl") <= set(seen[-1][0])
    limits = [[limit for *_, limit in seen] for seen in expected]
    assert all(min(each) < INITIAL_LIMIT for each in limits)
    assert any(min(each) < each[-1] for each in limits)


def test_the_router_has_the_priorities_of_the_subgraphs() -> None:
    expected = {
        name: int(priority)
        for subgraph in DECLARING
        for name, priority in _priorities(subgraph).items()
        if not name.startswith("_") and priority is not Priority.ALWAYS
    }
    found = evaluate("admission/priorities.mjs", "PRIORITIES.constructor && [...PRIORITIES]")
    assert dict(found) == expected


# Query, name of the operation, and its priority.
OPERATIONS: list[tuple[str, str | None, Priority]] = [
    ("mutation { bookHold { __typename } }", None, Priority.FIRST),
    ("mutation A { a: bookHold { __typename } b: holdSeats { __typename } }", None, Priority.THIRD),
    ("{ movies { totalCount } }", None, Priority.LAST),
    ("mutation { logout { __typename } }", None, Priority.THIRD),
    ("{ booking { id } movies { totalCount } }", None, Priority.LAST),
    ("{ __typename }", None, Priority.LAST),
    ("{ ... { ...F } } fragment F on Query { hold { id } ...F }", None, Priority.THIRD),
    ("{ hold { id } ...F } fragment F on Query { movies { totalCount } }", None, Priority.LAST),
    ("query A { hold { id } } query B { booking { id } }", "B", Priority.FIRST),
    ("query A { hold { id } } query B { booking { id } }", None, Priority.LAST),
    ("query A { hold { id } }", "C", Priority.LAST),
    ("{ ...G }", None, Priority.LAST),
    ("{ hold", None, Priority.LAST),
    ("{ hold { id } }" + " " * 8_000, None, Priority.LAST),
]


def test_the_router_finds_the_priority_of_operations() -> None:
    given = [{"query": query, "operationName": name} for query, name, _ in OPERATIONS]
    script = "Priorities.prototype && GIVEN.map((each) => new Priorities().of(each))"
    found = evaluate("admission/priorities.mjs", script.replace("GIVEN", json.dumps(given)))
    assert found == [priority for *_, priority in OPERATIONS]


@pytest.mark.parametrize(("query", "name", "priority"), OPERATIONS)
def test_a_subgraph_finds_the_same_priorities(
    query: str, name: str | None, priority: Priority
) -> None:
    fields = {name: each for subgraph in DECLARING for name, each in _priorities(subgraph).items()}
    priorities = Priorities(fields, new_document_cache(), max_tokens=1_000)
    assert priorities.work(query, name).priority == priority


def _priorities(subgraph: str) -> dict[str, Priority]:
    return importlib.import_module(f"subgraphs.{subgraph}.api.priorities").PRIORITIES
