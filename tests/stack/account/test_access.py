"""Who may do what: every operation by every kind of caller, and docs/access.md says the same.

A refusal also asserts that nothing has changed.
"""

from pathlib import Path

import pytest

from dev.bootstrap import vault
from dev.stack import Stack
from shared.auth.service_tokens import ServiceTokenSigner, SigningKey
from shared.clock import SystemClock
from subgraphs.account.schema import schema
from tests.stack.account.operations import (
    ANONYMOUS,
    CALLERS,
    OPERATIONS,
    OWNER,
    SERVICE,
    Operation,
)
from tests.stack.account.people import Person, Town, outcome_of

DOCUMENT = Path(__file__).parents[3] / "docs" / "access.md"


@pytest.fixture(scope="module")
async def service_token(stack: Stack) -> str:
    """What booking shows to payment, signed with booking's own key."""
    access = stack.admin
    client = vault.open_vault(access.vault_addr, stack.folders.keys, access.vault_token)
    secret = vault.read(client, "booking/service-key") or {}

    async def key() -> SigningKey:
        return SigningKey(secret["kid"], secret["private_key"])

    return await ServiceTokenSigner("booking", "payment", key, SystemClock()).sign("payments:write")


@pytest.fixture(scope="module")
def seen() -> dict[tuple[str, str], str]:
    """What each call came to."""
    return {}


async def _cast(town: Town, caller: str) -> tuple[Person, Person]:
    """Whom the call is about, and who makes it (for nobody: someone to prepare it)."""
    subject = await town.person()
    if caller in (OWNER, ANONYMOUS, SERVICE):
        return subject, subject
    return subject, await town.person(caller if caller in ("STAFF", "ADMIN") else "CUSTOMER")


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_operation(
    operation: Operation,
    caller: str,
    town: Town,
    service_token: str,
    seen: dict[tuple[str, str], str],
) -> None:
    subject, person = await _cast(town, caller)
    variables = await operation.prepare(town, subject, person)
    token = {ANONYMOUS: None, SERVICE: service_token}.get(caller, person.token)
    before = await town.snapshot()
    outcome = outcome_of(await town.ask(operation.document, token, **variables))
    seen[operation.name, caller] = outcome
    assert outcome == operation.expected(caller)
    if outcome != "allowed":
        assert await town.snapshot() == before


def test_every_operation_is_in_the_table() -> None:
    served = _served()
    listed = {operation.name for operation in OPERATIONS if " " not in operation.name}
    assert served == listed


def _served() -> set[str]:
    fields = schema.execute_sync(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }"
    ).data
    assert fields
    roots = fields["__schema"].values()
    return {each["name"] for root in roots for each in root["fields"]} - {"_entities", "_service"}


def test_the_document_says_what_was_seen(seen: dict[tuple[str, str], str]) -> None:
    if len(seen) < len(OPERATIONS) * len(CALLERS):
        pytest.skip("needs all the tests above")
    rows = [f"| operation | {' | '.join(CALLERS)} |", f"|---|{'---|' * len(CALLERS)}"]
    for operation in OPERATIONS:
        cells = [seen[operation.name, caller] for caller in CALLERS]
        rows.append(f"| {operation.name} | {' | '.join(cells)} |")
    text = _HEAD + "\n".join(rows) + "\n"
    stale = not DOCUMENT.exists() or DOCUMENT.read_text() != text
    if stale:
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(text)
    assert not stale, f"{DOCUMENT.name} did not say what was seen: it does now, commit it"


_HEAD = """\
# Who may do what with accounts

Written by `tests/stack/account/test_access.py` from what a running account subgraph answered; the
test fails when this page says anything else. Where an operation is about an account or a session,
it belongs to the `owner`; `CUSTOMER`, `STAFF`, `ADMIN` and `another account` are other people.
Operations on oneself are about whoever calls.

`allowed`: it was done. `null`: the answer is as if there were nothing. Any other word is the code
of the refusal; after each the database was compared with what it held before, and was the same.
The service token is one that booking shows to payment: here it opens nothing.

"""
