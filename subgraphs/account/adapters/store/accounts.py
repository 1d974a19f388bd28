"""Accounts in MongoDB."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.auth.viewer import Role
from shared.pagination import Page, PageRequest, make_page
from shared.storage.mongo import CollectionSpec, Database, Document
from shared.storage.mongo import Session as MongoSession
from shared.turns import in_turns
from subgraphs.account.adapters.store.account_documents import (
    to_account,
    to_document,
)
from subgraphs.account.domain.accounts import Account, Gender, Language, email_key
from subgraphs.account.domain.searching import search_text, search_words
from subgraphs.account.errors import EmailTaken, PhoneTaken

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
            "emailVerified": {"bsonType": "bool"},
            # The database refuses a password in clear, even after a fault in the code.
            "passwordHash": {"bsonType": "string", "pattern": "^\\$argon2id\\$"},
            "firstName": {"bsonType": "string", "minLength": 1, "maxLength": 100},
            "lastName": {"bsonType": "string", "minLength": 1, "maxLength": 100},
            "phone": {"bsonType": "string", "pattern": "^\\+[0-9]{6,15}$"},
            "gender": {"enum": [gender.value for gender in Gender]},
            "language": {"enum": [language.value for language in Language]},
            "avatarUrl": {"bsonType": ["string", "null"], "pattern": "^https://"},
            "roles": {
                "bsonType": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"enum": [role.value for role in Role]},
            },
            "totpEnabled": {"bsonType": "bool"},
            "searchText": {"bsonType": "string"},
            "derivation": {"bsonType": "int"},
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
        IndexModel([("roles", ASCENDING)], name="roles"),
        IndexModel([("derivation", ASCENDING)], name="derivation"),
    ],
)
GUARDS = CollectionSpec("guards")

_PROFILE_FIELDS = {
    "first_name": "firstName",
    "last_name": "lastName",
    "phone": "phone",
    "gender": "gender",
    "language": "language",
    "avatar_url": "avatarUrl",
}


class MongoAccounts:
    """Adapter of the port AccountRecords."""

    def __init__(self, database: Database, session: MongoSession | None) -> None:
        self._accounts = database[ACCOUNTS.name]
        self._guards = database[GUARDS.name]
        self._session = session

    async def add(self, account: Account) -> None:
        try:
            await self._accounts.insert_one(to_document(account), session=self._session)
        except DuplicateKeyError as error:
            raise _taken(error) from None

    async def by_email(self, email: str) -> Account | None:
        document = await self._accounts.find_one(
            {"emailKey": email_key(email)}, session=self._session
        )
        return to_account(document) if document else None

    async def by_id(self, id: str) -> Account | None:
        document = await self._accounts.find_one({"_id": id}, session=self._session)
        return to_account(document) if document else None

    async def by_ids(self, ids: Sequence[str]) -> dict[str, Account]:
        found = self._accounts.find({"_id": {"$in": list(ids)}}, session=self._session)
        return {document["_id"]: to_account(document) async for document in in_turns(found)}

    async def search(self, text: str | None, role: Role | None, page: PageRequest) -> Page[Account]:
        wanted: Document = {"roles": role.value} if role else {}
        if words := search_words(text or ""):
            # No index finds any part of a text: each account's search text is read, in the order
            # of their ids, until the page is full. Escaped, so that no character is a pattern.
            wanted["$and"] = [{"searchText": {"$regex": re.escape(word)}} for word in words]
        behind: Document = {"_id": {"$gt": page.after[0]}} if page.after else {}
        found = self._accounts.find({**wanted, **behind}).sort("_id", ASCENDING)
        return make_page(
            [to_account(document) async for document in found.limit(page.size + 1)],
            page,
            sort_key=lambda account: (account.id,),
            count=lambda: self._accounts.count_documents(wanted),
        )

    async def update_profile(
        self, id: str, changes: Mapping[str, Any], now: datetime
    ) -> Account | None:
        account = await self.by_id(id)
        if account is None:
            return None
        fields = {_PROFILE_FIELDS[name]: value for name, value in changes.items()}
        fields["searchText"] = search_text(account.email, replace(account.profile, **changes))
        update: Document = {"$set": {**fields, "updatedAt": now}}
        if "phone" in fields and fields["phone"] is None:
            # Removed rather than null: the unique index covers only documents with a number.
            del update["$set"]["phone"]
            update["$unset"] = {"phone": ""}
        try:
            return await self._change(id, update)
        except DuplicateKeyError as error:
            raise _taken(error) from None

    async def set_roles(self, id: str, roles: frozenset[Role], now: datetime) -> Account | None:
        return await self._change(
            id,
            {"$set": {"roles": sorted(roles), "updatedAt": now}, "$inc": {"securityVersion": 1}},
        )

    async def set_password(self, id: str, hash: str, now: datetime) -> Account | None:
        return await self._change(
            id,
            {"$set": {"passwordHash": hash, "updatedAt": now}, "$inc": {"securityVersion": 1}},
        )

    async def rehash_password(self, id: str, old_hash: str, hash: str) -> None:
        await self._accounts.update_one(
            {"_id": id, "passwordHash": old_hash},
            {"$set": {"passwordHash": hash}},
            session=self._session,
        )

    async def set_email_verified(self, id: str, now: datetime) -> Account | None:
        return await self._change(id, {"$set": {"emailVerified": True, "updatedAt": now}})

    async def set_totp_enabled(self, id: str, enabled: bool, now: datetime) -> Account | None:
        return await self._change(
            id,
            {"$set": {"totpEnabled": enabled, "updatedAt": now}, "$inc": {"securityVersion": 1}},
        )

    async def remove(self, id: str) -> None:
        await self._accounts.delete_one({"_id": id}, session=self._session)

    async def other_administrator_exists(self, id: str) -> bool:
        # Writing one document makes such transactions conflict, so that all but one run again.
        await self._guards.update_one(
            {"_id": "administrators"},
            {"$inc": {"asked": 1}},
            upsert=True,
            session=self._session,
        )
        other = await self._accounts.find_one(
            {"roles": Role.ADMIN.value, "_id": {"$ne": id}}, {"_id": 1}, session=self._session
        )
        return other is not None

    async def _change(self, id: str, update: Document) -> Account | None:
        changed = await self._accounts.update_one({"_id": id}, update, session=self._session)
        return await self.by_id(id) if changed.matched_count else None


def _taken(error: DuplicateKeyError) -> EmailTaken | PhoneTaken:
    keys: Mapping[str, Any] = (error.details or {}).get("keyPattern", {})
    return PhoneTaken() if "phone" in keys else EmailTaken()
