"""Account's use cases."""

from dataclasses import dataclass

from shared.auth.sessions import LiveSession, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import Clock
from shared.errors import NotFound
from shared.ids import IdSource, is_id
from subgraphs.account.domain import Account, Device, Profile, Session, SessionLimits, as_seen
from subgraphs.account.errors import AccountChanged, InvalidCredentials
from subgraphs.account.ports import AccountStore, LiveSessions, Passwords


@dataclass(frozen=True, slots=True)
class Login:
    """A fresh session with its token, which exists nowhere else."""

    account: Account
    session: Session
    token: str


class AccountService:
    """Registers people, logs them in and out, and says who they are."""

    def __init__(
        self,
        store: AccountStore,
        live: LiveSessions,
        passwords: Passwords,
        limits: SessionLimits,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._store = store
        self._live = live
        self._passwords = passwords
        self._limits = limits
        self._clock = clock
        self._ids = ids

    async def register(
        self,
        email: str,
        password: str,
        profile: Profile,
        roles: frozenset[Role] = frozenset({Role.CUSTOMER}),
    ) -> Account:
        """Open an account; EmailTaken or PhoneTaken when another has the address or number."""
        now = self._clock.now()
        account = Account(
            id=self._ids.new("acc"),
            email=email,
            email_verified=False,
            password_hash=await self._passwords.hash(password),
            profile=profile,
            roles=roles,
            security_version=1,
            created_at=now,
            updated_at=now,
        )
        await self._store.add(account)
        return account

    async def log_in(self, email: str, password: str, device: Device) -> Login:
        """Open a session; InvalidCredentials for an unknown address and a wrong password alike."""
        account = await self._store.by_email(email)
        matches = await self._passwords.verify(password, account and account.password_hash)
        if account is None or not matches:
            raise InvalidCredentials
        return await self._open_session(account, device)

    async def log_out(self, viewer: Viewer, token: str) -> str:
        """End the viewer's session, which is that of `token`; its id."""
        await self._live.end([token_hash(token)])
        await self._store.delete_session(token_hash(token))
        return viewer.session_id

    async def accounts(self, ids: list[str]) -> dict[str, Account]:
        """The accounts that exist of `ids`, by id."""
        return await self._store.by_ids([id for id in ids if is_id("acc", id)])

    async def sessions(self, account_id: str) -> list[Session]:
        """The account's live sessions, the newest first."""
        recorded = await self._store.sessions_of(account_id)
        left = await self._live.remaining([session.token_hash for session in recorded])
        now = self._clock.now()
        return [
            as_seen(session, remaining, self._limits, now)
            for session, remaining in zip(recorded, left, strict=True)
            if remaining is not None
        ]

    async def set_roles(self, id: str, roles: frozenset[Role]) -> Account:
        """Change what the account may do; its sessions end at once, everywhere."""
        ended = await self._store.set_roles(id, roles, self._clock.now())
        if ended is None:
            raise NotFound("account", id)
        await self._live.end(ended)
        return (await self._store.by_ids([id]))[id]

    async def _open_session(self, account: Account, device: Device) -> Login:
        now = self._clock.now()
        token = new_token()
        viewer = Viewer(account.id, self._ids.new("ses"), account.roles)
        absolute_end = now + self._limits.absolute
        # The live session first: whoever ends all sessions finds it through the record, so a
        # record must never exist before what it stands for.
        expires_at = await self._live.put(
            token_hash(token), LiveSession(viewer, self._limits.idle, absolute_end)
        )
        session = Session(
            id=viewer.session_id,
            account_id=account.id,
            token_hash=token_hash(token),
            device=device,
            created_at=now,
            last_seen_at=now,
            expires_at=expires_at,
            absolute_end=absolute_end,
        )
        try:
            await self._store.open_session(session, account.security_version)
        except AccountChanged:
            await self._live.end([session.token_hash])
            raise InvalidCredentials from None
        return Login(account, session, token)
