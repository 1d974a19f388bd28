"""The exceptions that every subgraph shares.

::

    Exception
    ├── Refusal               the caller can act on it: becomes a member of the operation's union
    │   ├── InvalidInput      names every field that fails
    │   ├── NotFound          also for ids of the wrong type or shape, and for what is another's
    │   └── IdempotencyConflict
    ├── AccessDenied          who may: becomes a GraphQL error
    │   ├── Unauthenticated
    │   └── Forbidden
    └── Unavailable           a part is away: the caller may try again

Each subgraph's `errors.py` grows the tree by its own refusals. Any other exception is a fault
of ours and is masked.
"""

from dataclasses import dataclass
from typing import ClassVar


class Refusal(Exception):
    """A request that is understood and refused; nothing has changed.

    `code` is stable and machine-readable, `message` is for people. The attributes of a subclass
    carry the same names as the fields of the GraphQL type that it becomes.
    """

    code: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldError:
    """One failing field: where it is in the input, what is wrong."""

    path: list[str]
    code: str
    message: str


class InvalidInput(Refusal):
    """The input breaks the rules; `fields` names every field that does."""

    code = "INVALID_INPUT"

    def __init__(self, fields: list[FieldError]) -> None:
        names = ", ".join(".".join(field.path) for field in fields)
        super().__init__(f"Some input is not valid: {names}.")
        self.fields = fields

    @classmethod
    def of(cls, path: str, code: str, message: str) -> "InvalidInput":
        """One failing field; `path` is dotted, such as `seats.0.seatId`."""
        return cls([FieldError(path.split("."), code, message)])


class NotFound(Refusal):
    """There is nothing by that id that the viewer may know of."""

    code = "NOT_FOUND"

    def __init__(self, what: str, id: str) -> None:
        super().__init__(f"There is no such {what}.")
        self.id = id


class IdempotencyConflict(Refusal):
    """The key was used with other arguments, or its first call is still running."""

    code = "IDEMPOTENCY_CONFLICT"


class AccessDenied(Exception):
    """The viewer may not do this; `code` says why."""

    code: ClassVar[str]


class Unauthenticated(AccessDenied):
    """Nobody is logged in, or the session or token is no longer good."""

    code = "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__("Log in first.")


class Forbidden(AccessDenied):
    """Somebody is logged in, and this is not for them."""

    code = "FORBIDDEN"

    def __init__(self) -> None:
        super().__init__("You may not do this.")


class Unavailable(Exception):
    """A part that this answer needs is away; nothing is lost, and a later call may succeed."""

    def __init__(self, part: str) -> None:
        super().__init__(f"The {part} cannot be reached right now. Try again in a moment.")
        self.part = part
