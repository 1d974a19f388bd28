"""Account's MongoDB adapter; each collection's schema and queries are in one module."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.clock import Clock
from shared.ids import IdSource
from shared.messaging.event import Event
from shared.messaging.outbox import Outbox
from shared.storage.mongo import Database, transaction
from shared.storage.mongo import Session as MongoSession
from subgraphs.account.adapters.store.accounts import ACCOUNTS, GUARDS, MongoAccounts
from subgraphs.account.adapters.store.audit import AUDIT, MongoAudit
from subgraphs.account.adapters.store.mails import MAILS, MongoMails
from subgraphs.account.adapters.store.sessions import REVOCATIONS, SESSIONS, MongoSessions
from subgraphs.account.adapters.store.tokens import TOKENS, MongoTokens
from subgraphs.account.adapters.store.two_factors import TWO_FACTORS, MongoTwoFactors
from subgraphs.account.ports import Records

Result = TypeVar("Result")

COLLECTIONS = (
    ACCOUNTS,
    GUARDS,
    SESSIONS,
    REVOCATIONS,
    TOKENS,
    TWO_FACTORS,
    MAILS,
    AUDIT,
)


class MongoRecords:
    """Adapter of the port Records, in the transaction of `session` when it is given."""

    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        clock: Clock,
        ids: IdSource,
        session: MongoSession | None = None,
    ) -> None:
        self.accounts = MongoAccounts(database, session)
        self.sessions = MongoSessions(database, session)
        self.tokens = MongoTokens(database, session)
        self.two_factors = MongoTwoFactors(database, session)
        self.mails = MongoMails(database, session, clock, ids)
        self.audit = MongoAudit(database, session)
        self._outbox = outbox
        self._session = session

    async def emit(self, event: Event) -> None:
        if self._session is None:
            raise RuntimeError("An event is emitted only in a unit of work, with its cause.")
        await self._outbox.add(event, session=self._session)


class MongoStore(MongoRecords):
    """Adapter of the port Store."""

    def __init__(self, database: Database, outbox: Outbox, clock: Clock, ids: IdSource) -> None:
        super().__init__(database, outbox, clock, ids)
        self._database = database
        self._clock = clock
        self._ids = ids

    async def atomically(self, work: Callable[[Records], Awaitable[Result]]) -> Result:
        async def in_transaction(session: MongoSession) -> Result:
            records = MongoRecords(self._database, self._outbox, self._clock, self._ids, session)
            return await work(records)

        return await transaction(self._database, in_transaction)
