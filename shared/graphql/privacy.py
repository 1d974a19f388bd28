"""What a schema in production keeps to itself: its definition, and names that nobody asked for."""

import re
from collections.abc import Iterator

from strawberry.extensions import DisableIntrospection, SchemaExtension

_SUGGESTION = re.compile(r" Did you mean [^?]*\?")


class HideSuggestions(SchemaExtension):
    """Takes "Did you mean …" out of errors: it names the schema's fields to those who guess."""

    def on_operation(self) -> Iterator[None]:
        yield
        result = self.execution_context.result
        for error in getattr(result, "errors", None) or ():
            error.message = _SUGGESTION.sub("", error.message)


HIDE_SCHEMA: tuple[type[SchemaExtension], ...] = (DisableIntrospection, HideSuggestions)
"""The extensions that a schema has in production."""
