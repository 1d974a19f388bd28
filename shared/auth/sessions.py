"""Live sessions in Redis: account writes them, every subgraph reads them.

A token is 256 random bits; only its SHA-256 is stored. The TTL of the key `session:<hash>` slides
while the session is used, up to the session's absolute end.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from cachetools import LRUCache
from redis.asyncio import Redis

from shared.auth.viewer import LiveSession, Role, Viewer
from shared.clock import Clock
from shared.storage.redis import redis_needed

KEY_PREFIX = "session:"
_PART = "session store"

# A process slides a session again when this share of its idle time has passed: one write for many
# reads. So a session ends up to this share earlier than its idle time after its last use.
_SLIDE_AFTER = 0.1
_REMEMBERED_SLIDES = 10_000


def new_token() -> str:
    """Return a new session token; only its owner may see it."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Return the hash that is stored instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()


class SessionStore:
    """The live sessions. Every method raises Unavailable while Redis cannot be reached."""

    def __init__(self, redis: Redis, clock: Clock) -> None:
        self._redis = redis
        self._clock = clock
        self._next_slides = LRUCache[str, datetime](_REMEMBERED_SLIDES)

    async def put(self, hash: str, session: LiveSession) -> datetime:
        """Start a session and return when it ends if it is not used."""
        lifetime = self._lifetime(session)
        with redis_needed(_PART):
            await self._redis.set(KEY_PREFIX + hash, _dump(session), px=lifetime)
        return self._clock.now() + lifetime

    async def viewer(self, token: str, *, slide: bool = True) -> Viewer | None:
        """Return the viewer whose session has `token`; None when there is no such session.

        The look-up counts as a use of the session and slides its TTL, unless `slide` is False.
        """
        key = KEY_PREFIX + token_hash(token)
        with redis_needed(_PART):
            stored = cast(str | None, await self._redis.get(key))
            if stored is None:
                return None
            session = _load(stored)
            lifetime = self._lifetime(session)
            if lifetime <= timedelta(0):
                return None
            if slide and self._is_due(key):
                # Does nothing when the session has ended in the meantime.
                await self._redis.pexpire(key, lifetime)
                self._next_slides[key] = self._clock.now() + session.idle * _SLIDE_AFTER
        return session.viewer

    async def remaining(self, hashes: Sequence[str]) -> list[timedelta | None]:
        """Return how long each session lasts without further use; None where it has ended."""
        if not hashes:
            return []
        pipeline = self._redis.pipeline(transaction=False)
        for hash in hashes:
            pipeline.pttl(KEY_PREFIX + hash)
        with redis_needed(_PART):
            answers: list[int] = await pipeline.execute()
        return [timedelta(milliseconds=left) if left > 0 else None for left in answers]

    async def end(self, hashes: Sequence[str]) -> None:
        """End sessions at once, for every subgraph."""
        if hashes:
            with redis_needed(_PART):
                await self._redis.delete(*(KEY_PREFIX + hash for hash in hashes))

    def _is_due(self, key: str) -> bool:
        due = self._next_slides.get(key)
        return due is None or due <= self._clock.now()

    def _lifetime(self, session: LiveSession) -> timedelta:
        return min(session.idle, session.absolute_end - self._clock.now())


def _dump(session: LiveSession) -> str:
    return json.dumps(
        {
            "accountId": session.viewer.account_id,
            "sessionId": session.viewer.session_id,
            "roles": sorted(session.viewer.roles),
            "idleSeconds": session.idle.total_seconds(),
            "absoluteEnd": session.absolute_end.isoformat(),
        }
    )


def _load(stored: str) -> LiveSession:
    fields: dict[str, Any] = json.loads(stored)
    return LiveSession(
        viewer=Viewer(
            account_id=fields["accountId"],
            session_id=fields["sessionId"],
            roles=frozenset(Role(role) for role in fields["roles"]),
        ),
        idle=timedelta(seconds=fields["idleSeconds"]),
        absolute_end=datetime.fromisoformat(fields["absoluteEnd"]),
    )
