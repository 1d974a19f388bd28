"""Short-lived tokens for calls between services: EdDSA JWTs (RFC 8037), a new one per call."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import jwt
from redis.asyncio import Redis

from shared.clock import Clock
from shared.errors import Forbidden, Unauthenticated
from shared.storage.redis import redis_needed

ALGORITHM = "EdDSA"
LIFETIME = timedelta(seconds=60)
_LEEWAY = timedelta(seconds=5)
_REQUIRED_CLAIMS = ["iss", "aud", "sub", "scope", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key in PEM; verifiers find its public key by `kid`."""

    kid: str
    private_key: str


@dataclass(frozen=True, slots=True)
class ServiceCaller:
    """A service with a valid token: its subject (`service:booking`), scopes and token id."""

    subject: str
    scopes: frozenset[str]
    jti: str


class ServiceTokenSigner:
    """Signs tokens of one service (`issuer`) for calls to another (`audience`)."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        key: Callable[[], Awaitable[SigningKey]],
        clock: Clock,
    ) -> None:
        """`key` returns the current key at each call, so a rotation needs no restart."""
        self._issuer = issuer
        self._audience = audience
        self._key = key
        self._clock = clock

    async def sign(self, scope: str) -> str:
        """Return a token for one call that needs `scope`."""
        key = await self._key()
        now = self._clock.now()
        claims = {
            "iss": self._issuer,
            "aud": self._audience,
            "sub": f"service:{self._issuer}",
            "scope": scope,
            "iat": now,
            "exp": now + LIFETIME,
            "jti": uuid4().hex,
        }
        return jwt.encode(claims, key.private_key, algorithm=ALGORITHM, headers={"kid": key.kid})


class ServiceTokenVerifier:
    """Verifies tokens that `issuer` signed for `audience`; raises Unauthenticated for others."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        public_key: Callable[[str], Awaitable[str | None]],
        redis: Redis,
    ) -> None:
        """`public_key` returns the PEM for a key id, or None for a key that is not trusted."""
        self._issuer = issuer
        self._audience = audience
        self._public_key = public_key
        self._redis = redis

    async def verify(self, token: str) -> ServiceCaller:
        """Return the caller, after checking the signature, the algorithm and every claim."""
        try:
            kid = jwt.get_unverified_header(token).get("kid")
            public_key = await self._public_key(kid) if isinstance(kid, str) else None
            if public_key is None:
                raise Unauthenticated
            claims: Mapping[str, object] = jwt.decode(
                token,
                public_key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                leeway=_LEEWAY,
                options={"require": _REQUIRED_CLAIMS},
            )
        except jwt.InvalidTokenError:
            raise Unauthenticated from None
        return self._caller(claims)

    async def require(self, token: str, scope: str) -> ServiceCaller:
        """Do what `verify` does; raises Forbidden for a token without this scope."""
        caller = await self.verify(token)
        if scope not in caller.scopes:
            raise Forbidden
        return caller

    async def spend(self, caller: ServiceCaller) -> None:
        """Mark the token as used.

        Raises Unauthenticated when it was used before, Unavailable while Redis cannot tell.
        """
        key, mine = f"service-token:{self._audience}:{caller.jti}", uuid4().hex
        with redis_needed("service token register"):
            # Kept longer than any token is valid.
            fresh = await self._redis.set(key, mine, nx=True, ex=2 * LIFETIME)
            # Redis' client retries after a timeout: then the stored value is from this call.
            if not fresh and await self._redis.get(key) != mine:
                raise Unauthenticated

    def _caller(self, claims: Mapping[str, object]) -> ServiceCaller:
        subject, scope, jti = claims["sub"], claims["scope"], claims["jti"]
        issued, expires = claims["iat"], claims["exp"]
        well_formed = (
            subject == f"service:{self._issuer}"
            and isinstance(scope, str)
            and isinstance(jti, str)
            and isinstance(issued, int | float)
            and isinstance(expires, int | float)
            # Our signer never makes a token that lives longer.
            and expires - issued <= LIFETIME.total_seconds()
        )
        if not well_formed:
            raise Unauthenticated
        return ServiceCaller(str(subject), frozenset(str(scope).split()), str(jti))
