"""Pages of catalog's lists."""

from datetime import date
from typing import Annotated

import strawberry

from shared.errors import InvalidInput
from shared.pagination import PageRequest
from subgraphs.catalog.service.reading import PREMIERE_SPAN

First = Annotated[int | None, strawberry.argument(description="How many rows, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The cursor to start behind.")]

# What Python's calendar knows: its last millisecond, and the days that premieres lie around. A
# cursor is the client's to forge.
_END_OF_TIME = 253_402_300_799_999
_FIRST_DAY = (date.min + PREMIERE_SPAN).toordinal()
_LAST_DAY = (date.max - PREMIERE_SPAN).toordinal()


def by_title(first: int | None, after: str | None) -> PageRequest:
    """A page of movies by title and id; InvalidInput for a cursor of another list."""
    return PageRequest.parse(first, after, kinds=(str, str))


def by_nearness(first: int | None, after: str | None) -> PageRequest:
    """A page of movies by the day of the list, days from it, and id.

    Raises InvalidInput for a cursor of another list.
    """
    request = PageRequest.parse(first, after, kinds=(int, int, str))
    return _between(_FIRST_DAY, request, _LAST_DAY)


def by_start(first: int | None, after: str | None) -> PageRequest:
    """A page of showtimes by start and id; InvalidInput for a cursor of another list."""
    request = PageRequest.parse(first, after, default=50, kinds=(int, str))
    return _between(0, request, _END_OF_TIME)


def _between(least: int, request: PageRequest, most: int) -> PageRequest:
    match request.after:
        case (int(value), *_) if not least <= value <= most:
            raise InvalidInput.of("after", "BAD_CURSOR", "This is not a cursor of this list.")
        case _:
            return request
