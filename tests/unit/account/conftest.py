"""Account's use cases on ports in memory."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from shared.auth.viewer import Role
from shared.backoff import Backoff
from subgraphs.account.adapters.totp import SealedTotp
from subgraphs.account.domain.accounts import Account, Gender, Language, Profile
from subgraphs.account.domain.mails import MailKind
from subgraphs.account.domain.sessions import Device, SessionLimits
from subgraphs.account.domain.throttling import BackoffRule, RateRule, Throttles
from subgraphs.account.service import (
    AccountService,
    Administration,
    Logins,
    Profiles,
    Recovery,
    Registration,
    Sessions,
    TwoFactors,
)
from subgraphs.account.service.audit_log import AuditLog
from subgraphs.account.service.credentials import Credentials
from subgraphs.account.service.sessions import Login
from subgraphs.account.workers.mail_delivery import MailDelivery
from tests.unit.account.fakes.services import (
    CountingThrottle,
    MemoryChallenges,
    MemoryLive,
    MemoryMailer,
    PlainPasswords,
)
from tests.unit.account.fakes.store import MemoryStore
from tests.unit.account.fakes.time import CountingIds, ManualClock

PASSWORD = "a good password"
NEW = "another good password"
HOME = Device(user_agent="browser", ip_address="192.0.2.1")
PROFILE = Profile("Ana", "Lopez", None, Gender.UNDISCLOSED, Language.ES, None)
LIMITS = SessionLimits(idle=timedelta(hours=1), absolute=timedelta(days=1))


def _backoff(name: str, free: int) -> BackoffRule:
    waits = Backoff(timedelta(seconds=1), timedelta(minutes=1))
    return BackoffRule(name, free, waits, forgotten_after=timedelta(hours=1))


def _rate(name: str, count: int) -> RateRule:
    return RateRule(name, count, timedelta(minutes=1))


RULES = Throttles(
    password_of_account=_backoff("password-account", 3),
    password_from_address=_backoff("password-address", 6),
    code_of_account=_backoff("code-account", 3),
    logins_from_address=_rate("login", 50),
    registrations_from_address=_rate("registration", 5),
    resets_from_address=_rate("reset", 5),
    mails_to_address=_rate("mail", 2),
)


@dataclass
class Workbench:
    """The use cases, and the ports in memory that they use."""

    clock: ManualClock = field(default_factory=ManualClock)
    ids: CountingIds = field(default_factory=CountingIds)
    passwords: PlainPasswords = field(default_factory=PlainPasswords)
    throttle: CountingThrottle = field(default_factory=CountingThrottle)
    challenges: MemoryChallenges = field(default_factory=MemoryChallenges)
    mailer: MemoryMailer = field(default_factory=MemoryMailer)

    def __post_init__(self) -> None:
        self.store = MemoryStore(self.clock)
        self.live = MemoryLive(self.clock)
        audit_log = AuditLog(self.clock, self.ids)
        self.totp = SealedTotp(Fernet.generate_key().decode())
        credentials = Credentials(self.store, self.passwords, self.throttle, RULES)
        sessions = Sessions(self.store, self.live, LIMITS, audit_log, self.clock, self.ids)
        two_factors = TwoFactors(
            self.store, credentials, self.totp, self.throttle, RULES, audit_log, self.clock
        )
        self.delivery = MailDelivery(self.store, self.mailer, self.clock)
        self.service = AccountService(
            registration=Registration(
                self.store, self.passwords, self.throttle, RULES, audit_log, self.clock, self.ids
            ),
            logins=Logins(
                self.store,
                sessions,
                credentials,
                two_factors,
                self.challenges,
                self.throttle,
                RULES,
            ),
            sessions=sessions,
            profiles=Profiles(
                self.store, sessions, credentials, self.passwords, audit_log, self.clock
            ),
            recovery=Recovery(
                self.store,
                sessions,
                credentials,
                self.passwords,
                self.throttle,
                RULES,
                audit_log,
                self.clock,
            ),
            two_factors=two_factors,
            administration=Administration(self.store, sessions, audit_log, self.clock),
        )

    async def register(self, email: str = "ana@cinema.test", role: Role = Role.CUSTOMER) -> Account:
        """Open an account with PASSWORD."""
        return await self.service.registration.register(
            email, PASSWORD, PROFILE, Device(None, None), frozenset({role})
        )

    async def log_in(self, account: Account) -> Login:
        """Open a session of an account without a second factor."""
        login = await self.service.logins.log_in(account.email, PASSWORD, HOME)
        assert isinstance(login, Login)
        return login

    async def mailed_token(self, kind: MailKind) -> str:
        """Send every mail that is due; return the token of the newest one of this kind."""
        await self.delivery.deliver_all()
        token = next(mail.token for mail in reversed(self.mailer.sent) if mail.kind is kind)
        assert token is not None
        return token

    def is_live(self, login: Login) -> bool:
        """Tell whether every subgraph accepts the session."""
        return login.session.token_hash in self.live.sessions


@pytest.fixture
def bench() -> Workbench:
    return Workbench()
