"""Time zones: places only, by the names of the pinned package, at every entry."""

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from subgraphs.catalog.api.import_files.rows import FileCinema
from subgraphs.catalog.api.inputs.places import ValidatedCinema, ValidatedCinemaUpdate

_ID = "0" * 26
ENTRIES: dict[str, tuple[type[Any], dict[str, str]]] = {
    "create": (ValidatedCinema, {"name": "Calima", "address": "Calle 19"}),
    "update": (ValidatedCinemaUpdate, {}),
    "import": (
        FileCinema,
        {
            "id": f"cin_{_ID}",
            "cityId": f"cty_{_ID}",
            "name": "Calima",
            "address": "Calle 19",
        },
    ),
}


def accepts(entry: str, zone: str) -> bool:
    model, fields = ENTRIES[entry]
    try:
        return model.model_validate({**fields, "timezone": zone}).timezone == zone
    except ValidationError as error:
        (problem,) = error.errors()
        assert problem["type"] == "unknown_time_zone"
        return False


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(
    "zone",
    [
        "America/Bogota",
        "America/Argentina/Buenos_Aires",
        "Antarctica/Troll",
        "Pacific/Auckland",
        # An older name of a place is a link, and stays one.
        "Asia/Calcutta",
        "Arctic/Longyearbyen",
    ],
)
def test_a_place_is_a_time_zone(entry: str, zone: str) -> None:
    assert accepts(entry, zone)


@pytest.mark.parametrize("entry", ENTRIES)
@pytest.mark.parametrize(
    "zone",
    [
        "localtime",
        "Factory",
        "posixrules",
        "UTC",
        "GMT",
        "GMT+3",
        "Etc/UTC",
        "Etc/GMT+5",
        "EST",
        "EST5EDT",
        "CET",
        "US/Eastern",
        "Canada/Pacific",
        "Japan",
        "SystemV/EST5EDT",
        "posix/America/Bogota",
        "right/America/Bogota",
        "america/bogota",
        "AMERICA/BOGOTA",
        "America",
        "America/",
        "America/Bogota/",
        "America//Bogota",
        "America/Argentina",
        "../America/Bogota",
        "/usr/share/zoneinfo/America/Bogota",
        "America/Bogotá",
        "-05:00",
        "<-05>5",
        "",
    ],
)
def test_anything_else_is_none(entry: str, zone: str) -> None:
    assert not accepts(entry, zone)


def test_the_days_of_a_place_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    """A machine may have old zones, or none: the pinned package alone counts."""
    (tmp_path / "America").mkdir()
    tokyo = resources.files("tzdata").joinpath("zoneinfo", "Asia", "Tokyo").read_bytes()
    (tmp_path / "America" / "Bogota").write_bytes(tokyo)
    (tmp_path / "America" / "Atlantis").write_bytes(tokyo)
    program = (
        "from datetime import UTC, datetime\n"
        "from subgraphs.catalog.api.inputs.places import ValidatedCinemaUpdate\n"
        "from subgraphs.catalog.domain.showtimes import business_date\n"
        "print(business_date(datetime(2026, 6, 10, 22, tzinfo=UTC), 'America/Bogota'))\n"
        "ValidatedCinemaUpdate(timezone='America/Atlantis')\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONTZPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.stdout == "2026-06-10\n"
    assert "unknown_time_zone" in ran.stderr
