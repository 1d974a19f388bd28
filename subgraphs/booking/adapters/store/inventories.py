"""Seats in MongoDB: one document a showtime, and a claim is one conditional update of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from pymongo.errors import DuplicateKeyError

from shared.money import Money
from shared.storage.mongo import CollectionSpec, Database, Document
from shared.turns import in_turns
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.schedules import Schedule
from subgraphs.booking.domain.seats import (
    NEVER,
    Inventory,
    Seat,
    SeatClass,
    SeatState,
    TicketCategory,
)

INVENTORIES = CollectionSpec(
    "inventories",
    schema={
        "bsonType": "object",
        "required": ["version", "asOf", "scheduled", "startsAt", "seats", "prices"],
        "properties": {
            "_id": {"bsonType": "string", "pattern": "^sho_"},
            "version": {"bsonType": ["int", "long"], "minimum": 1},
            "asOf": {"bsonType": "date"},
            "startsAt": {"bsonType": "date"},
            "seats": {"bsonType": "object"},
        },
    },
)


class MongoInventoryStore:
    """Adapter of the port InventoryStore."""

    def __init__(self, database: Database) -> None:
        self._inventories = database[INVENTORIES.name]

    async def add(self, inventory: Inventory) -> None:
        try:
            await self._inventories.insert_one(_to_document(inventory))
        except DuplicateKeyError:
            return

    async def by_ids(self, showtime_ids: Sequence[str]) -> dict[str, Inventory]:
        found = self._inventories.find({"_id": {"$in": list(showtime_ids)}})
        return {document["_id"]: _to_inventory(document) async for document in in_turns(found)}

    async def stop_sales(self, showtime_id: str, as_of: datetime) -> None:
        await self._inventories.update_one(
            # Not one that the same event has put up for sale again.
            {"_id": showtime_id, "asOf": {"$lt": as_of}, "scheduled": True},
            {"$set": {"scheduled": False, "asOf": as_of}, "$inc": {"version": 1}},
        )

    async def replace(self, inventory: Inventory) -> None:
        document = _to_document(inventory)
        del document["version"]
        await self._inventories.update_one(
            {"_id": inventory.showtime_id, "asOf": {"$lte": inventory.as_of}, "scheduled": False},
            {"$set": document, "$inc": {"version": 1}},
        )

    async def claim(self, hold: Hold, now: datetime, *, holds: int) -> bool:
        held: dict[str, Any] = {"version": {"$add": ["$version", 1]}}
        for id in hold.seat_ids:
            held |= {
                f"seats.{id}.state": SeatState.HELD,
                f"seats.{id}.holdId": hold.id,
                f"seats.{id}.accountId": hold.account_id,
                f"seats.{id}.until": hold.expires_at,
            }
        # One update decides and writes. The predicate is in its pipeline and not in its filter: the
        # embedded server scans all showtimes for a filter with $and or $expr. A document that the
        # pipeline leaves as it was is not modified.
        claimed = await self._inventories.update_one(
            {"_id": hold.showtime_id, "scheduled": True, "startsAt": {"$gt": now}},
            [
                {"$set": {"claimed": _can_be_claimed(hold, now, holds)}},
                {
                    "$set": {
                        path: {"$cond": ["$claimed", value, f"${path}"]}
                        for path, value in held.items()
                    }
                },
                {"$unset": "claimed"},
            ],
        )
        return claimed.modified_count == 1

    async def release(self, hold: Hold) -> None:
        # Seat by seat: a seat that was lost must not keep the others held.
        for id in hold.seat_ids:
            await self._inventories.update_one(
                {"_id": hold.showtime_id} | still_held(hold.id, [id]),
                _set_free([id]),
            )

    async def forget(self, account_id: str) -> None:
        # Rare, so that it may scan all showtimes: no index covers seats that are named by id.
        named = {"$map": {"input": {"$objectToArray": "$seats"}, "in": "$$this.v.accountId"}}
        async for document in self._inventories.find({"$expr": {"$in": [account_id, named]}}):
            for id, seat in document["seats"].items():
                if seat.get("accountId") == account_id:
                    of_the_account = {f"seats.{id}.accountId": account_id}
                    await self._inventories.update_one(
                        {"_id": document["_id"]} | of_the_account, _set_free([id])
                    )

    async def note_lapses(self, inventory: Inventory, now: datetime) -> None:
        await self._inventories.update_one(
            {"_id": inventory.showtime_id, "version": inventory.version},
            {"$set": {"lapsesNoted": now}, "$inc": {"version": 1}},
        )


def _can_be_claimed(hold: Hold, now: datetime, holds: int) -> Document:
    """Return an expression: every seat can be claimed, and the account may have this hold."""
    seats = [
        {
            "$or": [
                {"$eq": [f"$seats.{id}.state", SeatState.FREE]},
                {
                    "$and": [
                        {"$eq": [f"$seats.{id}.state", SeatState.HELD]},
                        {
                            "$or": [
                                {"$lte": [f"$seats.{id}.until", now]},
                                # This claim was made before a crash and is repeated.
                                {"$eq": [f"$seats.{id}.holdId", hold.id]},
                            ]
                        },
                    ]
                },
            ]
        }
        for id in hold.seat_ids
    ]
    return {"$and": [*seats, _is_one_of_few(hold, now, holds)]}


def _is_one_of_few(hold: Hold, now: datetime, holds: int) -> Document:
    """Return an expression: the account has fewer than `holds` other holds on the showtime, and
    this hold has no other seats."""
    few = {"$lt": [{"$size": "$$others"}, holds]}
    no_more = {"$not": [{"$in": [hold.id, "$$others"]}]}
    return {
        "$let": {"vars": {"others": _holding_others(hold, now)}, "in": {"$and": [few, no_more]}}
    }


def _holding_others(hold: Hold, now: datetime) -> Document:
    """Return an expression: the distinct holds by which the account has other seats."""
    other = {
        "$and": [
            {"$eq": ["$$seat.v.accountId", hold.account_id]},
            {"$eq": ["$$seat.v.state", SeatState.HELD]},
            {"$gt": ["$$seat.v.until", now]},
            {"$not": [{"$in": ["$$seat.k", hold.seat_ids]}]},
        ]
    }
    seats = {"$filter": {"input": {"$objectToArray": "$seats"}, "as": "seat", "cond": other}}
    return {"$setUnion": [{"$map": {"input": seats, "as": "seat", "in": "$$seat.v.holdId"}}, []]}


def sellable(now: datetime, planned: Schedule | None) -> Document:
    """Return the condition: the showtime is for sale, and its seats are for what is `planned`."""
    condition: Document = {"scheduled": True, "startsAt": {"$gt": now}}
    if planned is not None:
        condition["startsAt"]["$eq"] = planned.starts_at
        # Inventories from before this field lack it.
        condition["auditoriumId"] = {"$in": [planned.auditorium_id, None]}
    return condition


def still_held(hold_id: str, seat_ids: Sequence[str]) -> Document:
    """Return the fence: every seat is held by this hold, so no other has taken one.

    A hold that is past its end keeps its seats until another one takes them.
    """
    conditions: Document = {}
    for id in seat_ids:
        conditions |= {f"seats.{id}.state": SeatState.HELD, f"seats.{id}.holdId": hold_id}
    return conditions


def held_until(seat_ids: Sequence[str], until: datetime) -> Document:
    """Return the update that keeps held seats until then at least."""
    return {"$max": {f"seats.{id}.until": until for id in seat_ids}}


def held_no_longer_than(seat_ids: Sequence[str], until: datetime) -> Document:
    """Return the update that frees held seats at `until`; watchers get the new version."""
    return {"$set": {f"seats.{id}.until": until for id in seat_ids}, "$inc": {"version": 1}}


def sold(seat_ids: Sequence[str]) -> Document:
    """Return the update that makes held seats sold; the booking names the account."""
    return {
        "$set": {f"seats.{id}.state": SeatState.SOLD for id in seat_ids},
        "$unset": {f"seats.{id}.{name}": "" for id in seat_ids for name in ("accountId", "until")},
        "$inc": {"version": 1},
    }


def freed(booking_hold_id: str, seat_ids: Sequence[str]) -> tuple[Document, Document]:
    """Return the condition and the update that free seats which were sold under a hold."""
    condition: Document = {}
    for id in seat_ids:
        condition |= {f"seats.{id}.state": SeatState.SOLD, f"seats.{id}.holdId": booking_hold_id}
    return condition, _set_free(seat_ids)


def _set_free(seat_ids: Sequence[str]) -> Document:
    """Return the update that frees seats and leaves no trace of who had them."""
    of_the_hold = ("holdId", "accountId", "until")
    return {
        "$set": {f"seats.{id}.state": SeatState.FREE for id in seat_ids},
        "$unset": {f"seats.{id}.{name}": "" for id in seat_ids for name in of_the_hold},
        "$inc": {"version": 1},
    }


def _to_document(inventory: Inventory) -> Document:
    return {
        "_id": inventory.showtime_id,
        "version": inventory.version,
        "asOf": inventory.as_of,
        "lapsesNoted": inventory.lapses_noted,
        "scheduled": inventory.scheduled,
        "movieTitle": inventory.movie_title,
        "cinemaName": inventory.cinema_name,
        "auditoriumId": inventory.auditorium_id,
        "auditoriumName": inventory.auditorium_name,
        "timezone": inventory.timezone,
        "startsAt": inventory.starts_at,
        "endsAt": inventory.ends_at,
        "seats": {
            seat.id: {
                "row": seat.row,
                "number": seat.number,
                "column": seat.column,
                "class": seat.seat_class,
                "state": seat.state,
            }
            for seat in inventory.seats.values()
        },
        "prices": [
            {
                "category": category,
                "class": seat_class,
                "amountMinor": price.amount_minor,
                "currency": price.currency,
            }
            for (category, seat_class), price in inventory.prices.items()
        ],
    }


def _to_inventory(document: Document) -> Inventory:
    return Inventory(
        showtime_id=document["_id"],
        version=document["version"],
        as_of=document.get("asOf", NEVER),
        lapses_noted=document.get("lapsesNoted", NEVER),
        scheduled=document["scheduled"],
        movie_title=document["movieTitle"],
        cinema_name=document["cinemaName"],
        # Inventories from before this field: a move to any auditorium counts as a change.
        auditorium_id=document.get("auditoriumId", ""),
        auditorium_name=document["auditoriumName"],
        timezone=document["timezone"],
        starts_at=document["startsAt"],
        ends_at=document["endsAt"],
        seats={
            id: Seat(
                id=id,
                row=seat["row"],
                number=seat["number"],
                column=seat["column"],
                seat_class=SeatClass(seat["class"]),
                state=SeatState(seat["state"]),
                hold_id=seat.get("holdId"),
                account_id=seat.get("accountId"),
                until=seat.get("until"),
            )
            for id, seat in document["seats"].items()
        },
        prices={
            (TicketCategory(each["category"]), SeatClass(each["class"])): Money(
                each["amountMinor"], each["currency"]
            )
            for each in document["prices"]
        },
    )
