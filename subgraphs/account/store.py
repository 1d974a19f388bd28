"""Account's MongoDB adapter: documents, indexes and rules beside the queries that need them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.auth.viewer import Role
from shared.mongo import CollectionSpec, Database, Document, transaction
from shared.mongo import Session as MongoSession
from subgraphs.account.domain import (
    Account,
    Device,
    Gender,
    Language,
    Profile,
    Session,
    email_key,
)
from subgraphs.account.errors import AccountChanged, EmailTaken, PhoneTaken

_NULLABLE_STRING = {"bsonType": ["string", "null"]}

ACCOUNTS = CollectionSpec(
    "accounts",
    schema={
        "bsonType": "object",
        "required": [
            "email",
            "emailKey",
            "passwordHash",
            "firstName",
            "lastName",
            "roles",
            "securityVersion",
        ],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^acc_"},
            "email": {"bsonType": "string", "pattern": "^[^@]+@[^@]+$"},
            "emailKey": {"bsonType": "string"},
            # A password in clear can never be stored, whatever the code above does.
            "passwordHash": {"bsonType": "string", "pattern": "^\\$argon2id\\$"},
            "firstName": {"bsonType": "string", "minLength": 1, "maxLength": 100},
            "lastName": {"bsonType": "string", "minLength": 1, "maxLength": 100},
            "phone": {"bsonType": "string", "pattern": "^\\+[0-9]{6,15}$"},
            "gender": {"enum": [gender.value for gender in Gender]},
            "language": {"enum": [language.value for language in Language]},
            "avatarUrl": _NULLABLE_STRING,
            "roles": {
                "bsonType": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"enum": [role.value for role in Role]},
            },
            "securityVersion": {"bsonType": ["int", "long"], "minimum": 1},
        },
    },
    indexes=[
        IndexModel([("emailKey", ASCENDING)], name="email", unique=True),
        IndexModel(
            [("phone", ASCENDING)],
            name="phone",
            unique=True,
            partialFilterExpression={"phone": {"$type": "string"}},
        ),
    ],
)
SESSIONS = CollectionSpec(
    "sessions",
    schema={
        "bsonType": "object",
        "required": ["accountId", "tokenHash", "createdAt", "expiresAt", "absoluteEnd"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^ses_"},
            "tokenHash": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
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


class MongoAccountStore:
    """Adapter of the port AccountStore, and the sweeper's view of old sessions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts = database[ACCOUNTS.name]
        self._sessions = database[SESSIONS.name]

    async def add(self, account: Account) -> None:
        try:
            await self._accounts.insert_one(_to_document(account))
        except DuplicateKeyError as error:
            taken: dict[str, Any] = (error.details or {}).get("keyPattern", {})
            raise (PhoneTaken if "phone" in taken else EmailTaken) from None

    async def by_email(self, email: str) -> Account | None:
        document = await self._accounts.find_one({"emailKey": email_key(email)})
        return _to_account(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Account]:
        found = self._accounts.find({"_id": {"$in": list(ids)}})
        return {document["_id"]: _to_account(document) async for document in found}

    async def set_roles(self, id: str, roles: frozenset[Role], now: datetime) -> list[str] | None:
        async def change(session: MongoSession) -> list[str] | None:
            changed = await self._accounts.update_one(
                {"_id": id},
                {
                    "$set": {"roles": sorted(roles), "updatedAt": now},
                    "$inc": {"securityVersion": 1},
                },
                session=session,
            )
            if not changed.matched_count:
                return None
            return await self._drop_sessions({"accountId": id}, session)

        return await transaction(self._database, change)

    async def open_session(self, session: Session, security_version: int) -> None:
        async def record(mongo_session: MongoSession) -> None:
            unchanged = await self._accounts.update_one(
                {"_id": session.account_id, "securityVersion": security_version},
                {"$set": {"lastLoginAt": session.created_at}},
                session=mongo_session,
            )
            if not unchanged.matched_count:
                raise AccountChanged
            await self._sessions.insert_one(
                {
                    "_id": session.id,
                    "accountId": session.account_id,
                    "tokenHash": session.token_hash,
                    "userAgent": session.device.user_agent,
                    "ipAddress": session.device.ip_address,
                    "createdAt": session.created_at,
                    "lastSeenAt": session.last_seen_at,
                    "expiresAt": session.expires_at,
                    "absoluteEnd": session.absolute_end,
                },
                session=mongo_session,
            )

        await transaction(self._database, record)

    async def sessions_of(self, account_id: str) -> list[Session]:
        found = self._sessions.find({"accountId": account_id}).sort("_id", DESCENDING)
        return [_to_session(document) async for document in found]

    async def delete_session(self, token_hash: str) -> None:
        await self._sessions.delete_one({"tokenHash": token_hash})

    async def sessions_past(self, moment: datetime, limit: int) -> list[Session]:
        """Up to `limit` sessions whose recorded expiry lies before `moment`."""
        found = self._sessions.find({"expiresAt": {"$lte": moment}}).limit(limit)
        return [_to_session(document) async for document in found]

    async def postpone_expiry(self, session_id: str, expires_at: datetime) -> None:
        """Record that a session was used since it was last written."""
        await self._sessions.update_one({"_id": session_id}, {"$set": {"expiresAt": expires_at}})

    async def _drop_sessions(self, which: Document, session: MongoSession) -> list[str]:
        found = self._sessions.find(which, {"tokenHash": 1}, session=session)
        hashes: list[str] = [document["tokenHash"] async for document in found]
        await self._sessions.delete_many(which, session=session)
        return hashes


def _to_document(account: Account) -> Document:
    profile = account.profile
    document: Document = {
        "_id": account.id,
        "email": account.email,
        "emailKey": email_key(account.email),
        "emailVerified": account.email_verified,
        "passwordHash": account.password_hash,
        "firstName": profile.first_name,
        "lastName": profile.last_name,
        "gender": profile.gender,
        "language": profile.language,
        "avatarUrl": profile.avatar_url,
        "roles": sorted(account.roles),
        "securityVersion": account.security_version,
        "createdAt": account.created_at,
        "updatedAt": account.updated_at,
    }
    # Left out rather than null: the unique index covers numbers, not their absence.
    return document | ({"phone": profile.phone} if profile.phone else {})


def _to_account(document: Document) -> Account:
    return Account(
        id=document["_id"],
        email=document["email"],
        email_verified=document["emailVerified"],
        password_hash=document["passwordHash"],
        profile=Profile(
            first_name=document["firstName"],
            last_name=document["lastName"],
            phone=document.get("phone"),
            gender=Gender(document["gender"]),
            language=Language(document["language"]),
            avatar_url=document["avatarUrl"],
        ),
        roles=frozenset(Role(role) for role in document["roles"]),
        security_version=document["securityVersion"],
        created_at=document["createdAt"],
        updated_at=document["updatedAt"],
    )


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
