"""Inputs for movies."""

import datetime
from typing import Annotated, Any

import strawberry
from pydantic import Field
from strawberry import UNSET

from shared.validation.fields import NotNull
from shared.validation.inputs import ValidatedInput
from shared.validation.web_addresses import WebAddress
from subgraphs.catalog.api.enums import ScreenFormat
from subgraphs.catalog.api.inputs.field_rules import (
    Certification,
    Formats,
    Genres,
    LanguageTag,
    ReleaseDate,
    SubtitleLanguages,
    Synopsis,
    Text,
)
from subgraphs.catalog.domain.showtimes import LONGEST_RUNTIME_MINUTES

_Runtime = Annotated[int, Field(ge=1, le=LONGEST_RUNTIME_MINUTES)]


class _MovieFields(ValidatedInput):
    def fields(self) -> dict[str, Any]:
        """Return the fields that were given, as the domain's Movie has them."""
        given = {name: getattr(self, name) for name in self.model_fields_set}
        for name, collection in (
            ("genres", tuple[str, ...]),
            ("formats", frozenset[ScreenFormat]),
            ("subtitle_languages", tuple[str, ...]),
        ):
            if name in given:
                given[name] = collection(given[name])
        return given


class ValidatedMovie(_MovieFields):
    """A new movie."""

    title: Text
    original_title: Text | None
    synopsis: Synopsis
    runtime_minutes: _Runtime
    release_date: ReleaseDate
    certification: Certification
    genres: Genres
    formats: Formats
    spoken_language: LanguageTag
    subtitle_languages: SubtitleLanguages
    poster_url: WebAddress | None
    trailer_url: WebAddress | None


class ValidatedMovieUpdate(_MovieFields):
    """Changes to a movie: these fields may change, and no others."""

    title: Annotated[Text | None, NotNull] = None
    original_title: Text | None = None
    synopsis: Annotated[Synopsis | None, NotNull] = None
    runtime_minutes: Annotated[_Runtime | None, NotNull] = None
    release_date: Annotated[ReleaseDate | None, NotNull] = None
    certification: Annotated[Certification | None, NotNull] = None
    genres: Annotated[Genres | None, NotNull] = None
    formats: Annotated[Formats | None, NotNull] = None
    poster_url: WebAddress | None = None
    trailer_url: WebAddress | None = None


@strawberry.input(description="A new movie.")
class CreateMovieInput:
    title: str = strawberry.field(
        description="The title under which the cinemas announce it: 1 to 200 characters."
    )
    original_title: str | None = strawberry.field(
        default=None, description="The title in the original language."
    )
    synopsis: str = strawberry.field(description="What it is about: 1 to 4000 characters.")
    runtime_minutes: int = strawberry.field(
        description="The running time without trailers: 1 to 600."
    )
    release_date: datetime.date = strawberry.field(
        description="Its first day in cinemas; no showtime is scheduled before it."
    )
    certification: str = strawberry.field(description="The age classification, such as `PG-13`.")
    genres: list[str] = strawberry.field(description="1 to 10 genres, such as `Action`.")
    formats: list[ScreenFormat] = strawberry.field(
        description="The formats in which it can be shown."
    )
    spoken_language: str = strawberry.field(
        description="The language of the original sound: a BCP 47 tag."
    )
    subtitle_languages: list[str] = strawberry.field(
        default_factory=list[str], description="The languages of its subtitles: BCP 47 tags."
    )
    poster_url: str | None = strawberry.field(
        default=None, description="The address of its poster; a movie without one gets a drawing."
    )
    trailer_url: str | None = strawberry.field(default=None, description="The address of a video.")


@strawberry.input(description="Changes to a movie: fields that are left out stay as they are.")
class UpdateMovieInput:
    id: strawberry.ID = strawberry.field(description="The movie.")
    title: str | None = strawberry.field(default=UNSET, description="1 to 200 characters.")
    original_title: str | None = strawberry.field(default=UNSET, description="Null removes it.")
    synopsis: str | None = strawberry.field(default=UNSET, description="1 to 4000 characters.")
    runtime_minutes: int | None = strawberry.field(
        default=UNSET, description="Fixed while showtimes are in the schedule."
    )
    release_date: datetime.date | None = strawberry.field(
        default=UNSET, description="Not after a showtime in the schedule."
    )
    certification: str | None = strawberry.field(default=UNSET, description="Such as `PG-13`.")
    genres: list[str] | None = strawberry.field(
        default=UNSET, description="All its genres: 1 to 10."
    )
    formats: list[ScreenFormat] | None = strawberry.field(
        default=UNSET, description="All its formats; those of showtimes in the schedule must stay."
    )
    poster_url: str | None = strawberry.field(default=UNSET, description="Null removes it.")
    trailer_url: str | None = strawberry.field(default=UNSET, description="Null removes it.")
