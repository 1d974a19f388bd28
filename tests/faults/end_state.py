"""The end state of a script, written so that two runs of the script can be compared."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import AsyncMongoClient

from tests.faults.testbed import Testbed

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Participants:
    """The accounts and showtimes of one run of a script, in the script's order."""

    accounts: Sequence[str]
    showtimes: Sequence[str]


async def end_state(
    testbed: Testbed, participants: Participants, beginning: datetime
) -> dict[str, Counter[str]]:
    """Return the documents about these showtimes by kind, without ids, versions and times.

    Starts are relative to `beginning`, the start of the script's first showtime.
    """
    label = {id: f"account {n}" for n, id in enumerate(participants.accounts)}
    label |= {id: f"showtime {n}" for n, id in enumerate(participants.showtimes)}
    ours = {"showtimeId": {"$in": list(participants.showtimes)}}
    async with AsyncMongoClient[Document](testbed.mongo_url, tz_aware=True) as client:

        async def rows(database: str, name: str, which: Mapping[str, Any]) -> list[Document]:
            return [row async for row in client[database][name].find(which)]

        bookings = await rows("booking", "bookings", ours)
        names = {row["_id"]: _seats(label, row) for row in bookings}
        payments = {"pay_" + id.partition("_")[2]: name for id, name in names.items()}
        of_payments = {"_id": {"$in": list(payments)}}
        state = {
            "bookings": [
                [
                    *(names[row["_id"]], label.get(row["accountId"], row["accountId"])),
                    *(row[name] for name in ("status", "step", "amountMinor", "refundMinor")),
                    row["declineCode"],
                ]
                for row in bookings
            ],
            "tickets": [
                [
                    *(names[row["bookingId"]], row["seatId"], row["status"], row["active"]),
                    len(row["scans"]),
                ]
                for row in await rows("booking", "tickets", ours)
            ],
            "holds": [
                [_seats(label, row), label.get(row["accountId"]), names.get(row["bookingId"])]
                for row in await rows("booking", "holds", ours)
            ],
            "inventories": [
                [
                    *(label[row["_id"]], row["scheduled"], str(row["startsAt"] - beginning)),
                    sorted(id for id, seat in row["seats"].items() if seat["state"] == "SOLD"),
                ]
                for row in await rows(
                    "booking", "inventories", {"_id": {"$in": list(participants.showtimes)}}
                )
            ],
            "payments": [
                [
                    *(payments[row["_id"]], label.get(row["accountId"], row["accountId"])),
                    *(row["status"], row["amountMinor"], row["unsettled"]),
                    *(row["card"], row["declineCode"]),
                    [[refund["amountMinor"], refund["done"]] for refund in row["refunds"]],
                ]
                for row in await rows("payment", "payments", of_payments)
            ],
            "ledger entries": [
                [payments[row["paymentId"]], row["debit"], row["credit"], row["amountMinor"]]
                for row in await rows("payment", "ledger", {"paymentId": {"$in": list(payments)}})
            ],
            "showtimes": [
                [label[row["_id"]], row["status"], str(row["startsAt"] - beginning)]
                for row in await rows(
                    "catalog", "showtimes", {"_id": {"$in": list(participants.showtimes)}}
                )
            ],
            "bookings that the catalog knows": [
                [names[row["_id"]], row["stands"]]
                for row in await rows("catalog", "bookings", ours)
            ],
        }
    return {what: Counter(map(json.dumps, found)) for what, found in state.items()}


def _seats(label: Mapping[str, str], row: Document) -> str:
    """Return showtime and seats as text. The script asks for no seat twice, so it is unique."""
    seats = "+".join(sorted(seat["seatId"] for seat in row["seats"]))
    return f"{label[row['showtimeId']]}, {seats}"
