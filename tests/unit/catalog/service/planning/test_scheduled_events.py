"""The events of new showtimes are made chunk by chunk, as the store asks for them."""

from collections.abc import Sequence
from datetime import timedelta

from subgraphs.catalog.domain.showtimes import Showtime
from subgraphs.catalog.events import ShowtimeScheduled
from subgraphs.catalog.ports import CatalogChange, ReportProgress
from subgraphs.catalog.service.planning.scheduled_events import stored_scheduled_events
from tests.unit.catalog.import_files import EXAMPLE_JSON, run_import
from tests.unit.catalog.memory import MemoryCatalogStore
from tests.unit.catalog.town import Town


class ChunkingStore(MemoryCatalogStore):
    """Asks for the events of one new showtime at a time."""

    async def commit(
        self,
        change: CatalogChange,
        read_at_version: int,
        report_progress: ReportProgress = lambda _step, _showtimes: None,
    ) -> None:
        scheduled_events = change.scheduled_events

        async def one_at_a_time(showtimes: Sequence[Showtime]) -> Sequence[ShowtimeScheduled]:
            return [event for each in showtimes for event in await scheduled_events([each])]

        chunked = CatalogChange(
            cities=change.cities,
            cinemas=change.cinemas,
            auditoriums=change.auditoriums,
            movies=change.movies,
            showtimes=change.showtimes,
            new_showtimes=change.new_showtimes,
            events=change.events,
            scheduled_events=one_at_a_time,
        )
        await super().commit(chunked, read_at_version, report_progress)


async def test_an_import_makes_the_events_of_each_chunk() -> None:
    town = Town(store=ChunkingStore())
    await run_import(town, EXAMPLE_JSON)
    events = town.store.events
    assert [each.showtime_id for each in events] == list(town.store.all_showtimes)
    assert all(isinstance(each, ShowtimeScheduled) and each.seats for each in events)


async def test_the_events_of_stored_showtimes_are_those_of_the_decision(town: Town) -> None:
    """A process that completes the import of another one publishes the same events."""
    await run_import(town, EXAMPLE_JSON)
    showtimes = list(town.store.all_showtimes.values())
    assert await stored_scheduled_events(town.store)(showtimes) == town.store.events


async def test_each_new_showtime_has_one_event(town: Town) -> None:
    showtime = await town.planning.showtimes.schedule(town.plan(timedelta(days=1)))
    await town.planning.weeks.copy(town.cinema.id, showtime.business_date)
    assert [each.showtime_id for each in town.store.events] == list(town.store.all_showtimes)
