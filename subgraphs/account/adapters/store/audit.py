"""The audit log in MongoDB."""

from pymongo import DESCENDING, IndexModel

from shared.pagination import Page, PageRequest, make_page
from shared.storage.mongo import CollectionSpec, Database, Document
from shared.storage.mongo import Session as MongoSession
from subgraphs.account.domain.audit import Actor, AuditAction, AuditEntry
from subgraphs.account.domain.sessions import Device

AUDIT = CollectionSpec(
    "audit",
    schema={
        "bsonType": "object",
        "required": ["at", "action", "subjectId"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^log_"},
            "at": {"bsonType": "date"},
            "action": {"enum": [action.value for action in AuditAction]},
            "actorId": {"bsonType": ["string", "null"]},
            "subjectId": {"bsonType": "string", "pattern": "^acc_"},
        },
    },
    indexes=[
        IndexModel([("subjectId", DESCENDING), ("_id", DESCENDING)], name="subject"),
        IndexModel([("actorId", DESCENDING)], name="actor"),
        IndexModel([("action", DESCENDING), ("_id", DESCENDING)], name="action"),
    ],
)


class MongoAudit:
    """Adapter of the port AuditRecords."""

    def __init__(self, database: Database, session: MongoSession | None) -> None:
        self._audit = database[AUDIT.name]
        self._session = session

    async def add(self, entry: AuditEntry) -> None:
        await self._audit.insert_one(
            {
                "_id": entry.id,
                "at": entry.at,
                "action": entry.action,
                "actorId": entry.actor.account_id,
                "userAgent": entry.actor.device.user_agent,
                "ipAddress": entry.actor.device.ip_address,
                "subjectId": entry.subject_id,
                "details": dict(entry.details),
            },
            session=self._session,
        )

    async def search(
        self, subject_id: str | None, action: AuditAction | None, page: PageRequest
    ) -> Page[AuditEntry]:
        wanted: Document = {}
        if subject_id:
            wanted["subjectId"] = subject_id
        if action:
            wanted["action"] = action
        behind: Document = {"_id": {"$lt": page.after[0]}} if page.after else {}
        found = self._audit.find({**wanted, **behind}).sort("_id", DESCENDING)
        return make_page(
            [_to_entry(document) async for document in found.limit(page.size + 1)],
            page,
            sort_key=lambda entry: (entry.id,),
            count=lambda: self._audit.count_documents(wanted),
        )

    async def of_subject(self, account_id: str) -> list[AuditEntry]:
        found = self._audit.find({"subjectId": account_id}).sort("_id", DESCENDING)
        return [_to_entry(document) async for document in found]

    async def anonymise(self, account_id: str) -> None:
        # Without a login only the owner acts on an account: registers it, resets its password.
        own = [{"actorId": account_id}, {"actorId": None, "subjectId": account_id}]
        await self._audit.update_many(
            {"$or": own},
            {"$set": {"userAgent": None, "ipAddress": None}},
            session=self._session,
        )


def _to_entry(document: Document) -> AuditEntry:
    device = Device(document["userAgent"], document["ipAddress"])
    return AuditEntry(
        id=document["_id"],
        at=document["at"],
        action=AuditAction(document["action"]),
        actor=Actor(document["actorId"], device),
        subject_id=document["subjectId"],
        details=document["details"],
    )
