"""Measures 100 rounds of 50 planners of one auditorium at once, and checks for overlaps."""

import asyncio
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.catalog.clients import Catalog
from benchmarks.catalog.programme import AUDITORIUMS

_ROUNDS = 100
_PLANNERS = 50
_TRAILERS = timedelta(minutes=10)
_CLEANING = timedelta(minutes=15)
_SCHEDULE = """
mutation S($input: ScheduleShowtimeInput!) {
  scheduleShowtime(input: $input) {
    __typename
    ... on Showtime { id }
    ... on ScheduleConflict { conflictsWith { id startsAt endsAt } }
  }
}
"""
_DAY = """
query D($id: ID!, $date: Date!) {
  cinema(id: $id) {
    showtimes(date: $date, first: 100) { edges { node { id startsAt endsAt auditorium { id } } } }
  }
}
"""


async def measure_planners(catalog: Catalog, content: dict[str, Any]) -> None:
    """SystemExit when showtimes overlap, or a conflict names any that is not in the way."""
    plan = {name: value for name, value in content["showtimes"][0].items() if name != "id"}
    # Later than all showtimes in the file.
    first = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)
    first += timedelta(days=400)
    started, remaining, refused = time.perf_counter(), 0, 0
    for number in range(_ROUNDS):
        auditorium = content["auditoriums"][number % AUDITORIUMS]
        day = first + timedelta(days=number // AUDITORIUMS)
        answers = await asyncio.gather(
            *(
                _schedule(catalog, planner, plan | {"auditoriumId": auditorium["id"]}, day)
                for planner in range(_PLANNERS)
            )
        )
        winners = {each["id"] for each in answers if each["__typename"] == "Showtime"}
        losers = [
            (_wanted(day, planner, content), each["conflictsWith"])
            for planner, each in enumerate(answers)
            if each["__typename"] == "ScheduleConflict"
        ]
        stored = await _stored(catalog, auditorium, day)
        if (
            len(winners) + len(losers) != _PLANNERS
            or not all(named for _, named in losers)
            or not all(other["id"] in winners for _, named in losers for other in named)
            or not all(_overlap(wanted, other) for wanted, named in losers for other in named)
            or {each["id"] for each in stored} != winners
            or any(itertools.starmap(_overlap, itertools.combinations(stored, 2)))
        ):
            raise SystemExit(f"round {number}: {answers}\nand stored: {stored}")
        remaining += len(winners)
        refused += len(losers)
    seconds = time.perf_counter() - started
    print(
        f"{_ROUNDS} rounds of {_PLANNERS} planners through two processes: {remaining} showtimes "
        f"remain and none overlap, {refused} losers got the showtimes that they would overlap; "
        f"{seconds / _ROUNDS:.2f} s a round"
    )


def _start(day: datetime, planner: int) -> datetime:
    return day + timedelta(minutes=7 * planner % 300)


def _wanted(day: datetime, planner: int, content: dict[str, Any]) -> dict[str, str]:
    """Return the times of the showtime that a planner asked for."""
    starts_at = _start(day, planner)
    movie = timedelta(minutes=content["movies"][0]["runtimeMinutes"])
    ends_at = starts_at + _TRAILERS + movie
    return {"startsAt": starts_at.isoformat(), "endsAt": ends_at.isoformat()}


async def _schedule(catalog: Catalog, planner: int, plan: dict[str, Any], day: datetime) -> Any:
    starts_at = _start(day, planner).isoformat()
    answer = await catalog.plan(
        _SCHEDULE, {"input": plan | {"startsAt": starts_at}}, process=planner
    )
    return answer["scheduleShowtime"]


async def _stored(
    catalog: Catalog, auditorium: dict[str, Any], day: datetime
) -> list[dict[str, Any]]:
    """Return the showtimes that readers see in the auditorium on that day."""
    variables = {"id": auditorium["cinemaId"], "date": day.date().isoformat()}
    answer = await catalog.ask(_DAY, variables)
    nodes = [edge["node"] for edge in answer["cinema"]["showtimes"]["edges"]]
    return [node for node in nodes if node["auditorium"]["id"] == auditorium["id"]]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return not set(_slots(one)).isdisjoint(_slots(other))


def _slots(each: dict[str, Any]) -> range:
    """Return the five-minute slots for which a showtime occupies its auditorium."""
    start = datetime.fromisoformat(each["startsAt"])
    end = datetime.fromisoformat(each["endsAt"]) + _CLEANING
    return range(int(start.timestamp() // 300), -int(-end.timestamp() // 300))
