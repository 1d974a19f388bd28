"""The whole system with one cinema, and customers who book there."""

import itertools
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dev.client import Client
from dev.seed.accounts import ADMIN
from dev.seed.accounts import PASSWORD as ADMIN_PASSWORD
from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.seed.ids import stable_id
from dev.stack import Stack

CINEMA = "Hayuelos"
PASSWORD = "a-long-enough-password"
REGISTER = """
mutation Register($input: RegisterInput!) {
  register(input: $input) { __typename ... on Account { id } ... on UserError { message } }
}
"""
LOG_IN = """
mutation LogIn($input: LoginInput!) {
  login(input: $input) { __typename ... on LoginSuccess { token } ... on UserError { message } }
}
"""

_LONGEST_RUN = timedelta(hours=2)

NewCustomer = Callable[[], Awaitable[Client]]


@pytest.fixture(scope="session")
async def showtimes(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The ids of one cinema's future showtimes, the earliest first; each has 60 seats.

    None begins while the tests run: seats of one that has begun cannot be held.
    """
    earliest = datetime.now(UTC) + _LONGEST_RUN
    full = import_file(datetime.now(UTC).date())
    cinema_id = stable_id("cin", CINEMA)
    auditoriums = [
        auditorium for auditorium in full["auditoriums"] if auditorium["cinemaId"] == cinema_id
    ]
    auditorium_ids = {auditorium["id"] for auditorium in auditoriums}
    showtimes: list[dict[str, Any]] = [
        showtime
        for showtime in full["showtimes"]
        if showtime["auditoriumId"] in auditorium_ids
        and datetime.fromisoformat(showtime["startsAt"]) > earliest
    ]
    file = Path(tmp_path_factory.mktemp("catalog")) / "catalog.json"
    cinemas = [cinema for cinema in full["cinemas"] if cinema["id"] == cinema_id]
    one_cinema = {"cinemas": cinemas, "auditoriums": auditoriums, "showtimes": showtimes}
    file.write_text(json.dumps(full | one_cinema))
    await run_command(stack, "catalog", "import", str(file))
    return [showtime["id"] for showtime in showtimes]


@pytest.fixture(scope="session")
async def new_customer(stack: Stack) -> AsyncGenerator[NewCustomer]:
    """Registers a new customer and returns their logged-in client of the router.

    At the end, no log of any process may contain a password or a token.
    """
    secrets_used = {PASSWORD}
    async with AsyncExitStack() as clients:

        async def make() -> Client:
            client = await clients.enter_async_context(Client(stack.url, longest_pause=0.1))
            email = f"{secrets.token_hex(8)}@cinema.test"
            person = {"email": email, "password": PASSWORD}
            names = {"firstName": "Some", "lastName": "One"}
            await client.ask(REGISTER, input=person | names)
            answer = await client.ask(LOG_IN, input=person | {"tokenDelivery": "BEARER"})
            client.token = answer["login"]["token"]
            secrets_used.add(answer["login"]["token"])
            return client

        yield make
    logs = {log.name: log.read_text(errors="replace") for log in stack.folders.logs.iterdir()}
    assert {"account.log", "booking.log", "router.log"} <= set(logs)
    leaking = {name for name, text in logs.items() if any(each in text for each in secrets_used)}
    assert not leaking, f"secrets of this run are in {sorted(leaking)}"


@pytest.fixture(scope="session")
def fresh_showtime(showtimes: list[str]) -> Callable[[], str]:
    """Returns another showtime at each call, the earliest first."""
    unused = itertools.count()
    return lambda: showtimes[next(unused)]


@pytest.fixture(scope="session")
def far_showtime(showtimes: list[str]) -> Callable[[], str]:
    """Returns another showtime at each call, the latest first: all are more than a day away."""
    unused = itertools.count(1)
    return lambda: showtimes[-next(unused)]


@pytest.fixture(scope="session")
async def admin_token(stack: Stack) -> str:
    names = ("--first-name", "Ada", "--last-name", "Min")
    arguments = ("create-admin", "--email", ADMIN, *names)
    await run_command(stack, "account", *arguments, stdin=f"{ADMIN_PASSWORD}\n")
    person = {"email": ADMIN, "password": ADMIN_PASSWORD, "tokenDelivery": "BEARER"}
    async with Client(stack.url) as client:
        return (await client.ask(LOG_IN, input=person))["login"]["token"]


@pytest.fixture(scope="session")
async def early_door(stack: Stack, admin_token: str) -> AsyncGenerator[Client]:
    """A client of staff at a replica of booking whose doors open weeks early."""
    url = await stack.start_replica("booking", {"BOOKING_DOORS_OPEN_MINUTES": "100000"})
    async with Client(f"{url}/graphql", auth=stack.as_router("booking")) as client:
        client.token = admin_token
        yield client
