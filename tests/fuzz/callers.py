"""Who sends the operations: a guest, a customer, staff and an administrator, in a small cinema."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks.catalog.programme import large_programme
from dev.client import Client
from dev.seed.command import run_command
from dev.stack import Stack
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.storage.redis import connect
from tests.stack.system.purchases import book, hold

_PASSWORD = secrets.token_hex(16)
"""No operation guesses it: the callers keep their accounts."""
_REGISTER = """
mutation ($input: RegisterInput!) { register(input: $input) { ... on Account { id } } }
"""
_LOG_IN = """
mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSuccess { token } } }
"""
_SHOWTIMES = 40
_MOVIES = 4
_DAY = timedelta(days=1)


@dataclass
class Cinema:
    """What the operations may find, and the sessions of their callers by role."""

    sessions: SessionStore
    ids: list[str] = field(default_factory=list[str])
    texts: list[str] = field(default_factory=list[str])
    callers: dict[str, tuple[str, Viewer]] = field(default_factory=dict[str, tuple[str, Viewer]])

    async def headers(self, caller: str) -> Mapping[str, str]:
        """Return the headers of the caller's requests; an ended session is open again."""
        if caller not in self.callers:
            return {}
        token, viewer = self.callers[caller]
        end = SystemClock().now() + _DAY
        await self.sessions.put(token_hash(token), LiveSession(viewer, _DAY, end))
        return {"authorization": f"Bearer {token}"}


CALLERS: Sequence[str] = ("GUEST", *Role)


@asynccontextmanager
async def small_cinema(stack: Stack, folder: Path) -> AsyncGenerator[Cinema]:
    """Fill the stack with a programme, accounts and bookings."""
    password = await asyncio.to_thread((stack.folders.keys / "redis-password").read_text)
    redis = connect(stack.upstream.redis_url, password)
    cinema = Cinema(SessionStore(redis, SystemClock()))
    try:
        showtimes = await _import(stack, folder, cinema)
        for number, role in enumerate(Role):
            await _customer(stack, role, showtimes[number], cinema)
        yield cinema
    finally:
        await redis.aclose()


async def _import(stack: Stack, folder: Path, cinema: Cinema) -> list[str]:
    programme = large_programme(_SHOWTIMES, _MOVIES)
    file = folder / "programme.json"
    file.write_text(json.dumps(programme))
    await run_command(stack, "catalog", "import", str(file))
    kinds = ("cities", "cinemas", "auditoriums", "movies", "showtimes")
    cinema.ids += [row["id"] for kind in kinds for row in programme[kind][:5]]
    return [showtime["id"] for showtime in programme["showtimes"]]


async def _customer(stack: Stack, role: Role, showtime: str, cinema: Cinema) -> None:
    """Register somebody with a hold and a booking; the session has the role."""
    email = f"{secrets.token_hex(8)}@cinema.test"
    person = {"email": email, "password": _PASSWORD}
    async with Client(stack.url) as client:
        names = {"firstName": "Some", "lastName": "One"}
        account = (await client.ask(_REGISTER, input=person | names))["register"]
        given = person | {"tokenDelivery": "BEARER"}
        client.token = (await client.ask(_LOG_IN, input=given))["login"]["token"]
        booked = await book(client, (await hold(client, showtime, "A1", "A2"))["id"])
        held = await hold(client, showtime, "B1")
    viewer = Viewer(account["id"], f"ses_fuzz_{role}", frozenset({role}))
    cinema.callers[role] = (new_token(), viewer)
    cinema.ids += [account["id"], booked["id"], booked["payment"]["id"], held["id"]]
    cinema.texts += [email, booked["tickets"][0]["code"]]
