"""Opaque, typed, sortable ids: a prefix that names the type, and a ULID (`acc_01J…`)."""

import re
from typing import Protocol

import ulid

ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}"
"""The pattern of a ULID, in capital letters."""


class IdSource(Protocol):
    """Makes new ids."""

    def new(self, prefix: str) -> str:
        """Return a new id of the type that `prefix` names, such as `acc_01JD…` for `acc`."""
        ...


class UlidSource:
    """Ids from the system's clock and random source."""

    def new(self, prefix: str) -> str:
        return f"{prefix}_{ulid.ULID()}"


def is_id(prefix: str, text: str) -> bool:
    """Tell whether `text` has the shape of an id of the type that `prefix` names.

    No record has an id of another shape, so callers answer NotFound without a query.
    """
    return re.fullmatch(f"{prefix}_{ULID}", text) is not None
