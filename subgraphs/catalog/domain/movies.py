"""Movies: the status of their run, and how titles are compared."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.text.search import words
from subgraphs.catalog.domain.places import ScreenFormat


class MovieStatus(StrEnum):
    """Where a movie is in its run; derived, never stored (docs/adr/0023)."""

    COMING_SOON = "COMING_SOON"
    NOW_SHOWING = "NOW_SHOWING"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Movie:
    """A movie.

    `last_showtime_at` is the latest start of its scheduled showtimes. An archived movie is in no
    list and cannot be scheduled; it can still be read by its id.
    """

    id: str
    title: str
    original_title: str | None
    synopsis: str
    runtime_minutes: int
    release_date: date
    certification: str
    genres: tuple[str, ...]
    formats: frozenset[ScreenFormat]
    spoken_language: str
    subtitle_languages: tuple[str, ...]
    poster_url: str | None
    trailer_url: str | None
    last_showtime_at: datetime | None = None
    archived: bool = False

    @property
    def sort_title(self) -> str:
        """The title by which lists are sorted."""
        return comparable(self.title)

    def status(self, now: datetime, today: date) -> MovieStatus:
        """Return where the movie is in its run: from its release to its last scheduled showtime.

        `today` is the day of the place that the question is about.
        """
        if self.release_date > today:
            return MovieStatus.COMING_SOON
        if self.last_showtime_at is not None and self.last_showtime_at >= now:
            return MovieStatus.NOW_SHOWING
        return MovieStatus.ENDED


def comparable(text: str) -> str:
    """Return `text` without what searches ignore: two names with the same result are alike."""
    return " ".join(words(text))
