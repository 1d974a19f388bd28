"""Filters of lists."""

import datetime

import strawberry

from shared.errors import InvalidInput
from shared.text.search import query_terms
from subgraphs.catalog.api.enums import MovieStatus, ScreenFormat
from subgraphs.catalog.ports import MovieQuery, ShowtimeQuery

_LONGEST_SEARCH = 100


@strawberry.input(description="Which movies: all conditions hold at once.")
class MovieFilter:
    status: MovieStatus | None = strawberry.field(
        default=None, description="Only those with this status."
    )
    search: str | None = strawberry.field(
        default=None,
        description="Words of the title or original title, in any order, without regard to case "
        "and accents; the last may be incomplete. At most 100 characters.",
    )
    genre: str | None = strawberry.field(default=None, description="Of this genre only.")
    format: ScreenFormat | None = strawberry.field(
        default=None, description="That can be shown in this format."
    )
    city_id: strawberry.ID | None = strawberry.field(
        default=None, description="That are still to be shown in this city."
    )

    def query(self) -> MovieQuery:
        """Return the query. Raises InvalidInput for a search that is too long."""
        if self.search is not None and len(self.search) > _LONGEST_SEARCH:
            raise InvalidInput.of(
                "filter.search", "TOO_LONG", f"Search for at most {_LONGEST_SEARCH} characters."
            )
        terms = tuple(query_terms(self.search or ""))
        return MovieQuery(
            status=self.status,
            terms=terms,
            genre=self.genre,
            format=self.format,
            # No title contains a search of punctuation alone.
            ids=frozenset() if (self.search or "").strip() and not terms else None,
        )


@strawberry.input(description="Which showtimes: all conditions hold at once.")
class ShowtimeFilter:
    city_id: strawberry.ID | None = strawberry.field(default=None, description="In this city.")
    cinema_id: strawberry.ID | None = strawberry.field(default=None, description="In this cinema.")
    movie_id: strawberry.ID | None = strawberry.field(default=None, description="Of this movie.")
    date: datetime.date | None = strawberry.field(
        default=None, description="On this business day, in each cinema's own zone."
    )
    format: ScreenFormat | None = strawberry.field(
        default=None, description="Shown in this format."
    )
    audio_language: str | None = strawberry.field(
        default=None, description="With sound in this language (BCP 47)."
    )

    def query(self) -> ShowtimeQuery:
        return ShowtimeQuery(
            city_id=self.city_id,
            cinema_id=self.cinema_id,
            movie_id=self.movie_id,
            day=self.date,
            format=self.format,
            audio_language=self.audio_language,
        )
