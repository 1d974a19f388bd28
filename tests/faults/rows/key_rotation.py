"""The keys of service tokens and of tickets, and the router's secrets, are rotated under load."""

import asyncio
import base64
import json
import time
from datetime import UTC, datetime, timedelta
from math import ceil
from uuid import uuid4

import httpx
import jwt

from dev.bootstrap import rotation
from dev.bootstrap.handover import hand_over
from dev.bootstrap.secret_values import ROTATED
from dev.bootstrap.vault import open_vault, read
from tests.faults.customers import Customer
from tests.faults.testbed import KEY_SECONDS, RowFailed, Testbed
from tests.faults.traffic import traffic
from tests.waiting import until

_CUSTOMERS, _TIMES = 6, 5
_GRACE = timedelta(seconds=2 * KEY_SECONDS)
_EXPECTED = {
    "CONFIRMED",
    "cancelled",
    "HoldReleased",
    "PaymentDeclined",
    "SeatsUnavailable",
    "ShowtimeNotBookable",
}
_ASK = "query Find($reference: ID!) { paymentByReference(reference: $reference) { id } }"


async def run(testbed: Testbed, scale: float) -> str:
    times = ceil(_TIMES * scale)
    customers = await testbed.customers(_CUSTOMERS)
    stack = testbed.stack
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    refusals = _refusals(testbed)
    async with traffic(testbed, customers, testbed.mixed_showtimes(_CUSTOMERS)) as counts:
        for _ in range(times):
            old_service = read(vault, ROTATED["service-key"].used) or {}
            old_tickets = [await _ticket(testbed), await _ticket(testbed)]
            fresh = {
                name: await asyncio.to_thread(rotation.rotate, vault, name) for name in ROTATED
            }
            hand_over(vault, stack.folders)
            rotated_at = time.monotonic()
            new_ticket = await _ticket_signed_by(testbed, fresh["ticket-key"])
            if not await _lets_in(testbed, new_ticket):
                raise RowFailed("a ticket that the new key signed was refused")
            await asyncio.sleep(rotated_at + _GRACE.total_seconds() - time.monotonic())
            if not await _is_trusted(testbed, old_service) or not await _lets_in(
                testbed, old_tickets[0]
            ):
                raise RowFailed("an old key was refused during its grace period")
            for name in ROTATED:
                rotation.retire(vault, name, settled=_GRACE)

            async def is_refused(old: dict[str, str] = old_service) -> bool:
                return not await _is_trusted(testbed, old)

            await until(is_refused, 3 * KEY_SECONDS, "the old service key is still trusted")
            await asyncio.sleep(KEY_SECONDS)
            if await _lets_in(testbed, old_tickets[1]):
                raise RowFailed("a ticket of a retired key was accepted")
            await counts.wait_for(_CUSTOMERS)
    await testbed.settle_and_audit()
    # Customers see no error for a refused service token: the booking is PENDING, then recovered.
    if unexpected := counts.keys() - _EXPECTED:
        raise RowFailed(f"unexpected outcomes of purchases: {unexpected} in {counts}")
    if found := _refusals(testbed) - refusals:
        raise RowFailed(f"payment refused {found} of booking's calls")
    return (
        f"every key and router's secret rotated {times} times under load, {counts.confirmed} "
        "bookings confirmed; no request was refused, neither of clients nor between services; "
        "tickets of the new key were accepted at once, old keys during their grace period only"
    )


def _refusals(testbed: Testbed) -> int:
    """Return how many of booking's calls payment has refused, by booking's log."""
    return (testbed.stack.folders.logs / "booking.log").read_text().count("payment_refused")


async def _ticket(testbed: Testbed) -> str:
    """Buy a ticket and return its code."""
    customer: Customer = await testbed.customer()
    held = await customer.hold(*testbed.fresh_seat())
    return (await customer.book(held["id"]))["tickets"][0]["code"]


async def _ticket_signed_by(testbed: Testbed, kid: str) -> str:
    """Buy tickets until this key has signed one, and return its code."""
    deadline = time.monotonic() + 3 * KEY_SECONDS
    while time.monotonic() < deadline:
        code = await _ticket(testbed)
        payload = code.partition(".")[0]
        padded = payload + "=" * (-len(payload) % 4)
        if json.loads(base64.urlsafe_b64decode(padded))["k"] == kid:
            return code
    raise RowFailed(f"booking does not sign with {kid}")


async def _lets_in(testbed: Testbed, code: str) -> bool:
    answer = await testbed.admin.do("checkInTicket", code=code, idempotencyKey=uuid4().hex)
    return answer["__typename"] == "TicketAccepted"


async def _is_trusted(testbed: Testbed, key: dict[str, str]) -> bool:
    """Return whether payment accepts a service token that this key signed."""
    now = datetime.now(UTC)
    claims = {
        "iss": "booking",
        "aud": "payment",
        "sub": "service:booking",
        "scope": "payments:read",
        "iat": now,
        "exp": now + timedelta(seconds=30),
        "jti": uuid4().hex,
    }
    token = jwt.encode(claims, key["private_key"], algorithm="EdDSA", headers={"kid": key["kid"]})
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        answer = await client.post(
            f"{testbed.stack.ports.url('payment')}/graphql",
            json={"query": _ASK, "variables": {"reference": "bkg_00000000000000000000000000"}},
            headers={"authorization": f"Bearer {token}"},
        )
    return not answer.json().get("errors")
