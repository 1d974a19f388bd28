"""Refuses text with lone surrogates: JSON can carry them, and nothing can store them."""

import json
from collections.abc import Iterator

from graphql import GraphQLError
from strawberry.extensions import SchemaExtension


class RefuseBrokenText(SchemaExtension):
    """Answers a lone surrogate (`"\\ud800"`) anywhere in a request with BAD_USER_INPUT.

    Otherwise it would pass as a string and fail wherever it is hashed, stored or sent.
    """

    def on_operation(self) -> Iterator[None]:
        context = self.execution_context
        if not _is_text([context.query, context.variables]):
            raise GraphQLError(
                "The request has text that is not valid Unicode.",
                extensions={"code": "BAD_USER_INPUT"},
            )
        yield


def _is_text(value: object) -> bool:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True
