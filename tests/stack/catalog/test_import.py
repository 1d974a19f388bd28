"""Imports on the real store: all or nothing, also after a failure half-way."""

import asyncio
import itertools
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dev.errors import StackError
from dev.parts.subgraph import command
from dev.seed.command import run_command
from dev.stack import Stack
from shared.errors import VersionConflict
from shared.ids import UlidSource
from shared.storage.mongo import transaction
from subgraphs.catalog.adapters.store import writing
from subgraphs.catalog.adapters.store.large_commits import LargeCommits
from subgraphs.catalog.api.import_files.files import read_import_file
from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.errors import ImportBeingCompleted
from subgraphs.catalog.ports import CatalogChange
from subgraphs.catalog.service.planning.showtimes import showtime_from
from tests.stack.catalog.programme import Programme, everything
from tests.waiting import until

DEAD = "http://127.0.0.1:9"
"""An address without a listener."""
_years = itertools.count(1)


@pytest.fixture
async def content(programme: Programme) -> dict[str, Any]:
    """A movie and 60 showtimes of it in an auditorium that exists."""
    memory, new = await everything(programme.catalog), UlidSource().new
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
    """Make 60 showtimes too many for one transaction."""
    monkeypatch.setattr(writing, "_AT_ONCE", 20)
    monkeypatch.setattr(writing, "BATCH", 20)


async def stored(programme: Programme, content: dict[str, Any]) -> int:
    """Return how many of the file's showtimes the catalog has."""
    ids = [each["id"] for each in content["showtimes"]]
    return len(await programme.catalog.store.showtimes_by_ids(ids))


async def test_the_command_imports_a_file_once(
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
    version = await programme.catalog.store.version()
    assert "60 showtimes were there already" in await run_command(stack, "catalog", "import", file)
    assert await programme.catalog.store.version() == version


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
    printed = str(failed.value)
    for line in (
        "showtimes 8 format: The auditorium cannot show this format.",
        "showtimes 8 format: There is no copy of the movie in this format.",
        "showtimes 24 movieId: Neither the file nor the catalog has this id.",
        "showtimes 42 startsAt: showtimes 41 takes the auditorium then.",
        "Bad rows: 3. Nothing was written.",
    ):
        assert line in printed
    assert printed.count("showtimes ") == 5, "no other row is named"
    assert await stored(programme, content) == 0
    assert not await programme.catalog.store.movies_by_ids([content["movies"][0]["id"]])


@pytest.mark.usefixtures("small_transactions")
async def test_a_large_file_is_staged_and_then_written(
    programme: Programme, content: dict[str, Any], write: Callable[[dict[str, Any]], Path]
) -> None:
    progress: list[tuple[str, int]] = []
    summary = await programme.catalog.planning.imports.run(
        read_import_file(write(content)), lambda step, showtimes: progress.append((step, showtimes))
    )
    assert summary.new["showtimes"] == 60
    assert progress == [(step, n) for step in ("staged", "written") for n in (20, 40, 60)]
    assert await stored(programme, content) == 60
    assert await programme.catalog.connections.database["commits"].count_documents({}) == 0
    assert await programme.catalog.connections.database["commit_chunks"].count_documents({}) == 0


@pytest.mark.usefixtures("small_transactions")
async def test_a_large_import_that_fails_leaves_nothing(
    programme: Programme,
    content: dict[str, Any],
    write: Callable[[dict[str, Any]], Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def fail(*_: object) -> None:
        raise ConnectionResetError

    monkeypatch.setattr(LargeCommits, "commit", fail)
    with pytest.raises(ConnectionResetError):
        await programme.catalog.planning.imports.run(
            read_import_file(write(content)), lambda _step, _showtimes: None
        )
    assert await stored(programme, content) == 0
    assert not await programme.catalog.store.movies_by_ids([content["movies"][0]["id"]])
    assert await programme.catalog.connections.database["commit_chunks"].count_documents({}) == 0


@pytest.mark.parametrize("committed", [False, True])
async def test_a_server_finishes_a_large_import_whose_process_died(
    stack: Stack,
    programme: Programme,
    content: dict[str, Any],
    write: Callable[[dict[str, Any]], Path],
    committed: bool,
) -> None:
    """Before the commit point it is discarded; after it, completed."""
    catalog = programme.catalog
    movie: dict[str, Any] = content | {"showtimes": []}
    await catalog.planning.imports.run(
        read_import_file(write(movie)), lambda _step, _showtimes: None
    )
    showtimes = await planned(programme, content, write)
    commit_id = UlidSource().new("cmt")

    connections = catalog.connections
    dying = LargeCommits(connections.database, connections.outbox, connections.clock)
    await dying.begin(commit_id)
    await dying.stage(commit_id, 0, showtimes)
    if committed:
        await transaction(connections.database, lambda session: dying.commit(commit_id, session))
        # Another change could take what the import found free.
        with pytest.raises(ImportBeingCompleted):
            await catalog.store.commit(CatalogChange(), await catalog.store.version())
        with pytest.raises(StackError, match="A large import is being completed") as failed:
            await run_command(stack, "catalog", "import", str(write(content)))
        assert "Traceback" not in str(failed.value)

    await catalog.planning.imports.finish_abandoned()
    staged = connections.database["commit_chunks"]
    assert await staged.count_documents({}) == 1, "its process may still be alive"
    lease_ends = {"$set": {"until": datetime.now(UTC) - timedelta(seconds=1)}}
    await connections.database["commits"].update_one({"_id": commit_id}, lease_ends)

    async def ended() -> bool:
        return not await connections.database["commits"].count_documents({})

    await until(ended)
    assert await stored(programme, content) == 60 * committed
    assert await staged.count_documents({}) == 0
    await catalog.store.commit(CatalogChange(), await catalog.store.version())


async def test_a_discarded_import_stages_nothing_more(
    programme: Programme, content: dict[str, Any], write: Callable[[dict[str, Any]], Path]
) -> None:
    catalog = programme.catalog
    movie: dict[str, Any] = content | {"showtimes": []}
    await catalog.planning.imports.run(
        read_import_file(write(movie)), lambda _step, _showtimes: None
    )
    showtimes = await planned(programme, content, write)
    commit_id = UlidSource().new("cmt")

    connections = catalog.connections
    suspended = LargeCommits(connections.database, connections.outbox, connections.clock)
    await suspended.begin(commit_id)
    await suspended.stage(commit_id, 0, showtimes[:30])
    await suspended.discard(commit_id)
    with pytest.raises(VersionConflict):
        await suspended.stage(commit_id, 1, showtimes[30:])
    assert await connections.database["commit_chunks"].count_documents({}) == 0


@pytest.mark.parametrize(
    ("setting", "printed"),
    [
        ("CATALOG_VAULT_ROLE_ID_FILE", "/nowhere/role"),
        ("CATALOG_VAULT_ADDR", "The vault cannot be reached"),
    ],
)
async def test_the_command_says_what_is_missing(
    stack: Stack, tmp_path: Path, setting: str, printed: str
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
    assert printed in error.decode()
    assert "programme.json" not in error.decode()
    assert "Traceback" not in error.decode()


async def planned(
    programme: Programme, content: dict[str, Any], write: Callable[[dict[str, Any]], Path]
) -> list[Showtime]:
    """Return the file's showtimes as an import writes them."""
    memory = await everything(programme.catalog)
    data = read_import_file(write(content))
    showtimes: list[Showtime] = []
    for row in data.showtimes:
        auditorium = memory.all_auditoriums[row.value.auditorium_id]
        movie, cinema = (
            memory.all_movies[row.value.movie_id],
            memory.all_cinemas[auditorium.cinema_id],
        )
        showtimes.append(showtime_from(row.id, row.value, movie, auditorium, cinema))
    return showtimes
