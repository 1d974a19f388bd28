"""A door that was offline merges its scans: the earliest counts, and doubles are found."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.auth.viewer import Role, Viewer
from subgraphs.booking import errors
from subgraphs.booking.domain.check_in import DoorScan, add_scan, offline_scan
from subgraphs.booking.domain.tickets import Ticket, TicketStatus
from subgraphs.booking.service.scan_merging import MergedScan, ScanMerging
from tests.unit.booking import fakes
from tests.unit.booking.conftest import Workbench
from tests.unit.booking.fakes import ALICE, BOB, NOW, SHOWTIME
from tests.unit.booking.readings import DRESSED

STAFF = Viewer(BOB, "ses_2", frozenset({Role.STAFF}))


@pytest.fixture
async def ticket(bench: Workbench) -> Ticket:
    hold = await bench.hold("A1")
    await bench.booking.book_hold(ALICE, hold.id, "tok", "key")
    bench.clock.present = bench.seats.all[SHOWTIME].starts_at
    return bench.bookings.tickets[0]


@pytest.fixture
def merging(bench: Workbench) -> ScanMerging:
    return ScanMerging(fakes.Verifier(), bench.tickets)


def _scan(bench: Workbench, ticket: Ticket, minutes: float, device: str = "door 1") -> DoorScan:
    """Return a scan this many minutes from now."""
    return DoorScan(ticket.id, ticket.code, bench.clock.now() + timedelta(minutes=minutes), device)


async def _merge(merging: ScanMerging, scan: DoorScan) -> MergedScan:
    return await merging.merge(scan.code, scan.scan)


async def test_a_scan_uses_the_ticket_at_its_own_time(
    bench: Workbench, merging: ScanMerging, ticket: Ticket
) -> None:
    scan = _scan(bench, ticket, -7)
    merged = await _merge(merging, scan)
    assert (merged.is_new, merged.double) == (True, None)
    (after,) = bench.bookings.tickets
    assert (after.status, after.scans[0].at) == (TicketStatus.USED, scan.at)
    with pytest.raises(errors.TicketUsed) as refused:
        await bench.door.check_in(STAFF, ticket.code, "1")
    assert refused.value.checked_in_at == scan.at


@pytest.mark.parametrize("template", DRESSED)
async def test_what_a_scanner_added_to_the_code_is_taken_off(
    bench: Workbench, merging: ScanMerging, ticket: Ticket, template: str
) -> None:
    as_scanned = replace(_scan(bench, ticket, -7), code=template.format(ticket.code))
    assert (await _merge(merging, as_scanned)).is_new
    assert bench.bookings.tickets[0].status is TicketStatus.USED
    assert not (await _merge(merging, _scan(bench, ticket, -7))).is_new


async def test_a_scan_that_is_merged_again_is_not_its_own_double(
    bench: Workbench, merging: ScanMerging, ticket: Ticket
) -> None:
    await _merge(merging, _scan(bench, ticket, -7))
    before = list(bench.bookings.tickets)
    again = await _merge(merging, _scan(bench, ticket, -7))
    assert (again.is_new, again.double) == (False, None)
    assert bench.bookings.tickets == before


@pytest.mark.parametrize("minutes", [-3, 3])
async def test_the_earliest_scan_counts_whenever_it_is_merged(
    bench: Workbench, merging: ScanMerging, ticket: Ticket, minutes: float
) -> None:
    online = bench.clock.now()
    await bench.door.check_in(STAFF, ticket.code, "1")
    offline = _scan(bench, ticket, minutes)
    double = (await _merge(merging, offline)).double
    assert double is not None
    first, again = double
    assert (first.at, again.at) == (min(online, offline.at), max(online, offline.at))
    assert {first.device, again.device} == {"online", "door 1"}
    assert bench.bookings.tickets[0].scans[0] == first
    repeated = await _merge(merging, offline)
    assert (repeated.is_new, repeated.double) == (False, double)


async def test_cancelled_forged_and_unsold_tickets_are_refused(
    bench: Workbench, merging: ScanMerging, ticket: Ticket
) -> None:
    with pytest.raises(errors.NotATicket):
        await merging.merge("nonsense", offline_scan(NOW, "door 1"))
    with pytest.raises(errors.UnknownTicket):
        await merging.merge("signed:tkt_0", offline_scan(NOW, "door 1"))
    bench.clock.move(hours=-40)
    owner = Viewer(ALICE, "ses_1", frozenset({Role.CUSTOMER}))
    await bench.booking.cancel(owner, ticket.booking_id, None, "cancel")
    with pytest.raises(errors.TicketVoid):
        await _merge(merging, _scan(bench, ticket, -7))
    assert bench.bookings.tickets[0].status is TicketStatus.VOID


async def test_a_scan_that_is_merged_at_the_same_time_is_not_lost(
    bench: Workbench, merging: ScanMerging, ticket: Ticket
) -> None:
    other = _scan(bench, ticket, -9, "door 2").scan

    def another_merge() -> None:
        bench.bookings.tickets[0] = add_scan(ticket, other)

    bench.tickets.before_writing = another_merge
    merged = await _merge(merging, _scan(bench, ticket, -7))
    assert merged.double is not None
    assert [scan.device for scan in bench.bookings.tickets[0].scans] == ["door 2", "door 1"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(["a", "b"])), min_size=1, max_size=4))
async def test_the_order_in_which_files_are_merged_does_not_matter(
    scans: list[tuple[int, str]],
) -> None:
    outcomes: set[tuple[str, ...]] = set()
    for order in itertools.permutations(scans):
        sold = fakes.sold_ticket()
        seats = fakes.Seats(fakes.inventory())
        bookings = fakes.Bookings(seats, fakes.Holds(seats))
        bookings.tickets.append(sold)
        tickets = fakes.Tickets(bookings)
        merging = ScanMerging(fakes.Verifier(), tickets)
        new = 0
        for minute, device in [*order, *order]:
            at = NOW + timedelta(minutes=minute)
            merged = await merging.merge(sold.code, offline_scan(at, device))
            new += merged.is_new
        assert new == len(set(scans))
        after = await tickets.get(sold.id)
        assert after is not None
        assert after.scans[0].at == NOW + timedelta(minutes=min(minute for minute, _ in scans))
        outcomes.add(tuple(sorted(scan.id for scan in after.scans)))
    assert len(outcomes) == 1
