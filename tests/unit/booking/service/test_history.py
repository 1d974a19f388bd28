"""No order of operations and crashes sells a seat twice or loses money.

Customers, recovery workers and the catalog's events act on one showtime of six seats. Hypothesis
chooses who does what, lets each make some calls at a time, and kills them between two calls.
"""

import contextlib
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from shared.auth.viewer import Role, Viewer
from shared.errors import VersionConflict
from subgraphs.booking.domain.bookings import Booking
from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from subgraphs.booking.domain.seats import SeatChoice, TicketCategory
from subgraphs.booking.ports import PaymentState
from tests.unit.booking.bank import TOKENS, Bank
from tests.unit.booking.conftest import new_bench
from tests.unit.booking.fakes import ALICE, BOB, NOW, SHOWTIME, free_seat, inventory
from tests.unit.booking.judge import Judge
from tests.unit.booking.turns import Operation, Start, take_turns

ATTEMPTS = 12
LASTS = timedelta(minutes=10)
SEATS = [free_seat("A", number) for number in range(1, 7)]
ACCOUNTS = st.sampled_from([ALICE, BOB])
CHOSEN = st.lists(st.sampled_from([seat.id for seat in SEATS]), min_size=1, max_size=2, unique=True)
ANY = st.integers(0, 99)
# All calls to the end, or this many.
TURNS = st.one_of(st.just(1_000), st.integers(1, 9))
CALLS = st.sets(st.sampled_from(["authorize", "capture", "void", "refund", "find"]))


class Cinema(RuleBasedStateMachine):
    """The use cases on ports in memory, and what must always hold."""

    def __init__(self) -> None:
        super().__init__()
        self.bank = Bank()
        self.bench = new_bench(inventory(*SEATS), self.bank, ATTEMPTS)
        bench = self.bench
        take_turns(bench.seats, bench.holds, bench.bookings, bench.payments)
        self.under_way: list[Operation] = []
        self.cut_off: list[Start] = []
        self.events: list[Start] = []
        self.judge = Judge(bench, self.bank)
        self.starts_at = self.seen_starting_at = bench.seats.all[SHOWTIME].starts_at
        self.moved_at = NOW - LASTS
        self.cancelled = False
        self.keys = 0

    @rule(account=ACCOUNTS, chosen=CHOSEN, turns=TURNS)
    def hold(self, account: str, chosen: list[str], turns: int) -> None:
        key, choices = self._key(), [SeatChoice(id, TicketCategory.ADULT) for id in chosen]
        self._begin(lambda: self.bench.holding.hold_seats(account, SHOWTIME, choices, key), turns)

    @rule(which=ANY, turns=TURNS)
    def extend(self, which: int, turns: int) -> None:
        account, id = self._a_hold(which)
        self._begin(lambda: self.bench.holding.extend(account, id), turns)

    @rule(which=ANY, turns=TURNS)
    def release(self, which: int, turns: int) -> None:
        account, id = self._a_hold(which)
        self._begin(lambda: self.bench.holding.release(account, id), turns)

    @rule(which=ANY, token=st.sampled_from(TOKENS), turns=TURNS)
    def book(self, which: int, token: str, turns: int) -> None:
        (account, id), key = self._a_hold(which), self._key()
        self._begin(lambda: self.bench.booking.book_hold(account, id, token, key), turns)

    @rule(which=ANY, turns=TURNS)
    def cancel(self, which: int, turns: int) -> None:
        booking, key = self._a_booking(which), self._key()
        if booking is not None:
            owner = Viewer(booking.account_id, "ses_1", frozenset({Role.CUSTOMER}))
            self._begin(lambda: self.bench.booking.cancel(owner, booking.id, None, key), turns)

    @rule(turns=TURNS)
    def recover(self, turns: int) -> None:
        self._begin(self.bench.recover, turns)

    @rule(which=ANY, turns=TURNS)
    def resume_by_people(self, which: int, turns: int) -> None:
        """People let a booking that was left to them continue."""
        bookings = self.bench.bookings.all.values()
        left = [each for each in bookings if each.status is BookingStatus.NEEDS_ATTENTION]
        if left:
            self._resume(left[which % len(left)], turns)

    @rule(seconds=st.sampled_from([1, 16, 16, 50, 130, 601]))
    def time_passes(self, seconds: int) -> None:
        self.bench.clock.move(seconds=seconds)

    @precondition(lambda self: self.bench.clock.now() < self.starts_at - timedelta(hours=26))
    @rule()
    def a_day_passes(self) -> None:
        self.bench.clock.move(hours=25)

    @rule(unavailable=CALLS, losing=CALLS)
    def payment_fails(self, unavailable: set[str], losing: set[str]) -> None:
        self.bank.unavailable, self.bank.losing = unavailable, losing

    @rule()
    def payment_recovers(self) -> None:
        self.bank.unavailable, self.bank.losing = set(), set()

    @precondition(lambda self: len(self.events) < 3 and not self.cancelled)
    @rule(cancelled=st.sampled_from([False, False, True]))
    def showtime_changes(self, cancelled: bool) -> None:
        """The catalog changes it; the event arrives later."""
        self.bench.clock.move(seconds=1)
        now = self.bench.clock.now()
        if cancelled:
            self.cancelled = True
            self.events.append(lambda: self.bench.changes.cancel(SHOWTIME, now))
            return
        self.starts_at += timedelta(hours=1)
        showtime = replace(inventory(*SEATS, starts_at=self.starts_at), as_of=now)
        self.events.append(lambda: self.bench.changes.move(showtime))

    @precondition(lambda self: self.events)
    @rule(which=ANY, turns=TURNS)
    def event_arrives(self, which: int, turns: int) -> None:
        """Possibly twice, late, or out of order."""
        self._begin(self.events[which % len(self.events)], turns)

    @precondition(lambda self: self.under_way)
    @rule(which=ANY, turns=TURNS)
    def go_on(self, which: int, turns: int) -> None:
        self._go_on(self.under_way.pop(which % len(self.under_way)), turns)

    @precondition(lambda self: self.under_way)
    @rule(which=ANY)
    def crash(self, which: int) -> None:
        operation = self.under_way.pop(which % len(self.under_way))
        operation.die()
        self.cut_off.append(operation.start)

    @precondition(lambda self: self.cut_off)
    @rule(which=ANY, turns=TURNS)
    def try_again(self, which: int, turns: int) -> None:
        """Use the same key, like a client that got no answer."""
        self._begin(self.cut_off.pop(which % len(self.cut_off)), turns)

    def teardown(self) -> None:
        """Kill every process; then recover and repeat the events until nothing is left to do."""
        for operation in self.under_way:
            operation.die()
        self.payment_recovers()
        self._settle()
        for booking in list(self.bench.bookings.all.values()):
            if booking.status is BookingStatus.NEEDS_ATTENTION:
                # Only unknown outcomes are left to people; now the bank learns the outcome.
                charge = self.bank.charges[booking.id]
                assert charge.state is PaymentState.UNKNOWN, booking
                charge.state = PaymentState.AUTHORIZED
                self._resume(booking, 1_000)
        self._settle()
        for booking in self.bench.bookings.all.values():
            assert booking.step is Step.DONE, booking
        if self.events:
            (showtime,) = self.bench.seats.all.values()
            assert showtime.scheduled is not self.cancelled
            assert showtime.starts_at == self.starts_at or self.cancelled

    def _settle(self) -> None:
        for _ in range(2 * ATTEMPTS):
            self.bench.clock.move(seconds=61)
            last = [self._finished(each) for each in (*self.events, self.bench.recover)]
            still_open = any(booking.is_open for booking in self.bench.bookings.all.values())
            if not still_open and not any(last):
                return

    def _resume(self, booking: Booking, turns: int) -> None:
        async def resume() -> None:
            with contextlib.suppress(VersionConflict):
                await self.bench.bookings.save(booking.after(Cause.RESUMED))

        self._begin(resume, turns)

    def _key(self) -> str:
        self.keys += 1
        return f"key {self.keys}"

    def _a_hold(self, which: int) -> tuple[str, str]:
        """Return an existing hold, more often an unpaid one, or make one."""
        holds = list(self.bench.holds.all.values())
        holds = [hold for hold in holds if hold.booking_id is None] * 3 + holds
        if not holds:
            seat, account = SEATS[which % len(SEATS)], (ALICE, BOB)[which % 2]
            self.hold(account, [seat.id], 1_000)
            holds = list(self.bench.holds.all.values())
        if not holds:
            # The showtime is cancelled: nobody can hold seats any more.
            return ALICE, "none"
        hold = holds[which % len(holds)]
        return hold.account_id, hold.id

    def _a_booking(self, which: int) -> Booking | None:
        if not self.bench.bookings.all:
            self.book(which, "good", 1_000)
        bookings = list(self.bench.bookings.all.values())
        return bookings[which % len(bookings)] if bookings else None

    def _finished(self, start: Start) -> bool:
        """Run it to its end; return whether it has to be tried again."""
        operation = Operation(start)
        while not operation.go_on():
            self._check()
        self._check()
        return operation.waits

    def _begin(self, start: Start, turns: int) -> None:
        self._go_on(Operation(start), turns)

    def _go_on(self, operation: Operation, turns: int) -> None:
        for _ in range(turns):
            ended = operation.go_on()
            self._check()
            if ended:
                return
        self.under_way.append(operation)

    def _check(self) -> None:
        starts_at = self.bench.seats.all[SHOWTIME].starts_at
        if starts_at != self.seen_starting_at:
            self.seen_starting_at, self.moved_at = starts_at, self.bench.clock.now()
        self.judge.look(self.moved_at + LASTS)


TestHistory = pytest.mark.timeout(600)(Cinema.TestCase)  # After a failure it shortens the history.
TestHistory.settings = settings(
    max_examples=150,
    stateful_step_count=60,
    deadline=None,
    derandomize=True,
    database=None,
    report_multiple_bugs=False,
)
