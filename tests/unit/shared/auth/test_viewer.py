"""Roles include one another: ADMIN, STAFF, CUSTOMER."""

import pytest

from shared.auth.viewer import Role, Viewer


def _viewer(*roles: Role) -> Viewer:
    return Viewer("acc_1", "ses_1", frozenset(roles))


@pytest.mark.parametrize(
    ("held", "included"),
    [
        (Role.CUSTOMER, {Role.CUSTOMER}),
        (Role.STAFF, {Role.CUSTOMER, Role.STAFF}),
        (Role.ADMIN, {Role.CUSTOMER, Role.STAFF, Role.ADMIN}),
    ],
)
def test_a_role_includes_those_below_it(held: Role, included: set[Role]) -> None:
    assert {role for role in Role if _viewer(held).has(role)} == included


def test_an_account_without_roles_has_none() -> None:
    assert not any(_viewer().has(role) for role in Role)


def test_an_account_may_see_itself_and_staff_may_see_others() -> None:
    assert _viewer(Role.CUSTOMER).is_or_has("acc_1", Role.STAFF)
    assert not _viewer(Role.CUSTOMER).is_or_has("acc_2", Role.STAFF)
    assert _viewer(Role.STAFF).is_or_has("acc_2", Role.STAFF)
