"""Booking's service key is rotated while payment runs."""

import httpx

from dev.bootstrap import secret_values
from dev.bootstrap.vault import open_vault, read, write
from dev.stack import Stack
from tests.stack.payment.conftest import FIND, Payments
from tests.waiting import until

KEYS = "public/booking-service-keys"


async def test_a_new_key_is_trusted_at_once_and_the_old_one_until_it_is_removed(
    stack: Stack, payments: Payments
) -> None:
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    before = read(vault, KEYS)
    assert before is not None
    url = await stack.start_replica("payment", {"PAYMENT_TRUSTED_KEYS_MAX_AGE_SECONDS": "1"})
    router = stack.as_router("payment")
    async with httpx.AsyncClient(base_url=url, trust_env=False, auth=router) as http:
        old = Payments(http, payments.mongo, payments.key)
        assert await _code(old) is None
        private, public = secret_values.key_pair()
        new = Payments(http, payments.mongo, dict(private))
        assert await _code(new) == "UNAUTHENTICATED"
        try:
            write(vault, KEYS, {**before, **public})
            await until(lambda: _is(new, None), seconds=10)
            assert await _code(old) is None, "both keys are trusted during a rotation"
            write(vault, KEYS, dict(public))
            await until(lambda: _is(old, "UNAUTHENTICATED"), seconds=10)
            assert await _code(new) is None
        finally:
            write(vault, KEYS, before)


async def _is(payments: Payments, code: str | None) -> bool:
    return await _code(payments) == code


async def _code(payments: Payments) -> str | None:
    """Return the code of the refusal; None when the call is answered."""
    answer = await payments.send(FIND, "read", reference=payments.reference)
    return answer["errors"][0]["extensions"]["code"] if answer.get("errors") else None
