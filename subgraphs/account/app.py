"""Account's composition root: it decides which adapter implements which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from shared.runtime.background import repeat
from shared.runtime.connections import Connections, connect
from shared.runtime.service import Wiring
from shared.secrets.vault import Vault
from subgraphs.account.adapters.challenges import RedisChallenges
from subgraphs.account.adapters.mail.smtp import SmtpMailer, SmtpServer
from subgraphs.account.adapters.passwords import Argon2Passwords
from subgraphs.account.adapters.session_expiry import (
    KafkaEventPublisher,
    RedisExpiryClaims,
    RedisExpiryNotifications,
)
from subgraphs.account.adapters.store import COLLECTIONS, MongoStore
from subgraphs.account.adapters.store.account_upgrade import upgrade_accounts
from subgraphs.account.adapters.throttle import RedisThrottle
from subgraphs.account.adapters.totp import SealedTotp
from subgraphs.account.api.context import Context, CookieRules
from subgraphs.account.ports import Store
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
from subgraphs.account.settings import Settings
from subgraphs.account.workers.consumers import SessionConsumer
from subgraphs.account.workers.mail_delivery import MailDelivery
from subgraphs.account.workers.session_expiry import (
    ExpiryListener,
    ExpiryPublisher,
    ExpirySweeper,
)

_CHALLENGE_LIFETIME = timedelta(minutes=5)
_MAIL_INTERVAL = timedelta(milliseconds=500)
_REVOCATION_INTERVAL = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class UseCases:
    """The connections, the store and the use cases, for the server and for commands."""

    connections: Connections
    store: Store
    service: AccountService


@asynccontextmanager
async def open_use_cases(settings: Settings) -> AsyncGenerator[UseCases]:
    """Open the connections and build the use cases; the connections are closed at the end."""
    async with connect("account", settings) as connections:
        await connections.ensure_collections(COLLECTIONS)
        await upgrade_accounts(connections.database)
        totp = SealedTotp((await connections.vault.read("account/totp-key"))["key"])
        store = MongoStore(
            connections.database, connections.outbox, connections.clock, connections.ids
        )
        yield UseCases(connections, store, _service(settings, connections, store, totp))


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """Build the subgraph, ready to run."""
    async with open_use_cases(settings) as use_cases:
        mailer = await _mailer(settings, use_cases.connections.vault)
        yield _wiring(settings, use_cases, mailer)


def _service(
    settings: Settings, connections: Connections, store: Store, totp: SealedTotp
) -> AccountService:
    clock, ids, live = connections.clock, connections.ids, connections.sessions
    audit_log = AuditLog(clock, ids)
    passwords = Argon2Passwords()
    throttle, rules = RedisThrottle(connections.redis), settings.throttles
    challenges = RedisChallenges(connections.redis, _CHALLENGE_LIFETIME)
    credentials = Credentials(store, passwords, throttle, rules)
    sessions = Sessions(store, live, settings.session_limits, audit_log, clock, ids)
    two_factors = TwoFactors(store, credentials, totp, throttle, rules, audit_log, clock)
    return AccountService(
        registration=Registration(store, passwords, throttle, rules, audit_log, clock, ids),
        logins=Logins(store, sessions, credentials, two_factors, challenges, throttle, rules),
        sessions=sessions,
        profiles=Profiles(store, sessions, credentials, passwords, audit_log, clock),
        recovery=Recovery(
            store, sessions, credentials, passwords, throttle, rules, audit_log, clock
        ),
        two_factors=two_factors,
        administration=Administration(store, sessions, audit_log, clock),
    )


def _wiring(settings: Settings, use_cases: UseCases, mailer: SmtpMailer) -> Wiring:
    connections, store, service = use_cases.connections, use_cases.store, use_cases.service
    live, clock = connections.sessions, connections.clock
    claims = RedisExpiryClaims(connections.redis)
    publisher = ExpiryPublisher(
        claims, KafkaEventPublisher(connections.publisher, clock, connections.ids)
    )
    listener = ExpiryListener(RedisExpiryNotifications(connections.redis), publisher)
    sweeper = ExpirySweeper(claims, store.sessions, live, publisher, clock)
    consumer = connections.consumer(
        "account-session-cleanup", SessionConsumer(store.sessions).subscriptions
    )
    delivery = MailDelivery(store, mailer, clock)
    cookie = CookieRules(
        settings.session_cookie,
        secure=settings.environment != "development",
        max_age_seconds=settings.session_absolute_seconds,
    )
    return Wiring(
        new_context=lambda: Context(live, cookie, service),
        callers=connections.callers(),
        rate_limiter=connections.rate_limiter(),
        health_checks=connections.health_checks(),
        background={
            "expiry-listener": listener.run,
            "expiry-sweeper": lambda: repeat(
                "expiry-sweeper",
                sweeper.sweep,
                timedelta(seconds=settings.session_sweep_seconds),
            ),
            "revocations": lambda: repeat(
                "revocations", service.sessions.finish_all, _REVOCATION_INTERVAL
            ),
            "session-cleanup": consumer.run,
            "outbox-relay": connections.relay().run,
            "mail": lambda: repeat("mail", delivery.deliver_all, _MAIL_INTERVAL),
        },
    )


async def _mailer(settings: Settings, vault: Vault) -> SmtpMailer:
    login = None
    if settings.smtp_security != "none":
        secret = await vault.read("account/smtp")
        login = (secret["username"], secret["password"])
    server = SmtpServer(settings.smtp_host, settings.smtp_port, settings.smtp_security, login)
    return SmtpMailer(server, settings.mail_sender, settings.site_url)
