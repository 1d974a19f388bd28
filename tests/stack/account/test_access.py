"""Every operation by every kind of caller gives the answer that docs/access.md states.

After a refusal the database is unchanged.
"""

import pytest

from dev.stack import Stack
from subgraphs.account.api.schema import schema
from tests.stack.access import Seen, page_must_say, service_token
from tests.stack.account.operations import (
    ANONYMOUS,
    CALLERS,
    OPERATIONS,
    OWNER,
    SERVICE,
    Operation,
)
from tests.stack.account.people import Person, Town, outcome_of


@pytest.fixture(scope="module", name="service_token")
async def _service_token(stack: Stack) -> str:  # pyright: ignore[reportUnusedFunction] - a fixture
    return await service_token(stack)


@pytest.fixture(scope="module")
def seen() -> Seen:
    """The answer to each call."""
    return {}


async def _cast(town: Town, caller: str) -> tuple[Person, Person]:
    """Return the person whom the call is about, and the one who makes or prepares it."""
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
    seen: Seen,
) -> None:
    subject, person = await _cast(town, caller)
    variables = await operation.prepare(town, subject, person)
    token = {ANONYMOUS: None, SERVICE: service_token}.get(caller, person.token)
    is_refused = operation.expected(caller) != "allowed"
    before = await town.snapshot() if is_refused else None
    outcome = outcome_of(await town.ask(operation.document, token, **variables))
    seen[operation.name, caller] = outcome
    assert outcome == operation.expected(caller)
    if is_refused:
        assert await town.snapshot() == before


async def test_every_operation_is_in_the_table() -> None:
    served = await _served()
    listed = {operation.name for operation in OPERATIONS if " " not in operation.name}
    assert served == listed


async def _served() -> set[str]:
    answer = await schema.execute(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } } }"
    )
    fields = answer.data
    assert fields
    roots = fields["__schema"].values()
    return {each["name"] for root in roots for each in root["fields"]} - {"_entities", "_service"}


def test_the_document_states_these_answers(seen: Seen) -> None:
    if len(seen) < len(OPERATIONS) * len(CALLERS):
        pytest.skip("needs all the tests above")
    page_must_say(_HEAD, [each.name for each in OPERATIONS], CALLERS, seen)


_HEAD = """\
# Who may do what with accounts

`tests/stack/account/test_access.py` writes this part from the answers of a running account
subgraph, and fails when the page differs. An account or session that an operation names belongs to
the `owner`; `CUSTOMER`, `STAFF`, `ADMIN` and `another account` are other people. Operations on
one's own account act on the caller.

- `allowed`: the operation was carried out.
- `null`: the answer is the same as if the object did not exist.
- Any other word is the code of a refusal. The test checks that the database did not change.

The service token is the one that booking sends to payment. It grants nothing here.

"""
