"""A schema of toys behind the endpoint, for its tests."""

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import cast

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from shared.admission.line import Line
from shared.auth.sessions import SessionStore
from shared.graphql.context import RequestContext
from shared.graphql.endpoint import MAX_ANSWER_BYTES, GraphQLEndpoint
from shared.graphql.schema import build_schema

PATH = "/graphql"
TOO_LARGE = {"code": "ANSWER_TOO_LARGE", "limit": MAX_ANSWER_BYTES}
GRAPHQL_RESPONSE = "application/graphql-response+json"


@strawberry.type
class Query:
    @strawberry.field
    def double(self, number: int) -> int:
        return 2 * number

    @strawberry.field
    def broken(self) -> int | None:
        raise ValueError

    @strawberry.field
    def needed(self) -> int:
        raise ValueError

    @strawberry.field
    def name(self) -> str:
        return "A"

    @strawberry.field
    def long(self, length: int) -> str:
        return "x" * length


@strawberry.type
class Mutation:
    @strawberry.mutation
    def log_in(self, info: strawberry.Info[RequestContext, None]) -> str:
        info.context.http_response.set_cookie("session", "new")
        return "x" * MAX_ANSWER_BYTES


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def long(self, length: int) -> AsyncGenerator[str]:
        yield "x" * length

    @strawberry.subscription
    async def nothing(self) -> AsyncGenerator[str]:
        await asyncio.Event().wait()
        yield ""


def new_context() -> RequestContext:
    return RequestContext(cast(SessionStore, None), "session")


def new_app(line: Line | None = None) -> Starlette:
    schema = build_schema(
        query=Query,
        mutation=Mutation,
        mutation_classes={"logins": ["logIn"]},
        subscription=Subscription,
    )
    endpoint = GraphQLEndpoint(schema, new_context, line or Line())
    return Starlette(routes=[Route(PATH, endpoint), WebSocketRoute(PATH, endpoint)])


def body(query: str = "{ name }", **more: object) -> bytes:
    return json.dumps({"query": query, **more}).encode()
