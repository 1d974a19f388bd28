"""The keys of service tokens and of tickets are rotated in Vault under load."""

import asyncio
from datetime import UTC, datetime, timedelta
from math import ceil
from uuid import uuid4

import httpx
import jwt

from dev.bootstrap import rotation
from dev.bootstrap.vault import open_vault, read
from tests.faults.customers import Customer
from tests.faults.house import KEY_SECONDS, House, Red
from tests.faults.traffic import traffic
from tests.waiting import until

_CUSTOMERS, _TIMES = 6, 5
_GRACE = timedelta(seconds=2 * KEY_SECONDS)
_ASK = "query Find($reference: ID!) { paymentByReference(reference: $reference) { id } }"


async def run(house: House, share: float) -> str:
    times = ceil(_TIMES * share)
    customers = await house.customers(_CUSTOMERS)
    showtimes = [house.showtime() for _ in range(_CUSTOMERS)]
    stack = house.stack
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    failed_before = dict(house.recorder.errors)
    async with traffic(house, customers, showtimes) as counts:
        for _ in range(times):
            old_service = read(vault, rotation.KEYS["service-key"]) or {}
            old_tickets = [await _ticket(house), await _ticket(house)]
            for name in rotation.KEYS:
                await asyncio.to_thread(rotation.rotate, vault, name)
            await asyncio.sleep(_GRACE.total_seconds())
            if not await _is_trusted(house, old_service) or not await _lets_in(
                house, old_tickets[0]
            ):
                raise Red("an old key was refused in its grace")
            for name in rotation.KEYS:
                rotation.retire(vault, name, settled=_GRACE)

            async def is_refused(old: dict[str, str] = old_service) -> bool:
                return not await _is_trusted(house, old)

            await until(is_refused, 3 * KEY_SECONDS, "the old service key is still trusted")
            await asyncio.sleep(KEY_SECONDS)
            if await _lets_in(house, old_tickets[1]):
                raise Red("a retired ticket key still opens the door")
    await house.clean()
    if failed_before != house.recorder.errors:
        raise Red(f"requests failed: {house.recorder.errors}, before: {failed_before}")
    return (
        f"both keys rotated {times} times under load, {sum(counts.values())} purchases, no request "
        "refused; the old keys good in their grace and refused after it"
    )


async def _ticket(house: House) -> str:
    """The code of a fresh ticket."""
    customer: Customer = await house.customer()
    held = await customer.hold(*house.fresh_seat())
    return (await customer.book(held["id"]))["tickets"][0]["code"]


async def _lets_in(house: House, code: str) -> bool:
    answer = await house.admin.do("checkInTicket", code=code, idempotencyKey=uuid4().hex)
    return answer["__typename"] == "TicketAccepted"


async def _is_trusted(house: House, key: dict[str, str]) -> bool:
    """Whether payment answers a service token that this key signed."""
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
            f"{house.stack.ports.url('payment')}/graphql",
            json={"query": _ASK, "variables": {"reference": "bkg_00000000000000000000000000"}},
            headers={"authorization": f"Bearer {token}"},
        )
    return not answer.json().get("errors")
