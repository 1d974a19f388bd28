"""Random conversations over a WebSocket: graphql-transport-ws in any order, and no protocol."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphql import GraphQLSchema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tests.fuzz.operations import HOSTILE, Operation, operations

Conversation = Sequence[Any]
"""Messages in their order: text and bytes as they are, anything else as JSON."""

_KINDS = (
    *("connection_init", "subscribe", "complete", "ping", "pong"),
    *("next", "error", "connection_ack", "connection_terminate", "start", "stop", "", "__proto__"),
)
"""What clients may say, what only servers do, the words of an older protocol, and no words."""
_IDS = ("1", "2", "3", "", "x" * 5_000, "__proto__", 7, None, {"$ne": None})
_NO_MESSAGES: tuple[Any, ...] = (
    *("", "{", "null", "[]", '"ping"', '{"type": ', "\x00", "[" * 5_000, b"", b"\xff\xfe", b"{}"),
    *('{"type": "ping", "type": "subscribe"}', " " * 150_000),
)
_LONGEST = 12


def subscriptions(
    schema: GraphQLSchema, ids: Sequence[str], texts: Sequence[str], *, each: int, seed: int
) -> list[Operation]:
    """Return about `each` operations of every subscription."""
    assert schema.subscription_type is not None
    # Only queries and mutations are made, so subscriptions stand as queries for a moment.
    as_queries = GraphQLSchema(query=schema.subscription_type)
    made = operations(as_queries, ids, texts, each=each, seed=seed)
    return [_as_subscription(operation) for operation in made]


def conversations(made: Sequence[Operation], *, count: int, seed: int) -> list[Conversation]:
    """Return `count` conversations about these operations; the same seed gives the same ones."""
    found: list[Conversation] = []

    @seeded(seed)
    @settings(
        max_examples=count,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example],
    )
    @given(st.booleans(), st.lists(_messages(made), max_size=_LONGEST))
    def make(begins: bool, messages: list[Any]) -> None:
        found.append([{"type": "connection_init"}, *messages] if begins else messages)

    make()
    return found


def _messages(made: Sequence[Operation]) -> st.SearchStrategy[Any]:
    ids, hostile = st.sampled_from(_IDS), st.sampled_from(HOSTILE)
    ordinary = st.builds(_subscribe, st.sampled_from(_IDS[:3]), st.sampled_from(made))
    return st.one_of(
        ordinary,
        ordinary,
        st.builds(_message, st.just("complete"), ids, st.none()),
        st.builds(
            _message,
            st.sampled_from(_KINDS) | hostile,
            ids,
            hostile | st.just({"authorization": "Bearer x"}),
        ),
        st.sampled_from(_NO_MESSAGES),
    )


def _message(kind: object, id: object, payload: object) -> Mapping[str, Any]:
    return {"type": kind, "id": id, "payload": payload}


def _subscribe(id: str, operation: Operation) -> Mapping[str, Any]:
    asked = {"query": operation.query, "variables": operation.variables}
    return _message("subscribe", id, asked)


def _as_subscription(operation: Operation) -> Operation:
    return replace(operation, query="subscription " + operation.query.removeprefix("query"))
