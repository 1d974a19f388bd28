"""Planning movies: titles that older code prepared for lists and searches."""

from dataclasses import replace

from tests.unit.catalog.town import Town


async def test_movies_of_older_code_are_written_again(town: Town) -> None:
    movies = [town.add_movie(f"Movie {number}") for number in range(450)]
    town.store.outdated = {each.id for each in movies}
    before = dict(town.store.all_movies)
    await town.planning.movies.refresh_titles()
    assert not town.store.outdated
    assert town.store.all_movies == before
    assert town.store.number == 3, "200 movies are written at a time"


async def test_nothing_is_written_when_no_movie_is_old(town: Town) -> None:
    await town.planning.movies.refresh_titles()
    assert town.store.number == 0


async def test_a_change_meanwhile_is_kept(town: Town) -> None:
    town.store.outdated = {town.movie.id}

    def archived_by_another() -> None:
        town.store.before_commit = lambda: None
        town.store.all_movies[town.movie.id] = replace(town.movie, archived=True)
        town.store.number += 1

    town.store.before_commit = archived_by_another
    await town.planning.movies.refresh_titles()
    assert town.store.all_movies[town.movie.id].archived
