"""Looking one thing up by its id."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from shared.errors import NotFound
from shared.ids import is_id

Value = TypeVar("Value")


async def existing(
    fetch: Callable[[Sequence[str]], Awaitable[dict[str, Value]]], prefix: str, what: str, id: str
) -> Value:
    """Return what `fetch` finds for `id`.

    Raises NotFound, which calls it `what`, when there is none or the id has not this prefix.
    """
    found = await fetch([id]) if is_id(prefix, id) else {}
    if id not in found:
        raise NotFound(what, id)
    return found[id]
