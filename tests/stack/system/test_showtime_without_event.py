"""Booking asks catalog about a showtime whose event has not arrived."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dev.seed.catalog import import_file
from dev.seed.command import run_command
from dev.stack import Stack
from shared.ids import UlidSource
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold


async def test_a_new_showtime_can_be_booked_while_the_broker_hangs(
    stack: Stack, showtimes: list[str], new_customer: NewCustomer, tmp_path: Path
) -> None:
    alice = await new_customer()
    planned = import_file(datetime.now(UTC).date())["showtimes"]
    showtime = next(each for each in planned if each["id"] == showtimes[0])
    id = UlidSource().new("sho")
    start = datetime.fromisoformat(showtime["startsAt"]) + timedelta(days=60)
    file = tmp_path / "showtime.json"
    file.write_text(
        json.dumps({"showtimes": [showtime | {"id": id, "startsAt": start.isoformat()}]})
    )
    broker = stack.processes["kafka"]
    broker.pause()
    try:
        assert "showtimes: 1 new" in await run_command(stack, "catalog", "import", str(file))
        held = await hold(alice, id, "C3", "C4")
        assert held["__typename"] == "SeatHold", held
        booking = await book(alice, held["id"])
        assert (booking["__typename"], booking["status"]) == ("Booking", "CONFIRMED")
    finally:
        broker.resume()
