"""A service token is good for one audience, one minute and one signer, and for nobody else."""

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from redis.asyncio import Redis

from shared.auth.service_tokens import ServiceTokenSigner, ServiceTokenVerifier, SigningKey
from shared.errors import Unauthenticated


class StoppedClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def _pair() -> tuple[str, str]:
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


PRIVATE, PUBLIC = _pair()
NOW = datetime.now(UTC)


def _signer(
    *,
    private: str = PRIVATE,
    kid: str = "k1",
    issuer: str = "booking",
    audience: str = "payment",
    at: datetime = NOW,
) -> ServiceTokenSigner:
    async def key() -> SigningKey:
        return SigningKey(kid, private)

    return ServiceTokenSigner(issuer, audience, key, StoppedClock(at))


def _verifier() -> ServiceTokenVerifier:
    async def public_key(kid: str) -> str | None:
        return PUBLIC if kid == "k1" else None

    # Verifying needs no Redis; only spending a token does, which the stack's tests cover.
    return ServiceTokenVerifier("booking", "payment", public_key, Redis())


async def test_a_good_token_names_its_caller() -> None:
    caller = await _verifier().verify(await _signer().sign("payments:authorize payments:void"))
    assert caller.subject == "service:booking"
    assert caller.scopes == {"payments:authorize", "payments:void"}


@pytest.mark.parametrize(
    "signer",
    [
        pytest.param(_signer(private=_pair()[0]), id="another key under a trusted id"),
        pytest.param(_signer(kid="k2"), id="an untrusted key id"),
        pytest.param(_signer(issuer="catalog"), id="another issuer"),
        pytest.param(_signer(audience="account"), id="another audience"),
        pytest.param(_signer(at=NOW - timedelta(seconds=70)), id="expired"),
        pytest.param(_signer(at=NOW + timedelta(seconds=60)), id="from the future"),
    ],
)
async def test_a_wrong_token_is_refused(signer: ServiceTokenSigner) -> None:
    token = await signer.sign("payments:authorize")
    with pytest.raises(Unauthenticated):
        await _verifier().verify(token)


def _claims(**changes: object) -> dict[str, object]:
    return {
        "iss": "booking", "aud": "payment", "sub": "service:booking", "scope": "x", "jti": "1",
        "iat": NOW, "exp": NOW + timedelta(seconds=60),
    } | changes  # fmt: skip


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param(_claims(exp=NOW + timedelta(hours=1)), id="a longer life than allowed"),
        pytest.param(_claims(sub="service:catalog"), id="another subject"),
        pytest.param(_claims(scope=["x"]), id="a scope of another type"),
        *(
            pytest.param({k: v for k, v in _claims().items() if k != name}, id=f"no {name}")
            for name in _claims()
        ),
    ],
)
async def test_wrong_claims_are_refused(claims: dict[str, object]) -> None:
    token = jwt.encode(claims, PRIVATE, algorithm="EdDSA", headers={"kid": "k1"})
    with pytest.raises(Unauthenticated):
        await _verifier().verify(token)


async def test_other_algorithms_are_refused() -> None:
    unsigned = jwt.encode(_claims(), "", algorithm="none", headers={"kid": "k1"})
    symmetric = jwt.encode(_claims(), "k" * 32, algorithm="HS256", headers={"kid": "k1"})
    for token in (unsigned, symmetric, "not a token", ""):
        with pytest.raises(Unauthenticated):
            await _verifier().verify(token)
