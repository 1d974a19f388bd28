"""The gate: what matters most is admitted first, and what matters least is shed first."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from shared.admission.gate import Gate, Slot, Waiting
from shared.admission.limit import INITIAL_LIMIT
from shared.admission.priority import Priority, allowance

SHEDDABLE = [each for each in Priority if each is not Priority.ALWAYS]
FULL = int(INITIAL_LIMIT)


class Visitor:
    """Work at the gate, and what became of it."""

    def __init__(self, gate: Gate, priority: Priority) -> None:
        self.priority = priority
        self.slot: Slot | None = gate.enter(priority)
        self.shed = False
        self.waiting: Waiting | None = None
        self.decisions = 0
        if self.slot is None:
            self.waiting = Waiting(priority, self._decide)
            gate.line_up(self.waiting)

    @property
    def waits(self) -> bool:
        return self.slot is None and not self.shed

    def _decide(self, slot: Slot | None) -> None:
        self.decisions += 1
        self.slot, self.shed = slot, slot is None


def gate() -> Gate:
    return Gate(lambda: 0.0)


def test_what_matters_less_leaves_room_for_what_matters_more() -> None:
    allowed = [allowance(priority, INITIAL_LIMIT) for priority in Priority]
    assert allowed == sorted(allowed, reverse=True)
    assert [allowance(priority, 1.0) for priority in SHEDDABLE] == [1.0] * len(SHEDDABLE)


def test_the_last_is_refused_while_the_first_is_admitted() -> None:
    at = gate()
    while at.enter(Priority.LAST):
        pass
    room = [priority for priority in Priority if at.has_room(priority)]
    assert room == [each for each in Priority if each is not Priority.LAST]
    while at.enter(Priority.FIRST):
        pass
    assert at.in_progress == FULL
    assert at.enter(Priority.ALWAYS) is not None


def test_who_waits_is_admitted_by_priority_and_then_in_order() -> None:
    at = gate()
    inside = [Visitor(at, Priority.FIRST) for _ in range(FULL)]
    third, first, also_first = (
        Visitor(at, priority) for priority in (Priority.THIRD, Priority.FIRST, Priority.FIRST)
    )
    for visitor in (first, also_first, third):
        assert visitor.waits
        while visitor.waits:
            slot = inside.pop().slot
            assert slot is not None
            at.leave(slot)


def test_when_too_much_waits_what_matters_least_is_shed() -> None:
    at = gate()
    for _ in range(FULL):
        at.enter(Priority.FIRST)
    line = [Visitor(at, Priority.LAST) for _ in range(FULL // 2)]
    assert all(visitor.waits for visitor in line)
    assert Visitor(at, Priority.LAST).shed
    assert Visitor(at, Priority.SECOND).waits
    # Who came last of them had the least chance.
    assert [visitor.shed for visitor in line] == [False] * (FULL // 2 - 1) + [True]


def test_who_gives_up_is_shed_once() -> None:
    at = gate()
    for _ in range(FULL):
        at.enter(Priority.FIRST)
    visitor = Visitor(at, Priority.FIRST)
    assert visitor.waiting is not None
    at.give_up(visitor.waiting)
    at.give_up(visitor.waiting)
    assert (visitor.shed, visitor.decisions, at.waiting) == (True, 1, 0)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), st.sampled_from(list(Priority))),
        st.tuples(st.just("leave"), st.integers(0, 200)),
        st.tuples(st.just("give up"), st.integers(0, 200)),
    ),
    max_size=200,
)


@given(ACTIONS)
def test_the_gate_always_keeps_its_rules(actions: list[tuple[str, int]]) -> None:
    at = gate()
    visitors: list[Visitor] = []
    inside: list[Visitor] = []
    for action, value in actions:
        line = [each for each in visitors if each.waits]
        inside = [each for each in visitors if each.slot and each not in _left(visitors)]
        match action:
            case "arrive":
                _arrive(at, visitors, Priority(value))
            case "leave" if inside:
                _leave(at, inside[value % len(inside)])
            case "give up" if line:
                waiting = line[value % len(line)].waiting
                assert waiting is not None
                at.give_up(waiting)
            case _:
                continue
        _check(at, visitors)


def _arrive(at: Gate, visitors: list[Visitor], priority: Priority) -> None:
    before = Counter(each.priority for each in visitors if each.waits)
    shed_before = {each for each in visitors if each.shed}
    visitors.append(Visitor(at, priority))
    [*shed] = [each for each in visitors if each.shed and each not in shed_before]
    for each in shed:
        # Nobody waits who matters less than what was shed.
        others = before + Counter([priority])
        assert max(others) == each.priority


def _leave(at: Gate, visitor: Visitor) -> None:
    assert visitor.slot is not None
    visitor.slot.began = -1.0  # marks that it has left
    at.leave(visitor.slot)


def _left(visitors: list[Visitor]) -> list[Visitor]:
    return [each for each in visitors if each.slot and each.slot.began < 0]


def _check(at: Gate, visitors: list[Visitor]) -> None:
    inside = [each for each in visitors if each.slot and each.slot.began >= 0]
    assert at.in_progress == len(inside)
    assert at.waiting == sum(each.waits for each in visitors) <= FULL // 2
    assert all(each.decisions <= 1 for each in visitors)
    # What continues what has begun is never refused.
    assert all(each.slot for each in visitors if each.priority is Priority.ALWAYS)
    # Who waits has no room: a free slot is never kept from anybody.
    assert not any(at.has_room(each.priority) for each in visitors if each.waits)
