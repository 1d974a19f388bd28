"""Bookings: the next version of one, and its spoken reference."""

from datetime import timedelta

from shared.money import Money
from subgraphs.booking.domain.bookings import spoken_reference
from subgraphs.booking.domain.saga import BookingStatus, Cause, Step
from tests.unit.booking.fakes import NOW, confirmed_booking


def test_a_change_of_state_is_the_next_version_and_counts_attempts_from_zero() -> None:
    tried = confirmed_booking().leased(NOW).postponed(NOW, failures=2)
    assert (tried.attempts, tried.failures, tried.version) == (1, 2, 3)
    refund = Money(500, "COP")
    cancelled = tried.after(Cause.CANCELLED, refund=refund)
    assert cancelled.state == (BookingStatus.CANCELLED, Step.REFUND)
    assert (cancelled.attempts, cancelled.failures, cancelled.version) == (0, 0, 4)
    assert cancelled.refund == refund


def test_a_lease_and_a_pause_keep_the_state() -> None:
    booking, later = confirmed_booking(), NOW + timedelta(minutes=1)
    for changed in (booking.leased(later), booking.postponed(later, failures=1)):
        assert (changed.state, changed.due_at) == (booking.state, later)
        assert changed.version == booking.version + 1


def test_a_reference_can_be_spoken() -> None:
    references = {spoken_reference(f"bkg_01JD00000000000000000{n:05d}") for n in range(1000)}
    assert len(references) == 1000
    for reference in references:
        assert len(reference) == 9
        assert not set(reference) & set("01ILOU")
