"""Catalog on its real parts, with the demo programme."""

import json
from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from dev.patience import PatientTransport
from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.stack import Stack
from shared.auth.viewer import Role
from shared.ids import UlidSource
from subgraphs.catalog.app import open_catalog
from tests.stack.catalog.programme import Programme, logged_in, settings_of


@pytest.fixture(scope="session")
async def programme(
    stack: Stack, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Programme]:
    file = tmp_path_factory.mktemp("catalog") / "programme.json"
    file.write_text(json.dumps(import_file(datetime.now(UTC).date())))
    await run_command(stack, "catalog", "import", str(file))
    replica = await stack.start_replica("catalog")
    # Nearly as long as the server keeps idle connections: the pool may close an expired connection
    # that it has just given to a request.
    limits = httpx.Limits(max_connections=200, keepalive_expiry=60)
    async with (
        open_catalog(settings_of(stack)) as catalog,
        httpx.AsyncClient(
            timeout=60,
            transport=PatientTransport(0.1, limits=limits),
            auth=stack.as_router("catalog"),
        ) as http,
    ):
        yield Programme(
            url=f"{stack.ports.url('catalog')}/graphql",
            replica_url=f"{replica}/graphql",
            http=http,
            catalog=catalog,
            admin_token=await logged_in(catalog, Role.ADMIN),
        )


@pytest.fixture(scope="session")
async def good(programme: Programme) -> Mapping[str, dict[str, Any]]:
    """An input of each kind that is accepted, in a new cinema."""
    new, plan = UlidSource().new, programme.catalog.planning
    (city, *_) = await programme.catalog.store.cities(None)
    cinema = await plan.places.create_cinema(
        city.id, {"name": "Known cinema", "address": "Calle 19", "timezone": "America/Bogota"}
    )
    auditorium = await programme.ask(
        "mutation Auditorium($input: CreateAuditoriumInput!) {"
        " createAuditorium(input: $input) { ... on Auditorium { id } } }",
        admin=True,
        input={
            "cinemaId": cinema.id,
            "name": "Known auditorium",
            "formats": ["STANDARD_2D"],
            "rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}],
        },
    )
    movie = {
        "title": f"Movie {new('mov')}",
        "synopsis": "A boy sings.",
        "runtimeMinutes": 105,
        "releaseDate": "2020-06-01",
        "certification": "PG",
        "genres": ["Animation"],
        "formats": ["STANDARD_2D"],
        "spokenLanguage": "es-MX",
    }
    created = await programme.ask(
        "mutation Movie($input: CreateMovieInput!) {"
        " createMovie(input: $input) { ... on Movie { id } } }",
        admin=True,
        input=movie,
    )
    movie_id = created["createMovie"]["id"]
    auditorium_id = auditorium["createAuditorium"]["id"]
    starts_at = datetime.now(UTC).replace(microsecond=0) + timedelta(days=60)
    price = {"amountMinor": 100, "currency": "COP", "category": "ADULT", "seatClass": "STANDARD"}
    showtime = {
        "movieId": movie_id,
        "auditoriumId": auditorium_id,
        "startsAt": starts_at.isoformat(),
        "format": "STANDARD_2D",
        "audioLanguage": "es",
        "prices": [price],
    }
    scheduled = await programme.ask(
        "mutation Showtime($input: ScheduleShowtimeInput!) {"
        " scheduleShowtime(input: $input) { ... on Showtime { id } } }",
        admin=True,
        input=showtime,
    )
    next_day, day_after = ((starts_at + timedelta(days=days)).isoformat() for days in (1, 2))
    return {
        "movie": movie,
        "change": {"id": movie_id, "title": "Vaiana"},
        "cinema": {
            "cityId": city.id,
            "name": f"Cinema {new('cin')}",
            "address": "Calle 20",
            "timezone": "America/Bogota",
        },
        "update": {"id": cinema.id, "address": "Calle 21"},
        "auditorium": {
            "cinemaId": cinema.id,
            "name": f"Auditorium {new('aud')}",
            "formats": ["IMAX"],
            "rows": [{"label": "A", "seats": [{"number": 1, "column": 1}]}],
        },
        "showtime": showtime | {"startsAt": next_day},
        "move": {"id": scheduled["scheduleShowtime"]["id"], "startsAt": day_after},
        "week": {"cinemaId": cinema.id, "firstDay": "2020-06-08"},
    }
