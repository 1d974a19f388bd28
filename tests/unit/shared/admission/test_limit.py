"""The limit follows the latency of work, and finds itself."""

import pytest

from shared.admission.limit import INITIAL_LIMIT, LARGEST_LIMIT, SMALLEST_LIMIT, AdaptiveLimit

USUAL = 0.1


class Times:
    """Feeds a limit: `windows` of samples that each took so many times their usual time."""

    def __init__(self) -> None:
        self.now = 0.0
        self.limit = AdaptiveLimit(self.now)

    def quiet(self, seconds: float = USUAL, kind: str = "a") -> None:
        self.windows(1, seconds, kind=kind, beside=1)

    def windows(
        self, count: int, seconds: float, *, kind: str = "a", beside: int | None = None
    ) -> None:
        for _ in range(count):
            for _ in range(20):
                self.now += 0.03
                used = int(self.limit.found) if beside is None else beside
                self.limit.record(kind, seconds, used, self.now)


def test_a_limit_that_is_not_used_stays() -> None:
    times = Times()
    for _ in range(100):
        times.quiet(USUAL * 0.5)
        times.quiet(USUAL * 5)
    assert times.limit.found == INITIAL_LIMIT


def test_work_that_takes_its_usual_time_raises_the_limit() -> None:
    times = Times()
    times.quiet()
    times.windows(200, USUAL)
    assert times.limit.found > 10 * INITIAL_LIMIT
    times.windows(3000, USUAL)
    assert times.limit.found == LARGEST_LIMIT


def test_work_that_takes_longer_lowers_the_limit() -> None:
    times = Times()
    times.quiet()
    times.windows(40, 10 * USUAL)
    assert times.limit.found == pytest.approx(SMALLEST_LIMIT, abs=1.5)


def test_kinds_of_different_duration_do_not_mix() -> None:
    """A change of what is asked for is no queue."""
    times = Times()
    times.quiet(USUAL, "short")
    times.quiet(50 * USUAL, "long")
    before = times.limit.found
    times.windows(5, 50 * USUAL, kind="long")
    assert times.limit.found > before


def test_a_few_that_wait_for_something_else_change_nothing() -> None:
    times = Times()
    times.quiet()
    for number in range(400):
        times.now += 0.03
        took = 60 * USUAL if number % 4 == 0 else USUAL
        times.limit.record("a", took, int(times.limit.found), times.now)
    assert times.limit.found > INITIAL_LIMIT


def test_under_load_the_usual_time_is_measured_again() -> None:
    """The part behind has become slower for good: that must not shed for ever."""
    times = Times()
    times.quiet()
    admitted: list[float] = []
    for _ in range(120):
        limit = times.limit.current
        admitted.append(limit)
        # Three times as long as it was, however little is worked on.
        times.windows(1, 3 * USUAL, beside=int(limit))
    assert min(admitted) < SMALLEST_LIMIT  # it was measured
    assert times.limit.found > SMALLEST_LIMIT + 1


def test_a_measurement_that_finds_no_quiet_moment_ends() -> None:
    """What is never shed may keep the service busy all the time."""
    times = Times()
    times.quiet()
    seen: list[bool] = []
    for _ in range(50):
        times.windows(1, USUAL, beside=1_000)
        seen.append(times.limit.current < times.limit.found)
    assert True in seen
    assert False in seen[seen.index(True) :]


def test_a_first_measurement_under_load_is_corrected() -> None:
    """The service starts while much arrives: what it then sees first is not its usual time."""
    times = Times()
    times.windows(1, 20 * USUAL)
    times.windows(12, USUAL)
    # The usual time is known again: ten times as long is too long.
    times.windows(40, 10 * USUAL)
    assert times.limit.found == pytest.approx(SMALLEST_LIMIT, abs=1.5)
