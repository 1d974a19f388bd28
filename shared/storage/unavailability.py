"""Which failures say that a part is away: what was asked may be right, and waiting helps."""

from pymongo.errors import ConnectionFailure, PyMongoError

from shared.errors import Unavailable
from shared.storage.redis import REDIS_AWAY


def away(error: BaseException) -> Unavailable | None:
    """What `error` says of a part that is away or too busy to answer; None for any other failure.

    Adapters raise Unavailable themselves where a part has a client of its own; the stores leave
    the drivers' errors as they are.
    """
    match error:
        case Unavailable():
            return error
        case PyMongoError() if _database_cannot_answer(error):
            return Unavailable("database")
        case _ if isinstance(error, REDIS_AWAY):
            return Unavailable("session store")
        case _:
            return None


def _database_cannot_answer(error: PyMongoError) -> bool:
    return (
        # No connection, no primary, or none that is chosen in time.
        isinstance(error, ConnectionFailure)
        or error.timeout
        # A conflict that outlasted the retries of its transaction.
        or error.has_error_label("TransientTransactionError")
    )
