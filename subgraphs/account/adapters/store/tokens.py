"""Mailed tokens in MongoDB, by their hash."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel

from shared.storage.mongo import CollectionSpec, Database, Document
from shared.storage.mongo import Session as MongoSession
from subgraphs.account.domain.credentials import MailedToken, TokenPurpose

TOKENS = CollectionSpec(
    "tokens",
    schema={
        "bsonType": "object",
        "required": ["accountId", "purpose", "expiresAt"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
            "purpose": {"enum": [purpose.value for purpose in TokenPurpose]},
            "expiresAt": {"bsonType": "date"},
        },
    },
    indexes=[
        IndexModel([("accountId", ASCENDING)], name="account"),
        # Only removes old tokens; `find` compares the date itself.
        IndexModel([("expiresAt", ASCENDING)], name="expiry", expireAfterSeconds=0),
    ],
)


class MongoTokens:
    """Adapter of the port TokenRecords."""

    def __init__(self, database: Database, session: MongoSession | None) -> None:
        self._tokens = database[TOKENS.name]
        self._session = session

    async def add(self, token: MailedToken) -> None:
        await self._tokens.insert_one(
            {
                "_id": token.token_hash,
                "accountId": token.account_id,
                "purpose": token.purpose,
                "expiresAt": token.expires_at,
            },
            session=self._session,
        )

    async def find(
        self, token_hash: str, purpose: TokenPurpose, now: datetime
    ) -> MailedToken | None:
        found = await self._tokens.find_one({"_id": token_hash}, session=self._session)
        if found is None or found["purpose"] != purpose or found["expiresAt"] <= now:
            return None
        return MailedToken(token_hash, found["accountId"], purpose, found["expiresAt"])

    async def remove_all(self, account_id: str, purpose: TokenPurpose | None = None) -> None:
        wanted: Document = {"accountId": account_id} | ({"purpose": purpose} if purpose else {})
        await self._tokens.delete_many(wanted, session=self._session)
