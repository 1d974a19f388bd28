"""The store: the records together, and units of work."""

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
from tests.unit.account.fakes.time import HandClock

Result = TypeVar("Result")


class MemoryRecords:
    def __init__(self, state: State, clock: HandClock) -> None:
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
    """A unit of work writes to the state itself, which is put back when it raises."""

    def __init__(self, clock: HandClock) -> None:
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
