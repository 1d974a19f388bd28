"""The showtimes of a testbed: most are far away, some begin within the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dev.seed.catalog import import_file
from dev.seed.ids import stable_id

_CINEMAS = ("Calima", "Plaza Morelia", "Estación Central", "Las Americas")
_FAR = timedelta(hours=30)
"""Cancelling refunds all until 24 hours before a showtime; no run takes the other 6 hours."""
_FIRST, _EVERY, _TODAY = timedelta(minutes=40), timedelta(minutes=60), 15
_GRID = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Programme:
    """The file that catalog imports, and the ids of its showtimes."""

    file: dict[str, Any]
    showtimes: Sequence[str]
    """Showtimes more than a day away, in a fixed order of auditoriums and days."""
    soon: Sequence[tuple[datetime, str]]
    """Start and id of the showtimes of the next hours, one per hour."""

    def in_hours(self, hours: float) -> str:
        """Return the showtime whose start is nearest to `hours` from now."""
        wanted = datetime.now(UTC) + timedelta(hours=hours)
        return min(self.soon, key=lambda each: abs(each[0] - wanted))[1]


def programme(now: datetime) -> Programme:
    """Return four cinemas' demo showtimes from 30 hours on, and one per hour before that."""
    everything = import_file(now.date())
    cinemas = [each for each in everything["cinemas"] if each["name"] in _CINEMAS]
    ids = {each["id"] for each in cinemas}
    auditoriums = [
        auditorium for auditorium in everything["auditoriums"] if auditorium["cinemaId"] in ids
    ]
    auditorium_ids = {auditorium["id"] for auditorium in auditoriums}
    far = [
        showtime
        for showtime in everything["showtimes"]
        if showtime["auditoriumId"] in auditorium_ids
        and datetime.fromisoformat(showtime["startsAt"]) > now + _FAR
    ]
    soon = _hourly(everything["movies"], far, now)
    cut = {"cinemas": cinemas, "auditoriums": auditoriums, "showtimes": [*far, *soon]}
    return Programme(
        everything | cut,
        [showtime["id"] for showtime in far],
        [(datetime.fromisoformat(each["startsAt"]), each["id"]) for each in soon],
    )


def _hourly(
    movies: Sequence[dict[str, Any]], far: Sequence[dict[str, Any]], now: datetime
) -> list[dict[str, Any]]:
    """Return one showtime per hour, of the shortest movie, in three auditoriums in turn.

    Each ends before the next one in its auditorium begins.
    """
    minutes = {movie["id"]: movie["runtimeMinutes"] for movie in movies}
    by_auditorium: dict[str, dict[str, Any]] = {}
    for showtime in sorted(far, key=lambda each: minutes[each["movieId"]]):
        by_auditorium.setdefault(showtime["auditoriumId"], showtime)
    patterns = list(by_auditorium.values())[:3]
    first = datetime.fromtimestamp(
        (now + _FIRST).timestamp() // _GRID.total_seconds() * _GRID.total_seconds(), UTC
    )
    found: list[dict[str, Any]] = []
    for number in range(_TODAY):
        starts_at = (first + number * _EVERY).isoformat()
        pattern = patterns[number % len(patterns)]
        own = {"id": stable_id("sho", "soon", starts_at), "startsAt": starts_at}
        found.append(pattern | own)
    return found
