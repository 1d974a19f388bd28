"""The fields that are derived from an account's other fields, to find it by."""

import structlog
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from shared.storage.mongo import Database, Document
from subgraphs.account.domain.accounts import email_key

log = structlog.get_logger(__name__)

DERIVATION = 2
"""Which rules the fields follow: a change of the rules needs the next number."""
_BATCH = 500


def derived_fields(account: Document) -> Document:
    """Return the derived fields for the document of an account."""
    return {"emailKey": email_key(account["email"]), "derivation": DERIVATION}


async def derive_again(database: Database) -> None:
    """Give the accounts of older versions their fields by today's rules.

    Each is changed only as it was read, so several replicas may do this at once.
    """
    accounts = database["accounts"]
    while older := await accounts.find({"derivation": {"$ne": DERIVATION}}).to_list(_BATCH):
        try:
            await accounts.bulk_write([_update(account) for account in older], ordered=False)
        except BulkWriteError as error:
            errors: list[Document] = error.details["writeErrors"]
            failed: list[str] = [older[each["index"]]["_id"] for each in errors]
            # Two accounts of an older version have one address now; the second keeps its key.
            log.warning("account_keys_collide", accounts=failed)
            await accounts.update_many(
                {"_id": {"$in": failed}}, {"$set": {"derivation": DERIVATION}}
            )


def _update(account: Document) -> UpdateOne:
    return UpdateOne(
        {"_id": account["_id"], "updatedAt": account["updatedAt"]},
        {"$set": derived_fields(account)},
    )
