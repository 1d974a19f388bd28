"""What catalog's resolvers use: the use cases, and loaders that batch look-ups."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from datetime import date
from typing import TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from shared.auth.sessions import SessionStore
from shared.graphql.context import RequestContext
from shared.pagination import Page, PageRequest
from subgraphs.catalog.domain.movies import Movie, MovieStatus
from subgraphs.catalog.domain.places import Auditorium, Cinema
from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.ports import ShowtimeQuery
from subgraphs.catalog.service.answers import AnswerCache
from subgraphs.catalog.service.planning import Planning
from subgraphs.catalog.service.reading import CatalogService, PagedOwner

Value = TypeVar("Value")
Owner = TypeVar("Owner", bound=Hashable)
Question = TypeVar("Question", bound=Hashable)
MoviesKey = tuple[tuple[str, str], tuple[MovieStatus | None, PageRequest]]
"""A cinema's id and time zone, and which of its movies."""
ShowtimesKey = tuple[str, tuple[PagedOwner, ShowtimeQuery, PageRequest]]
"""The id of a movie or cinema, which of the two it is, and which of its showtimes."""


class Context(RequestContext):
    """One request's context; `posters_url` is where clients find the posters that catalog draws."""

    def __init__(
        self,
        sessions: SessionStore,
        session_cookie: str,
        *,
        service: CatalogService,
        planning: Planning,
        answer_cache: AnswerCache,
        posters_url: str,
    ) -> None:
        super().__init__(sessions, session_cookie)
        self.service = service
        self.planning = planning
        self.posters_url = posters_url
        self.answer_cache = answer_cache
        self._today: asyncio.Future[date] | None = None
        self.city_loader = _by_id(service.cities_by_ids)
        self.cinema_loader = _by_id(service.cinemas_by_ids)
        self.auditorium_loader = _by_id(service.auditoriums_by_ids)
        self.movie_loader = _by_id(service.movies_by_ids)
        self.showtime_loader = _by_id(service.showtimes_by_ids)
        self.cinemas_of_city = DataLoader[str, list[Cinema]](load_fn=self._cinemas_of)
        self.auditoriums_of_cinema = DataLoader[str, list[Auditorium]](load_fn=self._auditoriums_of)
        self.movies_at = DataLoader[MoviesKey, Page[Movie]](load_fn=self._movies_at)
        self.showtimes_of = DataLoader[ShowtimesKey, Page[Showtime]](load_fn=self._showtimes_of)

    async def _cinemas_of(self, city_ids: list[str]) -> list[list[Cinema]]:
        cinemas = await self.service.cinemas_of(city_ids)
        return _grouped(city_ids, cinemas, lambda cinema: cinema.city_id)

    async def _auditoriums_of(self, cinema_ids: list[str]) -> list[list[Auditorium]]:
        auditoriums = await self.service.auditoriums_of(cinema_ids)
        return _grouped(cinema_ids, auditoriums, lambda auditorium: auditorium.cinema_id)

    async def today(self) -> date:
        """Return the day of movies' status, which is read once for the whole answer."""
        if self._today is None:
            self._today = asyncio.ensure_future(self.service.today())
        return await self._today

    async def _movies_at(self, keys: list[MoviesKey]) -> list[Page[Movie]]:
        async def ask(
            cinemas: list[tuple[str, str]], question: tuple[MovieStatus | None, PageRequest]
        ) -> dict[tuple[str, str], Page[Movie]]:
            pages = await self.service.movies_at(dict(cinemas), *question)
            return {(id, timezone): pages[id] for id, timezone in cinemas}

        return await _by_question(keys, ask)

    async def _showtimes_of(self, keys: list[ShowtimesKey]) -> list[Page[Showtime]]:
        return await _by_question(
            keys,
            lambda ids, question: self.service.showtimes_of(question[0], ids, *question[1:]),
        )


Info = strawberry.Info[Context, None]


async def _by_question(
    keys: list[tuple[Owner, Question]],
    ask: Callable[[list[Owner], Question], Awaitable[dict[Owner, Value]]],
) -> list[Value]:
    """Return the answer for each key, by one call of `ask` for each different question."""
    found: dict[tuple[Owner, Question], Value] = {}
    for question in {question for _, question in keys}:
        ids = [id for id, question_of_id in keys if question_of_id == question]
        found |= {(id, question): value for id, value in (await ask(ids, question)).items()}
    return [found[key] for key in keys]


def _by_id(
    fetch: Callable[[Sequence[str]], Awaitable[dict[str, Value]]],
) -> DataLoader[str, Value | None]:
    async def load(ids: list[str]) -> list[Value | None]:
        found = await fetch(ids)
        return [found.get(id) for id in ids]

    return DataLoader[str, Value | None](load_fn=load)


def _grouped(
    owners: list[str], values: list[Value], owner_of: Callable[[Value], str]
) -> list[list[Value]]:
    groups: dict[str, list[Value]] = {owner: [] for owner in owners}
    for value in values:
        groups[owner_of(value)].append(value)
    return [groups[owner] for owner in owners]
