"""Ticket codes verify with the public key, and with nothing changed."""

import base64
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import cast

import pytest
import segno
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from dev.bootstrap.secret_values import key_pair
from shared.secrets.rotating import RotatingSecret
from subgraphs.booking.adapters.ticket_codes import (
    Ed25519TicketSigner,
    Ed25519TicketVerifier,
    TicketClaims,
    qr_svg,
    verified,
)
from subgraphs.booking.domain.bookings import spoken_reference
from subgraphs.booking.errors import ForgedTicket, KeyNotTrusted, NotATicket
from tests.unit.booking.fakes import NOW, SHOWTIME


class Kept:
    """A secret of which a newer value may be in Vault."""

    def __init__(self, value: dict[str, str], newer: dict[str, str] | None = None) -> None:
        self._value = value
        self._newer = newer or value

    async def get(self) -> dict[str, str]:
        return self._value

    async def refreshed(self, *, at_least_every: timedelta) -> dict[str, str]:
        return self._newer


async def _signed(private: Mapping[str, str], ticket_id: str = "tkt_1") -> str:
    signer = Ed25519TicketSigner(cast(RotatingSecret, Kept(dict(private))))
    return await signer.sign(ticket_id, SHOWTIME, "C7", NOW)


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


async def test_what_is_verified_is_what_was_signed() -> None:
    private, public = key_pair()
    _, previous = key_pair()
    claims = verified(await _signed(private), {**previous, **public})
    assert claims == TicketClaims("tkt_1", SHOWTIME, "C7", NOW)


async def test_a_key_that_was_just_rotated_in_is_looked_for() -> None:
    _, before = key_pair()
    private, public = key_pair()
    code = await _signed(private)
    keys = Kept(dict(before), newer={**before, **public})
    assert await Ed25519TicketVerifier(cast(RotatingSecret, keys)).verify(code) == "tkt_1"
    retired = Kept(dict(before))
    with pytest.raises(KeyNotTrusted):
        await Ed25519TicketVerifier(cast(RotatingSecret, retired)).verify(code)


async def test_no_change_of_a_code_goes_unseen() -> None:
    private, public = key_pair()
    code = await _signed(private)
    for place, letter in enumerate(code):
        for other in "Aa_." if letter not in "Aa_." else "Bb-":
            changed = code[:place] + other + code[place + 1 :]
            with pytest.raises((NotATicket, ForgedTicket, KeyNotTrusted)):
                verified(changed, public)


async def test_a_signature_of_another_ticket_or_key_is_forged() -> None:
    private, public = key_pair()
    (payload, signature), (_, others) = [
        (await _signed(private, ticket_id)).split(".") for ticket_id in ("tkt_1", "tkt_2")
    ]
    assert signature != others
    with pytest.raises(ForgedTicket):
        verified(f"{payload}.{others}", public)
    imposter = {**key_pair()[0], "kid": private["kid"]}
    with pytest.raises(ForgedTicket):
        verified(await _signed(imposter), public)


def _spelled(payload: bytes) -> str:
    return base64.urlsafe_b64encode(payload).decode().rstrip("=") + ".AAAA"


@pytest.mark.parametrize(
    "code",
    [
        *("", ".", "..", "a.b.c", "é.é", "AAAA", "AAAA.AAAA", "\x00", "https://cinema.test/"),
        *(" " * 10, "A" * 10_000, "AAAA.AAAA\n", "AA==.AAAA"),
        *map(_spelled, [b"{}", b"[]", b"1", b'""', b"null", b"\xff", b"[" * 300]),
        *map(_spelled, [b'{"k": []}', b'{"k": 1}', b'{"k": "k"}', b'{"k":"k","b":"now"}']),
        _spelled(b'{"k":"k","t":"t","s":"s","p":"p","b":1e99}'),
        _spelled(b'{"k":"k","t":"t","s":"s","p":"p","b":NaN}'),
    ],
)
def test_what_is_no_code_is_told_from_what_is_forged(code: str) -> None:
    _, public = key_pair()
    with pytest.raises(NotATicket):
        verified(code, {"k": next(iter(public.values()))})


@given(st.text(max_size=600))
def test_no_text_does_more_than_be_refused(code: str) -> None:
    with pytest.raises((NotATicket, KeyNotTrusted)):
        verified(code, {})


async def test_the_qr_symbol_is_an_svg_of_its_own_and_says_the_code() -> None:
    code = await _signed(key_pair()[0])
    svg = qr_svg(code)
    assert svg.startswith("<svg")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
    border, symbol = 4, segno.make(code, error="m")
    assert _dark_modules(svg) == {
        (border + row, border + column)
        for row, modules in enumerate(symbol.matrix)
        for column, dark in enumerate(modules)
        if dark
    }


def _dark_modules(svg: str) -> set[tuple[int, int]]:
    """Row and column of each module that the SVG draws: runs of them as strokes, one high."""
    (drawn,) = re.findall(r'stroke="#000" d="([^"]+)"', svg)
    dark: set[tuple[int, int]] = set()
    x = y = 0.0
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+) ?(-?[\d.]+)?", drawn):
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(first))}
            x += float(first)
        else:
            x, y = (x, y) if command == "m" else (0.0, 0.0)
            x, y = x + float(first), y + float(second)
    return dark


def test_a_reference_can_be_spoken() -> None:
    references = {spoken_reference(f"bkg_01JD00000000000000000{n:05d}") for n in range(1000)}
    assert len(references) == 1000
    for reference in references:
        assert len(reference) == 9
        assert not set(reference) & set("01ILOU")
