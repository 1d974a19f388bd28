"""One thing by its id, or the refusal that there is none."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from shared.errors import NotFound
from shared.ids import is_id

Value = TypeVar("Value")


async def one(
    fetch: Callable[[Sequence[str]], Awaitable[dict[str, Value]]], prefix: str, what: str, id: str
) -> Value:
    """The value that `fetch` has for `id`; NotFound for none, and for an id of another shape."""
    found = await fetch([id]) if is_id(prefix, id) else {}
    if id not in found:
        raise NotFound(what, id)
    return found[id]
