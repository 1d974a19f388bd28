"""The events of new showtimes, made for as many at a time as the store writes at a time."""

from collections.abc import Sequence

from subgraphs.catalog.domain.showtime_details import ShowtimeDetails
from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.events import ShowtimeScheduled
from subgraphs.catalog.ports import CatalogStore, MakeScheduledEvents


def scheduled_events_of(planned: Sequence[ShowtimeDetails]) -> MakeScheduledEvents:
    """Return what makes the events of `planned`, from the details that the decision read."""
    by_id = {each.showtime.id: each for each in planned}

    async def make(showtimes: Sequence[Showtime]) -> Sequence[ShowtimeScheduled]:
        return [by_id[each.id].scheduled_event() for each in showtimes]

    return make


def stored_scheduled_events(store: CatalogStore) -> MakeScheduledEvents:
    """Return what makes the events of staged showtimes, from the details that `store` has."""

    async def make(showtimes: Sequence[Showtime]) -> Sequence[ShowtimeScheduled]:
        movies = await store.movies_by_ids(sorted({each.movie_id for each in showtimes}))
        cinemas = await store.cinemas_by_ids(sorted({each.cinema_id for each in showtimes}))
        auditoriums = await store.auditoriums_by_ids(
            sorted({each.auditorium_id for each in showtimes})
        )
        return [
            ShowtimeDetails(
                each,
                movies[each.movie_id],
                cinemas[each.cinema_id],
                auditoriums[each.auditorium_id],
            ).scheduled_event()
            for each in showtimes
        ]

    return make
