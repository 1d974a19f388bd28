"""Which failures mean that a part is unavailable or busy: waiting helps, and nothing is lost."""

from pymongo.errors import ConnectionFailure, PyMongoError

from shared.errors import Busy, TransientFailure, Unavailable
from shared.storage.redis import REDIS_UNAVAILABLE

PART_FAILURES: tuple[type[Exception], ...] = (TransientFailure, PyMongoError, *REDIS_UNAVAILABLE)
"""What a part's client raises when a call failed: background work logs it and tries again."""


def unavailability(error: BaseException) -> TransientFailure | None:
    """Return `error` as a TransientFailure, or None for a fault that waiting does not cure.

    Adapters with a client of their own raise TransientFailure themselves; stores pass on the
    driver's errors.
    """
    match error:
        case TransientFailure():
            return error
        case PyMongoError() if isinstance(error, ConnectionFailure) or error.timeout:
            # No connection, no primary, or no answer in time. In a transaction the driver labels
            # these like conflicts, so they come first.
            return Unavailable("database")
        case PyMongoError() if error.has_error_label("TransientTransactionError"):
            # A conflict that outlasted the retries of its transaction.
            return Busy("database")
        case _ if isinstance(error, REDIS_UNAVAILABLE):
            return Unavailable("session store")
        case _:
            return None
