"""Account's GraphQL types."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from shared.auth.viewer import Role
from shared.graphql.types import InvalidInput, NotFound, UserError
from subgraphs.account import domain
from subgraphs.account.context import Context
from subgraphs.account.permissions import may_see_account

Info = strawberry.Info[Context, None]

strawberry.enum(Role, description="What an account may do; each includes the ones before it.")
strawberry.enum(domain.Gender, description="As the account's owner states it.")
strawberry.enum(
    domain.Language, description="The language in which the cinema writes to the account's owner."
)


@strawberry.type(description="One login of an account.")
class Session:
    id: strawberry.ID = strawberry.field(description="`ses_` and a ULID.")
    created_at: datetime = strawberry.field(description="When it was opened.")
    last_seen_at: datetime = strawberry.field(
        description="When it was last used, to within a tenth of the time it lasts unused."
    )
    expires_at: datetime = strawberry.field(description="When it ends if it is not used.")
    user_agent: str | None = strawberry.field(description="The browser or app, as it calls itself.")
    ip_address: str | None = strawberry.field(description="The address it was opened from.")
    current: bool = strawberry.field(description="Whether this request was made in it.")

    @classmethod
    def of(cls, session: domain.Session, *, current_id: str | None) -> Self:
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
    email: str = strawberry.field(description="Unique without regard to case.")
    phone: str | None = strawberry.field(description="In E.164 form.")
    first_name: str = strawberry.field(description="Given name.")
    last_name: str = strawberry.field(description="Family name.")
    gender: domain.Gender = strawberry.field(description="As the owner states it.")
    language: domain.Language = strawberry.field(
        description="In which the cinema writes to the owner."
    )
    avatar_url: str | None = strawberry.field(description="An https address of a picture.")
    roles: list[Role] = strawberry.field(description="What the account may do.")
    email_verified: bool = strawberry.field(
        description="Whether the owner has shown that the address is theirs."
    )
    created_at: datetime = strawberry.field(description="When it was registered.")
    updated_at: datetime = strawberry.field(description="When it last changed.")

    @strawberry.field(description="The live sessions, the newest first.")
    async def sessions(self, info: Info) -> list[Session]:
        viewer = await info.context.viewer()
        current_id = viewer.session_id if viewer else None
        live = await info.context.service.sessions(self.id)
        return [Session.of(session, current_id=current_id) for session in live]

    @classmethod
    def of(cls, account: domain.Account) -> Self:
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
            created_at=account.created_at,
            updated_at=account.updated_at,
        )

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:
        if not may_see_account(await info.context.viewer(), id):
            return None
        account = await info.context.account_loader.load(id)
        return cls.of(account) if account else None


@strawberry.type(description="Another account has this e-mail address.")
class EmailTaken(UserError):
    pass


@strawberry.type(description="Another account has this phone number.")
class PhoneTaken(UserError):
    pass


@strawberry.type(description="The address or the password is wrong; which of them, is not told.")
class InvalidCredentials(UserError):
    pass


@strawberry.type(description="Too many attempts; nothing was tried.")
class TooManyAttempts(UserError):
    retry_after_seconds: int = strawberry.field(description="When to try again, at the earliest.")


@strawberry.type(description="A new session.")
class LoginSuccess:
    account: Account = strawberry.field(description="Who is logged in.")
    session: Session = strawberry.field(description="The session that was opened.")
    token: str | None = strawberry.field(
        description="The session's token, with BEARER alone; it is shown this once."
    )


@strawberry.type(description="The session has ended.")
class LogoutSuccess:
    session_id: strawberry.ID = strawberry.field(description="Which session it was.")


RegisterResult = Annotated[
    Account | EmailTaken | PhoneTaken | InvalidInput,
    strawberry.union("RegisterResult", description="The new account, or why there is none."),
]
LoginResult = Annotated[
    LoginSuccess | InvalidCredentials | TooManyAttempts | InvalidInput,
    strawberry.union("LoginResult", description="The new session, or why there is none."),
]
AccountResult = Annotated[
    Account | NotFound | InvalidInput,
    strawberry.union("AccountResult", description="The account as it is now, or why not."),
]
