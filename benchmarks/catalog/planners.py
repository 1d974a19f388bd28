"""Fifty planners of one auditorium at once, a hundred times: no overlap, and each loser is told."""

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
    """SystemExit when two showtimes overlap, or a loser is told of any but winners in its way."""
    plan = {name: value for name, value in content["showtimes"][0].items() if name != "id"}
    # Behind everything that the file has planned.
    first = datetime.now(UTC).replace(hour=15, minute=0, second=0, microsecond=0)
    first += timedelta(days=400)
    started, left, told = time.perf_counter(), 0, 0
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
        left += len(winners)
        told += len(losers)
    seconds = time.perf_counter() - started
    print(
        f"{_ROUNDS} rounds of {_PLANNERS} planners through two processes: {left} showtimes are "
        f"left and none overlap, {told} losers were each told of winners that overlap; "
        f"{seconds / _ROUNDS:.2f} s a round"
    )


def _start(day: datetime, planner: int) -> datetime:
    return day + timedelta(minutes=7 * planner % 300)


def _wanted(day: datetime, planner: int, content: dict[str, Any]) -> dict[str, str]:
    """When the planner's showtime would have been."""
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
    """What readers find in the auditorium on that day."""
    variables = {"id": auditorium["cinemaId"], "date": day.date().isoformat()}
    answer = await catalog.ask(_DAY, variables)
    nodes = [edge["node"] for edge in answer["cinema"]["showtimes"]["edges"]]
    return [node for node in nodes if node["auditorium"]["id"] == auditorium["id"]]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return not set(_slots(one)).isdisjoint(_slots(other))


def _slots(each: dict[str, Any]) -> range:
    """The five-minute steps for which a showtime takes its auditorium."""
    start = datetime.fromisoformat(each["startsAt"])
    end = datetime.fromisoformat(each["endsAt"]) + _CLEANING
    return range(int(start.timestamp() // 300), -int(-end.timestamp() // 300))
