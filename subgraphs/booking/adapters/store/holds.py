"""Holds in MongoDB."""

from datetime import datetime

from pymongo import ASCENDING, IndexModel
from pymongo.errors import DuplicateKeyError

from shared.storage.mongo import CollectionSpec, Database, Document, Session, transaction
from subgraphs.booking.adapters.store.inventories import INVENTORIES, held_until, still_held
from subgraphs.booking.adapters.store.seats import seat_document, to_seat
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.errors import HoldLost, HoldTaken

_KEPT_SECONDS = 30 * 24 * 3600

HOLDS = CollectionSpec(
    "holds",
    schema={
        "bsonType": "object",
        "required": ["accountId", "showtimeId", "seats", "expiresAt"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^hld_"},
            "expiresAt": {"bsonType": "date"},
            "seats": {"bsonType": "array", "minItems": 1},
        },
    },
    indexes=[
        IndexModel([("accountId", ASCENDING)], name="account"),
        IndexModel([("expiresAt", ASCENDING)], expireAfterSeconds=_KEPT_SECONDS),
    ],
)


class MongoHoldStore:
    """Adapter of the port HoldStore."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._holds = database[HOLDS.name]
        self._inventories = database[INVENTORIES.name]

    async def add(self, hold: Hold) -> None:
        try:
            await self._holds.insert_one(
                {
                    "_id": hold.id,
                    "accountId": hold.account_id,
                    "showtimeId": hold.showtime_id,
                    "seats": [seat_document(seat) for seat in hold.seats],
                    "expiresAt": hold.expires_at,
                    "extended": hold.extended,
                    "bookingId": hold.booking_id,
                }
            )
        except DuplicateKeyError:
            return

    async def get(self, id: str) -> Hold | None:
        document = await self._holds.find_one({"_id": id})
        return _to_hold(document) if document else None

    async def of_account(self, account_id: str) -> list[Hold]:
        found = self._holds.find({"accountId": account_id})
        return [_to_hold(document) async for document in found]

    async def extend(self, hold: Hold, until: datetime) -> None:
        async def write(session: Session) -> None:
            extended = await self._holds.update_one(
                {"_id": hold.id, "extended": False, "bookingId": None},
                {"$set": {"extended": True, "expiresAt": until}},
                session=session,
            )
            if not extended.matched_count:
                raise HoldTaken
            kept = await self._inventories.update_one(
                {"_id": hold.showtime_id, "scheduled": True} | still_held(hold.id, hold.seat_ids),
                held_until(hold.seat_ids, until),
                session=session,
            )
            if not kept.matched_count:
                raise HoldLost

        await transaction(self._database, write)

    async def remove(self, hold_id: str) -> None:
        removed = await self._holds.delete_one({"_id": hold_id, "bookingId": None})
        if not removed.deleted_count:
            raise HoldTaken

    async def forget(self, hold_id: str) -> None:
        await self._holds.delete_one({"_id": hold_id})


def _to_hold(document: Document) -> Hold:
    return Hold(
        id=document["_id"],
        account_id=document["accountId"],
        showtime_id=document["showtimeId"],
        seats=[to_seat(seat) for seat in document["seats"]],
        expires_at=document["expiresAt"],
        extended=document["extended"],
        booking_id=document["bookingId"],
    )
