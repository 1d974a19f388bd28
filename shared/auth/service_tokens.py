"""Short-lived tokens by which one service calls another: EdDSA JWTs, a fresh one per call."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import jwt
from redis.asyncio import Redis

from shared.clock import Clock
from shared.errors import Unauthenticated
from shared.storage.redis import redis_needed

ALGORITHM = "EdDSA"
LIFETIME = timedelta(seconds=60)
_LEEWAY = timedelta(seconds=5)
_REQUIRED_CLAIMS = ["iss", "aud", "sub", "scope", "iat", "exp", "jti"]


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key in PEM with the id under which verifiers know its public half."""

    kid: str
    private_key: str


@dataclass(frozen=True, slots=True)
class ServiceCaller:
    """A service whose token is good: which (`service:booking`), what for, and this one token."""

    subject: str
    scopes: frozenset[str]
    jti: str


class ServiceTokenSigner:
    """Signs tokens of one service (`issuer`) for another (`audience`)."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        key: Callable[[], Awaitable[SigningKey]],
        clock: Clock,
    ) -> None:
        """`key` gives the current key at each call, so that a rotation needs no restart."""
        self._issuer = issuer
        self._audience = audience
        self._key = key
        self._clock = clock

    async def sign(self, scope: str) -> str:
        """A token for one call that needs `scope`."""
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
    """Checks tokens that `issuer` signed for `audience`; refuses by Unauthenticated."""

    def __init__(
        self,
        issuer: str,
        audience: str,
        public_key: Callable[[str], Awaitable[str | None]],
        redis: Redis,
    ) -> None:
        """`public_key` gives the PEM for a key id, None for one that is not trusted (any more)."""
        self._issuer = issuer
        self._audience = audience
        self._public_key = public_key
        self._redis = redis

    async def verify(self, token: str) -> ServiceCaller:
        """Who signed `token`; its signature, algorithm and every claim are checked."""
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

    async def spend(self, caller: ServiceCaller) -> None:
        """Use a token up: Unauthenticated when it was before, Unavailable when nobody can tell."""
        key, mine = f"service-token:{self._audience}:{caller.jti}", uuid4().hex
        with redis_needed("service token register"):
            # Kept a little longer than any token is good for.
            fresh = await self._redis.set(key, mine, nx=True, ex=2 * LIFETIME)
            # The client repeats what was not answered in time: then it was this very call.
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
            # A token that claims a longer life than the house allows was not made by its rules.
            and expires - issued <= LIFETIME.total_seconds()
        )
        if not well_formed:
            raise Unauthenticated
        return ServiceCaller(str(subject), frozenset(str(scope).split()), str(jti))
