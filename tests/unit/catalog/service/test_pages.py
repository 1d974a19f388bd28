"""Lists page by page: complete, in order, and all pages as of the first."""

from datetime import UTC, date, datetime, timedelta

from shared.pagination import Page, PageRequest
from subgraphs.catalog.api.types import by_nearness
from subgraphs.catalog.domain.movies import Movie, MovieStatus
from subgraphs.catalog.domain.showtimes import ShowtimeOwner
from subgraphs.catalog.ports import ShowtimeQuery
from tests.unit.catalog.town import Town


async def test_later_pages_of_premieres_are_for_the_day_of_the_first(town: Town) -> None:
    """The next page of a list of the 10th is the same when it is read on the 11th."""
    town.clock.moment = datetime(2026, 6, 10, 23, 59, tzinfo=UTC)
    for days in range(-30, 31):
        town.add_movie(f"{days}", release_date=date(2026, 6, 10) + timedelta(days=days))
    whole = await town.service.premieres(None, PageRequest(100, None))
    for seconds in range(0, 120, 30):
        town.clock.moment = datetime(2026, 6, 10, 23, 59, tzinfo=UTC)
        first = await town.service.premieres(None, by_nearness(20, None))
        assert await first.count() == len(whole.rows) == 62
        town.clock.moment += timedelta(seconds=seconds)
        found = [*first.rows]
        page = first
        while page.has_next:
            page = await town.service.premieres(None, by_nearness(20, page.cursors[-1]))
            found += page.rows
        assert found == list(whole.rows)


async def test_movies_of_several_cinemas_are_read_at_once(town: Town) -> None:
    """Each cinema has a page of its own movies, and only of those with the status."""
    for days, title in enumerate(("Coco", "Bolt", "Alien"), 1):
        movie = town.add_movie(title)
        plan = town.plan(timedelta(days=days), movie_id=movie.id)
        await town.planning.showtimes.schedule(plan)

    async def titles(status: MovieStatus | None, request: PageRequest) -> Page[Movie]:
        pages = await town.service.movies_at(
            {town.cinema.id: town.cinema.timezone, "cin_other": "Asia/Tokyo"}, status, request
        )
        assert not pages["cin_other"].rows
        return pages[town.cinema.id]

    page = await titles(None, PageRequest(2, None))
    assert [movie.title for movie in page.rows] == ["Alien", "Bolt"]
    assert (page.has_next, await page.count()) == (True, 3)
    page = await titles(MovieStatus.NOW_SHOWING, PageRequest(2, ("bolt", page.rows[-1].id)))
    assert [movie.title for movie in page.rows] == ["Coco"]
    assert not (await titles(MovieStatus.ENDED, PageRequest(2, None))).rows


async def test_showtimes_of_one_movie_are_the_same_alone_and_with_others(town: Town) -> None:
    for days in range(1, 6):
        await town.planning.showtimes.schedule(town.plan(timedelta(days=days)))
    after, ids, has_next = None, [town.movie.id], True
    while has_next:
        request = PageRequest(2, after)
        one = await town.service.showtimes_of(ShowtimeOwner.MOVIE, ids, ShowtimeQuery(), request)
        several = await town.service.showtimes_of(
            ShowtimeOwner.MOVIE, [*ids, "mov_other"], ShowtimeQuery(), request
        )
        page, same = one[town.movie.id], several[town.movie.id]
        assert (page.rows, page.cursors, page.has_next) == (same.rows, same.cursors, same.has_next)
        assert await page.count() == await same.count() == 5
        last = page.rows[-1]
        after, has_next = (round(last.starts_at.timestamp() * 1000), last.id), page.has_next
