"""Cities, cinemas, movies and showtimes, in one file because their fields refer to each other."""

import datetime
from typing import Annotated, Self

import strawberry

from shared.graphql.paging import After, Connection, First
from shared.graphql.types import Money
from shared.graphql.weights import LOOK_UP, PAGED, QUERY, assumed, weighs
from subgraphs.catalog.api.context import Info
from subgraphs.catalog.api.enums import (
    MovieStatus,
    ScreenFormat,
    SeatClass,
    ShowtimeStatus,
    TicketCategory,
)
from subgraphs.catalog.api.types.paging import by_start, by_title
from subgraphs.catalog.api.types.places import Auditorium
from subgraphs.catalog.domain import places
from subgraphs.catalog.domain.movies import Movie as DomainMovie
from subgraphs.catalog.domain.showtimes import Showtime as DomainShowtime
from subgraphs.catalog.domain.showtimes import ShowtimeOwner
from subgraphs.catalog.ports import ShowtimeQuery
from subgraphs.catalog.service.reading import PagedOwner


@strawberry.type(description="What a ticket costs.")
class TicketPrice:
    category: TicketCategory = strawberry.field(description="Who the ticket is for.")
    seat_class: SeatClass = strawberry.field(description="The kind of seat.")
    price: Money = strawberry.field(description="The price, taxes included.")


@strawberry.type(description="A city with cinemas.")
class City:
    id: strawberry.ID = strawberry.field(description="`cty_` and a ULID.")
    name: str = strawberry.field(description="Its name.")
    state: str = strawberry.field(description="The state or department.")
    country: str = strawberry.field(description="The country's English name.")

    @strawberry.field(directives=[assumed(5)], description="Its cinemas, by name.")
    async def cinemas(self, info: Info) -> list["Cinema"]:
        return [Cinema.of(each) for each in await info.context.cinemas_of_city.load(self.id)]

    @classmethod
    def of(cls, city: places.City) -> Self:
        return cls(
            id=strawberry.ID(city.id), name=city.name, state=city.state, country=city.country
        )


@strawberry.federation.type(keys=["id"], description="A cinema.")
class Cinema:
    id: strawberry.ID = strawberry.field(description="`cin_` and a ULID.")
    name: str = strawberry.field(description="Its name.")
    address: str = strawberry.field(description="Street and number.")
    timezone: str = strawberry.field(
        description="The time zone of the cinema's dates: an IANA name."
    )
    city_id: strawberry.Private[str]

    @strawberry.field(directives=[weighs(LOOK_UP)], description="Its city.")
    async def city(self, info: Info) -> City:
        city = await info.context.city_loader.load(self.city_id)
        assert city is not None, "a cinema's city is never removed"
        return City.of(city)

    @strawberry.field(directives=[assumed(8)], description="Its auditoriums, by name.")
    async def auditoriums(self, info: Info) -> list[Auditorium]:
        auditoriums = await info.context.auditoriums_of_cinema.load(self.id)
        return [Auditorium.of(each) for each in auditoriums]

    @strawberry.field(
        directives=[PAGED, weighs(2 * QUERY)],
        description="The movies with showtimes to come here, by title.",
    )
    async def movies(
        self,
        info: Info,
        status: Annotated[
            MovieStatus | None,
            strawberry.argument(description="Only movies with this status, by the cinema's day."),
        ] = MovieStatus.NOW_SHOWING,
        first: First = 20,
        after: After = None,
    ) -> Connection["Movie"]:
        question = (status, by_title(first, after))
        page = await info.context.movies_at.load(((self.id, self.timezone), question))
        return Connection[Movie].of(page, Movie.of)

    @strawberry.field(
        directives=[PAGED, weighs(QUERY)],
        description="The cinema's showtimes, by start; without a date, those to come.",
    )
    async def showtimes(
        self,
        info: Info,
        date: Annotated[
            datetime.date | None,
            strawberry.argument(description="Only showtimes of this business day of the cinema."),
        ] = None,
        movie_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only showtimes of this movie.")
        ] = None,
        format: Annotated[
            ScreenFormat | None, strawberry.argument(description="Only showtimes in this format.")
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> Connection["Showtime"]:
        query = ShowtimeQuery(day=date, movie_id=movie_id, format=format)
        return await _showtimes_of(info, ShowtimeOwner.CINEMA, self.id, query, first, after)

    @classmethod
    def of(cls, cinema: places.Cinema) -> Self:
        return cls(
            id=strawberry.ID(cinema.id),
            name=cinema.name,
            address=cinema.address,
            timezone=cinema.timezone,
            city_id=cinema.city_id,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        cinema = await info.context.cinema_loader.load(id)
        return cls.of(cinema) if cinema else None


@strawberry.federation.type(keys=["id"], description="A movie.")
class Movie:
    id: strawberry.ID = strawberry.field(description="`mov_` and a ULID.")
    title: str = strawberry.field(description="The title under which the cinemas announce it.")
    original_title: str | None = strawberry.field(description="The title in the original language.")
    synopsis: str = strawberry.field(description="What it is about, in a few sentences.")
    runtime_minutes: int = strawberry.field(description="The running time without trailers.")
    release_date: datetime.date = strawberry.field(description="Its first day in cinemas.")
    certification: str = strawberry.field(description="The age classification, such as `PG-13`.")
    genres: list[str] = strawberry.field(
        directives=[assumed(5)], description="Its genres, such as `Action`."
    )
    formats: list[ScreenFormat] = strawberry.field(
        directives=[assumed(5)], description="The formats in which it can be shown."
    )
    spoken_language: str = strawberry.field(
        description="The language of the original sound: a BCP 47 tag."
    )
    subtitle_languages: list[str] = strawberry.field(
        directives=[assumed(5)], description="The languages of its subtitles: BCP 47 tags."
    )
    own_poster_url: strawberry.Private[str | None]
    trailer_url: str | None = strawberry.field(description="The address of a video.")
    archived: bool = strawberry.field(description="Whether no list contains it.")

    movie: strawberry.Private[DomainMovie]

    @strawberry.field(
        description="Its status at this moment: it is released when its release date begins at the "
        "first of all cinemas."
    )
    async def status(self, info: Info) -> MovieStatus:
        return self.movie.status(info.context.service.clock.now(), await info.context.today())

    @strawberry.field(description="The address of its poster; a movie without one gets a drawing.")
    def poster_url(self, info: Info) -> str | None:
        return self.own_poster_url or f"{info.context.posters_url}/{self.id}.svg"

    @strawberry.field(
        directives=[PAGED, weighs(QUERY)],
        description="Its showtimes, by start; without a date, those to come.",
    )
    async def showtimes(
        self,
        info: Info,
        city_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only showtimes in this city.")
        ] = None,
        cinema_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only showtimes in this cinema.")
        ] = None,
        date: Annotated[
            datetime.date | None,
            strawberry.argument(description="Only showtimes of this business day of the cinema."),
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> Connection["Showtime"]:
        query = ShowtimeQuery(city_id=city_id, cinema_id=cinema_id, day=date)
        return await _showtimes_of(info, ShowtimeOwner.MOVIE, self.id, query, first, after)

    @classmethod
    def of(cls, movie: DomainMovie) -> Self:
        return cls(
            id=strawberry.ID(movie.id),
            title=movie.title,
            original_title=movie.original_title,
            synopsis=movie.synopsis,
            runtime_minutes=movie.runtime_minutes,
            release_date=movie.release_date,
            certification=movie.certification,
            genres=list(movie.genres),
            formats=sorted(movie.formats),
            spoken_language=movie.spoken_language,
            subtitle_languages=list(movie.subtitle_languages),
            own_poster_url=movie.poster_url,
            trailer_url=movie.trailer_url,
            archived=movie.archived,
            movie=movie,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        movie = await info.context.movie_loader.load(id)
        return cls.of(movie) if movie else None


@strawberry.federation.type(keys=["id"], description="One showtime of a movie.")
class Showtime:
    id: strawberry.ID = strawberry.field(description="`sho_` and a ULID.")
    starts_at: datetime.datetime = strawberry.field(description="When the trailers begin.")
    ends_at: datetime.datetime = strawberry.field(
        description="When the movie ends, after 10 minutes of trailers."
    )
    business_date: datetime.date = strawberry.field(
        description="The cinema's business day: a showtime at 00:30 belongs to the evening before."
    )
    format: ScreenFormat = strawberry.field(description="How the movie is shown.")
    audio_language: str = strawberry.field(description="The language of the sound: a BCP 47 tag.")
    subtitle_language: str | None = strawberry.field(
        description="The language of the subtitles, if any: a BCP 47 tag."
    )
    prices: list[TicketPrice] = strawberry.field(
        directives=[assumed(12)], description="The prices, by ticket category and seat class."
    )
    status: ShowtimeStatus = strawberry.field(description="Whether the showtime takes place.")
    movie_id: strawberry.Private[str]
    cinema_id: strawberry.Private[str]
    auditorium_id: strawberry.Private[str]

    @strawberry.field(directives=[weighs(LOOK_UP)], description="The movie.")
    async def movie(self, info: Info) -> Movie:
        movie = await info.context.movie_loader.load(self.movie_id)
        assert movie is not None, "a movie with showtimes is never removed"
        return Movie.of(movie)

    @strawberry.field(directives=[weighs(LOOK_UP)], description="The cinema.")
    async def cinema(self, info: Info) -> Cinema:
        cinema = await info.context.cinema_loader.load(self.cinema_id)
        assert cinema is not None, "a cinema with showtimes is never removed"
        return Cinema.of(cinema)

    @strawberry.field(directives=[weighs(2 * LOOK_UP)], description="The auditorium.")
    async def auditorium(self, info: Info) -> Auditorium:
        auditorium = await info.context.auditorium_loader.load(self.auditorium_id)
        assert auditorium is not None, "an auditorium with showtimes is never removed"
        return Auditorium.of(auditorium)

    @classmethod
    def of(cls, showtime: DomainShowtime) -> Self:
        return cls(
            id=strawberry.ID(showtime.id),
            starts_at=showtime.starts_at,
            ends_at=showtime.ends_at,
            business_date=showtime.business_date,
            format=showtime.format,
            audio_language=showtime.audio_language,
            subtitle_language=showtime.subtitle_language,
            prices=[
                TicketPrice(
                    category=each.category,
                    seat_class=each.seat_class,
                    price=Money.of(each.price),
                )
                for each in showtime.prices
            ],
            status=showtime.status,
            movie_id=showtime.movie_id,
            cinema_id=showtime.cinema_id,
            auditorium_id=showtime.auditorium_id,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        showtime = await info.context.showtime_loader.load(id)
        return cls.of(showtime) if showtime else None


async def _showtimes_of(
    info: Info,
    owner: PagedOwner,
    id: str,
    query: ShowtimeQuery,
    first: int | None,
    after: str | None,
) -> Connection[Showtime]:
    question = (owner, query, by_start(first, after))
    page = await info.context.showtimes_of.load((id, question))
    return Connection[Showtime].of(page, Showtime.of)
