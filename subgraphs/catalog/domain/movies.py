"""Movies: where they are in their run, and how they are found."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from subgraphs.catalog.domain.places import ScreenFormat

# Letters that Unicode does not take apart into a plain one and a mark, or two plain ones.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
    | {"ı": "i"}  # noqa: RUF001 - the dotless one
)


class MovieStatus(StrEnum):
    """Where a movie is in its run; derived, never stored.

    The status is the same everywhere although dates differ from place to place, so the release
    day is counted in UTC. (A showtime obeys its cinema's day, and may be planned from
    there on; see plan_problems.)
    """

    COMING_SOON = "COMING_SOON"
    NOW_SHOWING = "NOW_SHOWING"
    ENDED = "ENDED"


@dataclass(frozen=True, slots=True)
class Movie:
    """A movie.

    `last_showtime_at` is the latest start of any showtime that is scheduled. An archived movie is
    in no list and can be scheduled no more; whoever holds its id still reads it.
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
        """The title as lists are sorted by it."""
        return plain(self.title)

    def status(self, now: datetime) -> MovieStatus:
        """Where the movie is in its run: from its release until its last scheduled showtime."""
        if self.release_date > now.astimezone(UTC).date():
            return MovieStatus.COMING_SOON
        if self.last_showtime_at is not None and self.last_showtime_at >= now:
            return MovieStatus.NOW_SHOWING
        return MovieStatus.ENDED


def plain(text: str) -> str:
    """`text` without what searches disregard: names that are alike in it are the same name."""
    return " ".join(search_words(text))


def search_words(text: str) -> list[str]:
    """The words of `text` without regard to case, accents and punctuation, in order.

    An apostrophe joins: `Assassin's` is found as `assassins`.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    plain = "".join(
        letter for letter in decomposed if not unicodedata.combining(letter) and letter not in "'’"
    )
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()
