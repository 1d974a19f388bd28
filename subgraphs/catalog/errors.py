"""Catalog's refusals and errors.

::

    Refusal (shared)              InvalidInput, NotFound
    ├── ScheduleConflict          the auditorium is taken; names the showtimes that take it
    ├── ShowtimeHasBookings       tickets are sold: it may be cancelled, not moved
    ├── MovieHasShowtimes         it has showtimes to come: it cannot be archived
    ├── WeekNotCopied             names every showtime that could not be copied
    └── ImportRejected            names the file's bad rows
    Busy (shared)
    └── ImportBeingCompleted      a large import is being written: try again when it is complete
"""

from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import Busy, FieldError, Refusal


class ScheduleConflict(Refusal):
    """The auditorium is taken, by the showtimes of these ids."""

    code = "SCHEDULE_CONFLICT"

    def __init__(self, showtime_ids: Sequence[str]) -> None:
        super().__init__("The auditorium is taken at that time.")
        self.showtime_ids = showtime_ids


class ShowtimeHasBookings(Refusal):
    """Tickets for this showtime are sold."""

    code = "SHOWTIME_HAS_BOOKINGS"

    def __init__(self) -> None:
        super().__init__("Tickets are sold for it: cancel it and schedule another.")


class MovieHasShowtimes(Refusal):
    """The movie is still to be shown."""

    code = "MOVIE_HAS_SHOWTIMES"

    def __init__(self) -> None:
        super().__init__("The movie is still to be shown: cancel its showtimes first.")


@dataclass(frozen=True, slots=True)
class CopyProblem:
    """Why a showtime could not be copied: the rules broken, and what takes its auditorium.

    In `conflict_ids` the id of a showtime of the copied week means its copy.
    """

    showtime_id: str
    fields: Sequence[FieldError]
    conflict_ids: Sequence[str]


class WeekNotCopied(Refusal):
    """Some showtimes of the week cannot be copied, so none was."""

    code = "WEEK_NOT_COPIED"

    def __init__(self, problems: Sequence[CopyProblem]) -> None:
        super().__init__(f"{len(problems)} showtimes cannot be copied, so none was.")
        self.problems = problems


class ImportRejected(Refusal):
    """An import file breaks the rules; nothing of it was written.

    The first part of each problem's path is the place of its row; a problem of the whole file has
    no path.
    """

    code = "IMPORT_REJECTED"

    def __init__(self, problems: Sequence[FieldError]) -> None:
        rows = len({tuple(problem.path[:1]) for problem in problems})
        super().__init__(f"Bad rows: {rows}. Nothing was written.")
        self.problems = problems


class ImportBeingCompleted(Busy):
    """A large import is committed and still being written; nothing was changed.

    No other change is allowed until it is complete: it could take an auditorium that the import
    found free.
    """

    def __init__(self) -> None:
        super().__init__("schedule")

    def __str__(self) -> str:
        return "A large import is being completed, and nothing was changed. Try again in a minute."
