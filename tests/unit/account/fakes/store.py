"""The store in memory, with units of work."""

import copy
from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.messaging.event import Event
from subgraphs.account.ports import Records
from tests.unit.account.fakes.records import (
    MemoryAccounts,
    MemoryAudit,
    MemoryMails,
    MemorySessions,
    MemoryTokens,
    MemoryTwoFactors,
    State,
)
from tests.unit.account.fakes.time import ManualClock

Result = TypeVar("Result")


class MemoryRecords:
    def __init__(self, state: State, clock: ManualClock) -> None:
        self.state = state
        self.accounts = MemoryAccounts(state)
        self.sessions = MemorySessions(state)
        self.tokens = MemoryTokens(state)
        self.two_factors = MemoryTwoFactors(state)
        self.mails = MemoryMails(state, clock)
        self.audit = MemoryAudit(state)

    async def emit(self, event: Event) -> None:
        self.state.events.append(event)


class MemoryStore(MemoryRecords):
    """A unit of work changes the state itself, which is restored when it raises."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(State(), clock)

    async def atomically(self, work: Callable[[Records], Awaitable[Result]]) -> Result:
        before = copy.deepcopy(vars(self.state))
        try:
            return await work(self)
        except BaseException:
            for name, value in before.items():
                getattr(self.state, name).clear()
                extend = "extend" if isinstance(value, list) else "update"
                getattr(getattr(self.state, name), extend)(value)
            raise
