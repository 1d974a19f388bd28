"""The context of payment's resolvers: use cases, loaders, and the calling service."""

import strawberry
from strawberry.dataloader import DataLoader

from shared.auth.service_tokens import ServiceCaller, ServiceTokenVerifier
from shared.auth.sessions import SessionStore
from shared.errors import Unauthenticated
from shared.graphql.context import RequestContext
from subgraphs.payment.domain.ledger import LedgerEntry
from subgraphs.payment.domain.payments import Payment
from subgraphs.payment.service.payments import PaymentService


class Context(RequestContext):
    """The context of one request."""

    def __init__(
        self,
        sessions: SessionStore,
        session_cookie: str,
        service: PaymentService,
        service_tokens: ServiceTokenVerifier,
    ) -> None:
        super().__init__(sessions, session_cookie)
        self.service = service
        self.payment_loader = DataLoader[str, Payment | None](load_fn=self._load_payments)
        self.ledger_loader = DataLoader[str, list[LedgerEntry]](load_fn=self._load_ledgers)
        self._service_tokens = service_tokens

    async def require_service(self, scope: str) -> ServiceCaller:
        """Return the calling service. Raises Unauthenticated, or Forbidden without the scope."""
        if self.bearer_token is None:
            raise Unauthenticated
        return await self._service_tokens.require(self.bearer_token, scope)

    async def spend_service_token(self, scope: str) -> None:
        """Do what `require_service` does, and mark the token as used."""
        caller = await self.require_service(scope)
        await self._service_tokens.spend(caller)

    async def _load_payments(self, ids: list[str]) -> list[Payment | None]:
        found = await self.service.payments(ids)
        return [found.get(id) for id in ids]

    async def _load_ledgers(self, payment_ids: list[str]) -> list[list[LedgerEntry]]:
        by_payment: dict[str, list[LedgerEntry]] = {id: [] for id in payment_ids}
        for entry in await self.service.ledger(payment_ids):
            by_payment[entry.payment_id].append(entry)
        return list(by_payment.values())


Info = strawberry.Info[Context, None]
