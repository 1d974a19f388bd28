"""Account's composition root: the only place that knows which adapter serves which port."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from redis.asyncio import Redis

from shared.auth.sessions import SessionStore
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.messaging.kafka import KafkaConsumer, KafkaPublisher
from shared.messaging.outbox import Outbox, OutboxRelay
from shared.runtime.background import repeat
from shared.runtime.service import Wiring
from shared.secrets.vault import Vault
from shared.storage import mongo, redis
from shared.storage.mongo import Database
from subgraphs.account.adapters.challenges import RedisChallenges
from subgraphs.account.adapters.mail.smtp import SmtpMailer, SmtpServer
from subgraphs.account.adapters.passwords import Argon2Passwords
from subgraphs.account.adapters.store import COLLECTIONS, MongoStore
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
from subgraphs.account.service.audit_log import Journal
from subgraphs.account.service.credentials import Credentials
from subgraphs.account.settings import Settings
from subgraphs.account.workers.consumers import SessionCleanup
from subgraphs.account.workers.mail_delivery import MailDelivery
from subgraphs.account.workers.session_expiry import ExpiryListener, ExpiryPublisher, ExpirySweeper

_CHALLENGE_LIFETIME = timedelta(minutes=5)
_LOOK_FOR_MAIL = timedelta(milliseconds=500)
_LOOK_FOR_REVOCATIONS = timedelta(milliseconds=500)


@dataclass(frozen=True, slots=True)
class Parts:
    """Account's connected parts and the service on top of them."""

    vault: Vault
    database: Database
    redis: Redis
    outbox: Outbox
    store: Store
    live: SessionStore
    clock: SystemClock
    ids: UlidSource
    service: AccountService


@asynccontextmanager
async def connect(settings: Settings) -> AsyncGenerator[Parts]:
    """Connect what the use cases need; closed again at the end."""
    vault = Vault(settings.vault_addr, settings.vault_role_id_file, settings.vault_secret_id_file)
    credentials = await vault.read("account/mongo")
    redis_password = (await vault.read("account/redis"))["password"]
    totp = SealedTotp((await vault.read("account/totp-key"))["key"])
    mongo_client = mongo.connect(settings.mongo_url, credentials)
    redis_client = redis.connect(settings.redis_url, redis_password)
    clock, ids = SystemClock(), UlidSource()
    database = mongo_client[credentials["database"]]
    outbox = Outbox(database, clock, ids)
    store = MongoStore(database, outbox, clock, ids)
    live = SessionStore(redis_client, clock)
    try:
        await mongo.ensure_collections(database, COLLECTIONS)
        yield Parts(
            vault=vault,
            database=database,
            redis=redis_client,
            outbox=outbox,
            store=store,
            live=live,
            clock=clock,
            ids=ids,
            service=_service(settings, store, live, redis_client, totp, clock, ids),
        )
    finally:
        await redis_client.aclose()
        await mongo_client.close()


@asynccontextmanager
async def wire(settings: Settings) -> AsyncGenerator[Wiring]:
    """The subgraph, to be run."""
    async with connect(settings) as parts:
        publisher = KafkaPublisher(
            settings.kafka_bootstrap_servers, idempotent=settings.kafka_idempotent_producer
        )
        sessions, clock = parts.store.sessions, parts.clock
        expiry = ExpiryPublisher(parts.redis, publisher, clock, parts.ids)
        sweeper = ExpirySweeper(parts.redis, sessions, parts.live, expiry, clock)
        relay = OutboxRelay(parts.database, parts.outbox, publisher, clock=clock, owner=uuid4().hex)
        consumer = KafkaConsumer(
            settings.kafka_bootstrap_servers,
            group="account-session-cleanup",
            handlers=SessionCleanup(sessions).handlers,
            publisher=publisher,
        )
        delivery = MailDelivery(parts.store, await _mailer(settings, parts.vault), clock)
        cookie = CookieRules(
            settings.session_cookie,
            secure=settings.environment != "development",
            max_age_seconds=settings.session_absolute_seconds,
        )

        async def deliver_all() -> None:
            while await delivery.deliver_next():
                pass

        try:
            yield Wiring(
                new_context=lambda: Context(parts.live, cookie, parts.service),
                parts={
                    "mongo": lambda: parts.database.command("ping"),
                    "redis": lambda: redis.ping(parts.redis),
                    "kafka": publisher.ping,
                },
                background={
                    "expiry-listener": ExpiryListener(parts.redis, expiry).run,
                    "expiry-sweeper": lambda: repeat(
                        "expiry-sweeper",
                        sweeper.sweep,
                        timedelta(seconds=settings.session_sweep_seconds),
                    ),
                    "revocations": lambda: repeat(
                        "revocations", parts.service.sessions.finish_all, _LOOK_FOR_REVOCATIONS
                    ),
                    "session-cleanup": consumer.run,
                    "outbox-relay": relay.run,
                    "mail": lambda: repeat("mail", deliver_all, _LOOK_FOR_MAIL),
                },
            )
        finally:
            await publisher.close()


def _service(
    settings: Settings,
    store: Store,
    live: SessionStore,
    redis_client: Redis,
    totp: SealedTotp,
    clock: SystemClock,
    ids: UlidSource,
) -> AccountService:
    journal = Journal(clock, ids)
    passwords = Argon2Passwords()
    throttle, rules = RedisThrottle(redis_client), settings.throttles
    challenges = RedisChallenges(redis_client, _CHALLENGE_LIFETIME)
    credentials = Credentials(store, passwords, throttle, rules)
    sessions = Sessions(store, live, settings.session_limits, journal, clock, ids)
    two_factors = TwoFactors(store, credentials, totp, throttle, rules, journal, clock)
    return AccountService(
        registration=Registration(store, passwords, throttle, rules, journal, clock, ids),
        logins=Logins(
            store, sessions, credentials, passwords, two_factors, challenges, throttle, rules
        ),
        sessions=sessions,
        profiles=Profiles(store, sessions, credentials, passwords, journal, clock),
        recovery=Recovery(store, sessions, credentials, passwords, throttle, rules, journal, clock),
        two_factors=two_factors,
        administration=Administration(store, sessions, journal, clock),
    )


async def _mailer(settings: Settings, vault: Vault) -> SmtpMailer:
    login = None
    if settings.smtp_security != "none":
        secret = await vault.read("account/smtp")
        login = (secret["username"], secret["password"])
    server = SmtpServer(settings.smtp_host, settings.smtp_port, settings.smtp_security, login)
    return SmtpMailer(server, settings.mail_sender, settings.site_url)
