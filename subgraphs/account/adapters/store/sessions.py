"""Records of sessions in MongoDB, for lists and the audit log; Redis decides who is logged in."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import ASCENDING, DESCENDING, IndexModel

from shared.errors import VersionConflict
from shared.storage.mongo import CollectionSpec, Database, Document
from shared.storage.mongo import Session as MongoSession
from shared.turns import in_turns
from subgraphs.account.adapters.store.accounts import ACCOUNTS
from subgraphs.account.domain.sessions import Device, Session

_HASH = {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"}

SESSIONS = CollectionSpec(
    "sessions",
    schema={
        "bsonType": "object",
        "required": ["accountId", "tokenHash", "createdAt", "expiresAt", "absoluteEnd"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^ses_"},
            "tokenHash": _HASH,
            "expiresAt": {"bsonType": "date"},
            "absoluteEnd": {"bsonType": "date"},
        },
    },
    indexes=[
        IndexModel([("tokenHash", ASCENDING)], name="token", unique=True),
        IndexModel([("accountId", ASCENDING), ("_id", DESCENDING)], name="account"),
        IndexModel([("expiresAt", ASCENDING)], name="expiry"),
    ],
)
# A separate collection, because it is empty most of the time and so cheap to read often.
REVOCATIONS = CollectionSpec(
    "revocations", schema={"bsonType": "object", "properties": {"_id": _HASH}}
)


class MongoSessions:
    """Adapter of the port SessionRecords."""

    def __init__(self, database: Database, session: MongoSession | None) -> None:
        self._accounts = database[ACCOUNTS.name]
        self._sessions = database[SESSIONS.name]
        self._revocations = database[REVOCATIONS.name]
        self._session = session

    async def open(self, session: Session, security_version: int) -> None:
        unchanged = await self._accounts.update_one(
            {"_id": session.account_id, "securityVersion": security_version},
            {"$set": {"lastLoginAt": session.created_at}},
            session=self._session,
        )
        if not unchanged.matched_count:
            raise VersionConflict
        await self._sessions.insert_one(_to_document(session), session=self._session)

    async def of_account(self, account_id: str) -> list[Session]:
        found = self._sessions.find({"accountId": account_id}, session=self._session)
        return [_to_session(document) async for document in found.sort("_id", DESCENDING)]

    async def by_id(self, id: str) -> Session | None:
        document = await self._sessions.find_one({"_id": id}, session=self._session)
        return _to_session(document) if document else None

    async def revoke(self, sessions: Sequence[Session]) -> None:
        for session in sessions:
            gone = await self._sessions.delete_one({"_id": session.id}, session=self._session)
            if gone.deleted_count:
                await self._revocations.insert_one(
                    {"_id": session.token_hash}, session=self._session
                )

    async def revoked(self, limit: int) -> list[str]:
        return [document["_id"] async for document in self._revocations.find().limit(limit)]

    async def forget_revoked(self, hashes: Sequence[str]) -> None:
        await self._revocations.delete_many({"_id": {"$in": list(hashes)}}, session=self._session)

    async def delete(self, token_hash: str) -> None:
        await self._sessions.delete_one({"tokenHash": token_hash}, session=self._session)

    async def expiring_before(
        self, moment: datetime | None, after_id: str | None, limit: int
    ) -> list[Session]:
        wanted: Document = {"expiresAt": {"$lte": moment}} if moment else {}
        behind: Document = {"_id": {"$gt": after_id}} if after_id else {}
        found = self._sessions.find({**wanted, **behind}).sort("_id", ASCENDING).limit(limit)
        return [_to_session(document) async for document in in_turns(found)]

    async def postpone_expiry(self, session_id: str, expires_at: datetime) -> None:
        await self._sessions.update_one({"_id": session_id}, {"$set": {"expiresAt": expires_at}})


def _to_document(session: Session) -> Document:
    return {
        "_id": session.id,
        "accountId": session.account_id,
        "tokenHash": session.token_hash,
        "userAgent": session.device.user_agent,
        "ipAddress": session.device.ip_address,
        "createdAt": session.created_at,
        "lastSeenAt": session.last_seen_at,
        "expiresAt": session.expires_at,
        "absoluteEnd": session.absolute_end,
    }


def _to_session(document: Document) -> Session:
    return Session(
        id=document["_id"],
        account_id=document["accountId"],
        token_hash=document["tokenHash"],
        device=Device(document["userAgent"], document["ipAddress"]),
        created_at=document["createdAt"],
        last_seen_at=document["lastSeenAt"],
        expires_at=document["expiresAt"],
        absolute_end=document["absoluteEnd"],
    )
