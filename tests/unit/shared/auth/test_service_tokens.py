"""A service token is valid for one audience, one minute and one signer."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from redis.asyncio import Redis

from shared.auth.service_tokens import ServiceTokenSigner, ServiceTokenVerifier, SigningKey
from shared.errors import Unauthenticated


class ShiftedClock:
    """The machine's clock plus `ahead`, which may be negative."""

    def __init__(self, ahead: timedelta) -> None:
        self._ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead


def _key_pair() -> tuple[str, str]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


PRIVATE, PUBLIC = _key_pair()
NO_TIME = timedelta(0)


def _signer(
    *,
    private: str = PRIVATE,
    kid: str = "k1",
    issuer: str = "booking",
    audience: str = "payment",
    ahead: timedelta = NO_TIME,
) -> ServiceTokenSigner:
    async def key() -> SigningKey:
        return SigningKey(kid, private)

    return ServiceTokenSigner(issuer, audience, key, ShiftedClock(ahead))


def _verifier() -> ServiceTokenVerifier:
    async def public_key(kid: str) -> str | None:
        return PUBLIC if kid == "k1" else None

    # Only spending a token needs Redis; the stack tests cover that.
    return ServiceTokenVerifier("booking", "payment", public_key, Redis())


async def test_a_valid_token_names_its_caller() -> None:
    caller = await _verifier().verify(await _signer().sign("payments:authorize payments:void"))
    assert caller.subject == "service:booking"
    assert caller.scopes == {"payments:authorize", "payments:void"}


@pytest.mark.parametrize(
    "signer",
    [
        pytest.param(_signer(private=_key_pair()[0]), id="another key under a trusted id"),
        pytest.param(_signer(kid="k2"), id="an untrusted key id"),
        pytest.param(_signer(issuer="catalog"), id="another issuer"),
        pytest.param(_signer(audience="account"), id="another audience"),
        pytest.param(_signer(ahead=timedelta(seconds=-70)), id="expired"),
        pytest.param(_signer(ahead=timedelta(seconds=60)), id="from the future"),
    ],
)
async def test_a_wrong_token_is_refused(signer: ServiceTokenSigner) -> None:
    token = await signer.sign("payments:authorize")
    with pytest.raises(Unauthenticated):
        await _verifier().verify(token)


def _claims() -> dict[str, object]:
    now = datetime.now(UTC)
    return {
        "iss": "booking", "aud": "payment", "sub": "service:booking", "scope": "x", "jti": "1",
        "iat": now, "exp": now + timedelta(seconds=60),
    }  # fmt: skip


IN_AN_HOUR = datetime.now(UTC) + timedelta(hours=1)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"exp": IN_AN_HOUR}, id="a longer life than allowed"),
        pytest.param({"sub": "service:catalog"}, id="another subject"),
        pytest.param({"scope": ["x"]}, id="a scope of another type"),
        *(pytest.param({name: None}, id=f"no {name}") for name in _claims()),
    ],
)
async def test_wrong_claims_are_refused(changes: dict[str, object]) -> None:
    claims = {name: value for name, value in (_claims() | changes).items() if value is not None}
    token = jwt.encode(claims, PRIVATE, algorithm="EdDSA", headers={"kid": "k1"})
    with pytest.raises(Unauthenticated):
        await _verifier().verify(token)


async def test_other_algorithms_are_refused() -> None:
    unsigned = jwt.encode(_claims(), "", algorithm="none", headers={"kid": "k1"})
    symmetric = jwt.encode(_claims(), "k" * 32, algorithm="HS256", headers={"kid": "k1"})
    for token in (unsigned, symmetric, "not a token", ""):
        with pytest.raises(Unauthenticated):
            await _verifier().verify(token)
