"""The saga's table: every state leads to an end, and no other change is legal."""

from dataclasses import replace

import pytest

from subgraphs.booking.domain.saga import (
    BEGINNING,
    SAGA,
    TICKETED,
    BookingStatus,
    Cause,
    State,
    Step,
    next_state,
)
from subgraphs.booking.errors import IllegalTransition
from tests.unit.booking.fakes import confirmed_booking

ALL_STATES = [(status, step) for status in BookingStatus for step in Step]
ILLEGAL = [
    (state, cause) for state in ALL_STATES for cause in Cause if cause not in SAGA.get(state, {})
]


def test_every_state_leads_to_an_end() -> None:
    reached, open_states = {BEGINNING}, [BEGINNING]
    while open_states:
        for after in SAGA.get(open_states.pop(), {}).values():
            if after not in reached:
                reached.add(after)
                open_states.append(after)
    assert set(SAGA) <= reached
    ends = reached - set(SAGA)
    assert {step for _, step in ends} == {Step.DONE}
    # Of what is DONE, only a confirmed booking can change again: it can be cancelled.
    done = {status for status, step in SAGA if step is Step.DONE}
    assert done == {BookingStatus.CONFIRMED}
    assert {step for _, step in SAGA} == set(Step)


def test_a_booking_that_is_left_to_people_keeps_its_step_and_continues_there() -> None:
    for state, causes in SAGA.items():
        status, step = state
        if step is not Step.DONE and status is not BookingStatus.NEEDS_ATTENTION:
            left = causes[Cause.LEFT_TO_PEOPLE]
            assert left == (BookingStatus.NEEDS_ATTENTION, step)
            assert Cause.LEFT_TO_PEOPLE not in SAGA[left]
            assert SAGA[left][Cause.RESUMED] == state
        else:
            assert Cause.LEFT_TO_PEOPLE not in causes
            assert (Cause.RESUMED in causes) == (status is BookingStatus.NEEDS_ATTENTION)


def test_bookings_have_tickets_from_their_confirmation_to_their_cancellation() -> None:
    assert set(TICKETED) == {
        (BookingStatus.CONFIRMED, Step.CAPTURE),
        (BookingStatus.CONFIRMED, Step.DONE),
        (BookingStatus.NEEDS_ATTENTION, Step.CAPTURE),
    }


@pytest.mark.parametrize(
    ("state", "cause"),
    ILLEGAL,
    ids=lambda each: "-".join([each] if isinstance(each, str) else each),
)
def test_an_illegal_change_raises(state: State, cause: Cause) -> None:
    with pytest.raises(
        IllegalTransition, match=f"{state[0]}/{state[1]} does not change by {cause}"
    ):
        next_state(state, cause)
    status, step = state
    with pytest.raises(IllegalTransition):
        replace(confirmed_booking(), status=status, step=step).after(cause)
