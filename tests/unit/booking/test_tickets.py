"""Ticket codes verify with the public key, and with nothing changed."""

import base64
import json
from datetime import timedelta
from typing import cast

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dev.bootstrap.secret_values import key_pair
from shared.secrets import RotatingSecret
from subgraphs.booking.domain.bookings import spoken_reference
from subgraphs.booking.tickets import Ed25519TicketSigner, qr_svg
from tests.unit.booking.fakes import NOW, SHOWTIME


class Kept:
    """A secret that is not rotated."""

    def __init__(self, value: dict[str, str]) -> None:
        self._value = value

    async def get(self) -> dict[str, str]:
        return self._value


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


async def test_a_code_is_signed_and_says_what_it_opens() -> None:
    private, public = key_pair()
    signer = Ed25519TicketSigner(cast(RotatingSecret, Kept(dict(private))))
    starts_at = NOW + timedelta(hours=3)
    code = await signer.sign("tkt_1", SHOWTIME, "C7", starts_at)
    payload, signature = (_bytes(part) for part in code.split("."))
    assert json.loads(payload) == {
        "k": private["kid"],
        "t": "tkt_1",
        "s": SHOWTIME,
        "p": "C7",
        "b": int(starts_at.timestamp()),
    }
    key = serialization.load_pem_public_key(public[private["kid"]].encode())
    assert isinstance(key, Ed25519PublicKey)
    key.verify(signature, payload)
    with pytest.raises(InvalidSignature):
        key.verify(signature, payload.replace(b"C7", b"C8"))


def test_the_qr_symbol_is_an_svg_of_its_own() -> None:
    svg = qr_svg("a code")
    assert svg.startswith("<svg")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_reference_can_be_spoken() -> None:
    references = {spoken_reference(f"bkg_01JD00000000000000000{n:05d}") for n in range(1000)}
    assert len(references) == 1000
    for reference in references:
        assert len(reference) == 9
        assert not set(reference) & set("01ILOU")
