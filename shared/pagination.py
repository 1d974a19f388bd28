"""Relay pagination over a sort key: cursors stay valid while rows are added and removed."""

import base64
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from shared.errors import InvalidInput

MAX_PAGE_SIZE = 100
_BIGGEST = 2**63

Item = TypeVar("Item")
SortKey = tuple[str | int, ...]
Count = Callable[[], Awaitable[int]]
"""Counts the rows of a whole list; called only when a client asks for the total."""


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The first `size` rows after the row whose sort key is `after`, or of the whole list."""

    size: int
    after: SortKey | None

    @classmethod
    def parse(
        cls,
        first: int | None,
        after: str | None,
        *,
        default: int = 20,
        kinds: Sequence[type[str | int]] = (str,),
    ) -> "PageRequest":
        """Read a connection's arguments; `default` is the size when `first` is null.

        `kinds` are the types of the values in the list's sort key. Raises InvalidInput for a size
        outside 1 to 100 and for a cursor that this list cannot have issued.
        """
        size = default if first is None else first
        if not 1 <= size <= MAX_PAGE_SIZE:
            raise InvalidInput.of("first", "OUT_OF_RANGE", f"Ask for 1 to {MAX_PAGE_SIZE} rows.")
        if after is None:
            return cls(size, None)
        key = _decode(after)
        if key is None or len(key) != len(kinds) or not all(map(isinstance, key, kinds)):
            raise InvalidInput.of("after", "BAD_CURSOR", "This is not a cursor of this list.")
        return cls(size, key)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: its rows with their cursors, whether more rows lie around it, and a count."""

    rows: Sequence[Item]
    cursors: Sequence[str]
    has_next: bool
    has_previous: bool
    count: Count


def make_page(
    fetched: Sequence[Item],
    request: PageRequest,
    *,
    sort_key: Callable[[Item], SortKey],
    count: Count,
) -> Page[Item]:
    """Return a page of `fetched`, which holds up to `size + 1` rows after the cursor."""
    # The first page is often the whole list: then no query has to count it.
    whole = request.after is None and len(fetched) <= request.size
    rows = fetched[: request.size]
    return Page(
        rows=rows,
        cursors=[_encode(sort_key(row)) for row in rows],
        has_next=len(fetched) > request.size,
        has_previous=request.after is not None,
        count=counted(len(fetched)) if whole else count,
    )


def counted(number: int) -> Count:
    """Return a Count of a number that is known already."""

    async def count() -> int:
        return number

    return count


def _encode(key: SortKey) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode()


def _decode(cursor: str) -> SortKey | None:
    """Return the sort key in a cursor; None when it has no key that a database could compare."""
    try:
        values: object = json.loads(base64.b64decode(cursor, altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, list):
        return None
    key: list[str | int] = []
    for value in values:  # pyright: ignore[reportUnknownVariableType] - JSON has no static type
        if not isinstance(value, str | int) or not _can_be_stored(value):
            return None
        key.append(value)
    return tuple(key)


def _can_be_stored(value: str | int) -> bool:
    match value:
        case bool():
            return False
        case int():
            return abs(value) < _BIGGEST
        case str():
            # Lone surrogates cannot be stored, see RefuseBrokenText.
            return not any("\ud800" <= each <= "\udfff" for each in value)
