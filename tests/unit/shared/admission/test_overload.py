"""A simulated service under a gate: it serves as much as it can, however much arrives."""

import pytest

from shared.admission.gate import MAX_WAIT_SECONDS
from shared.admission.limit import INITIAL_LIMIT
from shared.admission.priority import Priority
from tests.unit.shared.admission.simulation import Kind, Simulation

BUY = Kind("buy", busy=0.030, idle=0.060, priority=Priority.FIRST)
MAP = Kind("map", busy=0.0035, idle=0.004, priority=Priority.FOURTH)
BROWSE = Kind("browse", busy=0.0015, idle=0.001, priority=Priority.LAST)
SERVICES = [
    (Kind("nothing but work", busy=0.003), 1),
    (Kind("work and waiting", busy=0.004, idle=0.010), 1),
    (Kind("mostly waiting", busy=0.005, idle=0.100), 2),
    (Kind("long", busy=0.050, idle=0.100), 1),
]


@pytest.mark.parametrize(("kind", "processors"), SERVICES, ids=lambda value: str(value))
def test_five_times_the_peak_is_served_at_the_peak(kind: Kind, processors: int) -> None:
    simulation = Simulation(processors)
    peak = processors / kind.busy
    simulation.arrivals(kind, peak / 2, until=10)
    simulation.run(5)
    usual = simulation.run(5).quantile(kind.name, 0.99)
    simulation.arrivals(kind, 5 * peak, until=30)
    simulation.run(8)
    figures = simulation.run(12)
    assert figures.done(kind.name) / 12 > 0.9 * peak
    assert figures.quantile(kind.name, 0.99) < 3 * usual
    assert figures.longest_wait_to_be_shed <= MAX_WAIT_SECONDS + 1e-9
    simulation.arrivals(kind, peak / 2, until=60)
    simulation.run(20)
    after = simulation.run(10)
    assert after.quantile(kind.name, 0.99) < 1.5 * usual
    assert after.shed[kind.name] <= 0.01 * after.done(kind.name)


def test_what_matters_least_is_shed_first() -> None:
    simulation = Simulation()
    for kind, rate in ((BUY, 10.0), (MAP, 100.0), (BROWSE, 1_000.0)):
        simulation.arrivals(kind, rate, until=30)
    simulation.run(10)
    figures = simulation.run(20)
    shed = [
        figures.shed[name] / (figures.shed[name] + figures.done(name))
        for name in ("buy", "map", "browse")
    ]
    assert shed == sorted(shed)
    assert shed[0] < 0.05
    assert shed[2] > 0.7


def test_what_continues_something_is_never_shed() -> None:
    simulation = Simulation()
    capture = Kind("capture", busy=0.004, priority=Priority.ALWAYS)
    simulation.arrivals(capture, 100.0, until=20)
    simulation.arrivals(BROWSE, 3_000.0, until=20)
    figures = simulation.run(20)
    assert figures.shed["capture"] == 0
    assert figures.done("capture") > 1_800


def test_little_load_is_not_limited() -> None:
    simulation = Simulation()
    simulation.arrivals(BROWSE, 100.0, until=120)
    figures = simulation.run(120)
    assert figures.shed.total() == 0
    assert simulation.gate.limit == pytest.approx(INITIAL_LIMIT)


def test_a_service_that_becomes_slower_and_recovers() -> None:
    simulation = Simulation()
    simulation.arrivals(MAP, 180.0, until=120)
    simulation.run(20)
    simulation.speed = 0.3
    simulation.run(10)
    slow = simulation.run(20)
    assert slow.done("map") / 20 > 0.85 * 0.3 / MAP.busy
    assert slow.quantile("map", 0.99) < 0.2
    simulation.speed = 1.0
    simulation.run(10)
    again = simulation.run(20)
    assert again.done("map") / 20 > 0.95 * 180


def test_failures_teach_nothing() -> None:
    """A part that is away answers at once, or never: neither says how busy the service is."""
    simulation = Simulation()
    failing = Kind("browse", busy=0.0001, idle=5.0, priority=Priority.LAST, fails=True)
    simulation.arrivals(failing, 50.0, until=20)
    simulation.run(20)
    assert simulation.gate.limit == INITIAL_LIMIT
    simulation.run(10)
    simulation.arrivals(BROWSE, 100.0, until=60)
    assert simulation.run(20).shed.total() == 0
