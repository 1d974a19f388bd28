"""What was sold, as the database counts it: one aggregation for all showtimes of a question."""

from collections import defaultdict
from collections.abc import Sequence

from shared.storage.mongo import Database
from shared.turns import in_turns
from subgraphs.booking.adapters.store.booking_documents import BOOKINGS
from subgraphs.booking.adapters.store.tickets import TICKETS
from subgraphs.booking.domain.saga import BookingStatus, Step
from subgraphs.booking.domain.sales import StateTotal
from subgraphs.booking.domain.tickets import TicketStatus

_BY_STATE = {
    "_id": {"showtime": "$showtimeId", "status": "$status", "step": "$step"},
    "bookings": {"$sum": 1},
    "total": {"$sum": "$amountMinor"},
    # A booking without a refund has null, which a sum leaves out.
    "refund": {"$sum": "$refundMinor"},
}


class MongoSalesStore:
    """Adapter of the port SalesStore."""

    def __init__(self, database: Database) -> None:
        self._bookings = database[BOOKINGS.name]
        self._tickets = database[TICKETS.name]

    async def state_totals(self, showtime_ids: Sequence[str]) -> dict[str, list[StateTotal]]:
        which = {"showtimeId": {"$in": list(showtime_ids)}}
        found = await self._bookings.aggregate([{"$match": which}, {"$group": _BY_STATE}])
        totals: defaultdict[str, list[StateTotal]] = defaultdict(list)
        async for each in in_turns(found):
            state = BookingStatus(each["_id"]["status"]), Step(each["_id"]["step"])
            totals[each["_id"]["showtime"]].append(
                StateTotal(state, each["bookings"], each["total"], each["refund"])
            )
        return totals

    async def admitted(self, showtime_ids: Sequence[str]) -> dict[str, int]:
        # The index is of active tickets alone, so the question says that it is about these.
        which = {
            "showtimeId": {"$in": list(showtime_ids)},
            "active": True,
            "status": TicketStatus.USED,
        }
        counted = {"_id": "$showtimeId", "tickets": {"$sum": 1}}
        found = await self._tickets.aggregate([{"$match": which}, {"$group": counted}])
        return {each["_id"]: each["tickets"] async for each in in_turns(found)}
