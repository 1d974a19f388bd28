"""The account behind a request, and its session."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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
        """Tell whether one of the viewer's roles is, or includes, `role`."""
        return any(role in _INCLUDES[held] for held in self.roles)

    def is_or_has(self, account_id: str, role: Role) -> bool:
        """Tell whether the viewer is that account, or has `role` over all accounts."""
        return self.account_id == account_id or self.has(role)


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session as Redis stores it.

    It ends after `idle` without use, and at `absolute_end` in any case.
    """

    viewer: Viewer
    idle: timedelta
    absolute_end: datetime
