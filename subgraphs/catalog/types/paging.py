"""Pages of catalog's lists."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import strawberry

from shared.errors import InvalidInput
from shared.pagination import Page, PageRequest, SortKey, make_page

Row = TypeVar("Row")
First = Annotated[int | None, strawberry.argument(description="How many rows, 1 to 100.")]
After = Annotated[str | None, strawberry.argument(description="The cursor to start behind.")]

# The last millisecond that Python's calendar knows; a cursor is the client's to forge.
_END_OF_TIME = 253_402_300_799_999


def by_title(first: int | None, after: str | None) -> PageRequest:
    """A page of films by title and id; InvalidInput for a cursor of another list."""
    return PageRequest.parse(first, after, kinds=(str, str))


def by_nearness(first: int | None, after: str | None) -> PageRequest:
    """A page of films by days from today and id; InvalidInput for a cursor of another list."""
    return _in_calendar(PageRequest.parse(first, after, kinds=(int, str)))


def by_start(first: int | None, after: str | None) -> PageRequest:
    """A page of showings by start and id; InvalidInput for a cursor of another list."""
    return _in_calendar(PageRequest.parse(first, after, default=50, kinds=(int, str)))


def cut(rows: list[Row], request: PageRequest, key: Callable[[Row], SortKey]) -> Page[Row]:
    """A page of rows that are all here, sorted by `key`."""
    ordered = sorted(rows, key=key)
    behind = [row for row in ordered if request.after is None or key(row) > request.after]
    return make_page(behind[: request.size + 1], request, sort_key=key, total_count=len(ordered))


def _in_calendar(request: PageRequest) -> PageRequest:
    match request.after:
        case (int(when), *_) if not 0 <= when <= _END_OF_TIME:
            raise InvalidInput.of("after", "BAD_CURSOR", "This is not a cursor of this list.")
        case _:
            return request
