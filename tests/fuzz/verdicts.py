"""What every answer must hold."""

import importlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLResolveInfo,
    GraphQLSchema,
    execute_sync,  # pyright: ignore[reportUnknownVariableType] - its middleware is untyped
    parse,
)

from dev.addresses import SUBGRAPHS
from tests.fuzz.operations import Operation

CODES = frozenset(
    {
        "BAD_REQUEST",
        "BAD_USER_INPUT",
        "GRAPHQL_PARSE_FAILED",
        "GRAPHQL_VALIDATION_FAILED",
        "OPERATION_TOO_COSTLY",
        "OPERATION_TOO_LARGE",
        "ANSWER_TOO_LARGE",
        "REQUEST_TOO_LARGE",
        "INTROSPECTION_NOT_ALONE",
        "TOO_MANY_OPERATIONS",
        "TOO_MANY_CONNECTIONS",
    }
)
"""What refuses a request, beside the refusals of the services."""

BROKEN = frozenset({"INTERNAL_SERVER_ERROR", "SUBGRAPH_UNAVAILABLE", "SERVICE_UNAVAILABLE"})
"""What no request may cause while every part is up."""

_INTERNAL = re.compile(
    r"Traceback|File \"|\w\.(?:py|mjs|js)\b|node_modules|site-packages|127\.0\.0\.1|localhost|/tmp/"
    r"|[Mm]ongo|E11000|WiredTiger|[Rr]edis|[Kk]afka|Vault|object at 0x|NoneType|undefined"
    r"|\b(?!(?:User|Field)Error\b)[A-Z][A-Za-z]+(?:Error|Exception)\b"
)
"""Text of our programs, parts and machine."""


def known_codes() -> frozenset[str]:
    """The codes that an error may have: the list above, and those of the services' refusals."""
    for name in SUBGRAPHS:
        importlib.import_module(f"subgraphs.{name}.errors")
    return (CODES | set(_codes(Exception))) - BROKEN


def _codes(kind: type) -> Iterator[str]:
    for each in kind.__subclasses__():
        if each.__module__.startswith(("shared.", "subgraphs.")):
            code = vars(each).get("code")
            if isinstance(code, str):
                yield code
        yield from _codes(each)


@dataclass(frozen=True, slots=True)
class Judge:
    """Judges the answers of one schema."""

    schema: GraphQLSchema
    codes: frozenset[str]

    @classmethod
    def of(cls, schema: GraphQLSchema) -> "Judge":
        """Return the judge of answers of this schema."""
        return cls(schema, known_codes())

    def faults(self, operation: Operation, status: int, body: str) -> Iterator[str]:
        """Yield what is wrong with an answer."""
        if status >= 500:
            yield f"status {status}"
        try:
            answer = json.loads(body)
        except ValueError:
            yield "the answer is not JSON"
            return
        found = answer.get("errors", [])
        yield from self.error_faults(found)
        if answer.get("data") is None and not found:
            yield "neither data nor errors"
        if answer.get("data") is not None and operation.kind != "broken":
            yield from self._unlike_schema(operation, answer["data"])

    def error_faults(self, errors: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        """Yield what is wrong with the errors of an answer."""
        for error in errors:
            code = error.get("extensions", {}).get("code")
            if code not in self.codes:
                yield f"an error with the code {code}: {error['message'][:200]}"
        if internal := _INTERNAL.search(json.dumps(errors)):
            yield f"an error tells {internal[0]!r}"

    def _unlike_schema(self, operation: Operation, data: dict[str, Any]) -> Iterator[str]:
        """Complete the data by the schema once more, and yield what would change."""
        again = execute_sync(
            self.schema,
            parse(operation.query),
            root_value=data,
            variable_values=dict(operation.variables),
            field_resolver=_answered,
            type_resolver=_named,
        )
        for error in again.errors or ():
            yield f"the data is not what the schema says: {error.message}"
        if not again.errors and again.data != data:
            yield "the data has other fields than were asked for"


def _answered(source: Any, info: GraphQLResolveInfo[Any], **_: Any) -> Any:
    return source[info.path.key]


def _named(value: Any, _info: Any, _type: Any) -> str:
    return value["__typename"]
