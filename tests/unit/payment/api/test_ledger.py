"""The ledger is for administrators; who else asks for it gets the payment without it."""

from typing import Any, cast

import pytest

from shared.auth.service_tokens import ServiceTokenVerifier
from shared.auth.sessions import SessionStore
from shared.auth.viewer import Role, Viewer
from subgraphs.payment.api.context import Context
from subgraphs.payment.api.schema import schema
from tests.unit.payment.fakes import Workbench

ASK = """
query Ask($id: ID!) {
  payment(id: $id) { status books: ledger { id } ledger { id debit amount { amountMinor } } }
}
"""


class ContextOf(Context):
    """The context of a request by `person`."""

    def __init__(self, bench: Workbench, person: Viewer) -> None:
        sessions, tokens = cast(SessionStore, None), cast(ServiceTokenVerifier, None)
        super().__init__(sessions, "session", bench.service, tokens)
        self.person = person

    async def viewer(self) -> Viewer | None:
        return self.person


@pytest.fixture
async def bench(bench: Workbench) -> Workbench:
    await bench.authorize()
    await bench.capture()
    return bench


async def ask(bench: Workbench, role: Role) -> tuple[Any, list[dict[str, Any]]]:
    """Return what the payment's owner, with that role, is answered."""
    viewer = Viewer(bench.payment.account_id, "ses_1", frozenset({role}))
    answer = await schema.execute(
        ASK, variable_values={"id": bench.payment.id}, context_value=ContextOf(bench, viewer)
    )
    return answer.data, [dict(error.formatted) for error in answer.errors or ()]


async def test_an_administrator_reads_the_entries(bench: Workbench) -> None:
    data, errors = await ask(bench, Role.ADMIN)
    assert errors == []
    (entry,) = data["payment"]["ledger"]
    assert entry["amount"] == {"amountMinor": bench.payment.amount.amount_minor}


async def test_the_owner_keeps_the_payment_and_is_refused_the_ledger_alone(
    bench: Workbench,
) -> None:
    data, errors = await ask(bench, Role.CUSTOMER)
    assert data == {"payment": {"status": "CAPTURED", "books": [], "ledger": []}}
    assert [(error["path"], error["extensions"]["code"]) for error in errors] == [
        (["payment", "books"], "FORBIDDEN"),
        (["payment", "ledger"], "FORBIDDEN"),
    ]


async def test_a_refusal_is_told_in_its_own_answer_only(bench: Workbench) -> None:
    await ask(bench, Role.CUSTOMER)
    assert (await ask(bench, Role.ADMIN))[1] == []
