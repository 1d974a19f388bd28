"""Which page of a list: the order of each list, and the cursors that it accepts."""

from datetime import date

from shared.errors import InvalidInput
from shared.pagination import PageRequest
from subgraphs.catalog.service.reading import PREMIERE_SPAN

# A client can forge a cursor, so these keep it within Python's calendar: the last millisecond, and
# the days around which premieres may be asked for.
_END_OF_TIME = 253_402_300_799_999
_FIRST_DAY = (date.min + PREMIERE_SPAN).toordinal()
_LAST_DAY = (date.max - PREMIERE_SPAN).toordinal()


def by_title(first: int | None, after: str | None) -> PageRequest:
    """Return the request of movies by title and id. Raises InvalidInput for a foreign cursor."""
    return PageRequest.parse(first, after, kinds=(str, str))


def by_nearness(first: int | None, after: str | None) -> PageRequest:
    """Return the request of movies by the day of the list, days from it, and id.

    Raises InvalidInput for a foreign cursor.
    """
    request = PageRequest.parse(first, after, kinds=(int, int, str))
    return _between(_FIRST_DAY, request, _LAST_DAY)


def by_start(first: int | None, after: str | None) -> PageRequest:
    """Return the request of showtimes by start and id. Raises InvalidInput for a foreign cursor."""
    request = PageRequest.parse(first, after, default=50, kinds=(int, str))
    return _between(0, request, _END_OF_TIME)


def _between(least: int, request: PageRequest, most: int) -> PageRequest:
    match request.after:
        case (int(value), *_) if not least <= value <= most:
            raise InvalidInput.of("after", "BAD_CURSOR", "This is not a cursor of this list.")
        case _:
            return request
