"""Showtimes, people and bookings on a running booking subgraph, and its records."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection

from dev.client import AsRouter
from shared.auth.sessions import LiveSession, SessionStore, new_token, token_hash
from shared.auth.viewer import Role, Viewer
from shared.clock import SystemClock
from shared.ids import UlidSource
from shared.money import Money
from shared.storage.mongo import Database
from subgraphs.booking.adapters.store import MongoInventoryStore
from subgraphs.booking.adapters.store.booking_documents import booking_document
from subgraphs.booking.domain.bookings import Booking, spoken_reference
from subgraphs.booking.domain.holds import Hold
from subgraphs.booking.domain.saga import BookingStatus, Step
from subgraphs.booking.domain.seats import (
    Inventory,
    PricedSeat,
    Seat,
    SeatClass,
    SeatState,
    TicketCategory,
)

USER_ERROR = "... on UserError { code message }"
INVALID = "... on InvalidInput { fields { path code } }"
HOLD = f"""
mutation Hold($input: HoldSeatsInput!) {{
  holdSeats(input: $input) {{ __typename ... on SeatHold {{ id }} {USER_ERROR} {INVALID} }}
}}
"""
BEST = f"""
mutation Best($input: HoldBestSeatsInput!) {{
  holdBestSeats(input: $input) {{ __typename ... on SeatHold {{ id }} {USER_ERROR} {INVALID} }}
}}
"""
BOOK = f"""
mutation Book($input: BookHoldInput!) {{
  bookHold(input: $input) {{ __typename ... on Booking {{ id status }} {USER_ERROR} {INVALID} }}
}}
"""
CANCEL = f"""
mutation Cancel($input: CancelBookingInput!) {{
  cancelBooking(input: $input) {{ __typename ... on Booking {{ id status }} {USER_ERROR} }}
}}
"""
PRICE = Money(1000, "MXN")

Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """A person with a live session."""

    id: str
    token: str


@dataclass
class BookingTestbed:
    """The booking subgraph and what it and payment have written."""

    url: str
    http: httpx.AsyncClient
    router: AsRouter
    mongo: AsyncMongoClient[Answer]
    sessions: SessionStore
    ids: UlidSource = field(default_factory=UlidSource)
    showtimes: list[str] = field(default_factory=list[str])

    @property
    def database(self) -> Database:
        return self.mongo["booking"]

    async def ask(self, document: str, token: str | None = None, /, **variables: Any) -> Answer:
        """Send a document and return the whole answer."""
        # Plain ASCII, so that invalid Unicode reaches the server too.
        body = json.dumps({"query": document, "variables": variables})
        headers = {"content-type": "application/json"}
        if token:
            headers["authorization"] = f"Bearer {token}"
        answer = await self.http.post(self.url, content=body, headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def person(self, *roles: Role, lasts: timedelta = timedelta(hours=1)) -> Person:
        """Log a new person in with these roles, or as a customer."""
        token, clock = new_token(), SystemClock()
        viewer = Viewer(
            self.ids.new("acc"), self.ids.new("ses"), frozenset(roles or {Role.CUSTOMER})
        )
        end = clock.now() + timedelta(days=1)
        await self.sessions.put(token_hash(token), LiveSession(viewer, lasts, end))
        return Person(viewer.account_id, token)

    async def showtime(self, starts_in: timedelta = timedelta(days=2), **changes: Any) -> str:
        """Store a showtime: rows A and B of ten standard seats; B10 is premium, B9 is blocked."""
        now = datetime.now(UTC)
        seats = {seat.id: seat for row in "AB" for seat in (_seat(row, n) for n in range(1, 11))}
        seats["B9"] = replace(seats["B9"], state=SeatState.BLOCKED)
        seats["B10"] = replace(seats["B10"], seat_class=SeatClass.PREMIUM)
        inventory = Inventory(
            showtime_id=self.ids.new("sho"),
            version=1,
            as_of=now,
            scheduled=True,
            movie_title="Arrival",
            cinema_name="Calima",
            auditorium_id="aud_1",
            auditorium_name="Sala 1",
            timezone="America/Bogota",
            starts_at=now + starts_in,
            ends_at=now + starts_in + timedelta(hours=2),
            seats=seats,
            prices={(TicketCategory.ADULT, SeatClass.STANDARD): PRICE},
        )
        await MongoInventoryStore(self.database).add(replace(inventory, **changes))
        self.showtimes.append(inventory.showtime_id)
        return inventory.showtime_id

    async def hold(self, person: Person, showtime_id: str, *seat_ids: str) -> str:
        """Hold seats and return the hold's id."""
        seats = [{"seatId": id} for id in seat_ids]
        given = {"showtimeId": showtime_id, "seats": seats, "idempotencyKey": uuid4().hex}
        outcome = outcome_of(await self.ask(HOLD, person.token, input=given))
        assert outcome["__typename"] == "SeatHold", outcome
        return outcome["id"]

    async def book(self, person: Person, hold_id: str) -> str:
        """Book a hold and return the id of the confirmed booking."""
        given = {"holdId": hold_id, "paymentToken": "tok_visa", "idempotencyKey": uuid4().hex}
        outcome = outcome_of(await self.ask(BOOK, person.token, input=given))
        assert outcome["status"] == "CONFIRMED", outcome
        return outcome["id"]

    async def cancel(self, person: Person, booking_id: str) -> None:
        given = {"bookingId": booking_id, "idempotencyKey": uuid4().hex}
        outcome = outcome_of(await self.ask(CANCEL, person.token, input=given))
        assert outcome["status"] == "CANCELLED", outcome

    async def pending(self, person: Person, showtime_id: str) -> str:
        """Store a booking that waits for its payment and is not due for a day; return its id."""
        seats = [PricedSeat("A1", TicketCategory.ADULT, PRICE)]
        end = datetime.now(UTC) + timedelta(minutes=10)
        hold = Hold(self.ids.new("hld"), person.id, showtime_id, seats, end, False, None)
        booking = self.booking_from(hold)
        await self.database.bookings.insert_one(booking_document(booking))
        return booking.id

    def booking_from(self, hold: Hold) -> Booking:
        """Return a new booking of a hold that is not due for a day."""
        now, id = datetime.now(UTC), self.ids.new("bkg")
        now = now.replace(microsecond=now.microsecond // 1_000 * 1_000)
        return Booking(
            id=id,
            reference=spoken_reference(id),
            account_id=hold.account_id,
            showtime_id=hold.showtime_id,
            hold_id=hold.id,
            seats=hold.seats,
            total=hold.total,
            status=BookingStatus.PENDING,
            step=Step.AUTHORIZE,
            decline_code=None,
            refund=None,
            created_at=now,
            due_at=now + timedelta(days=1),
            attempts=0,
            failures=0,
            version=1,
        )

    async def expire(self, hold_id: str, seat_id: str) -> None:
        """Put the end of a hold of one seat into the past."""
        past = datetime.now(UTC) - timedelta(minutes=1)
        await self.database.holds.update_one({"_id": hold_id}, {"$set": {"expiresAt": past}})
        await self.database.inventories.update_one(
            {f"seats.{seat_id}.holdId": hold_id}, {"$set": {f"seats.{seat_id}.until": past}}
        )

    async def snapshot(self) -> Mapping[str, Any]:
        """Return all records of this testbed's showtimes, and the number of all records."""
        of_showtimes = {"showtimeId": {"$in": self.showtimes}}
        kept: dict[str, Any] = {
            "inventories": await _all(self.database.inventories, {"_id": {"$in": self.showtimes}})
        }
        for name in ("holds", "bookings", "tickets"):
            kept[name] = await _all(self.database[name], of_showtimes)
        for name in ("holds", "bookings", "tickets", "idempotency", "outbox"):
            # The record of a refused call does not count.
            kept_of = {"refused": {"$exists": False}} if name == "idempotency" else {}
            kept[f"number of {name}"] = await self.database[name].count_documents(kept_of)
        kept["payments"] = await self.mongo["payment"]["payments"].count_documents({})
        return kept

    async def nothing_to_publish(self) -> bool:
        """Tell whether every event is published."""
        return await self.database.outbox.count_documents({}) == 0


def outcome_of(answer: Answer) -> Answer:
    """Return the value of a document's only field. Fails on any GraphQL error."""
    assert not answer.get("errors"), answer
    (outcome,) = answer["data"].values()
    return outcome


def _seat(row: str, number: int) -> Seat:
    return Seat.free(f"{row}{number}", row, number, number, SeatClass.STANDARD)


async def _all(collection: AsyncCollection[Answer], which: Mapping[str, Any]) -> list[Answer]:
    return await collection.find(which).sort("_id", 1).to_list()
