"""Owners and administrators, and no others, see an account and end its sessions."""

from dataclasses import replace

import pytest

from shared.auth.viewer import Role, Viewer
from subgraphs.account.domain.permissions import may_end_session, may_see_account
from tests.unit.account.domain.test_sessions import SESSION

OWNER = Viewer("acc_1", "ses_1", frozenset({Role.CUSTOMER}))
CASES = [
    pytest.param(OWNER, True, id="owner"),
    pytest.param(replace(OWNER, account_id="acc_2"), False, id="another account"),
    pytest.param(Viewer("acc_2", "ses_2", frozenset({Role.STAFF})), False, id="staff"),
    pytest.param(Viewer("acc_2", "ses_2", frozenset({Role.ADMIN})), True, id="administrator"),
]


@pytest.mark.parametrize(("viewer", "allowed"), CASES)
def test_who_may_see_an_account(viewer: Viewer, allowed: bool) -> None:
    assert may_see_account(viewer, "acc_1") is allowed


@pytest.mark.parametrize(("viewer", "allowed"), CASES)
def test_who_may_end_a_session(viewer: Viewer, allowed: bool) -> None:
    assert may_end_session(viewer, SESSION) is allowed


def test_a_caller_without_a_session_sees_no_account() -> None:
    assert not may_see_account(None, "acc_1")
