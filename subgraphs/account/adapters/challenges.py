"""Logins between their two steps, in Redis by the hash of their token."""

import json
from datetime import timedelta

from redis.asyncio import Redis

from shared.auth.sessions import new_token, token_hash
from shared.storage.redis import redis_needed
from subgraphs.account.ports import Challenge


class RedisChallenges:
    """Adapter of the port Challenges. Raises Unavailable while Redis cannot be reached."""

    def __init__(self, redis: Redis, lifetime: timedelta) -> None:
        self._redis = redis
        self._lifetime = lifetime

    async def issue(self, challenge: Challenge) -> str:
        token = new_token()
        stored = json.dumps([challenge.account_id, challenge.security_version])
        with redis_needed("session store"):
            await self._redis.set(_key(token), stored, ex=self._lifetime)
        return token

    async def find(self, token: str) -> Challenge | None:
        with redis_needed("session store"):
            stored = await self._redis.get(_key(token))
        return Challenge(*json.loads(stored)) if stored else None

    async def spend(self, token: str) -> bool:
        with redis_needed("session store"):
            return await self._redis.delete(_key(token)) == 1


def _key(token: str) -> str:
    return f"login-challenge:{token_hash(token)}"
