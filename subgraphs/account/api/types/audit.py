"""The audit log, and the export of all stored data."""

from datetime import datetime
from typing import Self

import strawberry

from shared.graphql.weights import assumed
from subgraphs.account.api.enums import AuditAction
from subgraphs.account.api.types.account import Account, Session
from subgraphs.account.domain import audit
from subgraphs.account.service.profiles import HeldData


@strawberry.type(description="A named detail of an entry of the audit log.")
class AuditDetail:
    name: str = strawberry.field(description="Such as `before` or `fields`.")
    value: str = strawberry.field(description="Never a secret and never a value of a profile.")


@strawberry.type(description="An entry of the audit log: who did what to whose account, and when.")
class AuditEntry:
    id: strawberry.ID = strawberry.field(description="`log_` and a ULID.")
    at: datetime = strawberry.field(description="When it happened.")
    action: AuditAction = strawberry.field(description="What happened.")
    actor_id: strawberry.ID | None = strawberry.field(
        description="The account that was logged in, or null."
    )
    account_id: strawberry.ID = strawberry.field(description="The account that it happened to.")
    ip_address: str | None = strawberry.field(
        description="The actor's IP address; removed when the actor's account is deleted."
    )
    user_agent: str | None = strawberry.field(
        description="The actor's browser or app; removed like the IP address."
    )
    details: list[AuditDetail] = strawberry.field(
        directives=[assumed(5)], description="Further details."
    )

    @classmethod
    def of(cls, entry: audit.AuditEntry) -> Self:
        actor_id = entry.actor.account_id
        return cls(
            id=strawberry.ID(entry.id),
            at=entry.at,
            action=entry.action,
            actor_id=strawberry.ID(actor_id) if actor_id else None,
            account_id=strawberry.ID(entry.subject_id),
            ip_address=entry.actor.device.ip_address,
            user_agent=entry.actor.device.user_agent,
            details=[AuditDetail(name=name, value=text) for name, text in entry.details.items()],
        )


@strawberry.type(description="All data that is stored about an account.")
class DataExport:
    account: Account = strawberry.field(
        description="The account; its `bookings` lead to the data of booking and payment."
    )
    sessions: list[Session] = strawberry.field(
        directives=[assumed(20)], description="The live sessions."
    )
    audit_log: list[AuditEntry] = strawberry.field(
        directives=[assumed(200)], description="The audit log of the account."
    )

    @classmethod
    def of(cls, held: HeldData, *, current_id: str) -> Self:
        return cls(
            account=Account.of(held.account),
            sessions=[Session.of(session, current_id=current_id) for session in held.sessions],
            audit_log=[AuditEntry.of(entry) for entry in held.audit],
        )
