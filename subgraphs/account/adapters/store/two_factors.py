"""Second factors in MongoDB, by account."""

from shared.storage.mongo import CollectionSpec, Database
from shared.storage.mongo import Session as MongoSession
from subgraphs.account.domain.credentials import TwoFactor

TWO_FACTORS = CollectionSpec(
    "two_factors",
    schema={
        "bsonType": "object",
        "required": ["sealedSecret", "confirmed", "lastStep", "recoveryHashes"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^acc_"},
            # The beginning of every Fernet token; the database refuses a secret in clear.
            "sealedSecret": {"bsonType": "string", "pattern": "^gAAAA"},
            "recoveryHashes": {
                "bsonType": "array",
                "items": {"bsonType": "string", "pattern": "^[0-9a-f]{64}$"},
            },
        },
    },
)


class MongoTwoFactors:
    """Adapter of the port TwoFactorRecords."""

    def __init__(self, database: Database, session: MongoSession | None) -> None:
        self._factors = database[TWO_FACTORS.name]
        self._session = session

    async def get(self, account_id: str) -> TwoFactor | None:
        found = await self._factors.find_one({"_id": account_id}, session=self._session)
        if found is None:
            return None
        return TwoFactor(
            account_id=account_id,
            sealed_secret=found["sealedSecret"],
            confirmed=found["confirmed"],
            last_step=found["lastStep"],
            recovery_hashes=frozenset(found["recoveryHashes"]),
        )

    async def put(self, factor: TwoFactor) -> None:
        await self._factors.replace_one(
            {"_id": factor.account_id},
            {
                "sealedSecret": factor.sealed_secret,
                "confirmed": factor.confirmed,
                "lastStep": factor.last_step,
                "recoveryHashes": sorted(factor.recovery_hashes),
            },
            upsert=True,
            session=self._session,
        )

    async def use_step(self, account_id: str, step: int) -> bool:
        used = await self._factors.update_one(
            {"_id": account_id, "lastStep": {"$lt": step}},
            {"$set": {"lastStep": step}},
            session=self._session,
        )
        return used.modified_count == 1

    async def use_recovery_code(self, account_id: str, hash: str) -> bool:
        used = await self._factors.update_one(
            {"_id": account_id, "recoveryHashes": hash},
            {"$pull": {"recoveryHashes": hash}},
            session=self._session,
        )
        return used.modified_count == 1

    async def remove(self, account_id: str) -> None:
        await self._factors.delete_one({"_id": account_id}, session=self._session)
