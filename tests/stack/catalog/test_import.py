"""Imports on the real store: all or nothing, whatever happens half-way."""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dev.errors import StackError
from dev.parts.subgraph import command
from dev.seed.command import run_command
from dev.stack import Stack
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.storage.mongo import Session, transaction
from subgraphs.catalog.adapters.store import writing
from subgraphs.catalog.adapters.store.large_commits import LargeCommits
from subgraphs.catalog.api.import_files import read
from subgraphs.catalog.domain import Showtime
from subgraphs.catalog.errors import ImportBeingCompleted, Overtaken
from subgraphs.catalog.ports import Changes
from subgraphs.catalog.service.planning.showtimes import showtime_of
from tests.stack.catalog.programme import Programme, everything
from tests.waiting import until

DEAD = "http://127.0.0.1:9"
"""An address where nobody listens."""
_years = itertools.count(1)


@pytest.fixture
async def content(programme: Programme) -> dict[str, Any]:
    """A movie and 60 showtimes of it in an auditorium that exists."""
    memory, new = await everything(programme.core), UlidSource().new
    auditorium = next(each for each in memory.all_auditoriums.values() if each.name == "IMAX")
    prices = [
        {"category": "ADULT", "seatClass": each, "amountMinor": 100, "currency": "MXN"}
        for each in sorted(auditorium.seat_classes)
    ]
    movie_id = new("mov")
    first = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(days=100 * next(_years))
    return {
        "movies": [
            {
                "id": movie_id,
                "title": "A movie of long ago",
                "synopsis": "It was shown.",
                "runtimeMinutes": 100,
                "releaseDate": "2000-01-01",
                "certification": "G",
                "genres": ["Drama"],
                "formats": ["STANDARD_2D"],
                "spokenLanguage": "en",
            }
        ],
        "showtimes": [
            {
                "id": new("sho"),
                "movieId": movie_id,
                "auditoriumId": auditorium.id,
                "startsAt": (first + timedelta(hours=3 * number)).isoformat(),
                "format": "STANDARD_2D",
                "audioLanguage": "en",
                "prices": prices,
            }
            for number in range(60)
        ],
    }


@pytest.fixture
def write(tmp_path: Path) -> Callable[[dict[str, Any]], Path]:
    def write(content: dict[str, Any]) -> Path:
        file = tmp_path / "programme.json"
        file.write_text(json.dumps(content))
        return file

    return write


@pytest.fixture
def small_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    """60 showtimes are too many for one."""
    monkeypatch.setattr(writing, "_AT_ONCE", 20)
    monkeypatch.setattr(writing, "BATCH", 20)


async def stored(programme: Programme, content: dict[str, Any]) -> int:
    """How many of the file's showtimes the catalog has."""
    ids = [each["id"] for each in content["showtimes"]]
    return len(await programme.core.store.showtimes_by_ids(ids))


async def test_the_command_takes_a_file_in_once(
    programme: Programme,
    stack: Stack,
    content: dict[str, Any],
    write: Callable[[dict[str, Any]], Path],
) -> None:
    file = str(write(content))
    assert "60 new" in await run_command(stack, "catalog", "import", file, "--dry-run")
    assert await stored(programme, content) == 0
    assert "60 new" in await run_command(stack, "catalog", "import", file)
    assert await stored(programme, content) == 60
    version = await programme.core.store.version()
    assert "60 showtimes were there already" in await run_command(stack, "catalog", "import", file)
    assert await programme.core.store.version() == version


async def test_the_command_names_every_bad_row_and_writes_nothing(
    programme: Programme,
    stack: Stack,
    content: dict[str, Any],
    write: Callable[[dict[str, Any]], Path],
) -> None:
    content["showtimes"][7]["format"] = "FOUR_DX"
    content["showtimes"][23]["movieId"] = "mov_" + "0" * 26
    content["showtimes"][40]["startsAt"] = content["showtimes"][41]["startsAt"]
    with pytest.raises(StackError) as failed:
        await run_command(stack, "catalog", "import", str(write(content)))
    told = str(failed.value)
    for line in (
        "showtimes 8 format: The auditorium cannot show this format.",
        "showtimes 8 format: There is no copy of the movie in this format.",
        "showtimes 24 movieId: Neither the file nor the catalog has this id.",
        "showtimes 42 startsAt: showtimes 41 takes the auditorium then.",
        "Bad rows: 3. Nothing was written.",
    ):
        assert line in told
    assert told.count("showtimes ") == 5, "no other row is named"
    assert await stored(programme, content) == 0
    assert not await programme.core.store.movies_by_ids([content["movies"][0]["id"]])


@pytest.mark.usefixtures("small_transactions")
async def test_a_large_file_is_laid_by_and_then_there(
    programme: Programme, content: dict[str, Any], write: Callable[[dict[str, Any]], Path]
) -> None:
    progress: list[tuple[str, int]] = []
    summary = await programme.core.planning.imports.run(
        read(write(content)), lambda step, showtimes: progress.append((step, showtimes))
    )
    assert summary.new["showtimes"] == 60
    assert progress == [(step, n) for step in ("laid by", "written") for n in (20, 40, 60)]
    assert await stored(programme, content) == 60
    assert await programme.core.database["commits"].count_documents({}) == 0
    assert await programme.core.database["commit_chunks"].count_documents({}) == 0


@pytest.mark.usefixtures("small_transactions")
async def test_a_large_import_that_fails_leaves_nothing(
    programme: Programme,
    content: dict[str, Any],
    write: Callable[[dict[str, Any]], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(*_: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(LargeCommits, "decide", fail)
    with pytest.raises(ConnectionResetError):
        await programme.core.planning.imports.run(
            read(write(content)), lambda _step, _showtimes: None
        )
    assert await stored(programme, content) == 0
    assert not await programme.core.store.movies_by_ids([content["movies"][0]["id"]])
    assert await programme.core.database["commit_chunks"].count_documents({}) == 0


@pytest.mark.parametrize("decided", [False, True])
async def test_a_large_import_whose_process_died_is_ended_by_a_server(
    stack: Stack,
    programme: Programme,
    content: dict[str, Any],
    write: Callable[[dict[str, Any]], Path],
    decided: bool,
) -> None:
    """Before the decision it is cleared away; after it, completed."""
    core = programme.core
    movie: dict[str, Any] = content | {"showtimes": []}
    await core.planning.imports.run(read(write(movie)), lambda _step, _showtimes: None)
    showtimes = await planned(programme, content, write)
    commit_id = UlidSource().new("cmt")

    async def no_events(showtimes: Sequence[Showtime], session: Session) -> None: ...

    dying = LargeCommits(core.database, SystemClock(), no_events)
    await dying.begin(commit_id)
    await dying.lay_by(commit_id, 0, showtimes)
    if decided:
        await transaction(core.database, lambda session: dying.decide(commit_id, session))
        # Nobody may take what the commit was promised.
        with pytest.raises(ImportBeingCompleted):
            await core.store.commit(Changes(), await core.store.version())
        with pytest.raises(StackError, match="A large import is being completed") as told:
            await run_command(stack, "catalog", "import", str(write(content)))
        assert "Traceback" not in str(told.value)

    await core.store.finish_commits()
    laid_by = core.database["commit_chunks"]
    assert await laid_by.count_documents({}) == 1, "its process may still be alive"
    lease_ends = {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}}
    await core.database["commits"].update_one({"_id": commit_id}, lease_ends)

    async def ended() -> bool:
        return not await core.database["commits"].count_documents({})

    await until(ended)
    assert await stored(programme, content) == 60 * decided
    assert await laid_by.count_documents({}) == 0
    await core.store.commit(Changes(), await core.store.version())


async def test_who_was_given_up_for_dead_leaves_nothing_when_it_goes_on(
    programme: Programme, content: dict[str, Any], write: Callable[[dict[str, Any]], Path]
) -> None:
    core = programme.core
    movie: dict[str, Any] = content | {"showtimes": []}
    await core.planning.imports.run(read(write(movie)), lambda _step, _showtimes: None)
    showtimes = await planned(programme, content, write)
    commit_id = UlidSource().new("cmt")

    async def no_events(showtimes: Sequence[Showtime], session: Session) -> None: ...

    suspended = LargeCommits(core.database, SystemClock(), no_events)
    await suspended.begin(commit_id)
    await suspended.lay_by(commit_id, 0, showtimes[:30])
    await suspended.clear(commit_id)
    with pytest.raises(Overtaken):
        await suspended.lay_by(commit_id, 1, showtimes[30:])
    assert await core.database["commit_chunks"].count_documents({}) == 0


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ("CATALOG_VAULT_ROLE_ID_FILE", "/nowhere/role"),
        ("CATALOG_VAULT_ADDR", "The vault cannot be reached"),
    ],
)
async def test_the_command_says_what_is_missing(
    stack: Stack, tmp_path: Path, setting: str, told: str
) -> None:
    file = tmp_path / "programme.json"
    file.write_text("{}")
    launched = command("catalog", stack.ports, stack.folders, stack.upstream)
    values = {"CATALOG_VAULT_ROLE_ID_FILE": "/nowhere/role", "CATALOG_VAULT_ADDR": DEAD}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "subgraphs.catalog", "import", str(file)),
        env={**os.environ, **launched.env, setting: values[setting]},
        stderr=asyncio.subprocess.PIPE,
    )
    _, error = await process.communicate()
    assert process.returncode == 1
    assert told in error.decode()
    assert "programme.json" not in error.decode()
    assert "Traceback" not in error.decode()


async def planned(
    programme: Programme, content: dict[str, Any], write: Callable[[dict[str, Any]], Path]
) -> list[Showtime]:
    """The file's showtimes as they would be written."""
    memory = await everything(programme.core)
    data = read(write(content))
    showtimes: list[Showtime] = []
    for row in data.showtimes:
        auditorium = memory.all_auditoriums[row.value.auditorium_id]
        movie, cinema = (
            memory.all_movies[row.value.movie_id],
            memory.all_cinemas[auditorium.cinema_id],
        )
        showtimes.append(showtime_of(row.id, row.value, movie, auditorium, cinema))
    return showtimes
