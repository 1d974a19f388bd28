"""Ticket codes: only an unchanged code verifies, and only with the right public key."""

import base64
import json
from collections.abc import Mapping
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from dev.bootstrap.secret_values import key_pair
from subgraphs.booking.adapters.ticket_codes import (
    Ed25519TicketSigner,
    Ed25519TicketVerifier,
    TicketClaims,
    verify_offline,
)
from subgraphs.booking.errors import ForgedTicket, KeyNotTrusted, NotATicket
from tests.unit.booking.fakes import NOW, SHOWTIME, Keys


async def _signed(private: Mapping[str, str], ticket_id: str = "tkt_1") -> str:
    signer = Ed25519TicketSigner(Keys(private))
    return await signer.sign(ticket_id, SHOWTIME, "C7", NOW)


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


async def test_a_code_is_signed_and_holds_the_claims() -> None:
    private, public = key_pair()
    signer = Ed25519TicketSigner(Keys(private))
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


async def test_verified_claims_are_the_signed_ones() -> None:
    private, public = key_pair()
    _, previous = key_pair()
    claims = verify_offline(await _signed(private), {**previous, **public})
    assert claims == TicketClaims("tkt_1", SHOWTIME, "C7", NOW)


async def test_a_key_that_was_just_rotated_in_is_found() -> None:
    _, before = key_pair()
    private, public = key_pair()
    code = await _signed(private)
    keys = Keys(before, newer={**before, **public})
    assert await Ed25519TicketVerifier(keys).verify(code) == "tkt_1"
    with pytest.raises(KeyNotTrusted):
        await Ed25519TicketVerifier(Keys(before)).verify(code)


async def test_every_change_of_a_code_is_refused() -> None:
    private, public = key_pair()
    code = await _signed(private)
    for place, letter in enumerate(code):
        for other in "Aa_." if letter not in "Aa_." else "Bb-":
            changed = code[:place] + other + code[place + 1 :]
            with pytest.raises((NotATicket, ForgedTicket, KeyNotTrusted)):
                verify_offline(changed, public)


async def test_a_signature_of_another_ticket_or_key_is_forged() -> None:
    private, public = key_pair()
    (payload, signature), (_, others) = [
        (await _signed(private, ticket_id)).split(".") for ticket_id in ("tkt_1", "tkt_2")
    ]
    assert signature != others
    with pytest.raises(ForgedTicket):
        verify_offline(f"{payload}.{others}", public)
    imposter = {**key_pair()[0], "kid": private["kid"]}
    with pytest.raises(ForgedTicket):
        verify_offline(await _signed(imposter), public)


def _code_of(payload: bytes) -> str:
    return base64.urlsafe_b64encode(payload).decode().rstrip("=") + ".AAAA"


@pytest.mark.parametrize(
    "code",
    [
        *("", ".", "..", "a.b.c", "é.é", "AAAA", "AAAA.AAAA", "\x00", "https://cinema.test/"),
        *(" " * 10, "A" * 10_000, "AAAA.AAAA\n", "AA==.AAAA"),
        *map(_code_of, [b"{}", b"[]", b"1", b'""', b"null", b"\xff", b"[" * 300]),
        *map(_code_of, [b'{"k": []}', b'{"k": 1}', b'{"k": "k"}', b'{"k":"k","b":"now"}']),
        _code_of(b'{"k":"k","t":"t","s":"s","p":"p","b":1e99}'),
        _code_of(b'{"k":"k","t":"t","s":"s","p":"p","b":NaN}'),
    ],
)
def test_a_text_that_is_not_a_code_is_not_called_forged(code: str) -> None:
    _, public = key_pair()
    with pytest.raises(NotATicket):
        verify_offline(code, {"k": next(iter(public.values()))})


@given(st.text(max_size=600))
def test_every_text_is_refused(code: str) -> None:
    with pytest.raises((NotATicket, KeyNotTrusted)):
        verify_offline(code, {})
