"""Who may do what: every operation by every kind of caller, and docs/access.md says the same.

A refusal also asserts that nothing has changed.
"""

from datetime import timedelta
from typing import Any

import pytest

from dev.stack import Stack
from shared.auth.viewer import Role
from subgraphs.booking.api.schema import schema
from tests.stack.access import (
    ANONYMOUS,
    ANOTHER,
    EXPIRED,
    OWNER,
    SERVICE,
    Seen,
    page_must_say,
    service_token,
)
from tests.stack.booking.operations import CALLERS, OPERATIONS, SUBSCRIPTIONS, Operation
from tests.stack.booking.testbed import BookingTestbed, Person
from tests.stack.watching import watching
from tests.waiting import until

PRINTED = "tickets as a PDF"


@pytest.fixture(scope="module")
async def owner(testbed: BookingTestbed) -> Person:
    return await testbed.person()


@pytest.fixture(scope="module")
async def tokens(stack: Stack, testbed: BookingTestbed, owner: Person) -> dict[str, str | None]:
    """The token of each kind of caller."""
    over = await testbed.person(lasts=timedelta(milliseconds=1))

    async def is_over() -> bool:
        return await testbed.sessions.viewer(over.token) is None

    await until(is_over)
    return {
        ANONYMOUS: None,
        EXPIRED: over.token,
        OWNER: owner.token,
        ANOTHER: (await testbed.person()).token,
        "STAFF": (await testbed.person(Role.STAFF)).token,
        "ADMIN": (await testbed.person(Role.ADMIN)).token,
        SERVICE: await service_token(stack),
    }


@pytest.fixture(scope="module")
def seen() -> Seen:
    """The outcome of each call."""
    return {}


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
async def test_operation(
    operation: Operation,
    caller: str,
    testbed: BookingTestbed,
    owner: Person,
    tokens: dict[str, str | None],
    seen: Seen,
) -> None:
    variables = await operation.prepare(testbed, owner)
    await until(testbed.nothing_to_publish)
    is_refused = operation.expected(caller) != "allowed"
    before = await testbed.snapshot() if is_refused else None
    outcome = _outcome(await testbed.ask(operation.document, tokens[caller], **variables))
    seen[operation.name, caller] = outcome
    assert outcome == operation.expected(caller)
    if is_refused:
        assert await testbed.snapshot() == before


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("operation", SUBSCRIPTIONS, ids=lambda operation: operation.name)
async def test_watching(
    operation: Operation,
    caller: str,
    testbed: BookingTestbed,
    owner: Person,
    tokens: dict[str, str | None],
    seen: Seen,
) -> None:
    id = (await operation.prepare(testbed, owner))["id"]
    async with watching(
        testbed.url, tokens[caller], operation.document, id, testbed.router
    ) as next_payload:
        payload = await next_payload()
    # A subscription that is refused at its start answers with a list of errors.
    outcome = _outcome({"errors": payload} if isinstance(payload, list) else payload)
    seen[operation.name, caller] = outcome
    assert outcome == operation.expected(caller)


async def test_printing(
    testbed: BookingTestbed, owner: Person, tokens: dict[str, str | None], seen: Seen
) -> None:
    booking_id = await testbed.book(
        owner, await testbed.hold(owner, await testbed.showtime(), "A1")
    )
    url = testbed.url.removesuffix("/graphql") + f"/bookings/{booking_id}/tickets.pdf"
    answers = {200: "allowed", 401: "UNAUTHENTICATED", 404: "NOT_FOUND"}
    allowed = (OWNER, "STAFF", "ADMIN")
    for caller, token in tokens.items():
        headers = {"authorization": f"Bearer {token}"} if token else {}
        answer = await testbed.http.get(url, headers=headers)
        head = await testbed.http.head(url, headers=headers)
        assert (head.status_code, head.content) == (answer.status_code, b"")
        seen[PRINTED, caller] = answers[answer.status_code]
        assert answer.content.startswith(b"%PDF") == (caller in allowed)


async def test_every_operation_is_in_the_table() -> None:
    answer = await schema.execute(
        "{ __schema { queryType { fields { name } } mutationType { fields { name } } "
        "subscriptionType { fields { name } } } }"
    )
    fields = answer.data
    assert fields
    roots = fields["__schema"].values()
    served = {each["name"] for root in roots for each in root["fields"]}
    described = {each.name for each in (*OPERATIONS, *SUBSCRIPTIONS)}
    assert served - {"_entities", "_service"} <= described


def test_the_document_states_these_answers(seen: Seen) -> None:
    names = [*(each.name for each in (*OPERATIONS, *SUBSCRIPTIONS)), PRINTED]
    if len(seen) < len(names) * len(CALLERS):
        pytest.skip("needs all the tests above")
    page_must_say(_HEAD, names, CALLERS, seen)


def _outcome(answer: dict[str, Any]) -> str:
    """Return `allowed`, `null`, or the code of the refusal."""
    if answer.get("errors"):
        return answer["errors"][0]["extensions"]["code"]
    (value,) = answer["data"].values()
    # An entity is in a list, and an account's bookings are one level deeper.
    if value in (None, [None], [{"bookings": None}]):
        return "null"
    return value.get("code", "allowed") if isinstance(value, dict) else "allowed"  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON has no static type


_HEAD = """\
# Who may do what with bookings

`tests/stack/booking/test_access.py` writes this part from the answers of a running booking
subgraph, as above. Holds, bookings and tickets belong to the `owner`; `another account`, `STAFF`
and `ADMIN` are other people. Seats are held for the caller. The service token is the one that
booking sends to payment. It grants nothing here.

"""
