"""Accounts and sessions as clients see them."""

from datetime import datetime
from typing import Self

import strawberry

from shared.graphql.weights import assumed
from subgraphs.account.api.context import Info
from subgraphs.account.api.enums import Gender, Language, Role
from subgraphs.account.domain import accounts, sessions
from subgraphs.account.domain.permissions import may_see_account


@strawberry.type(description="One login of an account.")
class Session:
    id: strawberry.ID = strawberry.field(description="`ses_` and a ULID.")
    created_at: datetime = strawberry.field(description="When the login opened it.")
    last_seen_at: datetime = strawberry.field(
        description="When it was last used; it may be out by a tenth of the idle time."
    )
    expires_at: datetime = strawberry.field(description="When it expires if it is not used.")
    user_agent: str | None = strawberry.field(description="The browser or app, as named by itself.")
    ip_address: str | None = strawberry.field(description="The IP address that it was opened from.")
    current: bool = strawberry.field(description="Whether this request belongs to it.")

    @classmethod
    def of(cls, session: sessions.Session, *, current_id: str | None) -> Self:
        return cls(
            id=strawberry.ID(session.id),
            created_at=session.created_at,
            last_seen_at=session.last_seen_at,
            expires_at=session.expires_at,
            user_agent=session.device.user_agent,
            ip_address=session.device.ip_address,
            current=session.id == current_id,
        )


@strawberry.federation.type(
    keys=["id"], description="A person's account; only its owner and administrators see it."
)
class Account:
    id: strawberry.ID = strawberry.field(description="`acc_` and a ULID.")
    email: str = strawberry.field(
        description="In its normal form: a domain in Unicode, and the case as it was given."
    )
    phone: str | None = strawberry.field(description="In E.164 form.")
    first_name: str = strawberry.field(description="Given name.")
    last_name: str = strawberry.field(description="Family name.")
    gender: Gender = strawberry.field(description="The gender that the owner states.")
    language: Language = strawberry.field(description="The language of mails to the owner.")
    avatar_url: str | None = strawberry.field(description="The https address of a picture.")
    roles: list[Role] = strawberry.field(
        directives=[assumed(3)], description="What the account may do."
    )
    email_verified: bool = strawberry.field(
        description="Whether the owner proved to read mail at this address."
    )
    totp_enabled: bool = strawberry.field(description="Whether a login also needs a code.")
    created_at: datetime = strawberry.field(description="When it was registered.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @strawberry.field(
        directives=[assumed(20)],
        description="The live sessions, the newest first; empty for a caller without a login.",
    )
    async def sessions(self, info: Info) -> list[Session]:
        viewer = await info.context.viewer()
        if viewer is None or not may_see_account(viewer, self.id):
            return []
        live = await info.context.service.sessions.of_account(self.id)
        return [Session.of(session, current_id=viewer.session_id) for session in live]

    @classmethod
    def of(cls, account: accounts.Account) -> Self:
        profile = account.profile
        return cls(
            id=strawberry.ID(account.id),
            email=account.email,
            phone=profile.phone,
            first_name=profile.first_name,
            last_name=profile.last_name,
            gender=profile.gender,
            language=profile.language,
            avatar_url=profile.avatar_url,
            roles=sorted(account.roles),
            email_verified=account.email_verified,
            totp_enabled=account.totp_enabled,
            created_at=account.created_at,
            updated_at=account.updated_at,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        if not may_see_account(await info.context.viewer(), id):
            return None
        account = await info.context.account_loader.load(id)
        return cls.of(account) if account else None
