"""Tickets that let nobody in: one typed answer with the reason, and nothing is written."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dev.bootstrap import secret_values
from dev.bootstrap.vault import open_vault, read
from dev.stack import Stack
from shared.auth.viewer import Role
from shared.ids import UlidSource
from subgraphs.booking.adapters.ticket_codes import Ed25519TicketSigner
from tests.stack.booking.testbed import USER_ERROR, BookingTestbed, Person, outcome_of
from tests.waiting import until

CHECK_IN = f"""
mutation CheckIn($input: CheckInTicketInput!) {{
  checkInTicket(input: $input) {{
    __typename
    ... on TicketAccepted {{ ticket {{ status }} }}
    {USER_ERROR}
  }}
}}
"""
CODE = "query Code($id: ID!) { booking(id: $id) { tickets { code } } }"


class Key:
    """A signing key for the signer."""

    def __init__(self, private: Mapping[str, str]) -> None:
        self._private = dict(private)

    async def get(self) -> dict[str, str]:
        return self._private


@pytest.fixture(scope="module")
async def staff(testbed: BookingTestbed) -> Person:
    return await testbed.person(Role.STAFF)


async def _sold(testbed: BookingTestbed, starts_in: timedelta) -> tuple[str, str]:
    """Return a showtime that begins then, and the code of a ticket for it."""
    alice, showtime = await testbed.person(), await testbed.showtime(starts_in)
    booking = await testbed.book(alice, await testbed.hold(alice, showtime, "A1"))
    (ticket,) = outcome_of(await testbed.ask(CODE, alice.token, id=booking))["tickets"]
    await until(testbed.nothing_to_publish)
    return showtime, ticket["code"]


async def _refused(testbed: BookingTestbed, staff: Person, code: str) -> str:
    """Return the reason of a refused check-in that changed nothing."""
    before = await testbed.snapshot()
    asked = {"code": code, "idempotencyKey": uuid4().hex}
    outcome = outcome_of(await testbed.ask(CHECK_IN, staff.token, input=asked))
    assert outcome["__typename"] == "TicketRejected", outcome
    assert outcome["message"].endswith(".")
    assert await testbed.snapshot() == before
    return outcome["code"]


BEGAN_AND_ENDED = {"startsAt": timedelta(hours=-3), "endsAt": timedelta(minutes=-1)}


async def test_each_reason_has_its_code(
    stack: Stack, testbed: BookingTestbed, staff: Person
) -> None:
    showtime, code = await _sold(testbed, timedelta(minutes=30))
    payload, _, signature = code.partition(".")
    assert await _refused(testbed, staff, f"{payload}{signature}") == "NOT_A_TICKET"
    assert await _refused(testbed, staff, f"{payload}.{'A' * 86}") == "FORGED"
    vault = open_vault(stack.upstream.vault_addr, stack.folders.keys, None)
    own, foreign = read(vault, "booking/ticket-key"), secret_values.key_pair()[0]
    assert own is not None
    for private, reason in ((own, "UNKNOWN_TICKET"), (foreign, "KEY_NOT_TRUSTED")):
        signer = Ed25519TicketSigner(Key(private))
        made_up = await signer.sign(UlidSource().new("tkt"), showtime, "A1", datetime.now(UTC))
        assert await _refused(testbed, staff, made_up) == reason

    showtimes = testbed.database.inventories
    await showtimes.update_one({"_id": showtime}, {"$set": {"scheduled": False}})
    assert await _refused(testbed, staff, code) == "SHOWING_CANCELLED"
    now = datetime.now(UTC)
    over = {name: now + by for name, by in BEGAN_AND_ENDED.items()}
    await showtimes.update_one({"_id": showtime}, {"$set": {"scheduled": True, **over}})
    assert await _refused(testbed, staff, code) == "SHOWING_OVER"
    assert await _refused(testbed, staff, (await _sold(testbed, timedelta(hours=2)))[1]) == (
        "DOOR_NOT_OPEN"
    )


async def test_a_ticket_lets_a_guest_in_once_half_an_hour_before(
    testbed: BookingTestbed, staff: Person
) -> None:
    _, code = await _sold(testbed, timedelta(minutes=30))
    asked = {"code": code, "idempotencyKey": uuid4().hex}
    accepted = outcome_of(await testbed.ask(CHECK_IN, staff.token, input=asked))
    assert accepted == {"__typename": "TicketAccepted", "ticket": {"status": "USED"}}
    assert await _refused(testbed, staff, code) == "TICKET_USED"


@pytest.mark.parametrize("added", ["{}\r\n", "\ufeff]Q3{}\x00\t"])
async def test_what_a_scanner_adds_is_taken_off(
    testbed: BookingTestbed, staff: Person, added: str
) -> None:
    _, code = await _sold(testbed, timedelta(minutes=30))
    asked = {"code": added.format(code), "idempotencyKey": uuid4().hex}
    accepted = outcome_of(await testbed.ask(CHECK_IN, staff.token, input=asked))
    assert accepted == {"__typename": "TicketAccepted", "ticket": {"status": "USED"}}


@pytest.mark.parametrize("key", ["", "k" * 101])
async def test_an_idempotency_key_of_a_wrong_length_is_refused(
    testbed: BookingTestbed, staff: Person, key: str
) -> None:
    _, code = await _sold(testbed, timedelta(minutes=30))
    before = await testbed.snapshot()
    answer = await testbed.ask(CHECK_IN, staff.token, input={"code": code, "idempotencyKey": key})
    assert answer["errors"][0]["extensions"]["code"] == "INVALID_INPUT"
    assert await testbed.snapshot() == before


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(codec="utf-8"), max_size=700))
async def test_any_other_text_is_refused(testbed: BookingTestbed, staff: Person, text: str) -> None:
    asked = {"code": text, "idempotencyKey": uuid4().hex}
    outcome = outcome_of(await testbed.ask(CHECK_IN, staff.token, input=asked))
    assert outcome["code"] == "NOT_A_TICKET"
