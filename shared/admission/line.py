"""The gate for work of one event loop."""

import asyncio
from time import monotonic

from shared.admission.gate import MAX_WAIT_SECONDS, Gate, Slot, Waiting
from shared.admission.priority import Priority
from shared.admission.shedding import QUIET_SECONDS, SheddingLog


class Line:
    """Work comes to this line; it is admitted, at once or after a moment, or shed."""

    def __init__(self) -> None:
        self._gate = Gate(monotonic)
        self._shedding = SheddingLog(monotonic)

    @property
    def in_progress(self) -> int:
        """How much is worked on now."""
        return self._gate.in_progress

    @property
    def waiting(self) -> int:
        """How much waits now."""
        return self._gate.waiting

    def enter(self, priority: Priority) -> Slot | None:
        """Return a slot for this work if it can begin at once."""
        return self._gate.enter(priority)

    def leave(self, slot: Slot) -> None:
        """Give the slot back: the work is done."""
        self._gate.leave(slot)

    def sheds(self, priority: Priority) -> bool:
        """Tell whether work that takes no slot is to be shed now."""
        if self._gate.has_room(priority):
            return False
        self._count_shed(priority)
        return True

    async def admitted(self, priority: Priority) -> Slot | None:
        """Return a slot for this work, after MAX_WAIT_SECONDS at most; None when it is shed."""
        slot = self._gate.enter(priority) or await self._wait(priority)
        if slot is None:
            self._count_shed(priority)
        return slot

    async def _wait(self, priority: Priority) -> Slot | None:
        loop = asyncio.get_running_loop()
        decided: asyncio.Future[Slot | None] = loop.create_future()

        def decide(slot: Slot | None) -> None:
            if not decided.done():
                decided.set_result(slot)

        waiting = Waiting(priority, decide)
        self._gate.line_up(waiting)
        timer = loop.call_later(MAX_WAIT_SECONDS, self._gate.give_up, waiting)
        try:
            return await asyncio.shield(decided)
        except asyncio.CancelledError:
            self._gate.give_up(waiting)
            slot = decided.result()
            if slot is not None:
                self._gate.leave(slot)
            raise
        finally:
            timer.cancel()

    def _count_shed(self, priority: Priority) -> None:
        if self._shedding.count(priority, self._gate.limit):
            self._look_again()

    def _look_again(self) -> None:
        asyncio.get_running_loop().call_later(QUIET_SECONDS, self._end_shedding)

    def _end_shedding(self) -> None:
        if not self._shedding.has_ended(self._gate.limit):
            self._look_again()
