"""The exceptions that every subgraph shares.

::

    Exception
    ├── Refusal               the caller can act on it: a member of the operation's union answers it
    │   ├── InvalidInput      names every field that fails
    │   ├── NotFound          also for ids of the wrong shape, and for what belongs to another
    │   └── IdempotencyConflict
    ├── AccessDenied          the caller may not do this: a GraphQL error answers it
    │   ├── Unauthenticated
    │   └── Forbidden
    ├── TransientFailure      nothing is wrong with the request: a later call may succeed
    │   ├── Unavailable       a part cannot be reached
    │   ├── Busy              a part can be reached and has too much to do
    │   └── OutcomePending    the answer depends on something that is not settled yet
    └── VersionConflict       another writer changed what was read; callers read and decide again

Each subgraph's `errors.py` adds its own refusals. Any other exception is a fault in our code and
is masked.
"""

from dataclasses import dataclass
from typing import ClassVar


class Refusal(Exception):
    """A request that is understood and refused; nothing has changed.

    `code` is stable and machine-readable, `message` is for people. The attributes of a subclass
    have the names of the fields of the GraphQL type that answers it.
    """

    code: ClassVar[str]

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class FieldError:
    """One failing field: its path in the input, the rule it breaks, and a sentence."""

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
    """Nothing with that id exists that the viewer may know of."""

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
    """Nobody is logged in, or the session or token is not valid."""

    code = "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__("Log in first.")


class Forbidden(AccessDenied):
    """The viewer is logged in and lacks the right to do this."""

    code = "FORBIDDEN"

    def __init__(self) -> None:
        super().__init__("You may not do this.")


class TransientFailure(Exception):
    """The request may be right, and a later call may succeed; nothing is lost.

    `code` is the GraphQL error's code, `part` names what the answer needs.
    """

    code: ClassVar[str]

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


class Unavailable(TransientFailure):
    """A part that this answer needs cannot be reached."""

    code = "SERVICE_UNAVAILABLE"

    def __init__(self, part: str) -> None:
        super().__init__(part, f"The {part} cannot be reached right now. Try again in a moment.")


class Busy(TransientFailure):
    """A part that this answer needs has too much to do."""

    code = "SERVICE_BUSY"

    def __init__(self, part: str) -> None:
        super().__init__(part, f"The {part} is busy right now. Try again in a moment.")


class OutcomePending(TransientFailure):
    """The answer depends on something that is not settled yet, such as a payment's outcome."""

    code = "OUTCOME_PENDING"

    def __init__(self, part: str) -> None:
        super().__init__(part, f"The {part} is not settled yet. Try again in a moment.")


class VersionConflict(Exception):
    """Another writer changed what was read. Nothing is written: read again and decide again."""
