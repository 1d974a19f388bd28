"""All keys and the router's secrets are rotated and retired while customers buy.

Only old tickets are affected.
"""

import asyncio
import base64
import json
from collections.abc import Callable, Iterator
from datetime import timedelta

from dev.bootstrap import rotation
from dev.bootstrap.handover import hand_over
from dev.bootstrap.secret_values import ROTATED
from dev.bootstrap.vault import open_vault
from dev.client import Client
from dev.errors import StackError
from dev.stack import Stack
from tests.stack.system.check_in import check_in
from tests.stack.system.conftest import NewCustomer
from tests.stack.system.purchases import book, hold
from tests.waiting import until

# A little longer than booking and the router use the old key after a rotation.
SETTLED = timedelta(seconds=11)


def _kid(code: str) -> str:
    payload = code.partition(".")[0]
    return json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))["k"]


def _seats(fresh_showtime: Callable[[], str]) -> Iterator[tuple[str, str]]:
    while True:
        showtime = fresh_showtime()
        yield from ((showtime, f"{row}{number}") for row in "CD" for number in range(1, 7))


async def test_no_purchase_fails_and_tickets_of_a_retired_key_are_rejected(
    stack: Stack, early_door: Client, new_customer: NewCustomer, fresh_showtime: Callable[[], str]
) -> None:
    buyer = await new_customer()
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    codes: list[str] = []
    seats = _seats(fresh_showtime)

    async def buy() -> str:
        held = await hold(buyer, *next(seats))
        booking = await book(buyer, held["id"])
        assert (booking["status"], booking["payment"]["status"]) == ("CONFIRMED", "CAPTURED")
        codes.append(booking["tickets"][0]["code"])
        return codes[-1]

    async def retired() -> bool:
        await buy()
        try:
            for name in ROTATED:
                await asyncio.to_thread(rotation.retire, vault, name, settled=SETTLED)
        except StackError:
            # The previous key may still be in use.
            return False
        return True

    await buy()
    rotations = [asyncio.to_thread(rotation.rotate, vault, name) for name in ROTATED]
    rotating = asyncio.gather(*rotations)
    while not rotating.done():
        await buy()
    await rotating
    hand_over(vault, stack.folders)
    await until(retired, seconds=60)
    assert _kid(await buy()) != _kid(codes[0])
    assert (await check_in(early_door, codes[-1]))["__typename"] == "TicketAccepted"

    async def rejected() -> bool:
        return (await check_in(early_door, codes[0])).get("code") == "KEY_NOT_TRUSTED"

    await until(rejected, seconds=20)
