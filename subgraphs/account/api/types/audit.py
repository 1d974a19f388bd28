"""The audit log, and what an owner may take away of it."""

from datetime import datetime
from typing import Self

import strawberry

from subgraphs.account.api.enums import AuditAction
from subgraphs.account.api.types.account import Account, Session
from subgraphs.account.domain import audit
from subgraphs.account.service.profiles import HeldData


@strawberry.type(description="One more thing that is known of an entry of the log.")
class AuditDetail:
    name: str = strawberry.field(description="Such as `before` or `fields`.")
    value: str = strawberry.field(description="Never a secret, nor what a profile says.")


@strawberry.type(description="Who did what to whose account, when, from where.")
class AuditEntry:
    id: strawberry.ID = strawberry.field(description="`log_` and a ULID.")
    at: datetime = strawberry.field(description="When.")
    action: AuditAction = strawberry.field(description="What.")
    actor_id: strawberry.ID | None = strawberry.field(
        description="The account that was logged in; null when none was."
    )
    account_id: strawberry.ID = strawberry.field(description="To whose account.")
    ip_address: str | None = strawberry.field(
        description="From where; forgotten when the actor's account is deleted."
    )
    user_agent: str | None = strawberry.field(description="With which browser or app, likewise.")
    details: list[AuditDetail] = strawberry.field(description="What else is known.")

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


@strawberry.type(description="All that is held here on an account.")
class DataExport:
    account: Account = strawberry.field(
        description="The account; its `bookings` lead to what booking and payment hold."
    )
    sessions: list[Session] = strawberry.field(description="The live sessions.")
    audit_log: list[AuditEntry] = strawberry.field(description="What happened to the account.")

    @classmethod
    def of(cls, held: HeldData, *, current_id: str) -> Self:
        return cls(
            account=Account.of(held.account),
            sessions=[Session.of(session, current_id=current_id) for session in held.sessions],
            audit_log=[AuditEntry.of(entry) for entry in held.audit],
        )
