"""Two toy subgraphs for the router's tests: `people`, and `news`, which extends a person.

They are real Strawberry federation schemas with fixed answers.
"""

import asyncio
import secrets
import threading
from collections.abc import AsyncIterator

import strawberry
from graphql import GraphQLError
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from strawberry.types import Info

from shared.graphql.weights import assumed

TIMEOUT_SECONDS = 10.0


class Gate:
    """Blocks resolvers until the test opens it, and counts them as they arrive."""

    def __init__(self) -> None:
        self._arrived = threading.Semaphore(0)
        self._open = threading.Event()

    def pass_through(self) -> None:
        """For resolvers: report the arrival, then wait until the test opens the gate."""
        self._arrived.release()
        if not self._open.wait(TIMEOUT_SECONDS):
            raise TimeoutError("the test never opened the gate")

    def wait_for(self, arrivals: int) -> None:
        """For the test: wait until this many resolvers have arrived."""
        for _ in range(arrivals):
            if not self._arrived.acquire(timeout=TIMEOUT_SECONDS):
                raise TimeoutError("fewer calls than expected reached the subgraph")

    def open(self) -> None:
        self._open.set()


gate = Gate()
"""The gate of the slow resolvers; the fixture `gate` replaces it for each test."""

flood_sent = threading.Event()
"""Set when the subscription `flood` has sent everything."""
FLOOD = 400

endless_ended = threading.Event()
"""Set when the subscription `endless` has been cancelled."""


@strawberry.federation.type(keys=["id"])
class Person:
    id: strawberry.ID
    name: str

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Person":
        return cls(id=id, name=str(id).title())

    @strawberry.field(directives=[assumed(2)])
    def friends(self) -> list["Person"]:
        return [Person(id=self.id, name=self.name)]

    @strawberry.field
    def best_friend(self) -> "Person":
        return Person(id=self.id, name=self.name)


def _cookie(info: Info) -> str:
    return info.context["request"].headers.get("cookie", "")


def _call_public(info: Info, seconds: int) -> None:
    """Say that the answer is the same for every caller, as the catalog does."""
    info.context["response"].headers["cache-control"] = f"public, max-age={seconds}"


class Version:
    """The version of the people's data. While it cannot be read, its address answers with 503."""

    number = 1
    is_readable = True


def _tell_version(info: Info, kept_for: int) -> None:
    headers = info.context["response"].headers
    headers["surrogate-control"] = f"max-age={kept_for}"
    headers["answer-version"] = str(Version.number)


def _refuse_as_too_many(info: Info, seconds: int) -> None:
    """Refuse the whole operation, as a subgraph does with a caller that sends too many."""
    info.context["response"].headers["retry-after"] = str(seconds)
    info.context["response"].status_code = 429
    extensions = {"code": "RATE_LIMITED", "retryAfterSeconds": seconds}
    raise GraphQLError("You have asked for too much.", extensions=extensions)


@strawberry.type
class PeopleQuery:
    @strawberry.field
    def headcount(self, info: Info, kept_for: int = 60) -> int | None:
        _call_public(info, 1)
        _tell_version(info, kept_for)
        return Version.number

    @strawberry.field
    def roll(self, info: Info, length: int) -> str | None:
        _call_public(info, 1)
        _tell_version(info, 60)
        return f"{Version.number} {'x' * length}"

    @strawberry.field
    def motto(self, info: Info, length: int = 1) -> str | None:
        _call_public(info, 2)
        return "People first. " * length

    @strawberry.field
    def person(self, id: strawberry.ID) -> Person | None:
        return Person(id=id, name=str(id).title())

    @strawberry.field(directives=[assumed(2)])
    def people(self, ids: list[strawberry.ID]) -> list[Person]:
        return [Person(id=id, name=str(id).title()) for id in ids]

    @strawberry.field
    def me(self, info: Info) -> str | None:
        return _cookie(info)

    @strawberry.field
    def diary(self, info: Info) -> str | None:
        return f"Dear {_cookie(info)}. " * 300

    @strawberry.field
    def long(self, length: int) -> str | None:
        return "x" * length

    @strawberry.field
    def one_too_many(self, info: Info, seconds: int = 3) -> str | None:
        _refuse_as_too_many(info, seconds)

    @strawberry.field
    async def slow_greeting(self, info: Info) -> str | None:
        await asyncio.to_thread(gate.pass_through)
        return f"Hello, {_cookie(info)}!"


@strawberry.type
class PeopleMutation:
    @strawberry.mutation
    def sign_in(self, info: Info) -> str | None:
        for name in ("session", "theme"):
            info.context["response"].headers.append(
                "set-cookie", f"{name}=people; Path=/; HttpOnly"
            )
        return "people"

    @strawberry.mutation
    def issue_token(self) -> str | None:
        return "token " * 1_000

    @strawberry.mutation
    async def slow_mutation(self) -> str | None:
        await asyncio.to_thread(gate.pass_through)
        return "done"

    @strawberry.mutation
    def refuse(self) -> str | None:
        extensions = {"code": "FORBIDDEN", "correlationId": "subgraphs-own"}
        raise GraphQLError("You may not do this.", extensions=extensions)

    @strawberry.mutation
    def refuse_with_null_data(self) -> str:
        raise GraphQLError("You may not do this.", extensions={"code": "FORBIDDEN"})


@strawberry.type
class PeopleSubscription:
    @strawberry.subscription
    async def greetings(self, info: Info) -> AsyncIterator[str]:
        yield f"first {_cookie(info)}"
        yield f"second {_cookie(info)}"

    @strawberry.subscription
    async def flood(self) -> AsyncIterator[str]:
        for number in range(FLOOD):
            # Random, so that compression does not hide it on its way to the router.
            yield f"{number} {secrets.token_hex(50_000)}"
            await asyncio.sleep(0)
        flood_sent.set()

    @strawberry.subscription
    async def endless(self) -> AsyncIterator[str]:
        try:
            yield "and then nothing more"
            await asyncio.Event().wait()
        finally:
            endless_ended.set()


@strawberry.federation.type(keys=["id"], name="Person")
class Reader:
    id: strawberry.ID

    @classmethod
    def resolve_reference(cls, id: strawberry.ID) -> "Reader":
        return cls(id=id)

    @strawberry.field
    def articles(self) -> list[str] | None:
        return [f"All about {self.id}"]

    @strawberry.field
    def refused(self) -> int:
        raise GraphQLError("You may not read this.", extensions={"code": "FORBIDDEN"})


@strawberry.type
class NewsQuery:
    @strawberry.field
    def weather(self, info: Info) -> str | None:
        _call_public(info, 5)
        return "Sunny"

    @strawberry.field
    def forecast(self, info: Info) -> str | None:
        _call_public(info, 5)
        raise GraphQLError("Nobody knows.", extensions={"code": "UNKNOWN"})

    @strawberry.field
    def welcome(self, info: Info) -> str | None:
        _call_public(info, 5)
        info.context["response"].headers.append("set-cookie", "seen=1; Path=/")
        return "Welcome"

    @strawberry.field
    def another_too_many(self, info: Info, seconds: int = 9) -> str | None:
        _refuse_as_too_many(info, seconds)

    @strawberry.field
    def headline(self) -> str | None:
        return "Nothing happened"


@strawberry.type
class NewsMutation:
    @strawberry.mutation
    def subscribe(self, info: Info) -> str | None:
        info.context["response"].headers.append("set-cookie", "edition=news; Path=/")
        return "news"


def with_version(app: ASGIApp) -> ASGIApp:
    """Answer the router at `/graphql/version` as catalog does; `app` answers everything else."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/graphql/version":
            await app(scope, receive, send)
            return
        is_router = Headers(scope=scope).get("x-router-secret") == "secret of people"
        status = 200 if is_router and Version.is_readable else 503
        await PlainTextResponse(str(Version.number), status)(scope, receive, send)

    return answer


SCHEMAS = {
    "people": strawberry.federation.Schema(
        query=PeopleQuery,
        mutation=PeopleMutation,
        subscription=PeopleSubscription,
        federation_version="2.9",
    ),
    "news": strawberry.federation.Schema(
        query=NewsQuery, mutation=NewsMutation, types=[Reader], federation_version="2.9"
    ),
}
