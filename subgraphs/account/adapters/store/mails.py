"""The mails that wait, in MongoDB."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from shared.clock import Clock
from shared.ids import IdSource
from shared.storage.mongo import CollectionSpec, Database
from shared.storage.mongo import Session as MongoSession
from subgraphs.account.domain.accounts import email_key
from subgraphs.account.domain.mails import Mail, MailKind

MAILS = CollectionSpec(
    "mails",
    schema={
        "bsonType": "object",
        "required": ["kind", "address", "dueAt", "attempts"],
        # A waiting mail must store no text and no token.
        "additionalProperties": False,
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^mail_"},
            "kind": {"enum": [kind.value for kind in MailKind]},
            "address": {"bsonType": "string"},
            "dueAt": {"bsonType": "date"},
            "attempts": {"bsonType": ["int", "long"], "minimum": 0},
        },
    },
    indexes=[IndexModel([("dueAt", ASCENDING)], name="due")],
)


class MongoMails:
    """Adapter of the port MailRecords."""

    def __init__(
        self, database: Database, session: MongoSession | None, clock: Clock, ids: IdSource
    ) -> None:
        self._mails = database[MAILS.name]
        self._session = session
        self._clock = clock
        self._ids = ids

    async def add(self, kind: MailKind, address: str) -> None:
        await self._mails.insert_one(
            {
                "_id": self._ids.new("mail"),
                "kind": kind,
                "address": email_key(address),
                "dueAt": self._clock.now(),
                "attempts": 0,
            },
            session=self._session,
        )

    async def claim(self, now: datetime, until: datetime) -> Mail | None:
        due = self._mails.find({"dueAt": {"$lte": now}}).sort("dueAt", ASCENDING).limit(1)
        async for found in due:
            claimed = await self._mails.update_one(
                {"_id": found["_id"], "dueAt": found["dueAt"]},
                {"$set": {"dueAt": until}, "$inc": {"attempts": 1}},
            )
            if claimed.modified_count:
                kind = MailKind(found["kind"])
                return Mail(found["_id"], kind, found["address"], until, found["attempts"] + 1)
        return None

    async def renew(self, mail: Mail, until: datetime) -> bool:
        renewed = await self._mails.update_one(
            {"_id": mail.id, "dueAt": mail.due_at},
            {"$set": {"dueAt": until}},
            session=self._session,
        )
        return renewed.matched_count == 1

    async def postpone(self, mail: Mail, due_at: datetime) -> None:
        await self._mails.update_one({"_id": mail.id}, {"$set": {"dueAt": due_at}})

    async def remove(self, mail: Mail) -> None:
        await self._mails.delete_one({"_id": mail.id}, session=self._session)

    async def remove_to(self, address: str) -> None:
        await self._mails.delete_many({"address": email_key(address)}, session=self._session)
