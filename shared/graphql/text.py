"""Refuses text with lone surrogates: JSON can carry them, and nothing can store them."""

from collections.abc import Iterator
from typing import Any

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension


class RefuseBrokenText(SchemaExtension):
    """Answers a lone surrogate (`"\\ud800"`) anywhere in a request with BAD_USER_INPUT.

    Otherwise it would pass as a string and fail wherever it is hashed, stored or sent.
    """

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        if not (_is_text(context.query) and _is_text(context.variables)):
            raise GraphQLError(
                "The request has text that is not valid Unicode.",
                extensions={"code": "BAD_USER_INPUT"},
            )
        yield


def _is_text(value: Any) -> bool:
    match value:
        case str():
            return value.isascii() or not any("\ud800" <= each <= "\udfff" for each in value)
        case dict():
            return all(_is_text(key) and _is_text(inner) for key, inner in value.items())  # pyright: ignore[reportUnknownVariableType] - JSON has no static type
        case list():
            return all(map(_is_text, value))  # pyright: ignore[reportUnknownArgumentType] - JSON has no static type
        case _:
            return True
