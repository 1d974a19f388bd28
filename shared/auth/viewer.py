"""Who a request is made for."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may do; ADMIN includes STAFF, STAFF includes CUSTOMER."""

    CUSTOMER = "CUSTOMER"
    STAFF = "STAFF"
    ADMIN = "ADMIN"


_INCLUDES = {
    Role.CUSTOMER: frozenset({Role.CUSTOMER}),
    Role.STAFF: frozenset({Role.CUSTOMER, Role.STAFF}),
    Role.ADMIN: frozenset({Role.CUSTOMER, Role.STAFF, Role.ADMIN}),
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """The account behind a live session."""

    account_id: str
    session_id: str
    roles: frozenset[Role]

    def has(self, role: Role) -> bool:
        """Whether one of the viewer's roles is, or includes, `role`."""
        return any(role in _INCLUDES[held] for held in self.roles)

    def is_or_has(self, account_id: str, role: Role) -> bool:
        """Whether the viewer is that account, or has `role` over all accounts."""
        return self.account_id == account_id or self.has(role)
