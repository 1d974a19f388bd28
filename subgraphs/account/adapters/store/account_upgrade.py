"""Accounts of older versions get their derived fields by today's rules, at the start."""

import structlog
from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from shared.storage.mongo import Database, Document
from subgraphs.account.adapters.store.account_documents import (
    DERIVATION,
    derived_fields,
    to_account,
)

log = structlog.get_logger(__name__)

_BATCH = 500
# The first version stored no number.
_OLDER = {"derivation": {"$in": [None, *range(DERIVATION)]}}


async def upgrade_accounts(database: Database) -> None:
    """Derive again what older versions derived by other rules.

    An account is changed only as it was read, so several replicas may do this at once.
    """
    accounts = database["accounts"]
    while older := await accounts.find(_OLDER).limit(_BATCH).to_list():
        try:
            await accounts.bulk_write([_update(account) for account in older], ordered=False)
        except BulkWriteError as error:
            errors: list[Document] = error.details["writeErrors"]
            colliding: list[Document] = [older[each["index"]] for each in errors]
            # Two accounts of an older version have one address now: the second keeps its key.
            log.warning("account_keys_collide", accounts=[each["_id"] for each in colliding])
            await accounts.bulk_write([_update(each, but="emailKey") for each in colliding])


def _update(account: Document, but: str | None = None) -> UpdateOne:
    derived = derived_fields(to_account(account))
    return UpdateOne(
        {"_id": account["_id"], "updatedAt": account["updatedAt"]},
        {"$set": {name: value for name, value in derived.items() if name != but}},
    )
